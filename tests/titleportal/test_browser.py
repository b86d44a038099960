"""The pages of accounts in a real browser: no policy violation, no barrier, no sideways scroll."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from accounts.enums import Role
from tests.accounts.builders import PASSWORD, make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PUBLIC = ["/", "/accounts/login/?reason=idle", "/no/such/page"]
OF_THE_ADMINISTRATOR = [
    "/accounts/people/",
    "/accounts/people/new/",
    "/accounts/people/{pk}/",
    "/accounts/people/{pk}/edit/",
    "/accounts/people/{pk}/roles/new/",
    "/accounts/people/{pk}/disable/",
    "/accounts/organisations/",
    "/accounts/organisations/new/",
    "/accounts/profile/",
    "/accounts/password/",
]


@pytest.fixture
def admin(db):
    return make_person("admin1", Role.ADMINISTRATOR, name="管理员甲")


@pytest.fixture
def complaints(page):
    """What the browser's console says that is not the status of an error page itself."""
    heard = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on(
        "console",
        lambda line: (
            heard.append(line.text)
            if line.type == "error" and "status of 404" not in line.text
            else None
        ),
    )
    return heard


def log_in(page, live_server, password=PASSWORD):
    page.goto(f"{live_server.url}/accounts/login/")
    page.get_by_label("用户名").fill("admin1")
    page.get_by_label("密码").fill(password)
    page.get_by_role("main").get_by_role("button", name="登录").click()


def barriers(page) -> list[str]:
    """Serious findings of axe-core on the page as it is shown."""
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html']}" for v in found]


@pytest.mark.parametrize("width", [360, 1366])
def test_the_pages_fit_and_keep_the_policy(page, live_server, admin, complaints, width):
    page.set_viewport_size({"width": width, "height": 740})

    def visit(address):
        page.goto(live_server.url + address.format(pk=admin.pk))
        wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wider <= 0, address

    for address in PUBLIC:
        visit(address)
    log_in(page, live_server)
    page.wait_for_url("**/accounts/people/")
    for address in OF_THE_ADMINISTRATOR:
        visit(address)
    assert complaints == []


def test_a_refused_login_is_told_on_top_and_takes_the_focus(page, live_server, admin):
    log_in(page, live_server, "wrong-password")
    summary = page.get_by_role("alert")
    assert "用户名或密码不对" in summary.inner_text()
    assert summary.evaluate("element => element === document.activeElement")


def test_the_error_summary_leads_to_the_field(page, live_server, admin):
    log_in(page, live_server)
    page.goto(f"{live_server.url}/accounts/people/new/")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("alert").get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.id") == "id_name"


def test_the_user_menu_closes_by_keyboard(page, live_server, admin):
    log_in(page, live_server)
    menu = page.locator(".user-menu")
    menu.locator("summary").press("Enter")
    assert menu.get_attribute("open") is not None
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None


def test_everything_works_without_javascript(browser, live_server, admin):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_viewport_size({"width": 360, "height": 740})
    log_in(page, live_server)
    page.wait_for_url("**/accounts/people/")
    page.get_by_role("link", name="单位", exact=True).click()
    page.locator(".user-menu summary").click()
    page.get_by_role("button", name="退出登录").click()
    assert page.url.startswith(f"{live_server.url}/accounts/login/")
    context.close()


@pytest.mark.parametrize("width", [360, 1366])
def test_axe_finds_no_barrier(browser, live_server, admin, width):
    context = browser.new_context(
        bypass_csp=True, viewport={"width": width, "height": 740}, locale="zh-CN"
    )
    page = context.new_page()
    for address in PUBLIC:
        page.goto(live_server.url + address)
        assert barriers(page) == [], address
    log_in(page, live_server)
    for address in OF_THE_ADMINISTRATOR:
        page.goto(live_server.url + address.format(pk=admin.pk))
        assert barriers(page) == [], address
    context.close()
