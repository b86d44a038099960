"""Registration of applicants: what is taken, what is refused, what strangers learn."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts import consent, services
from accounts.clock import today
from accounts.enums import ConsentKind, Role, Sex
from accounts.models import AccessRecord, Affiliation, Attempt, Consent, User
from accounts.permissions import holds_role
from accounts.registration import CANNOT_REGISTER
from tests.accounts.builders import PASSWORD, make_person
from tests.accounts.test_people import NUMBER, whole

pytestmark = pytest.mark.django_db


def typed(**changes) -> dict:
    """A good form of an applicant."""
    return {
        "name": "李小燕",
        "id_number": whole(NUMBER),
        "phone": "13800138000",
        "email": "",
        "username": "yanzi01",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "consent": "on",
        "consent_sensitive": "on",
        "consent_version": consent.CURRENT.version,
    } | changes


def register(unit, client=None, **changes):
    address = reverse("accounts:register_at", args=[unit.pk])
    return (client or Client()).post(address, typed(**changes))


def shown(answer) -> str:
    """The page without what changes from one answer to the next."""
    page = answer.content.decode()
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|<time.*?</time>', "", page)


def test_who_registers_is_an_applicant_of_the_unit_and_logged_in(unit):
    client = Client()
    answer = register(unit, client, id_number=f" {whole(NUMBER)} ".lower(), username="YanZi01")
    user = User.objects.get(username="yanzi01")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/accounts/profile/").status_code == 200
    assert (user.id_number, user.birth_date.isoformat(), user.sex) == (
        whole(NUMBER),
        "1988-01-01",
        Sex.FEMALE if int(NUMBER[16]) % 2 == 0 else Sex.MALE,
    )
    assert user.check_password(PASSWORD)
    assert holds_role(user, (Role.APPLICANT,))
    assert Affiliation.objects.get(user=user).unit == unit


def test_the_consent_is_kept_with_its_text_in_both_matters(unit):
    register(unit)
    user = User.objects.get(username="yanzi01")
    rows = Consent.objects.filter(user=user)
    assert {row.kind for row in rows} == set(ConsentKind.values)
    assert {(row.version, row.text_sha256) for row in rows} == {
        (consent.CURRENT.version, consent.CURRENT.sha256)
    }
    assert consent.is_given(user)


@pytest.mark.parametrize("missing", ["consent", "consent_sensitive"])
def test_without_consent_nothing_is_stored(unit, missing):
    answer = register(unit, **{missing: ""})
    assert answer.status_code == 200
    assert "不同意就不能注册" in answer.content.decode()
    assert not User.objects.exists()


def test_the_boxes_are_not_ticked_before_and_the_text_is_told(unit):
    page = Client().get(reverse("accounts:register_at", args=[unit.pk])).content.decode()
    assert "checked" not in page
    for title, lines in consent.CURRENT.sections:
        assert title in page
        assert lines[0] in page


def test_a_text_that_changed_meanwhile_is_read_anew(unit):
    answer = register(unit, consent_version="2020-0")
    assert "重新阅读" in answer.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": "李3"}, "姓名只能用"),
        ({"name": ""}, "请填写这一项"),
        ({"id_number": "14010119880101"}, "身份证号应为18位"),
        ({"id_number": "140101880101001"}, "15位的旧号码"),
        ({"phone": "abc"}, "联系电话只填数字"),
        ({"email": "a@"}, "有效的"),
        ({"username": whole(NUMBER)}, "用户名"),
        ({"username": f"a{whole(NUMBER)}"}, "不能是身份证号"),
        ({"username": f"x{NUMBER}y"}, "不能是身份证号"),
        ({"username": "closed-1"}, "已经有人使用"),
        ({"password2": "something-else-77"}, "不一样"),
        ({"password1": "short1", "password2": "short1"}, "至少要10个字符"),
        ({"password1": "yanzi01-yanzi01", "password2": "yanzi01-yanzi01"}, "密码"),
        ({"password1": "lixiaoyan-2026x", "password2": "lixiaoyan-2026x"}, "姓名或拼音"),
        ({"password1": f"ab{NUMBER[6:14]}cdef", "password2": f"ab{NUMBER[6:14]}cdef"}, "身份证"),
        ({"password1": "13800138000xyz", "password2": "13800138000xyz"}, "电话"),
    ],
)
def test_what_cannot_be_is_refused_at_the_field_and_on_top_and_the_rest_is_kept(
    unit, changes, told
):
    answer = register(unit, **changes)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert told in page
    assert "有内容需要改正" in page
    assert 'value="13800138000"' in page or "phone" in changes
    assert PASSWORD not in page
    assert not User.objects.exists()


def test_a_taken_user_name_is_told_at_its_field(unit):
    make_person("yanzi01")
    page = register(unit).content.decode()
    assert 'href="#id_username"' in page
    assert "已经有人使用" in page


def test_a_number_that_has_an_account_gets_only_the_neutral_sentence(unit):
    other = make_person("first1", name="别人名")
    services.set_id_number(user=other, number=whole(NUMBER), actor=None)
    answer = register(unit)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert CANNOT_REGISTER in page
    assert "别人名" not in page
    assert "已经登记" not in page
    assert "is-invalid" not in page
    assert User.objects.count() == 1
    record = AccessRecord.objects.get()
    assert (record.user, record.what, record.outcome) == (None, "registration", "refused")
    assert whole(NUMBER) not in repr(vars(record))


def test_a_disabled_account_answers_as_any_other(unit):
    other = make_person("first1")
    services.set_id_number(user=other, number=whole(NUMBER), actor=None)
    before = shown(register(unit))
    services.disable_person(actor=None, user=other)
    assert shown(register(unit)) == before


def test_fields_that_the_form_does_not_name_are_not_bound(unit):
    register(unit, is_active="", role="administrator", must_change_password="on")
    user = User.objects.get(username="yanzi01")
    assert user.is_active
    assert not user.must_change_password
    assert [held.role for held in user.assignments.all()] == [Role.APPLICANT]


def test_units_are_found_by_name_and_whole_code_active_ones_only(unit, department, admin):
    services.update_organisation(actor=None, organisation=unit, uscc="91110000600037341L")
    address = reverse("accounts:register")
    link = reverse("accounts:register_at", args=[unit.pk])

    def found(text):
        return link in Client().get(address, {"q": text}).content.decode()

    assert found("市政")
    assert found("91110000600037341l")
    assert not found("9111000060003734")
    assert not found("市")
    assert not found("")
    assert (
        reverse("accounts:register_at", args=[department.pk])
        not in Client().get(address, {"q": "市城乡"}).content.decode()
    )
    services.disable_organisation(actor=admin, organisation=unit)
    assert not found("市政")
    assert Client().get(link).status_code == 404
    assert register(unit).status_code == 404


def test_twenty_units_are_shown_at_most(department):
    for number in range(23):
        services.create_organisation(
            actor=None, name=f"市政{number:02}所", kind="institution", parent=department
        )
    page = Client().get(reverse("accounts:register"), {"q": "市政"}).content.decode()
    assert page.count("choice-links") == 1
    assert len(re.findall(r"/accounts/register/\d+/", page)) == 20
    assert "只列出前 20 个" in page


def test_too_many_registrations_from_one_address_are_put_off(unit, settings):
    settings.REGISTRATIONS_PER_ADDRESS = 2
    for _ in range(2):
        assert register(unit, phone="x").status_code == 200
    assert register(unit).status_code == 429
    assert not User.objects.exists()
    assert "127.0.0.1" not in repr(list(Attempt.objects.values()))


def test_a_forged_forwarded_address_is_no_way_around_the_limit(unit, settings):
    settings.REGISTRATIONS_PER_ADDRESS = 1
    for number in range(2):
        answer = register(unit, Client(headers={"X-Forwarded-For": f"10.0.0.{number}"}), phone="x")
    assert answer.status_code == 429


def test_who_is_logged_in_does_not_register_again(unit):
    client = Client()
    client.force_login(make_person("first1"))
    for address in (
        reverse("accounts:register"),
        reverse("accounts:register_at", args=[unit.pk]),
    ):
        assert client.get(address)["Location"] == reverse("accounts:profile")
    assert register(unit, client).status_code == 302
    assert User.objects.count() == 1


def test_the_unit_is_changed_by_its_owner(unit, department):
    register(unit, client := Client())
    other = services.create_organisation(
        actor=None, name="市测绘院", kind="institution", parent=department
    )
    address = reverse("accounts:own_unit")
    assert "市测绘院" in client.get(address, {"q": "测绘"}).content.decode()
    assert "请选择工作单位" in client.post(address, {}).content.decode()
    assert client.post(address, {"unit": department.pk}).status_code == 404
    assert client.post(address, {"unit": other.pk}).status_code == 302
    row = Affiliation.objects.get()
    assert (row.unit, row.since) == (other, today())


def test_login_and_home_lead_to_registration_and_to_a_new_password():
    for address in ("/", "/accounts/login/"):
        page = Client().get(address).content.decode()
        assert reverse("accounts:register") in page
        assert reverse("accounts:reset") in page
        assert reverse("accounts:unit_register") in page
