"""Moves by the pages: one, many, stale, refused."""

from django.urls import reverse

from accounts.models import AccessRecord
from applications.enums import State
from applications.models import Application, Event
from review.models import Opinion
from review.services.moves import lapse_overdue, perform_many

OPINION = "材料属实，同意推荐。"


def move_of(case, action: str) -> str:
    return reverse("review:move", args=[case.pk, action])


def unit_form(case, **changed) -> dict:
    return {
        "version": case.version,
        "opinion": OPINION,
        "commitment": "on",
        "confirm_education_relation": "on",
        "confirm_achievement_roles": "on",
        "confirm_outstanding_performance": "on",
    } | changed


def prepared(world):
    """A case whose notices and evaluation are all over."""
    case = world.case(State.UNIT_REVIEW)
    world.prepare(case)
    return case


def state_of(case) -> str:
    return Application.objects.get(pk=case.pk).state


def test_the_unit_forwards_with_its_opinion(world, as_officer):
    case = prepared(world)
    with world.at(30):
        response = as_officer("机电检测所").post(move_of(case, "forward"), unit_form(case))
    assert response.status_code == 302
    assert state_of(case) == State.DEPARTMENT_REVIEW
    opinion = Opinion.objects.get(application=case)
    assert (opinion.text, opinion.commitment) == (OPINION, True)
    assert "outstanding_performance" not in opinion.confirmed  # nobody declared it


def test_each_declaration_is_confirmed_by_itself_and_what_was_typed_is_kept(world, as_officer):
    case = prepared(world)
    typed = unit_form(case)
    del typed["confirm_achievement_roles"]
    with world.at(30):
        response = as_officer("机电检测所").post(move_of(case, "forward"), typed)
    page = response.content.decode()
    assert state_of(case) == State.UNIT_REVIEW
    assert "请核实后勾选。" in page and OPINION in page


def test_unmet_guards_are_listed_with_what_was_typed(world, as_officer):
    case = world.case(State.UNIT_REVIEW)
    with world.at(60):
        response = as_officer("机电检测所").post(move_of(case, "forward"), unit_form(case))
    page = response.content.decode()
    assert response.status_code == 403
    assert "尚未登记民主评议" in page and "尚未登记“个人申报材料”公示" in page
    assert OPINION in page
    assert AccessRecord.objects.filter(outcome="refused", what="review:forward").count() == 1


def test_the_second_of_two_officers_is_told_who_was_first(world, as_officer):
    case = prepared(world)
    officer = as_officer("机电检测所")
    typed = unit_form(case)
    with world.at(30):
        officer.post(move_of(case, "forward"), typed)
        events = Event.objects.count()
        response = officer.post(move_of(case, "forward"), typed)
    page = response.content.decode()
    assert response.status_code == 409
    assert world.officer("机电检测所").name in page and "审核通过并上报" in page
    assert OPINION in page  # nothing typed is lost
    assert Event.objects.count() == events


def test_a_return_asks_for_reason_steps_and_a_day(world, as_officer):
    case = world.case(State.UNIT_REVIEW)
    officer, address = as_officer("机电检测所"), move_of(case, "return")
    with world.at(60):
        today = world.calendar.day(60)
        empty = officer.post(address, {"version": case.version, "correction_until": today})
        assert "修改截止日期须晚于今天。" in empty.content.decode()
        assert state_of(case) == State.UNIT_REVIEW
        typed = {
            "version": case.version,
            "reason": "请补工作经历",
            "open_steps": ["work"],
            "correction_until": world.calendar.day(50).isoformat(),
        }
        assert officer.post(address, typed).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.open_steps) == (State.RETURNED, ["work"])


def test_in_scope_but_not_now_is_403_with_the_reason(world, as_officer):
    case = world.case(State.DEPARTMENT_REVIEW)
    response = as_officer("机电检测所").get(move_of(case, "forward"))
    assert response.status_code == 403
    assert "这份申报现在不在您的单位办理" in response.content.decode()


def test_an_action_of_nobody_and_a_wrong_method_are_told_apart(world, as_officer):
    case, officer = world.case(State.UNIT_REVIEW), as_officer("机电检测所")
    assert officer.get(move_of(case, "certify")).status_code == 404
    assert officer.get(move_of(case, "submit")).status_code == 404
    assert officer.get(reverse("review:batch", args=["return"])).status_code == 405


def test_many_are_each_reported_and_none_stops_the_others(world):
    good, bad = prepared(world), world.case(State.UNIT_REVIEW)
    gone = world.case(State.DEPARTMENT_REVIEW)
    data = {
        "opinion": OPINION,
        "commitment": True,
        "confirmed": ["education_relation", "achievement_roles"],
    }
    with world.at(30):
        outcomes = perform_many(
            action="forward",
            applications=[bad, gone, good],
            actor=world.officer("机电检测所"),
            data=data,
        )
    assert [(outcome.application.pk, outcome.ok) for outcome in outcomes] == [
        (bad.pk, False),
        (gone.pk, False),
        (good.pk, True),
    ]
    assert "尚未登记民主评议" in outcomes[0].message
    assert outcomes[1].message == "这份申报现在不在您的单位办理。"
    assert state_of(good) == State.DEPARTMENT_REVIEW
    assert AccessRecord.objects.filter(outcome="refused").count() == 2


def test_a_batch_with_a_case_out_of_scope_is_as_one_that_does_not_exist(world, as_officer):
    mine, other = world.case(State.UNIT_REVIEW), world.case(State.UNIT_REVIEW, unit="龙城精密")
    officer, address = as_officer("机电检测所"), reverse("review:batch", args=["return"])
    foreign = officer.post(address, {"ids": [mine.pk, other.pk]})
    unknown = officer.post(address, {"ids": [mine.pk, 10**9]})
    assert (foreign.status_code, unknown.status_code) == (404, 404)
    assert foreign.content == unknown.content


def test_an_empty_choice_says_what_to_do(world, as_officer):
    response = as_officer("机电检测所").post(
        reverse("review:batch", args=["return"]), {"ids": []}, follow=True
    )
    assert "请先在列表中选择申报" in response.content.decode()


def test_nobody_forwards_their_own_case(world, logged_in):
    case = prepared(world)
    own = case.applicant
    own.assignments.create(
        role="unit_officer", organisation=case.unit, valid_from=world.calendar.day(400)
    )
    with world.at(30):
        assert logged_in(own).get(move_of(case, "forward")).status_code == 404
        (outcome,) = perform_many(action="forward", applications=[case], actor=own, data={})
    assert outcome.message == "不能审核本人的申报，请由其他经办人办理。"
    assert state_of(case) == State.UNIT_REVIEW


def test_a_change_of_what_was_published_is_posted_again(world, as_officer):
    case = prepared(world)
    officer = world.officer("机电检测所")
    world.do(
        "return",
        case,
        officer,
        37,
        reason="请改",
        open_steps=["work"],
        correction_until=world.calendar.day(20),
    )
    entry = case.entries.filter(section="work").first()
    entry.values = entry.values | {"position": "主任工程师"}
    entry.save()
    world.do("submit", case, case.applicant, 36, commitment=True)
    page = as_officer("机电检测所")
    with world.at(35):
        shown = page.get(reverse("review:application", args=[case.pk])).content.decode()
    assert "“个人申报材料”公示之后，申报人修改了公示过的内容，须重新公示。" in shown
    assert "“单位鉴定意见”公示之后" not in shown


def test_the_system_closes_what_is_overdue_and_nothing_else(world):
    draft, held = world.draft(), world.case(State.OFFICE_REVIEW)
    accepted = world.case(State.ACCEPTED)
    assert lapse_overdue(now=world.moment(0)) == []
    outcomes = lapse_overdue(now=world.moment(-200))
    assert {(each.application.pk, each.ok) for each in outcomes} == {
        (draft.pk, True),
        (held.pk, True),
    }
    assert [state_of(case) for case in (draft, held, accepted)] == ["lapsed", "lapsed", "accepted"]
