"""Closing one's own account: what stands against it, what is erased, what stays."""

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from accounts import services
from accounts.enums import Role
from accounts.errors import BadInput, NotAllowed
from accounts.models import Affiliation, User
from applications import log
from applications.models import Event
from tests.builders import World, case_in
from tests.routes import RealPhotos

pytestmark = pytest.mark.django_db
PASSWORD = "lan-se-de-tian-kong-88"
ADDRESS = "/accounts/profile/close/"


@pytest.fixture
def world() -> World:
    made = World()
    made.desk.shelf = RealPhotos()
    return made


def client_of(user) -> Client:
    services.change_password(user=user, password=PASSWORD)
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    return client


def close(client, password=PASSWORD):
    return client.post(ADDRESS, {"password": password})


def test_the_account_is_erased_and_nobody_logs_in_again(world, django_capture_on_commit_callbacks):
    case = world.draft()
    person = case.applicant
    name, number, username = person.name, person.id_number, person.username
    Affiliation.objects.create(user=person, unit=case.unit, since=world.calendar.day(9))
    photo = settings.UPLOADS_FOLDER / case.files.get(need="photo").stored_name
    assert photo.exists()
    client = client_of(person)
    with django_capture_on_commit_callbacks(execute=True):
        answer = close(client)
    assert answer["Location"].endswith("?reason=closed")
    assert client.get("/accounts/profile/").status_code == 302
    login = Client().post("/accounts/login/", {"username": username, "password": PASSWORD})
    assert "用户名或密码不对" in login.content.decode()
    assert not photo.exists()
    case.refresh_from_db()
    assert (case.entries.count(), case.files.count(), case.unit) == (0, 0, None)
    for table in ("accounts_user", "applications_application", "applications_entry"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table}")
            stored = repr(cursor.fetchall())
        for personal in (name, number, username, person.phone):
            assert repr(personal) not in stored
    assert not Affiliation.objects.exists()
    assert log.verify() is None


def test_the_user_name_is_not_used_again_and_the_number_may_be(world):
    person = world.draft().applicant
    username, number = person.username, person.id_number
    close(client_of(person))
    with pytest.raises(BadInput) as refused:
        services.create_person(actor=None, username=username.upper(), name="别人")
    assert set(refused.value.fields) == {"username"}
    assert services.create_person(actor=None, username="anew1", name="本人", id_number=number)


def test_a_closed_account_is_not_opened_again(world):
    person = world.draft().applicant
    close(client_of(person))
    person.refresh_from_db()
    for act in (services.enable_person, services.reset_password):
        with pytest.raises(NotAllowed):
            act(actor=None, user=person)


def test_a_wrong_password_changes_nothing(world):
    person = world.draft().applicant
    answer = close(client_of(person), "wrong-password-1")
    assert "密码不对" in answer.content.decode()
    person.refresh_from_db()
    assert person.closed_at is None


@pytest.mark.parametrize(
    "state",
    ["unit_review", "department_review", "hr_review", "office_review", "accepted", "returned"],
)
def test_a_case_under_way_stands_against_it_and_is_named(world, state):
    case = case_in(world, state)
    client = client_of(case.applicant)
    assert case.receipt_number in client.get(ADDRESS).content.decode()
    assert case.receipt_number in close(client).content.decode()
    assert User.objects.get(pk=case.applicant_id).is_active


@pytest.mark.parametrize("state", ["withdrawn", "declined", "refused", "recognized"])
def test_what_was_submitted_stays_with_a_note(world, state):
    case = case_in(world, state)
    frozen = case.snapshots.get()
    close(client_of(case.applicant))
    case.refresh_from_db()
    assert case.state == state
    assert case.snapshots.get().content == frozen.content
    assert case.files.exists()
    assert Event.objects.filter(application=case).last().action == "applicant_closed"
    assert log.verify() is None


def test_who_acts_for_others_ends_that_first(world):
    officer = world.officer("机电检测所")
    answer = close(client_of(officer))
    assert "单位经办人" in answer.content.decode()
    officer.refresh_from_db()
    assert officer.is_active
    held = officer.assignments.get(role=Role.UNIT_OFFICER)
    services.end_role(actor=None, assignment=held)
    assert close(client_of(officer)).status_code == 302


def test_the_administrators_pages_still_show_a_closed_account(world):
    person = world.draft().applicant
    close(client_of(person))
    desk = Client()
    desk.force_login(world.person("an-admin", Role.ADMINISTRATOR))
    for address in ("/accounts/people/", f"/accounts/people/{person.pk}/"):
        assert "已注销" in desk.get(address).content.decode()


def test_guessing_the_password_there_is_put_off(world):
    client = client_of(world.draft().applicant)
    for _ in range(10):
        close(client, "wrong-password-1")
    assert close(client).status_code == 429
