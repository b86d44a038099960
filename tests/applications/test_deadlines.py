"""Deadlines: grace, the minute after midnight, what is closed at once."""

from contextlib import nullcontext
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from accounts.clock import arriving, standing_at
from accounts.errors import GuardFailed
from applications.deadlines import closing_day, deadline_of, judged
from applications.enums import Action, State
from applications.models import Application, Event, Round
from applications.workflow import perform
from review.lists import overdue
from review.services.moves import lapse_overdue

SHANGHAI = ZoneInfo("Asia/Shanghai")


def end_of(day) -> datetime:
    """The moment at which the day is over."""
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI)


def submit(case):
    return perform(
        action=Action.SUBMIT, application=case, actor=case.applicant, data={"commitment": True}
    )


@pytest.mark.parametrize(
    ("seconds", "on_the_way", "counts"),
    [
        (-1, 0, True),
        (0, None, False),  # the day is over at midnight; by a command, not a request
        (0, 1, True),
        (1, 0, False),
        (1, 2, True),
        (59, 60, True),
        (61, 62, False),
        (59, 58, False),  # arrived a second too late
    ],
)
def test_what_arrived_before_midnight_may_commit_within_a_minute(
    world, draft, seconds, on_the_way, counts
):
    moment = end_of(world.round.applicants_until) + timedelta(seconds=seconds)
    request = nullcontext() if on_the_way is None else arriving(on_the_way)
    with standing_at(moment), request:
        if not counts:
            with pytest.raises(GuardFailed, match="截止.*以服务器时间"):
                submit(draft)
            return
        moved = submit(draft)
    assert moved.state == State.UNIT_REVIEW
    event = Event.objects.filter(application=draft, action="submit").get()
    # It says so where it counted only because of when it arrived.
    assert ("arrived" in event.data) is (seconds >= 0)
    assert hasattr(moved, "arrived_in_time") is (seconds >= 0)


def test_the_machines_own_clock_judges_nobody(world, draft, monkeypatch):
    """The seconds on the way are counted; what the machine believes the time to be is not."""
    import time as machine

    monkeypatch.setattr(machine, "time", lambda: 0.0)
    moment = end_of(world.round.applicants_until) - timedelta(hours=1)
    with standing_at(moment), arriving():
        assert judged(moment).day == world.round.applicants_until
        assert submit(draft).state == State.UNIT_REVIEW


def test_the_applicant_is_told_that_it_came_in_time(world, draft, browser_of):
    browser = browser_of(draft.applicant)
    with standing_at(end_of(world.round.applicants_until) + timedelta(seconds=5)), arriving(20):
        page = browser.post(
            f"/apply/{draft.pk}/check/",
            {"commitment": "yes", "version": draft.version},
            follow=True,
        ).content.decode()
    assert "在截止时间以前到达" in page


def test_the_system_leaves_the_minute_to_what_is_on_its_way(world, draft):
    midnight = end_of(world.round.applicants_until)
    assert lapse_overdue(now=midnight + timedelta(seconds=30)) == []
    [outcome] = lapse_overdue(now=midnight + timedelta(seconds=61))
    assert outcome.ok and Application.objects.get(pk=draft.pk).state == State.LAPSED


@pytest.mark.parametrize("state", ["draft", "unit_review", "department_review", "office_review"])
def test_grace_lets_a_level_act_after_its_deadline_and_no_longer(world, state):
    case = world.case(state)
    level = {"draft": "applicants", "unit_review": "units", "office_review": "office"}.get(
        state, "recommenders"
    )
    last = deadline_of(case)
    grace = last + timedelta(days=3)
    assert closing_day(case, case.round) == last
    Round.objects.filter(pk=world.round.pk).update(**{f"{level}_grace_until": grace})
    case = Application.objects.select_related("round").get(pk=case.pk)
    assert (deadline_of(case), closing_day(case, case.round)) == (last, grace)
    cases = Application.objects.all()
    assert not overdue(cases, grace).exists()
    assert overdue(cases, grace + timedelta(days=1)).get() == case
    assert lapse_overdue(now=end_of(grace) - timedelta(hours=9)) == []
    assert [each.ok for each in lapse_overdue(now=end_of(grace) + timedelta(hours=9))] == [True]


@pytest.mark.parametrize(
    ("state", "action"),
    [
        ("unit_review", Action.RETURN),
        ("unit_review", Action.DECLINE),
        ("unit_review", Action.FORWARD),
        ("department_review", Action.FORWARD),
        ("office_review", Action.ACCEPT),
        ("office_review", Action.REFUSE),
        ("office_review", Action.RETURN),
    ],
)
def test_after_the_last_day_its_holder_moves_it_no_more_though_nothing_has_closed_it(
    world, state, action
):
    case = world.case(state)
    officer = world.desk.officer_of(case.holder)
    with standing_at(end_of(deadline_of(case))), pytest.raises(GuardFailed) as refused:
        perform(action=action, application=case, actor=officer, data={})
    assert any("本级办理截止日期已过" in reason for reason in refused.value.reasons)
    assert Application.objects.get(pk=case.pk).state == state


def test_withdrawing_needs_no_deadline(world):
    case = world.case("unit_review")
    with standing_at(end_of(deadline_of(case))):
        moved = perform(
            action=Action.WITHDRAW,
            application=case,
            actor=case.applicant,
            data={"confirmed": True},
        )
    assert moved.state == State.WITHDRAWN


def test_what_was_typed_into_a_draft_stays_to_be_read_when_it_was_closed(world, browser_of):
    case = world.case("lapsed")
    browser = browser_of(case.applicant)
    address = reverse("applications:progress", args=[case.pk])
    with world.at():
        assert address in browser.get(reverse("applications:home")).content.decode()
        shown = browser.get(address).content.decode()
    assert (
        "填写过的内容" in shown and case.entries.get(section="summary").values["text"][:30] in shown
    )
    other = browser_of(world.applicant()[0])
    with world.at():
        assert other.get(address).status_code == 404
