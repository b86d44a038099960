"""What is posted again: how it fits the evaluation that was held, and the letters that tell of it."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from accounts.errors import GuardFailed, NotAllowed
from applications.enums import State
from applications.foresight import why_not
from applications.models import Application
from review.letter_text import posted_text
from review.models import PublicNotice
from review.postings import posting_of
from review.services.notices import record_rules_notice
from review.services.objections import record_objection
from tests.builders import World
from tests.review.test_notices import posted, posting
from tests.review.test_objections import SAID, closed, handled, received

pytestmark = pytest.mark.django_db
OFFICER = "机电检测所"


@pytest.fixture
def case(world) -> Application:
    """Everything is registered; nothing stands in the way of passing it on."""
    case = world.case(State.UNIT_REVIEW)
    world.prepare(case)
    return case


def obstacles(world: World, case: Application, back: int) -> list[str]:
    with world.at(back):
        return why_not("forward", Application.objects.get(pk=case.pk), world.officer(OFFICER))


def changed_and_submitted_again(world: World, case: Application) -> None:
    world.do(
        "return",
        case,
        world.officer(OFFICER),
        37,
        reason="请改",
        open_steps=["work"],
        correction_until=world.calendar.day(20),
    )
    entry = case.entries.filter(section="work").first()
    entry.values = entry.values | {"position": "主任工程师"}
    entry.save()
    world.do("submit", case, case.applicant, 36, commitment=True)


def test_after_a_change_only_what_changed_is_posted_again_and_the_evaluation_stays_valid(
    world, case
):
    changed_and_submitted_again(world, case)
    case = Application.objects.get(pk=case.pk)
    notice = posted(world, case, "materials", 35)
    back = (world.calendar.today - notice.last_day).days - 1
    closed(world, notice, back)
    assert obstacles(world, case, back) == []


def test_the_same_submission_posted_after_the_evaluation_is_too_late(world, case):
    notice = posted(world, case, "materials", 35, again=True)
    back = (world.calendar.today - notice.last_day).days - 1
    closed(world, notice, back)
    assert obstacles(world, case, back) == [
        "“个人申报材料”公示应在民主评议（考察）当天或之前开始。"
    ]


def test_rules_with_an_upheld_objection_are_posted_again_after_evaluations(world, case):
    rules = PublicNotice.objects.get(kind="rules")
    again = {
        "actor": world.officer(OFFICER),
        "unit": rules.unit,
        "round": world.round,
        "posting": posting(world.calendar.day(35)),
        "again": True,
    }
    with world.at(35), pytest.raises(GuardFailed, match="应在当天或之前开始"):
        record_rules_notice(**again)
    handled(world, received(world, rules, rules_last_day(world, rules)), "founded", 36)
    with world.at(35):
        new = record_rules_notice(**again)
    back = (world.calendar.today - new.last_day).days - 1
    assert obstacles(world, case, back)
    closed(world, new, back)
    assert obstacles(world, case, back) == []


def rules_last_day(world: World, rules: PublicNotice) -> int:
    return (world.calendar.today - rules.last_day).days


def test_a_letter_tells_of_notices_that_are_over_only(world, case):
    told = posted_text([case])
    rules = PublicNotice.objects.get(kind="rules")
    PublicNotice.objects.filter(pk=rules.pk).update(
        outcome="open", last_day=world.calendar.today + timedelta(5)
    )
    assert posted_text([case]) != told
    day = case.notices.get(kind="opinion").last_day
    assert posted_text([case]).endswith(f"至{day.year}年{day.month}月{day.day}日，无异议。")


def test_a_posting_of_very_many_shows_each_as_submitted(world, case, django_assert_max_num_queries):
    notice = case.notices.get(kind="materials")
    changed_and_submitted_again(world, case)
    with django_assert_max_num_queries(4):
        shown = posting_of(PublicNotice.objects.all(), notice.token)
    assert [person.notice for person in shown.people] == [each.pk for each in shown.notices]


def test_the_last_day_of_the_rules_is_proposed_from_the_first_alone(world, as_officer):
    client = as_officer(OFFICER)
    with world.at(60):
        address = reverse("review:notice_rules")
        typed = {"round": world.round.pk, "unit": world.units[OFFICER].pk}
        typed |= {"first_day": world.calendar.day(60), "place": "", "propose": "1"}
        drawn = client.post(address, typed)
    shown = drawn.content.decode()
    assert drawn.status_code == 200 and "共 5 个工作日" in shown and "有内容需要改正" not in shown
    period = drawn.context["period"]
    assert f'name="last_day" value="{period.last.isoformat()}"' in shown
    assert not PublicNotice.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_nobody_is_passed_on_past_an_objection_of_that_moment():
    world = World()
    case = world.case(State.UNIT_REVIEW)
    world.prepare(case)
    notice, officer = case.notices.get(kind="opinion"), world.officer(OFFICER)
    gate, done = threading.Barrier(2), []

    def passed_on():
        world.forward(case)

    def objected():
        with world.at(30):
            record_objection(
                actor=officer,
                notice=notice,
                channel="phone",
                received_on=notice.last_day,
                said=SAID,
            )

    def act(what):
        gate.wait()
        try:
            what()
            done.append(what.__name__)
        except (GuardFailed, NotAllowed):
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=[what]) for what in (passed_on, objected)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 1
    case.refresh_from_db()
    assert (case.state == State.UNIT_REVIEW) is (done == ["objected"])
    assert notice.objections.exists() is (done == ["objected"])
