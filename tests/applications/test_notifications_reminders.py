"""`remind`: 7, 3 and 1 days before a last day, each reminder once."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, transaction

from accounts.clock import today
from accounts.enums import Role
from accounts.models import User
from applications.enums import NotificationKind as Kind
from applications.enums import State
from applications.models import Notification, Round
from applications.reminders import remind
from review.services.stand_ins import name_stand_in

REMINDERS = (Kind.DRAFT_ENDS, Kind.CORRECTION_ENDS, Kind.WAITING_ENDS)
pytestmark = pytest.mark.django_db


def reminded():
    return Notification.objects.filter(kind__in=REMINDERS)


def told_on(days_before: list[int], last) -> list[int]:
    """How many each night tells."""
    return [remind(last - timedelta(days=days)) for days in days_before]


def test_a_draft_is_told_seven_three_and_one_day_before_its_window_closes(world, draft):
    last = world.round.applicants_until
    assert told_on([9, 8, 7, 6, 5, 4, 3, 2, 1, 0, -1], last) == [0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0]
    message = reminded().order_by("pk").first()
    assert message.person == draft.applicant and message.kind == Kind.DRAFT_ENDS
    assert "还有 7 天截止" in message.text and message.until == last
    assert message.address == f"/apply/{draft.pk}/"


def test_a_night_without_a_run_loses_no_reminder(world, draft):
    last = world.round.applicants_until
    assert told_on([5, 2, 0], last) == [1, 1, 1]
    assert "今天截止" in reminded().order_by("-pk").first().text


def test_a_returned_case_is_told_before_its_correction_date(world):
    case = world.case(State.RETURNED)
    assert told_on([8, 7, 3, 1], case.correction_until) == [0, 1, 1, 1]
    message = reminded().order_by("-pk").first()
    assert (message.person, message.kind) == (case.applicant, Kind.CORRECTION_ENDS)
    assert message.until == case.correction_until


def test_officers_are_told_once_for_all_cases_that_end_on_a_day(world):
    case, officer = world.case(State.UNIT_REVIEW), world.officer("机电检测所")
    world.case(State.UNIT_REVIEW)
    world.person("colleague", Role.UNIT_OFFICER, case.unit)
    world.person("gone", Role.UNIT_OFFICER, case.unit, is_active=False)
    assert told_on([8, 7, 6], world.round.units_until) == [0, 2, 0]
    people = set(reminded().values_list("person__username", flat=True))
    assert people == {officer.username, "colleague"}
    message = reminded().first()
    assert "还有 2 份申报等待" in message.text and message.until == world.round.units_until


def test_the_days_of_grace_are_reminded_of_as_such(world, draft):
    last = world.round.applicants_until
    closes = last + timedelta(days=20)
    Round.objects.update(
        applicants_grace_until=closes, units_until=closes, recommenders_until=closes
    )
    assert told_on([0], last) == [1]
    assert told_on([8, 7, 3, 0, -1], closes) == [0, 1, 1, 1, 0]
    message = reminded().order_by("-pk").first()
    assert "已过截止日期，宽限期今天结束" in message.text and message.until == closes


def test_who_stands_in_is_reminded_of_that_case(world):
    case = world.officers_own_case("机电检测所")
    with world.at():
        name_stand_in(
            actor=world.officer("市机械局"),
            application=case,
            person=world.officer("市机械局"),
            reason="单位只有一位经办人",
            until=world.calendar.day(-100),
        )
    last = world.round.units_until
    with world.at(-(last - world.calendar.day(0)).days + 3):
        remind(last - timedelta(days=3))
        remind(last - timedelta(days=3))
    message = reminded().get(person=world.officer("市机械局"))
    assert case.receipt_number in message.text and message.until == last


def test_a_date_that_was_moved_is_reminded_of_anew(world, draft):
    last = world.round.applicants_until
    assert told_on([7], last) == [1]
    later = last + timedelta(days=3)
    type(world.round).objects.update(
        applicants_until=later, units_until=later, recommenders_until=later, office_until=later
    )
    assert told_on([7, 6], later) == [1, 0]


def test_a_case_that_was_submitted_is_not_reminded_of_as_a_draft(world):
    world.case(State.UNIT_REVIEW)
    told_on([7, 3, 1], world.round.applicants_until)
    assert not reminded().filter(kind=Kind.DRAFT_ENDS).exists()


def test_the_database_refuses_the_same_reminder_twice(world, draft):
    remind(world.round.applicants_until)
    message = reminded().get()
    message.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        message.save(force_insert=True)


def test_the_command_tells_how_many_and_mails_them(
    world, draft, django_capture_on_commit_callbacks
):
    type(world.round).objects.update(applicants_until=today())
    User.objects.filter(pk=draft.applicant_id).update(email="someone@example.org")
    said = StringIO()
    with django_capture_on_commit_callbacks(execute=True):
        call_command("remind", stdout=said)
        call_command("remind", stdout=said)
    assert said.getvalue().splitlines() == ["发出提醒 1 条。", "发出提醒 0 条。"]
    [message] = mail.outbox
    assert message.to == ["someone@example.org"] and "今天截止" in message.body
