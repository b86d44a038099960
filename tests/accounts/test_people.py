"""People, ID numbers and roles through the services."""

from datetime import date, timedelta

import pytest
from django.db import connection

from accounts import journal, services
from accounts.clock import today
from accounts.enums import Role, Sex
from accounts.errors import BadInput, NotAllowed
from accounts.identifiers import mask_id
from accounts.models import RoleAssignment, User
from accounts.permissions import holds_role
from tests.accounts.builders import FIRST_DAY, make_person

NUMBER = "14010119880101001"  # without its check character
pytestmark = pytest.mark.django_db


def whole(seventeen: str) -> str:
    """The number with its check character, computed apart from the code under test."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(seventeen, weights, strict=True))
    return seventeen + "10X98765432"[total % 11]


@pytest.fixture
def journaled(monkeypatch):
    written = []
    monkeypatch.setattr(journal, "_writers", [lambda **entry: written.append(entry)])
    return written


def test_an_id_number_is_stored_encrypted_with_mask_birth_date_and_sex():
    number = whole(NUMBER)
    user = services.create_person(actor=None, username="li1", name="李明", id_number=number)
    user.refresh_from_db()
    assert user.id_number == number
    assert user.id_number_mask == mask_id(number)
    assert (user.birth_date, user.sex) == (date(1988, 1, 1), Sex.MALE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_user WHERE id = %s", [user.pk])
        assert number not in repr(cursor.fetchall())


def test_full_width_digits_and_small_x_are_the_same_number():
    first = services.create_person(actor=None, username="li1", name="李明")
    number = next(whole(f"1401011988010100{n}") for n in range(10) if whole(f"1401011988010100{n}"))
    typed = number.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
    services.set_id_number(user=first, number=f" {typed.lower()} ", actor=None)
    assert first.id_number == number


def test_two_people_cannot_have_one_id_number():
    number = whole(NUMBER)
    services.create_person(actor=None, username="li1", name="李明", id_number=number)
    with pytest.raises(BadInput) as refused:
        services.create_person(actor=None, username="li2", name="李明", id_number=number)
    assert "已经登记过" in refused.value.fields["id_number"]
    assert not User.objects.filter(username="li2").exists()


def test_an_encrypted_number_moved_to_another_row_cannot_be_read():
    first = services.create_person(actor=None, username="a11", name="甲", id_number=whole(NUMBER))
    other = whole("14010119900202002")
    second = services.create_person(actor=None, username="b11", name="乙", id_number=other)
    second.id_number_cipher = first.id_number_cipher
    with pytest.raises(Exception, match="does not belong"):
        second.id_number  # noqa: B018


def test_user_names_differ_by_more_than_capitals():
    services.create_person(actor=None, username="LiMing", name="李明")
    with pytest.raises(BadInput) as refused:
        services.create_person(actor=None, username="liming", name="李明")
    assert set(refused.value.fields) == {"username"}


def test_only_an_administrator_may_make_people(everyone):
    for role, person in everyone.items():
        if role == Role.ADMINISTRATOR:
            continue
        with pytest.raises(NotAllowed):
            services.create_person(actor=person, username=f"by{role}", name="某人")
    assert services.create_person(
        actor=everyone[Role.ADMINISTRATOR], username="byadmin", name="某人"
    )


def test_nobody_gives_or_ends_roles_on_the_own_account(admin):
    with pytest.raises(NotAllowed):
        services.assign_role(
            actor=admin,
            user=admin,
            role=Role.SUPERVISOR,
            organisation=None,
            valid_from=today(),
        )
    with pytest.raises(NotAllowed):
        services.end_role(actor=admin, assignment=admin.assignments.get())
    with pytest.raises(NotAllowed):
        services.disable_person(actor=admin, user=admin)


def test_the_last_administrator_cannot_be_taken_away(admin):
    with pytest.raises(NotAllowed, match="至少"):
        services.disable_person(actor=None, user=admin)
    with pytest.raises(NotAllowed, match="至少"):
        services.end_role(actor=None, assignment=admin.assignments.get())
    assert User.objects.get(pk=admin.pk).is_active
    assert admin.assignments.get().valid_until is None


@pytest.mark.parametrize(
    ("role", "place"),
    [
        (Role.UNIT_OFFICER, None),
        (Role.UNIT_OFFICER, "department"),
        (Role.DEPARTMENT_OFFICER, "unit"),
        (Role.HR_OFFICER, "department"),
        (Role.SECRETARY, "bureau"),
        (Role.SECRETARY, None),
    ],
)
def test_a_role_needs_an_organisation_of_its_kind(role, place, request):
    organisation = request.getfixturevalue(place) if place else None
    user = make_person("li1")
    with pytest.raises(BadInput) as refused:
        services.assign_role(
            actor=None, user=user, role=role, organisation=organisation, valid_from=FIRST_DAY
        )
    assert set(refused.value.fields) == {"organisation"}


def test_a_role_is_not_given_twice_for_one_time(unit):
    user = make_person("li1", Role.UNIT_OFFICER, unit)
    with pytest.raises(BadInput):
        services.assign_role(
            actor=None,
            user=user,
            role=Role.UNIT_OFFICER,
            organisation=unit,
            valid_from=today(),
        )


def test_a_role_holds_on_its_first_and_last_day_only():
    user = make_person("li1")
    day = today()
    services.assign_role(
        actor=None,
        user=user,
        role=Role.SUPERVISOR,
        organisation=None,
        valid_from=day,
        valid_until=day,
    )
    assert holds_role(user, [Role.SUPERVISOR])
    for first, last in ((day + timedelta(1), None), (None, day - timedelta(1))):
        person = make_person(f"x{first}{last}".replace("-", "").lower())
        services.assign_role(
            actor=None,
            user=person,
            role=Role.SUPERVISOR,
            organisation=None,
            valid_from=first or FIRST_DAY,
            valid_until=last,
        )
        assert not holds_role(person, [Role.SUPERVISOR])


def test_a_role_ended_at_once_does_not_hold_today(unit):
    user = make_person("li1", Role.UNIT_OFFICER, unit)
    services.end_role(actor=None, assignment=user.assignments.get())
    assert not holds_role(User.objects.get(pk=user.pk), [Role.UNIT_OFFICER])
    assert RoleAssignment.objects.get(user=user).valid_until == today() - timedelta(1)


def test_an_initial_password_is_random_and_must_be_changed(admin):
    first, password = services.admit_person(actor=admin, username="li1", name="李明")
    again = services.reset_password(actor=admin, user=first)
    assert first.must_change_password
    assert password != again
    assert first.check_password(again)
    assert not first.check_password(password)


def test_every_change_is_journaled_without_id_number_or_password(journaled, admin, unit):
    number = whole(NUMBER)
    user, password = services.admit_person(
        actor=admin, username="li1", name="李明", id_number=number
    )
    role = services.assign_role(
        actor=admin, user=user, role=Role.UNIT_OFFICER, organisation=unit, valid_from=FIRST_DAY
    )
    services.end_role(actor=admin, assignment=role)
    services.disable_person(actor=admin, user=user)
    services.enable_person(actor=admin, user=user)
    mine = [entry for entry in journaled if entry["actor"] == admin and entry["object"] == user]
    assert [entry["action"] for entry in mine] == [
        "person_created",
        "password_reset",
        "role_assigned",
        "role_ended",
        "person_disabled",
        "person_enabled",
    ]
    assert number not in repr(journaled)
    assert password not in repr(journaled)
