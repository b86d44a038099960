"""A unit invites a person: one code, once, for two weeks."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts import registration, services
from accounts.clock import now, standing_at
from accounts.enums import Role
from accounts.errors import NotAllowed
from accounts.models import Affiliation, Invitation, User
from tests.accounts.builders import make_person
from tests.accounts.test_registration import typed

pytestmark = pytest.mark.django_db
LIST = "/accounts/invitations/"


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def officer(unit):
    return make_person("unit1", Role.UNIT_OFFICER, unit, name="经办甲")


def invite(officer, unit, **changes):
    values = {"name": "李小燕", "phone": "13800138000"} | changes
    return registration.invite(actor=officer, unit=unit, **values)


def accept(code, client=None, **changes):
    address = reverse("accounts:register_invited", args=[code])
    return (client or Client()).post(address, typed(**changes))


def test_the_code_is_shown_once_and_only_its_hash_is_stored(officer, unit):
    desk = client_of(officer)
    answer = desk.post(LIST + "new/", {"name": "李小燕", "phone": "13800138000", "email": ""})
    page = answer.content.decode()
    code = page.split('class="secret-once">')[1].split("<")[0]
    assert "no-store" in answer["Cache-Control"]
    assert registration.open_invitation(code).unit == unit
    assert code not in repr(Invitation.objects.values())
    assert code not in desk.get(LIST).content.decode()
    assert "等待注册" in desk.get(LIST).content.decode()


def test_the_invited_one_registers_with_unit_and_name_preset(officer, unit):
    invitation, code = invite(officer, unit)
    page = Client().get(reverse("accounts:register_invited", args=[code])).content.decode()
    assert unit.name in page
    assert 'name="name"' not in page
    assert 'value="13800138000"' in page
    assert accept(code, name="别人").status_code == 302
    user = User.objects.get(username="yanzi01")
    invitation.refresh_from_db()
    assert (user.name, invitation.used_by, invitation.phase) == ("李小燕", user, "used")
    assert Affiliation.objects.get(user=user).unit == unit


@pytest.mark.parametrize("typed_code", [str.upper, lambda code: f" {code} ".replace("-", " ")])
def test_the_code_is_found_however_it_is_typed(officer, unit, typed_code):
    _, code = invite(officer, unit)
    answer = Client().post("/accounts/register/invited/", {"code": typed_code(code)})
    assert answer.status_code == 302
    assert Client().get(answer["Location"]).status_code == 200


def test_used_revoked_expired_and_unknown_codes_are_gone(officer, unit):
    _, used = invite(officer, unit)
    accept(used)
    revoked_one, revoked = invite(officer, unit)
    desk = client_of(officer)
    assert desk.post(f"{LIST}{revoked_one.pk}/revoke/").status_code == 302
    assert desk.post(f"{LIST}{revoked_one.pk}/revoke/").status_code == 409
    _, expired = invite(officer, unit)
    Invitation.objects.filter(used_at=None, revoked_at=None).update(
        made_at=now() - timedelta(days=15), expires_at=now() - timedelta(days=1)
    )
    for code in (used, revoked, expired, "abcd-abcd-abcd-abcd"):
        assert Client().get(f"/accounts/register/invited/{code}/").status_code == 410
        assert accept(code, username="other01").status_code == 410
        page = Client().post("/accounts/register/invited/", {"code": code}).content.decode()
        assert "已失效" in page
    assert not User.objects.filter(username="other01").exists()


def test_it_lasts_fourteen_days(officer, unit):
    invitation, code = invite(officer, unit)
    with standing_at(invitation.made_at + timedelta(days=14, seconds=-1)):
        assert registration.open_invitation(code)
    with standing_at(invitation.made_at + timedelta(days=14, seconds=1)):
        assert registration.open_invitation(code) is None


def test_only_the_units_own_officer_invites_and_revokes(officer, unit, everyone, department):
    other_unit = services.create_organisation(
        actor=None, name="市测绘院", kind="institution", parent=department
    )
    stranger = make_person("unit9", Role.UNIT_OFFICER, other_unit)
    invitation, _ = invite(officer, unit)
    revoke = f"{LIST}{invitation.pk}/revoke/"
    for person in (stranger, *everyone.values()):
        if person == everyone[Role.UNIT_OFFICER]:
            continue
        with pytest.raises(NotAllowed):
            invite(person, unit)
        client = client_of(person)
        assert client.get(revoke).status_code == client.post(revoke).status_code == 404
    invitation.refresh_from_db()
    assert invitation.revoked_at is None
    assert "李小燕" not in client_of(stranger).get(LIST).content.decode()


def test_who_has_an_account_joins_the_unit_after_being_asked(officer, unit):
    person = make_person("lixy01", Role.APPLICANT, name="李小燕")
    _, code = invite(officer, unit)
    client, address = client_of(person), reverse("accounts:register_invited", args=[code])
    assert client.get(address).status_code == 200
    assert not Affiliation.objects.exists()
    assert client.post(address).status_code == 302
    assert Affiliation.objects.get(user=person).unit == unit
    assert person.assignments.count() == 1


def test_an_invitation_of_another_name_is_not_taken(officer, unit):
    person = make_person("wang01", Role.APPLICANT)
    _, code = invite(officer, unit)
    client, address = client_of(person), reverse("accounts:register_invited", args=[code])
    assert "发给别人的" in client.get(address).content.decode()
    assert client.post(address).status_code == 403
    assert not Affiliation.objects.exists()


def test_a_mail_goes_out_where_an_address_was_given_with_headers_of_one_line(
    officer, unit, settings, django_capture_on_commit_callbacks
):
    settings.PORTAL_BASE_URL = "https://zc.example.cn"
    with django_capture_on_commit_callbacks(execute=True):
        _, code = invite(officer, unit, email="li@example.cn")
        invite(officer, unit)
    [message] = mail.outbox
    assert f"https://zc.example.cn/accounts/register/invited/{code}/" in message.body
    assert "\n" not in message.subject


def test_a_used_invitation_cannot_be_revoked_in_the_database_either(officer, unit):
    invitation, code = invite(officer, unit)
    accept(code)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.filter(pk=invitation.pk).update(revoked_at=now())
