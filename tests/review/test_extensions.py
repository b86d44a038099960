"""A later last day for one case: who grants it, what it moves, who is told."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.errors import BadInput, NotAllowed
from applications import log
from applications.deadlines import closing_day, deadline_of
from applications.enums import Action, State
from applications.models import Application, DeadlineExtension, Event, Notification
from applications.workflow import perform
from review.services.extensions import extend_deadline
from review.services.moves import lapse_overdue

OFFICE = "评委会办"


def again(case) -> Application:
    return Application.objects.select_related("round").get(pk=case.pk)


def extended(world, case, days: int, **more):
    case = again(case)
    until = deadline_of(case) + timedelta(days=days)
    about = {"until": until, "reason": "申报人住院。"} | more
    with world.at():
        return extend_deadline(actor=world.officer(OFFICE), application=case, **about)


@pytest.mark.parametrize(
    "state", ["draft", "returned", "unit_review", "department_review", "hr_review", "office_review"]
)
def test_where_the_case_stands_its_last_day_moves_and_it_is_not_closed_before(world, state):
    case = world.case(state, unit="龙城精密" if state == "hr_review" else "机电检测所")
    before = deadline_of(again(case))
    made = extended(world, case, 40)
    case = again(case)
    assert deadline_of(case) == closing_day(case, case.round) == made.until
    assert (made.before, made.state) == (before, state)
    assert lapse_overdue(now=world.moment(-(before - world.calendar.today).days - 1)) == []
    [closed] = lapse_overdue(now=world.moment(-(made.until - world.calendar.today).days - 1))
    assert closed.ok
    event = Event.objects.get(action="deadline_extended")
    assert event.reason == "申报人住院。" and event.data["until"] == made.until.isoformat()
    assert log.verify() is None


def test_the_applicant_submits_by_the_new_day_and_the_unit_has_its_days_after_it(world):
    draft = world.draft()
    made = extended(world, draft, 30)
    late = (made.until - world.calendar.today).days
    with world.at(-late):
        moved = perform(
            action=Action.SUBMIT,
            application=draft,
            actor=draft.applicant,
            data={"commitment": True},
        )
    days = timedelta(days=world.round.correction_days)
    assert deadline_of(moved) == made.until + days
    assert moved.recommender_deadline == made.until + 2 * days


def test_levels_that_have_time_enough_are_left_as_they_are(world):
    case = world.case(State.UNIT_REVIEW)
    extended(world, case, 1)
    assert again(case).recommender_deadline is None


def test_a_later_return_does_not_take_back_what_was_given(world):
    case = world.case(State.UNIT_REVIEW)
    made = extended(world, case, 40)
    world._return(again(case))
    assert again(case).unit_deadline == made.until


def test_applicant_and_holder_are_told(world):
    case = world.case(State.UNIT_REVIEW)
    Notification.objects.all().delete()
    made = extended(world, case, 5)
    told = {each.person: each for each in Notification.objects.all()}
    assert set(told) == {case.applicant, world.officer("机电检测所")}
    assert all("申报人住院。" in each.text and each.until == made.until for each in told.values())


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"reason": " "}, "reason"), ({"reason": "长" * 201}, "reason")],
)
def test_a_reason_is_asked(world, changed, field):
    with pytest.raises(BadInput) as refused:
        extended(world, world.case(State.UNIT_REVIEW), 5, **changed)
    assert set(refused.value.fields) == {field}


@pytest.mark.parametrize("days", [0, -1, 400])
def test_only_a_later_day_within_reason(world, days):
    with pytest.raises(BadInput) as refused:
        extended(world, world.case(State.UNIT_REVIEW), days)
    assert set(refused.value.fields) == {"until"}


def test_what_is_over_has_no_deadline_to_move(world):
    case = world.case(State.DECLINED)
    with pytest.raises(NotAllowed), world.at():
        extend_deadline(
            actor=world.officer(OFFICE),
            application=case,
            until=world.round.office_until,
            reason="补报。",
        )


@pytest.mark.parametrize("who", ["机电检测所", "市机械局", "龙城区人社局"])
def test_nobody_but_the_office_grants_it(world, who):
    case = world.case(State.UNIT_REVIEW)
    with pytest.raises(NotAllowed), world.at():
        extend_deadline(
            actor=world.officer(who),
            application=case,
            until=world.round.office_until,
            reason="补报。",
        )
    assert not DeadlineExtension.objects.exists()


def test_a_draft_is_found_by_the_id_number_that_its_person_tells(world, as_officer):
    draft, office = world.draft(), as_officer(OFFICE)
    page = reverse("review:extension_find")
    there = reverse("review:extension", args=[draft.pk])
    with world.at():
        assert office.post(page, {"whose": draft.applicant.id_number}).url == there
        wrong = office.post(page, {"whose": "20269999999"})
        shown = office.get(there).content.decode()
    assert wrong.status_code == 422 and "请核对" in wrong.content.decode()
    assert draft.applicant.id_number not in shown
    submitted = world.case(State.UNIT_REVIEW)
    found = office.post(page, {"whose": submitted.receipt_number})
    assert found.url == reverse("review:extension", args=[submitted.pk])


def test_bad_input_is_told_at_the_field_and_kept(world, as_officer):
    case = world.case(State.UNIT_REVIEW)
    page = reverse("review:extension", args=[case.pk])
    with world.at():
        answer = as_officer(OFFICE).post(page, {"until": "2026-11-21", "reason": "申报人住院。"})
    assert answer.status_code == 422
    assert "要晚于现在的截止日期2026年12月25日" in answer.content.decode()
    assert "申报人住院。" in answer.content.decode()


def test_the_list_shows_what_was_granted(world, as_officer, django_assert_max_num_queries):
    for _ in range(3):
        extended(world, world.case(State.UNIT_REVIEW), 5)
    office = as_officer(OFFICE)
    with django_assert_max_num_queries(12):
        page = office.get(reverse("review:extensions")).content.decode()
    assert page.count("申报人住院。") == 3
