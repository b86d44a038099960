"""Evaluation, letters, originals, notes, rounds: their rules."""

from datetime import timedelta

import pytest

from accounts.enums import Role
from accounts.errors import BadInput, GuardFailed, NotAllowed
from applications.enums import State
from applications.models import Event, Round
from review.models import Evaluation, OriginalsCheck, RecommendationLetter
from review.queries import snapshot_data
from review.services.evaluation import record_evaluation, record_examination
from review.services.issuing import record_letter
from review.services.notes import write_note
from review.services.originals import check_originals
from review.services.rounds import change_round, create_round


def evaluation_of(world, case, **changed):
    values = {"held_on": world.calendar.day(50), "present": 9, "in_favour": 5, "opinion": "同意"}
    with world.at(40):
        return record_evaluation(
            actor=world.officer("机电检测所"), application=case, **values | changed
        )


def letter_of(world, cases, number="机电推〔2026〕1号", **changed):
    values = {
        "issued_on": world.calendar.day(25),
        "filled_by": "李填报",
        "telephone": "0351-1234567",
    }
    with world.at(25):
        return record_letter(
            actor=world.desk.officer_of(cases[0].holder),
            applications=cases,
            number=number,
            **values | changed,
        )


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"present": 0}, "present"),
        ({"in_favour": 10}, "in_favour"),
        ({"opinion": " "}, "opinion"),
        ({"opinion": "长" * 301}, "opinion"),
    ],
)
def test_an_evaluation_that_cannot_be_is_refused_at_its_field(world, changed, field):
    case = world.case(State.UNIT_REVIEW)
    with pytest.raises(BadInput) as refused:
        evaluation_of(world, case, **changed)
    assert list(refused.value.fields) == [field]
    assert not Evaluation.objects.exists()


def test_an_evaluation_lies_between_the_submission_and_today(world):
    case = world.case(State.UNIT_REVIEW)
    for day in (world.calendar.day(39), world.calendar.day(70)):
        with pytest.raises(BadInput, match="日期不能"):
            evaluation_of(world, case, held_on=day)


def test_a_corrected_evaluation_keeps_what_was_before_in_the_log(world):
    case = world.case(State.UNIT_REVIEW)
    evaluation_of(world, case)
    evaluation_of(world, case, in_favour=7)
    assert Evaluation.objects.get().in_favour == 7
    assert Event.objects.last().data["before"]["in_favour"] == "5"


def test_technicians_are_examined_and_others_evaluated(world):
    technician = world.case(State.UNIT_REVIEW, level="technician")
    engineer = world.case(State.UNIT_REVIEW)
    with pytest.raises(NotAllowed, match="考察"):
        evaluation_of(world, technician)
    with world.at(40), pytest.raises(NotAllowed, match="民主评议"):
        record_examination(
            actor=world.officer("机电检测所"),
            application=engineer,
            held_on=world.calendar.day(50),
            passed=True,
            result="合格",
        )


def test_one_letter_covers_a_batch_and_its_number_is_used_once(world):
    cases = [world.case(State.DEPARTMENT_REVIEW) for _ in range(3)]
    letter = letter_of(world, cases[:2])
    assert set(letter.applications.all()) == set(cases[:2])
    with pytest.raises(BadInput) as refused:
        letter_of(world, cases[2:])
    assert list(refused.value.fields) == ["number"]
    with pytest.raises(GuardFailed, match=f"{cases[0].name}：已在推荐函"):
        letter_of(world, [cases[0], cases[2]], number="机电推〔2026〕2号")
    assert RecommendationLetter.objects.count() == 1


def test_only_the_recommending_body_writes_letters(world):
    case = world.case(State.UNIT_REVIEW)
    with pytest.raises(NotAllowed):
        letter_of(world, [case])


def test_an_inconsistent_original_needs_its_note_and_stops_acceptance(world):
    case = world.case(State.OFFICE_REVIEW)
    secretary = world.officer("评委会办")
    needs = list(dict.fromkeys(file["need"] for file in snapshot_data(case)["files"]))
    with world.at(9):
        with pytest.raises(BadInput, match="请写明"):
            check_originals(actor=secretary, application=case, results={needs[0]: (False, " ")})
        with pytest.raises(BadInput, match="没有这一项"):
            check_originals(actor=secretary, application=case, results={"none": (True, "")})
        results = dict.fromkeys(needs, (True, "")) | {needs[0]: (False, "编号不同")}
        check_originals(actor=secretary, application=case, results=results)
    with pytest.raises(GuardFailed, match="编号不同"):
        world.do("accept", case, secretary, 8)
    with world.at(7):
        check_originals(actor=secretary, application=case, results={needs[0]: (True, "")})
    assert OriginalsCheck.objects.count() == len(needs)
    assert world.do("accept", case, secretary, 6).state == State.ACCEPTED


def test_a_note_leaves_no_trace_in_the_cases_own_history(world):
    case = world.case(State.UNIT_REVIEW)
    write_note(actor=world.officer("机电检测所"), application=case, text="请核对毕业证")
    event = Event.objects.last()
    assert (event.action, event.application_id) == ("note_written", None)
    assert "毕业证" not in str(event.data) + event.object + event.reason
    with pytest.raises(NotAllowed):
        write_note(actor=world.officer("龙城精密"), application=case, text="不该有")


def round_values(world, **changed) -> dict:
    round = world.round
    names = ("policy_key", "year", "office", "applicants_from", "applicants_until", "units_until")
    names += ("recommenders_until", "office_from", "office_until", "correction_days")
    values = {name: getattr(round, name) for name in names}
    return values | {"key": "another", "name": "另一批次"} | changed


def test_a_rounds_dates_stand_in_their_order(world):
    administrator = world.person("admin", Role.ADMINISTRATOR)
    early = world.round.applicants_until - timedelta(1)
    with pytest.raises(BadInput) as refused:
        create_round(actor=administrator, **round_values(world, units_until=early))
    assert refused.value.fields == {"units_until": "“单位审核截止”不能早于“个人申报截止”。"}
    assert create_round(actor=administrator, **round_values(world)).key == "another"
    with pytest.raises(BadInput, match="代号"):
        create_round(actor=administrator, **round_values(world))


def test_a_changed_date_is_logged_with_what_was_before_and_why(world):
    administrator = world.person("admin", Role.ADMINISTRATOR)
    before, after = world.round.office_until, world.round.office_until + timedelta(3)
    with pytest.raises(BadInput, match="原因"):
        change_round(actor=administrator, round=world.round, reason="", office_until=after)
    change_round(actor=administrator, round=world.round, reason="上级通知", office_until=after)
    event = Event.objects.last()
    assert (event.reason, event.data) == ("上级通知", {"office_until": [str(before), str(after)]})
    assert Round.objects.get(pk=world.round.pk).office_until == after


def test_what_cases_were_judged_by_is_fixed_and_only_administrators_change_rounds(world):
    world.draft()
    administrator = world.person("admin", Role.ADMINISTRATOR)
    with pytest.raises(NotAllowed, match="已有人申报"):
        change_round(actor=administrator, round=world.round, reason="改", year=2020)
    with pytest.raises(NotAllowed, match="只有系统管理员"):
        change_round(actor=world.officer("评委会办"), round=world.round, reason="改", name="新")
