"""A new password without the old one: by mail, and by a code that is handed over."""

import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import recovery, services
from accounts.clock import standing_at
from accounts.enums import Role
from accounts.errors import NotAllowed
from accounts.models import Affiliation, ResetCode
from accounts.permissions import right
from tests.accounts.builders import FIRST_DAY, PASSWORD, make_person
from tests.accounts.test_registration import shown

pytestmark = pytest.mark.django_db
NEW = "huang-se-de-da-hai-99"
RESET = "/accounts/reset/"
BY_CODE = "/accounts/reset/code/"


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def person(unit):
    user = make_person("li1", Role.APPLICANT)
    services.update_person(actor=user, user=user, email="li@example.cn", phone="")
    Affiliation.objects.create(user=user, unit=unit, since=FIRST_DAY)
    return user


@pytest.fixture
def officer(unit):
    return make_person("unit1", Role.UNIT_OFFICER, unit)


@pytest.fixture
def mailed(django_capture_on_commit_callbacks):
    """Ask for a mail; the path of the link in it, or ""."""

    def ask(who="li1", **headers):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            answer = Client(**headers).post(RESET, {"who": who})
        assert answer.status_code == 200
        found = [re.search(r"https?://\S+", message.body)[0] for message in mail.outbox]
        return found[0] if found else ""

    return ask


def path_of(link: str) -> str:
    return "/" + link.split("/", 3)[3]


def send(path, password=NEW, **more):
    return Client().post(path, {"password1": password, "password2": password, **more})


def by_code(code, username="li1", password=NEW):
    return send(BY_CODE, password, username=username, code=code)


def logs_in(user, password) -> bool:
    user.refresh_from_db()
    return user.check_password(password)


def test_the_answer_is_the_same_for_every_name(person):
    services.disable_person(actor=None, user=make_person("gone1"))
    pages = {shown(Client().post(RESET, {"who": who})) for who in ("li1", "gone1", "nobody", "a@b")}
    assert len(pages) == 1
    assert "申请已收到" in pages.pop()


def test_a_mailed_link_sets_the_password_once(person, mailed):
    path = path_of(mailed())
    assert Client().get(path).status_code == 200
    assert logs_in(person, PASSWORD)
    assert send(path)["Location"].endswith("?reason=reset")
    assert logs_in(person, NEW)
    assert Client().get(path).status_code == 404
    assert send(path, PASSWORD).status_code == 404
    assert logs_in(person, NEW)


def test_the_address_finds_the_account_as_well(person, mailed):
    assert Client().get(path_of(mailed("LI@example.cn"))).status_code == 200


def test_the_links_host_comes_from_the_settings(person, mailed, settings):
    settings.PORTAL_BASE_URL = "https://zc.example.cn"
    settings.ALLOWED_HOSTS = ["*"]
    assert mailed(headers={"Host": "evil.example"}).startswith("https://zc.example.cn/accounts/")


def test_a_link_dies_after_half_an_hour(person, mailed, monkeypatch):
    from django.contrib.auth.tokens import default_token_generator

    path = path_of(mailed())
    later = default_token_generator._now()
    for seconds, status in ((29 * 60, 200), (31 * 60, 404)):
        moment = later + timedelta(seconds=seconds)
        monkeypatch.setattr(default_token_generator, "_now", lambda moment=moment: moment)
        assert Client().get(path).status_code == status


def test_a_link_dies_with_a_change_of_the_password(person, mailed):
    path = path_of(mailed())
    services.change_password(user=person, password="lv-se-de-cao-yuan-77")
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("path", ["MQ/abc-def/", "x/y/", "LTE/a-b/", "____/c-d/", "MTAwMDA/a-b/"])
def test_a_forged_link_is_not_found(person, path):
    assert Client().get(f"{RESET}{path}").status_code == 404


def test_a_weak_password_is_refused_by_link_and_by_code_and_uses_up_neither(
    person, officer, mailed
):
    path, code = path_of(mailed()), recovery.make_code(actor=officer, user=person)
    for weak in ("short1", "wangxiaoming8", "1234567890"):
        for answer in (send(path, weak), by_code(code, password=weak)):
            assert answer.status_code == 200
            assert 'href="#id_password1"' in answer.content.decode()
            assert weak not in answer.content.decode()
    assert ResetCode.objects.get().tries == 0
    assert by_code(code).status_code == 302


def test_no_more_than_three_mails_an_hour_go_to_one_account(person, mailed):
    assert [bool(mailed()) for _ in range(5)] == [True, True, True, False, False]


def test_without_an_address_or_a_mail_server_nothing_is_sent(person, mailed, settings):
    services.update_person(actor=person, user=person, email="")
    assert not mailed()
    services.update_person(actor=person, user=person, email="li@example.cn")
    settings.MAIL_IS_OFFERED = False
    assert not mailed()
    assert "没有开通邮件" in Client().get(RESET).content.decode()


def test_a_handed_code_sets_the_password_once_and_is_seen_once(person, officer):
    desk = client_of(officer)
    address = reverse("accounts:reset_code_make", args=[person.pk])
    assert "secret-once" not in desk.get(address).content.decode()
    answer = desk.post(address)
    code = answer.content.decode().split('class="secret-once">')[1].split("<")[0]
    assert len(code) >= 8
    assert "no-store" in answer["Cache-Control"]
    assert code not in repr(ResetCode.objects.values())
    assert logs_in(person, PASSWORD)
    assert by_code(f" {code.upper().replace('-', ' ')} ", "LI1").status_code == 302
    assert logs_in(person, NEW)
    assert "代码不对" in by_code(code, password=PASSWORD).content.decode()
    assert logs_in(person, NEW)


def test_every_wrong_answer_is_the_same_sentence(person, officer):
    code = recovery.make_code(actor=officer, user=person)
    services.disable_person(actor=None, user=make_person("gone1"))
    pages = {
        shown(by_code(typed, name)).replace(name, "NAME").replace(typed, "CODE")
        for name, typed in (("li1", "aaaa-bbbb"), ("nobody1", code), ("gone1", "cccc-dddd"))
    }
    assert len(pages) == 1
    assert recovery.WRONG in pages.pop()


def test_five_wrong_tries_end_the_code(person, officer):
    code = recovery.make_code(actor=officer, user=person)
    for _ in range(5):
        by_code("aaaa-bbbb-cccc")
    assert "代码不对" in by_code(code).content.decode()
    assert logs_in(person, PASSWORD)
    assert ResetCode.objects.get().tries == 5


def test_a_code_dies_after_a_day_with_a_newer_one_and_with_a_change(person, officer):
    first = recovery.make_code(actor=officer, user=person)
    second = recovery.make_code(actor=officer, user=person)
    assert "代码不对" in by_code(first).content.decode()
    made = ResetCode.objects.get(ended_at=None)
    with standing_at(made.made_at + timedelta(hours=24, seconds=1)):
        assert "代码不对" in by_code(second).content.decode()
    services.change_password(user=person, password="lv-se-de-cao-yuan-77")
    assert "代码不对" in by_code(second).content.decode()
    assert not logs_in(person, NEW)


def test_a_reset_ends_running_logins_and_opens_a_locked_one(person, officer):
    running = client_of(person)
    for _ in range(5):
        Client().post("/accounts/login/", {"username": "li1", "password": "wrong-one-1"})
    assert AccessAttempt.objects.exists()
    by_code(recovery.make_code(actor=officer, user=person))
    assert running.get("/accounts/profile/").status_code == 302
    answer = Client().post("/accounts/login/", {"username": "li1", "password": NEW})
    assert answer.status_code == 302


def test_whom_each_may_hand_a_code(person, officer, everyone, department):
    hand = right("accounts.hand_reset_code")
    other_unit = services.create_organisation(
        actor=None, name="市测绘院", kind="institution", parent=department
    )
    elsewhere = make_person("zhang1", Role.APPLICANT)
    Affiliation.objects.create(user=elsewhere, unit=other_unit, since=FIRST_DAY)
    secretary, admin = everyone[Role.SECRETARY], everyone[Role.ADMINISTRATOR]
    expert = everyone[Role.EXPERT]
    found = {
        who: {name for name, whom in (("own", person), ("other", elsewhere), ("expert", expert))
              if hand.allows(actor, whom)}
        for who, actor in (("officer", officer), ("secretary", secretary), ("admin", admin),
                           ("department", everyone[Role.DEPARTMENT_OFFICER]))
    }  # fmt: skip
    assert found == {
        "officer": {"own"},
        "secretary": {"own", "other"},
        "admin": {"own", "other", "expert"},
        "department": set(),
    }
    with pytest.raises(NotAllowed):
        recovery.make_code(actor=officer, user=elsewhere)
    answer = client_of(officer).get(reverse("accounts:reset_code_make", args=[elsewhere.pk]))
    assert answer.status_code == 404
    assert "zhang1" not in client_of(officer).get("/accounts/reset/people/").content.decode()


def test_a_code_is_not_handed_for_who_acts_for_others_nor_for_oneself(
    person, officer, everyone, unit
):
    services.assign_role(
        actor=None, user=person, role=Role.EXPERT, organisation=None, valid_from=FIRST_DAY
    )
    hand = right("accounts.hand_reset_code")
    assert not hand.allows(officer, person)
    assert not hand.allows(everyone[Role.SECRETARY], person)
    assert hand.allows(everyone[Role.ADMINISTRATOR], person)
    admin = everyone[Role.ADMINISTRATOR]
    assert not hand.allows(admin, admin)


def test_too_many_tries_from_one_address_are_put_off(person, settings):
    settings.RESETS_PER_ADDRESS = 3
    answers = [by_code("aaaa-bbbb").status_code for _ in range(3)]
    assert answers == [200, 200, 200]
    assert by_code("aaaa-bbbb").status_code == 429
    assert Client().post(RESET, {"who": "li1"}).status_code == 429


def test_a_reset_is_not_shown_to_be_possible_by_looking(person, mailed):
    before = timezone.now()
    path = path_of(mailed())
    client = Client()
    client.get(path)
    assert not client.cookies.get("sessionid")
    person.refresh_from_db()
    assert person.last_login is None or person.last_login < before
