"""Login, lock-out, idle limits, and what ends a login."""

import re
import time
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import services
from accounts.enums import Role
from accounts.models import User
from accounts.sessions import COOKIE
from tests.accounts.builders import PASSWORD, make_person, writes

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
PROFILE = "/accounts/profile/"


@pytest.fixture
def officer(unit):
    return make_person("zhao1", Role.UNIT_OFFICER, unit)


@pytest.fixture
def applicant(unit):
    return make_person("li1", Role.APPLICANT, unit)


def log_in(username: str, password: str = PASSWORD, client: Client | None = None, **extra):
    client = client or Client()
    answer = client.post(LOGIN, {"username": username, "password": password, **extra})
    return client, answer


def without_tokens(answer) -> str:
    changing = r'name="csrfmiddlewaretoken" value="\w+"|<time.*?</time>'
    return re.sub(changing, "", answer.content.decode())


@pytest.fixture
def later(monkeypatch):
    """Let the clock of signed cookies go on by some minutes."""

    start = time.time()

    def go_on(minutes: float) -> None:
        moment = start + minutes * 60
        monkeypatch.setattr(signing.time, "time", lambda: moment)

    return go_on


def test_the_right_password_opens_the_own_home_whatever_the_capitals(officer):
    client, answer = log_in("ZHAO1")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get(PROFILE).status_code == 200


@pytest.mark.parametrize("username", ["zhao1", "nobody-here", "x" * 40])
def test_a_wrong_password_answers_the_same_for_known_and_unknown(officer, username):
    _, answer = log_in(username, "wrong-password-1")
    shown = without_tokens(answer).replace(username, "NAME")
    assert answer.status_code == 200
    assert "用户名或密码不对" in shown
    _, other = log_in("someone-else", "wrong-password-1")
    assert shown == without_tokens(other).replace("someone-else", "NAME")


def test_a_disabled_account_answers_as_if_unknown(officer):
    services.disable_person(actor=None, user=officer)
    _, answer = log_in("zhao1")
    assert answer.status_code == 200
    assert "用户名或密码不对" in answer.content.decode()


def test_five_failures_close_the_login_however_the_name_is_typed(officer):
    for name in ("zhao1", "ZHAO1", " Zhao1 ", "ｚｈａｏ1", "zhao1"):
        log_in(name, "wrong-password-1")
    _, answer = log_in("zhao1")
    page = answer.content.decode()
    assert answer.status_code == 429
    assert "15 分钟" in page
    assert "sessionid" not in answer.cookies


def test_a_closed_login_looks_the_same_for_an_unknown_name(officer):
    pages = []
    for name in ("zhao1", "unknown1"):
        answers = [log_in(name, "wrong-password-1")[1] for _ in range(6)]
        pages.append([without_tokens(answer).replace(name, "NAME") for answer in answers])
        assert [answer.status_code for answer in answers] == [200] * 4 + [429] * 2
    assert pages[0] == pages[1]


def test_running_logins_go_on_while_new_ones_are_refused(officer):
    client, _ = log_in("zhao1")
    for _ in range(6):
        log_in("zhao1", "wrong-password-1")
    assert client.get(PROFILE).status_code == 200
    assert client.post(PROFILE, {"phone": "13900139000", "email": ""}).status_code == 302


def test_a_forged_forwarded_address_does_not_open_the_lock(officer):
    for number in range(6):
        Client(headers={"X-Forwarded-For": f"10.0.0.{number}"}).post(
            LOGIN, {"username": "zhao1", "password": "wrong-password-1"}
        )
    assert log_in("zhao1")[1].status_code == 429


def test_many_failures_from_one_address_close_it_for_every_name(officer, settings):
    settings.LOGIN_FAILURES_PER_ADDRESS = 3
    for number in range(3):
        log_in(f"name-{number}", "wrong-password-1")
    assert log_in("zhao1")[1].status_code == 429


def test_an_id_number_typed_as_user_name_is_nowhere_in_the_database(officer):
    number = "140101198801010016"
    log_in(number, "wrong-password-1")
    stored = repr(list(AccessAttempt.objects.values()))
    assert AccessAttempt.objects.count() == 1
    assert number not in stored


def test_the_session_key_changes_at_login_and_a_given_one_is_not_adopted(officer):
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "attackers0key0attackers0key00000"
    log_in("zhao1", client=client)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert key != "attackers0key0attackers0key00000"
    assert Session.objects.filter(session_key=key).exists()


@pytest.mark.parametrize(
    ("target", "goes_to"),
    [
        ("/accounts/password/?a=1", "/accounts/password/?a=1"),
        ("//evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("https:evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/accounts/login/", "/"),
        ("/accounts/logout/", "/"),
        ("", "/"),
    ],
)
def test_login_goes_on_only_within_this_host(officer, target, goes_to):
    _, answer = log_in("zhao1", next=target)
    assert (answer.status_code, answer["Location"]) == (302, goes_to)


def test_a_path_that_only_looks_foreign_stays_on_this_host(officer):
    _, answer = log_in("zhao1", next="/%09/evil.example")
    assert answer["Location"].startswith("/")
    assert not answer["Location"].startswith("//")


def test_the_login_page_sends_who_is_logged_in_home_without_a_loop(officer):
    client, _ = log_in("zhao1")
    answer = client.get(LOGIN, {"next": LOGIN})
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_logout_is_a_form_and_ends_the_session(officer):
    client, _ = log_in("zhao1")
    key = client.session.session_key
    assert client.get("/accounts/logout/").status_code == 405
    assert client.post("/accounts/logout/").status_code == 302
    assert not Session.objects.filter(session_key=key).exists()


def test_disabling_or_a_new_password_ends_running_logins_at_once(officer, applicant):
    for user, change in (
        (officer, lambda: services.disable_person(actor=None, user=officer)),
        (applicant, lambda: services.reset_password(actor=None, user=applicant)),
    ):
        client, _ = log_in(user.username)
        assert client.get(PROFILE).status_code == 200
        change()
        answer = client.get(PROFILE)
        assert answer.status_code == 302
        assert answer["Location"].startswith(LOGIN)


def test_a_changed_password_keeps_this_login_and_ends_the_others(officer):
    here, _ = log_in("zhao1")
    there, _ = log_in("zhao1")
    new = "di-er-ge-kou-ling-hen-chang-7"
    typed = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert here.post("/accounts/password/", typed).status_code == 302
    assert here.get(PROFILE).status_code == 200
    assert there.get(PROFILE).status_code == 302
    assert User.objects.get(pk=officer.pk).check_password(new)


def test_an_initial_password_opens_only_the_change_page_and_logout(unit, everyone):
    admin = everyone[Role.ADMINISTRATOR]
    user, password = services.admit_person(actor=admin, username="xin1", name="新来")
    client, _ = log_in("xin1", password)
    change = reverse("accounts:password_change")
    for address in ("/", PROFILE, "/accounts/people/", "/health/", "/no/such/page"):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (302, change)
    assert client.get(change).status_code == 200
    new = "xin-kou-ling-zhen-de-hen-chang"
    typed = {"old_password": password, "new_password1": new, "new_password2": new}
    assert client.post(change, typed).status_code == 302
    assert client.get(PROFILE).status_code == 200
    assert not User.objects.get(pk=user.pk).must_change_password


@pytest.mark.parametrize(("username", "minutes"), [("zhao1", 30), ("li1", 60)])
def test_a_login_ends_when_it_is_not_used(officer, applicant, later, username, minutes):
    client, _ = log_in(username)
    client.get(PROFILE)
    later(minutes - 1)
    assert client.get(PROFILE).status_code == 200
    later(2 * minutes - 2)
    assert client.get(PROFILE).status_code == 200
    later(3 * minutes)
    answer = client.get(PROFILE + "?a=1")
    assert answer.status_code == 302
    assert answer["Location"] == f"{LOGIN}?reason=idle&next=%2Faccounts%2Fprofile%2F%3Fa%3D1"
    assert "自动退出" in client.get(answer["Location"]).content.decode()


def test_an_idle_login_does_not_come_back_without_its_cookie(officer, later):
    client, _ = log_in("zhao1")
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.get(PROFILE)
    session = Session.objects.get(session_key=key)
    session.expire_date -= timedelta(minutes=31)
    session.save()
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = key
    assert thief.get(PROFILE).status_code == 302
    thief.cookies[settings.SESSION_COOKIE_NAME] = key
    thief.cookies[COOKIE] = "forged:1abcde:signature"
    assert thief.get(PROFILE).status_code == 302
    assert client.get(PROFILE).status_code == 200


def test_one_logins_cookie_does_not_keep_another_awake(officer, applicant):
    first, _ = log_in("zhao1")
    first.get(PROFILE)
    second, _ = log_in("li1")
    Session.objects.filter(session_key=second.session.session_key).update(
        expire_date=Session.objects.first().expire_date.replace(year=2020)
    )
    second.cookies[COOKIE] = first.cookies[COOKIE].value
    assert second.get(PROFILE).status_code == 302


def test_a_form_sent_too_late_leads_back_to_its_page(officer, later):
    client, _ = log_in("zhao1")
    client.get(PROFILE)
    later(31)
    answer = client.post(
        PROFILE, {"phone": "1"}, headers={"Referer": "http://testserver/accounts/profile/"}
    )
    assert answer["Location"] == f"{LOGIN}?reason=idle&next=%2Faccounts%2Fprofile%2F"


def test_a_part_asked_for_too_late_moves_the_whole_page(officer, later):
    client, _ = log_in("zhao1")
    client.get(PROFILE)
    later(31)
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/apply/1/?step=2"}
    answer = client.post("/apply/1/save/", headers=headers)
    assert answer.status_code == 204
    assert answer["HX-Redirect"].endswith("next=%2Fapply%2F1%2F%3Fstep%3D2")


def test_reading_pages_writes_nothing(officer):
    client, _ = log_in("zhao1")
    with CaptureQueriesContext(
        connection,
    ) as seen:
        for address in (PROFILE, "/accounts/people/", "/accounts/password/", "/no/such/page"):
            client.get(address)
    assert writes(seen) == []
