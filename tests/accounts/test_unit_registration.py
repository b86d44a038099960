"""A unit registers itself and waits for the body above it."""

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts import consent, journal, services
from accounts.enums import OrganisationKind, RegistrationState, Role, Tier
from accounts.models import Organisation, UnitRegistration, User
from accounts.permissions import active_assignments, right
from tests.accounts.builders import make_person
from tests.accounts.test_people import NUMBER, whole

pytestmark = pytest.mark.django_db
CODE = "91110000600037341L"
LONG = "lan-se-de-tian-kong-88"
LIST = "/accounts/units/"


def typed(**changes) -> dict:
    """A good form of a unit and its officer."""
    return {
        "unit-name": "市测绘院",
        "unit-short_name": "测绘院",
        "unit-uscc": CODE.lower(),
        "unit-region": "",
        "unit-legal_representative": "高振华",
        "unit-legal_telephone": "0351-6000200",
        "unit-hr_contact": "任保平",
        "unit-hr_telephone": "0351-7000100",
        "name": "乔晓东",
        "id_number": "",
        "phone": "13800138000",
        "email": "qiao@example.cn",
        "username": "qiaoxd01",
        "password1": LONG,
        "password2": LONG,
        "consent": "on",
        "consent_sensitive": "on",
        "consent_version": consent.CURRENT.version,
    } | changes


def send(parent, client=None, kind="institution", tier="municipal", **changes):
    address = reverse("accounts:unit_register_under", args=[parent.pk])
    return (client or Client()).post(f"{address}?kind={kind}&tier={tier}", typed(**changes))


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def officer(department):
    return make_person("dept1", Role.DEPARTMENT_OFFICER, department, name="部门甲")


@pytest.fixture
def waiting(department, officer):
    send(department)
    return UnitRegistration.objects.get()


def test_only_bodies_that_may_stand_above_are_offered(department, bureau, office, unit):
    def offered(kind, tier, q=""):
        query = {"kind": kind, "tier": tier, "q": q}
        page = Client().get(reverse("accounts:unit_register"), query).context.get("bodies")
        return [] if page is None else page

    assert offered("institution", "municipal") == [department]
    assert offered("non_public_enterprise", "county") == [bureau]
    assert offered("institution", "municipal", "城乡") == [department]
    assert offered("institution", "municipal", "没有的") == []
    assert offered("department", "municipal") == []
    assert offered("", "") == []


def test_a_registered_unit_waits_and_its_officer_can_do_nothing(waiting):
    client = client_of(waiting.officer)
    assert waiting.state == RegistrationState.PENDING
    assert waiting.uscc == CODE
    assert not Organisation.objects.filter(name="市测绘院").exists()
    assert active_assignments(waiting.officer) == []
    for address in ("/review/", "/accounts/invitations/", LIST):
        assert client.get(address).status_code == 404
    assert "等待确认" in client.get("/accounts/profile/").content.decode()
    assert consent.is_given(waiting.officer)


def test_confirming_makes_the_organisation_and_its_officer(waiting, officer, department):
    desk = client_of(officer)
    assert "市测绘院" in desk.get(LIST).content.decode()
    answer = desk.post(reverse("accounts:unit_confirm", args=[waiting.pk]))
    waiting.refresh_from_db()
    made = Organisation.objects.get(name="市测绘院")
    assert answer.status_code == 302
    assert (made.parent, made.uscc, made.is_active) == (department, CODE, True)
    assert (waiting.state, waiting.organisation) == (RegistrationState.CONFIRMED, made)
    assert (waiting.decided_by, waiting.decided_for) == (officer, department)
    [held] = User.objects.get(pk=waiting.officer_id).assignments.all()
    assert (held.role, held.organisation) == (Role.UNIT_OFFICER, made)
    assert client_of(waiting.officer).get("/accounts/invitations/").status_code == 200
    assert mail.outbox == []  # sent on commit only


def test_the_decision_is_mailed_after_the_commit(
    waiting, officer, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        client_of(officer).post(reverse("accounts:unit_confirm", args=[waiting.pk]))
    [message] = mail.outbox
    assert message.to == ["qiao@example.cn"]
    assert "市测绘院" in message.body


def test_refusing_needs_a_reason_which_the_person_reads_and_may_try_again(
    waiting, officer, department
):
    desk = client_of(officer)
    address = reverse("accounts:unit_refuse", args=[waiting.pk])
    assert "请填写原因" in desk.post(address, {"reason": " "}).content.decode()
    assert desk.post(address, {"reason": "信用代码与名称不符。"}).status_code == 302
    waiting.refresh_from_db()
    assert waiting.state == RegistrationState.REFUSED
    person = client_of(waiting.officer)
    assert "信用代码与名称不符" in person.get("/accounts/profile/").content.decode()
    assert send(department, person, **{"unit-name": "市测绘研究院"}).status_code == 302
    assert [each.state for each in UnitRegistration.objects.order_by("pk")] == [
        RegistrationState.REFUSED,
        RegistrationState.PENDING,
    ]
    assert User.objects.filter(name="乔晓东").count() == 1


def test_a_second_decision_is_told_who_was_first(waiting, officer):
    desk = client_of(officer)
    desk.post(reverse("accounts:unit_confirm", args=[waiting.pk]))
    again = desk.post(reverse("accounts:unit_refuse", args=[waiting.pk]), {"reason": "不。"})
    assert again.status_code == 409
    assert "部门甲" in again.content.decode()


def test_only_the_nearest_manned_body_decides_and_else_the_administrator(department, bureau, admin):
    below = services.create_organisation(
        actor=None,
        name="区住建局",
        kind=OrganisationKind.DEPARTMENT,
        tier=Tier.COUNTY,
        parent=bureau,
    )
    stranger = make_person("dept9", Role.DEPARTMENT_OFFICER, department)
    send(below, tier="county")
    waiting = UnitRegistration.objects.get()
    confirm = right("accounts.confirm_unit")
    page = reverse("accounts:unit_registration", args=[waiting.pk])
    assert confirm.allows(admin, waiting)
    assert client_of(admin).get(page).status_code == 200
    above = make_person("bureau1", Role.HR_OFFICER, bureau)
    assert confirm.allows(above, waiting)
    assert not confirm.allows(admin, waiting)
    nearest = make_person("dept2", Role.DEPARTMENT_OFFICER, below)
    assert confirm.allows(nearest, waiting)
    for other in (above, admin, stranger):
        assert not confirm.allows(other, waiting)
        client = client_of(other)
        gone = client.get(reverse("accounts:unit_registration", args=[waiting.pk + 99]))
        for answer in (client.get(page), client.post(page + "confirm/")):
            assert (answer.status_code, answer.content) == (404, gone.content)


def test_nobody_confirms_the_own_unit(department):
    both = make_person("dept1", Role.DEPARTMENT_OFFICER, department)
    send(department, client_of(both))
    assert not right("accounts.confirm_unit").allows(both, UnitRegistration.objects.get())


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"unit-name": "市政设计院"}, "id_unit-name"),
        ({"unit-uscc": "123"}, "id_unit-uscc"),
        ({"unit-name": ""}, "id_unit-name"),
        ({"unit-hr_telephone": "abc"}, "id_unit-hr_telephone"),
        ({"username": ""}, "id_username"),
        ({"password1": "k7mq9vx2pw5", "password2": "k7mq9vx2pw5"}, "id_password1"),
        ({"id_number": "1"}, "id_id_number"),
        ({"consent": ""}, "id_consent"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_the_rest_kept(department, unit, changes, field):
    answer = send(department, **changes)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'href="#{field}"' in page
    assert page.count("error-summary") == 1
    assert 'value="高振华"' in page
    assert LONG not in page
    assert not UnitRegistration.objects.exists()
    assert not User.objects.exists()


def test_a_known_unit_and_a_waiting_one_are_answered_clearly(department, unit, waiting):
    services.update_organisation(actor=None, organisation=unit, uscc="12140100MB0000991R")
    for changes, told in (
        ({"unit-name": unit.name, "unit-uscc": "91140100MA00007728"}, "已经登记过"),
        ({"unit-name": "别的院", "unit-uscc": unit.uscc}, "已经登记过"),
        ({"unit-name": "别的院"}, "等待确认"),
        ({"unit-uscc": "91140100MA00007728"}, "等待确认"),
    ):
        page = send(department, username="other01", **changes).content.decode()
        assert told in page, changes
    assert UnitRegistration.objects.count() == 1


def test_a_number_that_has_an_account_gets_the_neutral_sentence_here_too(department):
    other = make_person("first1")
    services.set_id_number(user=other, number=whole(NUMBER), actor=None)
    page = send(department, id_number=whole(NUMBER)).content.decode()
    assert "无法用这些信息注册" in page
    assert not UnitRegistration.objects.exists()


def test_a_body_that_cannot_stand_above_is_refused(department, bureau):
    assert "属地人社局" in send(department, kind="non_public_enterprise").content.decode()
    assert not User.objects.exists()
    assert send(department, kind="department").status_code == 302
    assert not UnitRegistration.objects.exists()


def test_a_name_taken_meanwhile_is_told_to_who_confirms(waiting, officer, department):
    services.create_organisation(
        actor=None, name="市测绘院", kind=OrganisationKind.INSTITUTION, parent=department
    )
    answer = client_of(officer).post(reverse("accounts:unit_confirm", args=[waiting.pk]))
    assert "已经登记过" in answer.content.decode()
    waiting.refresh_from_db()
    assert waiting.state == RegistrationState.PENDING


def test_the_database_itself_refuses_a_decision_without_decider(waiting):
    for values in ({"state": "refused"}, {"state": "confirmed"}, {"kind": "department"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            UnitRegistration.objects.filter(pk=waiting.pk).update(**values)


def test_registering_and_deciding_are_journaled(monkeypatch, department, officer):
    written = []
    monkeypatch.setattr(journal, "_writers", [lambda **entry: written.append(entry["action"])])
    send(department)
    waiting = UnitRegistration.objects.get()
    client_of(officer).post(reverse("accounts:unit_confirm", args=[waiting.pk]))
    assert written == [
        "person_created",
        "consent_given",
        "unit_registered",
        "organisation_created",
        "unit_confirmed",
        "role_assigned",
    ]
