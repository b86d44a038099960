"""The administrator's pages: for administrators only, and what each does."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import services
from accounts.enums import Role
from accounts.models import Organisation, RoleAssignment, User
from tests.accounts.builders import make_person, writes
from tests.accounts.test_people import NUMBER, whole

pytestmark = pytest.mark.django_db
WITHOUT_KEY = ["people", "person_create", "organisations", "organisation_create"]
OF_A_PERSON = [
    "person",
    "person_edit",
    "person_reset_password",
    "person_disable",
    "person_enable",
    "role_assign",
]
OF_AN_ORGANISATION = [
    "organisation",
    "organisation_edit",
    "organisation_disable",
    "organisation_enable",
]


@pytest.fixture
def addresses(everyone, unit):
    person = everyone[Role.APPLICANT]
    return [
        *(reverse(f"accounts:{name}") for name in WITHOUT_KEY),
        *(reverse(f"accounts:{name}", args=[person.pk]) for name in OF_A_PERSON),
        *(reverse(f"accounts:{name}", args=[unit.pk]) for name in OF_AN_ORGANISATION),
        reverse("accounts:role_end", args=[person.assignments.get().pk]),
    ]


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk(admin):
    return client_of(admin)


def counts() -> tuple:
    return (
        User.objects.count(),
        list(User.objects.order_by("pk").values_list("is_active", "password", "name")),
        list(RoleAssignment.objects.order_by("pk").values_list("role", "valid_until")),
        list(Organisation.objects.order_by("pk").values_list("name", "is_active")),
    )


def test_the_administrator_opens_every_page_and_nothing_is_written(everyone, addresses, desk):
    for address in addresses:
        with CaptureQueriesContext(connection) as seen:
            assert desk.get(address).status_code == 200, address
        assert writes(seen) == [], address


def test_for_everybody_else_these_pages_do_not_exist(everyone, addresses):
    before = counts()
    for role, person in everyone.items():
        if role == Role.ADMINISTRATOR:
            continue
        client = client_of(person)
        missing = client.get("/accounts/people/99999999/").content
        for address in addresses:
            for answer in (client.get(address), client.post(address, {"name": "x"})):
                assert (answer.status_code, answer.content) == (404, missing), (role, address)
    assert counts() == before


def test_without_login_every_page_leads_to_the_login(addresses):
    for address in [*addresses, "/accounts/profile/", "/accounts/password/"]:
        for answer in (Client().get(address), Client().post(address)):
            assert answer.status_code == 302
            assert answer["Location"].startswith("/accounts/login/?next=/accounts/")


def test_a_person_is_entered_and_the_initial_password_is_seen_once(desk):
    typed = {"name": "古丽·阿依", "username": "guli01", "id_number": whole(NUMBER)}
    answer = desk.post(reverse("accounts:person_create"), typed)
    user = User.objects.get(username="guli01")
    page = answer.content.decode()
    shown = page.split('class="secret-once">')[1].split("<")[0]
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert user.check_password(shown)
    assert shown not in desk.get(reverse("accounts:person", args=[user.pk])).content.decode()


def test_a_refused_entry_keeps_what_was_typed_and_says_why_at_the_field(desk, admin):
    typed = {"name": "李明", "username": "ADMIN1", "id_number": "140101198801010011"}
    answer = desk.post(reverse("accounts:person_create"), typed)
    page = answer.content.decode()
    assert "校验位不符" in page or "已经有人使用" in page
    assert 'href="#id_' in page
    assert 'value="李明"' in page
    assert User.objects.count() == 1


def test_lists_and_pages_show_the_mask_and_never_the_number(desk):
    number = whole(NUMBER)
    person = services.create_person(actor=None, username="li1", name="李明", id_number=number)
    for address in (
        reverse("accounts:people"),
        reverse("accounts:person", args=[person.pk]),
        reverse("accounts:person_edit", args=[person.pk]),
    ):
        page = desk.get(address).content.decode()
        assert number not in page
        assert person.id_number_mask in page


def test_people_are_found_by_name_user_name_whole_number_and_role(desk, unit):
    number = whole(NUMBER)
    found = services.create_person(actor=None, username="li1", name="李明", id_number=number)
    make_person("zhao1", Role.UNIT_OFFICER, unit, name="赵六")

    def names(**query):
        page = desk.get(reverse("accounts:people"), query).context["page_obj"]
        return [person.name for person in page]

    assert names(text="李") == names(text="LI1") == names(text=number.lower()) == [found.name]
    assert names(text=number[:17]) == names(text=number[-4:]) == []
    assert names(role=Role.UNIT_OFFICER) == ["赵六"]
    assert len(names(role="nonsense")) == len(names()) == 3


def test_the_list_costs_the_same_with_three_people_as_with_thirty(desk, unit):
    def cost():
        with CaptureQueriesContext(connection) as seen:
            desk.get(reverse("accounts:people"))
            desk.get(reverse("accounts:organisations"))
        return len(seen)

    for number in range(2):
        make_person(f"first{number}", Role.APPLICANT, unit)
    cost()  # the first request reads the session's row for the time of last use
    few = cost()
    for number in range(27):
        make_person(f"more{number}", Role.APPLICANT, unit)
    assert cost() == few
    assert few <= 24


def test_nothing_is_closed_ended_or_reset_by_opening_its_page(desk, everyone, addresses):
    before = counts()
    for address in addresses:
        desk.get(address)
    assert counts() == before


def test_closing_ending_and_resetting_work_by_their_forms(desk, everyone):
    person = everyone[Role.EXPERT]
    hashed = person.password
    role = person.assignments.get()
    assert desk.post(reverse("accounts:role_end", args=[role.pk]), {}).status_code == 302
    assert desk.post(reverse("accounts:person_disable", args=[person.pk])).status_code == 302
    person.refresh_from_db()
    role.refresh_from_db()
    assert not person.is_active
    assert role.valid_until is not None
    desk.post(reverse("accounts:person_enable", args=[person.pk]))
    desk.post(reverse("accounts:person_reset_password", args=[person.pk]))
    person.refresh_from_db()
    assert person.is_active
    assert person.password != hashed


def test_acting_on_the_own_account_is_refused_with_the_reason_and_recorded(desk, admin):
    from accounts.models import AccessRecord

    answer = desk.post(reverse("accounts:person_disable", args=[admin.pk]))
    assert answer.status_code == 403
    assert "不能停用自己的账号" in answer.content.decode()
    record = AccessRecord.objects.get()
    assert (record.user, record.outcome, record.what) == (
        admin,
        "refused",
        "accounts:person_disable",
    )


def test_fields_that_a_form_does_not_name_cannot_be_set(desk, everyone):
    person = everyone[Role.APPLICANT]
    extra = {"is_active": "", "password": "x", "must_change_password": "1", "id_number_hash": "0"}
    typed = {"name": "新名", "username": person.username, **extra}
    hashed = person.password
    assert desk.post(reverse("accounts:person_edit", args=[person.pk]), typed).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.is_active, person.password) == ("新名", True, hashed)
    own = client_of(person)
    own.post(reverse("accounts:profile"), {"phone": "13900139000", "name": "别名", "username": "q"})
    person.refresh_from_db()
    assert (person.name, person.phone) == ("新名", "13900139000")


def test_an_organisation_is_registered_changed_and_refused_by_its_form(desk, department):
    typed = {"name": "市测绘院", "kind": "institution", "tier": "municipal"}
    create = reverse("accounts:organisation_create")
    refused = desk.post(create, typed).content.decode()
    assert "要有主管部门" in refused
    assert 'value="市测绘院"' in refused
    desk.post(create, typed | {"parent": department.pk})
    made = Organisation.objects.get(name="市测绘院")
    edit = reverse("accounts:organisation_edit", args=[made.pk])
    assert desk.post(edit, typed | {"region": "全市"}).status_code == 200
    assert desk.post(edit, typed | {"parent": department.pk, "region": "全市"}).status_code == 302
    made.refresh_from_db()
    assert (made.region, made.parent) == ("全市", department)


def test_a_role_is_given_by_its_form(desk, everyone, unit):
    person = everyone[""]
    address = reverse("accounts:role_assign", args=[person.pk])
    typed = {"role": Role.UNIT_OFFICER, "valid_from": "2026-02-30"}
    assert desk.post(address, typed).status_code == 200
    assert desk.post(address, typed | {"valid_from": "2026-02-28"}).status_code == 200
    assert not person.assignments.exists()
    good = typed | {"valid_from": "2020-02-28", "organisation": unit.pk}
    assert desk.post(address, good).status_code == 302
    assert person.assignments.get().organisation == unit
