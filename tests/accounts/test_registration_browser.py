"""Registration and its neighbours in a real browser: without JavaScript too, and no barrier."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from accounts import recovery, services
from accounts.enums import OrganisationKind, Role
from accounts.models import Affiliation, User
from tests.accounts.builders import FIRST_DAY, PASSWORD, make_person
from tests.accounts.test_people import NUMBER, whole
from tests.accounts.test_unit_registration import CODE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PUBLIC = [
    "/accounts/register/",
    "/accounts/register/?q=市政",
    "/accounts/register/{unit}/",
    "/accounts/register/invited/",
    "/accounts/register/invited/abcd/",
    "/accounts/register/unit/",
    "/accounts/register/unit/?kind=institution&tier=municipal&q=",
    "/accounts/register/unit/{department}/?kind=institution&tier=municipal",
    "/accounts/consent/",
    "/accounts/reset/",
    "/accounts/reset/code/",
    "/accounts/reset/MQ/a-b/",
]
UNIT = {
    "unit-name": "市照明所",
    "unit-uscc": CODE,
    "unit-legal_representative": "王一",
    "unit-legal_telephone": "13800138003",
    "unit-hr_contact": "钱二",
    "unit-hr_telephone": "13800138004",
    "name": "钱二",
    "phone": "13800138001",
    "username": "lighting1",
    "password1": PASSWORD,
    "password2": PASSWORD,
}
OF_THE_OFFICER = [
    "/accounts/invitations/",
    "/accounts/invitations/new/",
    "/accounts/reset/people/",
    "/accounts/profile/",
    "/accounts/profile/unit/?q=市政",
    "/accounts/profile/close/",
    "/accounts/consent/",
]


@pytest.fixture
def unit(db):
    department = services.create_organisation(
        actor=None, name="市城乡管理局", kind=OrganisationKind.DEPARTMENT
    )
    return services.create_organisation(
        actor=None, name="市政设计院", kind=OrganisationKind.INSTITUTION, parent=department
    )


@pytest.fixture
def officer(unit):
    person = make_person("li1", Role.APPLICANT, name="李小燕")
    Affiliation.objects.create(user=person, unit=unit, since=FIRST_DAY)
    return make_person("unit1", Role.UNIT_OFFICER, unit)


def log_in(page, live_server, username, password=PASSWORD):
    page.goto(f"{live_server.url}/accounts/login/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(password)
    page.get_by_role("main").get_by_role("button", name="登录").click()
    page.wait_for_url(lambda address: "login" not in address)


@pytest.mark.parametrize("width", [360, 1366])
def test_no_barrier_and_no_sideways_scroll(browser, live_server, unit, officer, width):
    context = browser.new_context(
        bypass_csp=True, viewport={"width": width, "height": 740}, locale="zh-CN"
    )
    page = context.new_page()

    def visit(addresses):
        for address in addresses:
            page.goto(live_server.url + address.format(unit=unit.pk, department=unit.parent_id))
            wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert wider <= 0, address
            found = Axe().run(page).response["violations"]
            assert [v["id"] for v in found] == [], address

    visit(PUBLIC)
    log_in(page, live_server, "unit1")
    visit(OF_THE_OFFICER)
    context.close()


def test_a_person_registers_without_javascript(browser, live_server, unit):
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(live_server.url)
    page.get_by_role("link", name="注册申报人账号").click()
    page.get_by_label("工作单位").fill("市政")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name="市政设计院").click()
    page.get_by_label("姓名").fill("李小燕")
    page.get_by_label("身份证号", exact=False).first.fill(whole(NUMBER))
    page.get_by_label("联系电话").fill("13800138000")
    page.get_by_label("用户名").fill("yanzi01")
    page.locator("#id_password1").fill(PASSWORD)
    page.locator("#id_password2").fill(PASSWORD)
    page.get_by_role("button", name="注册").click()
    assert "不同意就不能注册" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("联系电话").input_value() == "13800138000"
    assert page.locator("#id_password1").input_value() == ""
    for box in ("#id_consent", "#id_consent_sensitive"):
        page.locator(box).check()
    page.locator("#id_password1").fill(PASSWORD)
    page.locator("#id_password2").fill(PASSWORD)
    page.get_by_role("button", name="注册").click()
    page.wait_for_url("**/apply/")
    assert "注册成功" in page.get_by_role("main").inner_text()
    context.close()


def test_a_code_from_the_officer_leads_back_in(page, live_server, officer):
    person = User.objects.get(username="li1")
    code = recovery.make_code(actor=officer, user=person)
    page.goto(f"{live_server.url}/accounts/login/")
    page.get_by_role("link", name="忘记密码").click()
    page.get_by_role("link", name="我有代码").click()
    page.get_by_label("用户名").fill("li1")
    page.get_by_label("一次性代码").fill(code.upper())
    page.locator("#id_password1").fill("huang-se-de-da-hai-99")
    page.locator("#id_password2").fill("huang-se-de-da-hai-99")
    page.get_by_role("button", name="设为新密码").click()
    page.get_by_text("新密码已经设好").wait_for()
    log_in(page, live_server, "li1", "huang-se-de-da-hai-99")


def test_a_unit_is_registered_confirmed_and_invites(browser, live_server, unit):
    """The unit's officer by hand, the department's by hand, the person by the code."""
    make_person("department1", Role.DEPARTMENT_OFFICER, unit.parent)

    def somebody():
        return browser.new_context(locale="zh-CN").new_page()

    officer = somebody()
    officer.goto(
        f"{live_server.url}/accounts/register/unit/?kind=institution&tier=municipal&q=城乡"
    )
    officer.get_by_role("link", name="市城乡管理局").click()
    for name, value in UNIT.items():
        officer.locator(f"[name={name}]").fill(value)
    for box in ("#id_consent", "#id_consent_sensitive"):
        officer.locator(box).check()
    officer.get_by_role("button", name="提交登记").click()
    officer.wait_for_url(lambda address: "register" not in address)
    department = somebody()
    log_in(department, live_server, "department1")
    department.goto(f"{live_server.url}/accounts/units/")
    department.get_by_role("link", name="市照明所").click()
    department.get_by_role("link", name="确认登记").click()
    department.get_by_role("button").filter(has_text="确认").click()
    expect(department.get_by_role("main")).to_contain_text("已确认")
    officer.goto(f"{live_server.url}/accounts/invitations/new/")
    officer.get_by_label("姓名").fill("孙三")
    officer.get_by_label("联系电话").fill("13800138002")
    officer.get_by_role("button", name="生成邀请码").click()
    code = officer.locator(".secret-once").inner_text()
    newcomer = somebody()
    newcomer.goto(f"{live_server.url}/accounts/register/invited/")
    newcomer.get_by_label("邀请码").fill(code)
    newcomer.get_by_role("button", name="下一步").click()
    expect(newcomer.get_by_role("main")).to_contain_text("市照明所")
    for page in (officer, department, newcomer):
        page.context.close()
