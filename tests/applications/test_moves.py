"""What the moves ask for and what they leave behind (workflow contract, "Moves")."""

from datetime import timedelta

import pytest

from accounts.errors import GuardFailed, NotAllowed, StaleState
from applications import drafts
from applications.enums import Action, State
from applications.models import Application
from applications.workflow import perform
from review.services.moves import lapse_overdue
from tests.builders import TODAY, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def reasons(world, action, case, actor, back=0, **data) -> str:
    with pytest.raises(GuardFailed) as refused:
        world.do(action, case, actor, back, **data)
    return "；".join(refused.value.reasons)


def submit(world, draft, back: int):
    return world.do(Action.SUBMIT, draft, draft.applicant, back, commitment=True)


def test_a_case_is_submitted_on_the_windows_last_day_and_not_after(world):
    last = (TODAY - world.round.applicants_until).days
    assert submit(world, world.draft(), last).state == State.UNIT_REVIEW
    draft = world.draft()
    assert "截止" in reasons(
        world, Action.SUBMIT, draft, draft.applicant, last - 1, commitment=True
    )


def test_nothing_is_submitted_before_the_window_opens(world):
    draft = world.draft()
    first = (TODAY - world.round.applicants_from).days
    assert "尚未开始" in reasons(
        world, Action.SUBMIT, draft, draft.applicant, first + 1, commitment=True
    )


def test_the_commitment_must_be_ticked(world):
    draft = world.draft()
    assert "承诺" in reasons(world, Action.SUBMIT, draft, draft.applicant, 60)


def test_an_incomplete_case_is_not_submitted_and_says_where(world):
    draft = world.draft()
    draft.entries.filter(section="work").delete()
    assert "工作经历" in reasons(world, Action.SUBMIT, draft, draft.applicant, 60, commitment=True)


def test_who_is_not_eligible_is_judged_again_on_the_server(world):
    draft = world.draft(years=4)
    Application.objects.filter(pk=draft.pk).update(eligible=True)
    found = reasons(world, Action.SUBMIT, draft, draft.applicant, 60, commitment=True)
    assert str(TODAY.year + 1) in found


def test_a_submission_is_frozen_with_verdict_and_hash(world):
    case = submit(world, world.draft(), 60)
    snapshot = case.snapshots.get()
    assert snapshot.data["verdict"]["eligible"] is True
    assert snapshot.data["application"]["receipt"] == case.receipt_number
    assert snapshot.data["policy"]["hash"] == snapshot.policy_hash
    assert snapshot.id_number == case.applicant.id_number


def test_what_is_typed_later_does_not_change_a_submission(world):
    case = world.case("returned")
    before = case.snapshots.get().content
    entry = case.entries.get(section="work", position=1)
    with world.at():
        drafts.save_section(
            application=case,
            actor=case.applicant,
            section_key="work",
            typed={"position": "高级主管"},
            version=entry.version,
            entry_id=entry.pk,
        )
    assert case.snapshots.get().content == before


def test_return_reopens_only_the_named_steps(world):
    case = world.case("returned")
    person = case.entries.get(section="person")
    with world.at(), pytest.raises(NotAllowed):
        drafts.save_section(
            application=case,
            actor=case.applicant,
            section_key="person",
            typed={"birth_place": "大同"},
            version=person.version,
            entry_id=person.pk,
        )


def test_a_return_needs_reason_steps_and_a_later_day(world):
    case = world.case("unit_review")
    found = reasons(
        world,
        Action.RETURN,
        case,
        world.officer("机电检测所"),
        open_steps=["nonsense"],
        correction_until=TODAY,
    )
    assert "请填写原因" in found and "步骤" in found and "晚于今天" in found


def test_a_return_moves_the_deadlines_of_the_levels_above(world):
    case = world.case("returned")
    days = timedelta(days=world.round.correction_days)
    assert case.unit_deadline == case.correction_until + days
    assert case.recommender_deadline == case.correction_until + 2 * days


def test_a_mended_case_comes_back_to_the_unit_as_a_second_submission(world):
    case = world.case("returned")
    receipt = case.receipt_number
    case = submit(world, case, 0)
    assert case.state == State.UNIT_REVIEW
    assert case.receipt_number == receipt
    assert [each.number for each in case.snapshots.all()] == [1, 2]
    assert case.return_reason == "" and case.open_steps == []


def test_after_the_correction_date_it_is_too_late(world):
    case = world.case("returned")
    found = reasons(world, Action.SUBMIT, case, case.applicant, -9, commitment=True)
    assert "修改截止" in found


def test_a_unit_forwards_only_when_everything_is_recorded(world):
    case = world.case("unit_review")
    found = reasons(world, Action.FORWARD, case, world.officer("机电检测所"), 30)
    for word in (
        "评审条件、评议程序",
        "个人申报材料",
        "单位鉴定意见",
        "民主评议",
        "意见",
        "承诺",
        "声明",
    ):
        assert word in found


def test_a_notice_that_is_not_over_holds_the_case_back(world):
    case = world.case("unit_review")
    world.prepare(case)
    notice = case.notices.get(kind="opinion")
    notice.last_day = TODAY
    notice.save()
    found = reasons(world, Action.FORWARD, case, world.officer("机电检测所"))
    assert "结束" in found


def test_no_body_recommends_without_a_letter(world):
    case = world.case("department_review")
    found = reasons(world, Action.FORWARD, case, world.officer("市机械局"), opinion="同意推荐。")
    assert "推荐函" in found


def test_a_technician_is_never_forwarded_and_an_engineer_never_recognised(world):
    technician = world.case("unit_review", level="technician")
    engineer = world.case("unit_review")
    officer = world.officer("机电检测所")
    assert "直接认定" in reasons(world, Action.FORWARD, technician, officer, 30)
    assert "评审委员会" in reasons(world, Action.RECOGNIZE, engineer, officer, 30)


def test_a_recognised_case_is_told_to_the_body_above(world):
    case = world.case("recognized", level="technician")
    told = case.links.get(organisation=world.units["市机械局"])
    assert told.reached_at is not None and told.state == ""


def test_the_office_accepts_only_after_the_originals_were_checked(world):
    case = world.case("office_review")
    found = reasons(world, Action.ACCEPT, case, world.officer("评委会办"))
    assert "核验原件" in found


def test_after_the_levels_deadline_nobody_forwards(world):
    case = world.case("unit_review")
    world.prepare(case)
    late = (TODAY - world.round.units_until).days - 1
    assert "截止日期已过" in reasons(
        world, Action.FORWARD, case, world.officer("机电检测所"), late, opinion="同意。"
    )


@pytest.mark.parametrize("state", ["draft", "returned", "unit_review", "department_review"])
def test_what_is_overdue_is_closed_by_the_system_and_nothing_else(world, state):
    case = world.case(state)
    with world.at(0):
        assert lapse_overdue() == []
    with world.at(-90):
        assert [outcome.ok for outcome in lapse_overdue()] == [True]
    assert Application.objects.get(pk=case.pk).state == State.LAPSED


def test_who_withdrew_may_start_afresh_while_the_window_is_open(world):
    case = world.case("withdrawn")
    with world.at():
        again = drafts.start_application(
            round=world.round, applicant=case.applicant, level="engineer", unit=case.unit
        )
    assert again.state == State.DRAFT


def test_nobody_has_two_open_cases_in_a_round(world):
    case = world.case("unit_review")
    with world.at(), pytest.raises(NotAllowed):
        drafts.start_application(
            round=world.round, applicant=case.applicant, level="engineer", unit=case.unit
        )


def test_the_second_of_two_officers_is_told_who_moved_it(world):
    case = world.case("unit_review")
    officer = world.officer("机电检测所")
    world.do(Action.DECLINE, case, officer, 0, reason="民主评议未通过。")
    with pytest.raises(StaleState) as told, world.at():
        perform(
            action=Action.RETURN,
            application=case,
            actor=officer,
            data={},
            version=case.version,
        )
    assert officer.name in told.value.message and "不予推荐" in told.value.message
