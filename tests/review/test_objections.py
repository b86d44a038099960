"""Objections: from anybody, each kept, each handled before a case goes on."""

from datetime import timedelta

import pytest

from accounts.errors import BadInput, GuardFailed, NotAllowed
from applications.enums import Action, State
from applications.models import Event, Notification
from review.enums import NoticeOutcome
from review.models import Objection, ObjectionHandling, PublicNotice
from review.services.notices import close_notice, record_notices
from review.services.objections import (
    Said,
    handle_objection,
    receive_objection,
    record_objection,
)
from tests.builders import World
from tests.review.test_notices import evaluated, posted, posting

SAID = Said("第二篇论文的作者排名与刊物上的不一致。", "柳明", "13900000001")


def over(world: World, notice: PublicNotice) -> int:
    """How many days ago was the day after the notice's last."""
    return (world.calendar.today - notice.last_day).days - 1


def received(world: World, notice: PublicNotice, back: int, said: Said = SAID) -> Objection:
    with world.at(back):
        return receive_objection(notice=notice, said=said)


def handled(world: World, objection: Objection, outcome: str, back: int) -> Objection:
    with world.at(back):
        return handle_objection(
            actor=world.officer("机电检测所"),
            objection=objection,
            outcome=outcome,
            text="查阅刊物原件，作者排名第一，与申报一致。",
        )


def closed(world: World, notice: PublicNotice, back: int) -> PublicNotice:
    with world.at(back):
        return close_notice(actor=world.officer("机电检测所"), notice=notice)


@pytest.fixture
def notice(world) -> PublicNotice:
    """The materials of a case, posted sixty days ago."""
    return posted(world, world.case(State.UNIT_REVIEW), "materials", 60)


def test_an_objection_is_a_row_and_the_units_officers_are_told(world, notice):
    made = received(world, notice, 59)
    assert (made.outcome, made.channel, made.entered_by) == ("open", "online", None)
    message = Notification.objects.get(kind="objection")
    assert message.person == world.officer("机电检测所")
    assert "柳明" not in message.text and "柳明" not in str(Event.objects.last().data)


def test_the_same_text_sent_twice_is_one_objection(world, notice):
    assert received(world, notice, 59) == received(world, notice, 58)
    assert Objection.objects.count() == 1


@pytest.mark.parametrize("days", [-1, 1])
def test_outside_its_days_a_notice_takes_no_objection_online(world, notice, days):
    """The day before the first and the day after the last."""
    edge = notice.first_day if days < 0 else notice.last_day
    back = (world.calendar.today - edge - timedelta(days=days)).days
    with pytest.raises(NotAllowed, match="不在公示期内"):
        received(world, notice, back)
    assert received(world, notice, back + days)


def test_of_a_case_that_was_withdrawn_nothing_is_taken(world, notice):
    case = notice.application
    world.do(Action.WITHDRAW, case, case.applicant, 59, confirmed=True)
    with pytest.raises(NotAllowed):
        received(world, notice, 59)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Said("太短"), "content"),
        (Said("这一项与事实不符，请核查。", name="柳明"), "contact"),
        (Said("这一项与事实不符，请核查。", contact="139"), "name"),
    ],
)
def test_what_cannot_be_looked_into_is_refused_at_its_field(world, notice, said, field):
    with pytest.raises(BadInput) as refused:
        received(world, notice, 59, said)
    assert set(refused.value.fields) == {field}


def test_a_notice_is_not_closed_while_an_objection_waits(world, notice):
    made = received(world, notice, 59)
    back = over(world, notice)
    with pytest.raises(GuardFailed, match="还有异议没有处理"):
        closed(world, notice, back)
    handled(world, made, "unfounded", back)
    notice = closed(world, notice, back)
    assert notice.outcome == NoticeOutcome.UNFOUNDED
    assert "网上反映：查阅刊物原件" in notice.objection and "柳明" not in notice.objection


def test_an_upheld_objection_marks_the_notice_at_once_and_stops_the_case(world):
    case = world.case(State.UNIT_REVIEW)
    world.prepare(case)
    notice = case.notices.get(kind="opinion")
    officer = world.officer("机电检测所")
    with world.at(20):
        made = record_objection(
            actor=officer,
            notice=notice,
            channel="phone",
            received_on=world.calendar.day(21),
            said=SAID,
        )
    with pytest.raises(GuardFailed, match="还有异议没有处理"):
        world.forward(case, 20)
    handled(world, made, "founded", 19)
    notice.refresh_from_db()
    assert notice.outcome == NoticeOutcome.FOUNDED
    with pytest.raises(GuardFailed, match="经核查成立，不能上报"):
        world.forward(case, 19)
    world.do(Action.DECLINE, case, officer, 18, reason="异议成立。")


def test_a_correction_keeps_what_was_found_before_and_the_notice_is_closed_anew(world, notice):
    made = received(world, notice, 59)
    back = over(world, notice)
    handled(world, made, "founded", back)
    handled(world, made, "unfounded", back - 1)
    notice.refresh_from_db()
    assert notice.outcome == NoticeOutcome.OPEN
    assert list(ObjectionHandling.objects.values_list("outcome", flat=True)) == [
        "founded",
        "unfounded",
    ]
    assert closed(world, notice, back - 1).outcome == NoticeOutcome.UNFOUNDED


def test_one_that_comes_after_the_notice_was_closed_opens_it_again(world, notice):
    back = over(world, notice)
    assert closed(world, notice, back).outcome == NoticeOutcome.NO_OBJECTION
    with world.at(back - 1):
        record_objection(
            actor=world.officer("机电检测所"),
            notice=notice,
            channel="letter",
            received_on=notice.last_day,
            said=SAID,
        )
    notice.refresh_from_db()
    assert notice.outcome == NoticeOutcome.OPEN


def test_what_waits_is_not_posted_away(world, notice):
    made = received(world, notice, 59)
    case = notice.application
    with pytest.raises(GuardFailed, match="还有异议没有处理"):
        posted(world, case, "materials", 50, again=True)
    handled(world, made, "founded", 50)
    with pytest.raises(GuardFailed, match="查实成立"):
        posted(world, case, "materials", 50, again=True)


def test_another_unit_and_a_later_stop_write_down_nothing(world, notice):
    made = received(world, notice, 59)
    with world.at(58), pytest.raises(NotAllowed):
        handle_objection(
            actor=world.officer("龙城精密"), objection=made, outcome="unfounded", text="不属实。"
        )
    case = world.case(State.DEPARTMENT_REVIEW)
    with world.at(5), pytest.raises(NotAllowed, match="主管部门审核"):
        record_objection(
            actor=world.officer("机电检测所"),
            notice=case.notices.get(kind="opinion"),
            channel="phone",
            received_on=world.calendar.day(6),
            said=SAID,
        )
    assert made.handlings.count() == 0


def test_those_posted_together_share_their_page(world):
    cases = [world.case(State.UNIT_REVIEW), world.case(State.UNIT_REVIEW)]
    with world.at(60):
        made = record_notices(
            actor=world.officer("机电检测所"),
            kind="materials",
            applications=cases,
            posting=posting(world.calendar.day(60)),
        )
    alike = posted(world, world.case(State.UNIT_REVIEW), "materials", 60)
    assert alike.token == made[0].token  # on its own, but with the same particulars
    evaluated(world, cases[0], 50)
    later = posted(world, cases[0], "opinion", 50)
    assert made[0].token == made[1].token != later.token
