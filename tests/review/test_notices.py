"""Notices: their working days, their order, their outcome."""

from datetime import date, timedelta

import pytest

from accounts.errors import BadInput, GuardFailed, NotAllowed
from applications.deadlines import closing_day
from applications.enums import State
from policy.loader import load_policy
from review.enums import NoticeOutcome
from review.models import PublicNotice
from review.periods import least_period, period_of
from review.services.evaluation import record_evaluation
from review.services.notices import (
    Posting,
    close_notice,
    close_notices,
    record_notices,
    record_rules_notice,
)
from tests.builders import World

RULES = load_policy("taiyuan-engineering-2020").notices


def posting(first: date, last: date | None = None) -> Posting:
    return Posting(first, "一楼公示栏", "0351-1234567", "王经办", last_day=last)


def posted(world: World, case, kind: str, back: int, **extra) -> PublicNotice:
    """The notice of one case, posted and recorded so many days ago."""
    with world.at(back):
        return record_notices(
            actor=world.officer("机电检测所"),
            kind=kind,
            applications=[case],
            posting=posting(world.calendar.day(back)),
            **extra,
        )[0]


def evaluated(world: World, case, back: int, **changed):
    values = {"held_on": world.calendar.day(back), "present": 9, "in_favour": 8, "opinion": "同意"}
    with world.at(back):
        return record_evaluation(
            actor=world.officer("机电检测所"), application=case, **values | changed
        )


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2020, 11, 2), date(2020, 11, 6)),  # a plain week
        (date(2020, 9, 28), date(2020, 10, 10)),  # over 国庆, Saturday 10-10 is worked
        (date(2020, 9, 24), date(2020, 9, 29)),  # Sunday 09-27 is worked
        (date(2020, 10, 1), date(2020, 10, 14)),  # begins on the holiday
        (date(2020, 1, 20), date(2020, 2, 3)),  # over 春节, lengthened in 2020
    ],
)
def test_five_working_days_end_on_the_day_of_the_official_calendar(first, last):
    period = least_period(first, RULES)
    assert (period.last, period.working_days) == (last, 5)
    assert period_of(first, last, True).working_days == 5
    assert period_of(first, last - timedelta(1), True).working_days <= 5


def test_a_year_whose_calendar_is_unknown_counts_weekends_and_says_so():
    period = least_period(date(2031, 10, 1), RULES)
    assert period.last == date(2031, 10, 7)
    assert "2031年的节假日安排尚未公布" in period.remark
    assert least_period(date(2020, 11, 2), RULES).remark == ""


def test_the_last_day_is_computed_where_none_is_given(world):
    case = world.case(State.UNIT_REVIEW)
    notice = posted(world, case, "materials", 60)
    assert notice.last_day == least_period(notice.first_day, RULES).last
    assert notice.snapshot_number == 1


def test_a_shorter_notice_is_refused_with_the_first_day_that_is_long_enough(world):
    case = world.case(State.UNIT_REVIEW)
    first = world.calendar.day(60)
    least = least_period(first, RULES).last
    with world.at(60), pytest.raises(BadInput) as refused:
        record_notices(
            actor=world.officer("机电检测所"),
            kind="materials",
            applications=[case],
            posting=posting(first, least - timedelta(1)),
        )
    assert (
        f"最早到{least.year}年{least.month}月{least.day}日结束" in refused.value.fields["last_day"]
    )
    assert not PublicNotice.objects.exists()


def test_materials_are_not_posted_before_the_submission(world):
    case = world.case(State.UNIT_REVIEW)  # submitted 69 days ago
    with pytest.raises(GuardFailed, match="不能早于这一天"):
        posted(world, case, "materials", 70)


def test_the_opinion_is_not_posted_before_the_evaluation(world):
    case = world.case(State.UNIT_REVIEW)
    with pytest.raises(GuardFailed, match="请先登记民主评议"):
        posted(world, case, "opinion", 60)
    evaluated(world, case, 50)
    with pytest.raises(GuardFailed, match="不能早于这一天"):
        posted(world, case, "opinion", 51)
    assert posted(world, case, "opinion", 50).kind == "opinion"


def test_the_rules_are_posted_once_and_not_after_an_evaluation(world):
    case, unit = world.case(State.UNIT_REVIEW), world.units["机电检测所"]
    evaluated(world, case, 50)
    values = {"actor": world.officer("机电检测所"), "unit": unit, "round": world.round}
    with world.at(40):
        with pytest.raises(GuardFailed, match="应在当天或之前开始"):
            record_rules_notice(**values, posting=posting(world.calendar.day(49)))
        record_rules_notice(**values, posting=posting(world.calendar.day(50)))
        with pytest.raises(GuardFailed, match="已经登记"):
            record_rules_notice(**values, posting=posting(world.calendar.day(60)))
        record_rules_notice(**values, posting=posting(world.calendar.day(60)), again=True)
    assert PublicNotice.objects.filter(replaced_at__isnull=True).count() == 1
    assert PublicNotice.objects.count() == 2


def test_an_evaluation_does_not_come_before_the_materials_notice(world):
    case = world.case(State.UNIT_REVIEW)
    posted(world, case, "materials", 60)
    with pytest.raises(GuardFailed, match="个人申报材料"):
        evaluated(world, case, 61)


def test_a_notice_does_not_end_early(world):
    case = world.case(State.UNIT_REVIEW)
    notice = posted(world, case, "materials", 60)
    officer = world.officer("机电检测所")
    left = (world.calendar.today - notice.last_day).days
    with world.at(left), pytest.raises(GuardFailed, match="不能提前结束"):
        close_notice(actor=officer, notice=notice)
    with world.at(left - 1):
        close_notice(actor=officer, notice=notice)
    notice.refresh_from_db()
    assert notice.outcome == NoticeOutcome.NO_OBJECTION


def test_many_are_recorded_together_or_not_at_all(world):
    first, second = world.case(State.UNIT_REVIEW), world.case(State.UNIT_REVIEW)
    officer = world.officer("机电检测所")
    posted(world, first, "materials", 60)
    with world.at(59), pytest.raises(GuardFailed) as refused:
        record_notices(
            actor=officer,
            kind="materials",
            applications=[first, second],
            posting=posting(world.calendar.day(59)),
        )
    assert refused.value.reasons == [f"{first.name}：这项公示已经登记过。"]
    assert PublicNotice.objects.filter(application=second).count() == 0
    both = [PublicNotice.objects.get(), posted(world, second, "materials", 58)]
    with world.at(30):
        close_notices(actor=officer, notices=both)
    assert set(PublicNotice.objects.values_list("outcome", flat=True)) == {"no_objection"}


def test_only_the_unit_that_holds_the_case_records(world):
    case = world.case(State.DEPARTMENT_REVIEW)
    with pytest.raises(NotAllowed, match="不在您的单位办理"):
        posted(world, case, "materials", 20, again=True)
    other = world.case(State.UNIT_REVIEW, unit="龙城精密")
    with pytest.raises(NotAllowed, match="不在您的单位办理"):
        posted(world, other, "materials", 20)


def test_a_notice_is_proposed_where_the_units_last_one_hung(world, as_officer):
    posted(world, world.case(State.UNIT_REVIEW), "materials", 60)
    second = world.case(State.UNIT_REVIEW)
    with world.at(50):
        page = as_officer("机电检测所").get(f"/review/notices/new/?application={second.pk}")
        form = page.context["form"]
    assert (form["place"].value(), form["telephone"].value()) == ("一楼公示栏", "0351-1234567")
    assert form["first_day"].value() == world.calendar.day(50)


@pytest.mark.parametrize(("days_before", "is_warned"), [(0, True), (20, False)])
def test_a_notice_that_ends_when_nobody_can_pass_on_is_warned_of(
    world, as_officer, days_before, is_warned
):
    case = world.case(State.UNIT_REVIEW)
    closing = closing_day(case, case.round)
    with world.at(30):
        typed = {
            "ids": [case.pk],
            "kind": "materials",
            "first_day": closing - timedelta(days_before + 14),
            "last_day": closing - timedelta(days_before),
            "place": "公告栏",
            "telephone": "0351-1234567",
            "handler": "王工",
        }
        page = as_officer("机电检测所").post("/review/notices/new/", typed, follow=True)
    assert PublicNotice.objects.filter(application=case).exists()
    assert (f"{case.name}的公示要到审核截止日期才结束" in page.content.decode()) is is_warned
