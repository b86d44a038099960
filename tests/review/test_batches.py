"""Many cases at once: chosen, confirmed once, worked off to the end, looked at by their owner."""

import threading
import time
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from openpyxl import load_workbook

from accounts.clock import standing_everywhere
from accounts.models import AccessRecord
from applications.enums import State
from applications.models import Application, Event
from review.models import Batch, BatchItem
from review.services import batch_work
from review.services.batches import MOST_CASES, packed, unpacked
from tests.builders import World
from tests.review.many import many_like
from tests.review.test_moves import OPINION, prepared

UNIT = "机电检测所"
DECLARED = ("education_relation", "achievement_roles", "outstanding_performance")
TYPED = {"opinion": OPINION, "commitment": "on"} | {f"confirm_{key}": "on" for key in DECLARED}


def choose(client, action: str, cases=(), **posted):
    """Choose on the list; the batch that was put together."""
    address = reverse("review:batch", args=[action])
    response = client.post(address, posted or {"ids": [case.pk for case in cases]})
    assert response.status_code == 302, response.status_code
    return Batch.objects.latest("pk")


def page_of(batch) -> str:
    return reverse("review:batch_task", args=[batch.pk])


def states() -> dict[str, int]:
    found = Application.objects.order_by("pk").values_list("state", flat=True)
    return {state: list(found).count(state) for state in set(found)}


def work() -> None:
    while batch_work.work_once(worker="a worker"):
        pass


def test_few_are_done_in_the_request_and_each_ones_outcome_stays(world, as_officer):
    cases = [prepared(world), world.case(State.UNIT_REVIEW)]
    officer = as_officer(UNIT)
    with world.at(30):
        batch = choose(officer, "forward", cases)
        asked = officer.get(page_of(batch)).content.decode()
        assert "共选择 2 份，其中 1 份现在可以办理" in asked and "尚未登记民主评议" in asked
        assert states() == {State.UNIT_REVIEW: 2}
        done = officer.post(page_of(batch), TYPED, follow=True).content.decode()
    assert "1 份已办理" in done and "1 份没有办理" in done and "尚未登记民主评议" in done
    assert [Application.objects.get(pk=case.pk).state for case in cases] == [
        State.DEPARTMENT_REVIEW,
        State.UNIT_REVIEW,
    ]
    assert AccessRecord.objects.filter(outcome="refused", what="review:forward").count() == 1
    listed = officer.get(reverse("review:batches")).content.decode()
    assert page_of(batch) in listed
    assert done.count("未办理</span>") == officer.get(page_of(batch)).content.decode().count(
        "未办理</span>"
    )


def test_what_was_typed_is_kept_when_something_is_missing(world, as_officer):
    officer = as_officer(UNIT)
    with world.at(30):
        batch = choose(officer, "forward", [prepared(world)])
        refused = officer.post(page_of(batch), TYPED | {"opinion": "只差承诺", "commitment": ""})
    assert refused.status_code == 422
    assert "请勾选单位承诺。" in refused.content.decode() and "只差承诺" in refused.content.decode()
    assert Batch.objects.get().started_at is None and states() == {State.UNIT_REVIEW: 1}


def test_all_that_the_filter_finds_are_meant_not_only_the_page(world, as_officer):
    first = prepared(world)
    many_like(first, 34)
    other = world.case(State.UNIT_REVIEW, level="assistant_engineer")
    officer = as_officer(UNIT)
    with world.at(30):
        listed = officer.get(reverse("review:applications"), {"level": "engineer"})
        assert "符合条件的全部 35 份" in listed.content.decode()
        asked = listed.context["export_query"]
        batch = choose(officer, "return", all_listed="1", listed_as=asked)
    chosen = set(batch.items.values_list("application", flat=True))
    assert len(chosen) == 35 and other.pk not in chosen


@pytest.mark.django_db(transaction=True)
def test_five_hundred_are_forwarded_behind_the_request(as_officer_of):
    world = World()
    many_like(prepared(world), 499)
    officer = as_officer_of(world.officer(UNIT))
    with standing_everywhere(world.moment(30)):
        batch = choose(officer, "forward", all_listed="1", listed_as="tab=waiting")
        assert batch.total == 500
        started = time.monotonic()
        answer = officer.post(page_of(batch), TYPED)
        answered = time.monotonic() - started
        assert answer.status_code == 302 and answered < 3
        assert states() == {State.UNIT_REVIEW: 500}
        shown = officer.get(page_of(batch)).content.decode()
        assert "已处理 <strong>0</strong> 份，共 <strong>500</strong> 份" in shown
        assert 'http-equiv="refresh"' in shown and "每 2s" not in shown
        started = time.monotonic()
        work()
        seconds = time.monotonic() - started
        part = officer.get(page_of(batch), headers={"HX-Request": "true"})
        assert part.headers["HX-Refresh"] == "true"
        done = officer.get(page_of(batch)).content.decode()
    print(f"\n500 forwarded in {seconds:.1f} s, confirmed in {answered * 1000:.0f} ms")
    assert states() == {State.DEPARTMENT_REVIEW: 500}
    assert "500 份已办理" in done
    assert Event.objects.filter(action="forward").count() == 500


@pytest.fixture
def as_officer_of(transactional_db):
    from django.test import Client

    def log_in(user):
        client = Client()
        client.force_login(user)
        return client

    return log_in


def started(world, as_officer, count: int = 25):
    """A started batch that waits for a worker, and its officer's client."""
    many_like(prepared(world), count - 1)
    officer = as_officer(UNIT)
    batch = choose(officer, "forward", all_listed="1", listed_as="tab=waiting")
    assert officer.post(page_of(batch), TYPED).status_code == 302
    return Batch.objects.get(pk=batch.pk), officer


def test_two_clicks_start_one_batch(world, as_officer):
    with world.at(30):
        batch, officer = started(world, as_officer)
        again = officer.post(page_of(batch), TYPED, follow=True).content.decode()
        work()
    assert "已经开始，不会重复办理" in again
    assert Event.objects.filter(action="batch_started").count() == 1
    assert Event.objects.filter(action="forward").count() == 25


def test_a_killed_worker_leaves_a_whole_case_and_the_next_goes_on_after_it(
    world, as_officer, monkeypatch
):
    class Killed(BaseException):
        pass

    with world.at(30):
        batch, _ = started(world, as_officer)
        write, count = batch_work._write, []

        def dying(item, done, message):
            count.append(item.pk)
            if len(count) == 8:
                raise Killed  # after the move, before its outcome is written
            return write(item, done, message)

        monkeypatch.setattr(batch_work, "_write", dying)
        with pytest.raises(Killed):
            batch_work.work_once(worker="the killed one")
        monkeypatch.setattr(batch_work, "_write", write)
        assert Event.objects.filter(action="forward").count() == 7
        # It still holds the batch: nobody else takes it before the lease is over.
        assert batch_work.take_batch(worker="the next") is None
    with standing_everywhere(world.moment(30) + batch_work.LEASE + timedelta(seconds=1)):
        work()
    batch.refresh_from_db()
    assert batch.finished_at is not None
    assert batch.items.filter(done=True).count() == 25
    assert Event.objects.filter(action="forward").count() == 25


def test_a_role_that_ended_meanwhile_ends_what_it_allowed(world, as_officer, monkeypatch):
    with world.at(30):
        batch, _ = started(world, as_officer)
        taken = batch_work.take_batch(worker="a worker")
        batch_work.work_slice(worker="a worker", batch=taken, most=5)
        world.officer(UNIT).assignments.update(valid_until=world.calendar.day(31))
        work()
    assert batch.items.filter(done=True).count() == 5
    refused = batch.items.filter(done=False).values_list("message", flat=True)
    assert set(refused) == {"这份申报现在不在您的单位办理。"} and len(refused) == 20
    assert states() == {State.DEPARTMENT_REVIEW: 5, State.UNIT_REVIEW: 20}


def test_a_case_that_moved_since_it_was_listed_is_left(world, as_officer):
    with world.at(30):
        batch, _ = started(world, as_officer)
    case = Application.objects.get(pk=batch.items.first().application_id)
    world.do("decline", case, world.officer(UNIT), 30, reason="不推荐")
    with world.at(30):
        work()
    left = batch.items.get(done=False)
    assert left.application_id == case.pk and "刚刚已由" in left.message


def test_a_fault_in_one_case_stops_neither_the_others_nor_the_worker(
    world, as_officer, monkeypatch
):
    with world.at(30):
        batch, _ = started(world, as_officer)
        bad = batch.items.all()[3].application_id
        operation = batch_work.OPERATIONS["forward"]

        def failing(actor, case, data, version):
            if case.pk == bad:
                raise RuntimeError("a fault")
            return operation.run(actor, case, data, version)

        changed = type(operation)("forward", operation.label, failing)
        monkeypatch.setitem(batch_work.OPERATIONS, "forward", changed)
        work()
    assert batch.items.get(done=False).message == batch_work.BROKEN
    assert batch.items.filter(done=True).count() == 24


def test_only_its_owner_finds_a_batch(world, as_officer, logged_in):
    with world.at(30):
        batch, officer = started(world, as_officer)
        colleague = world.person("colleague", "unit_officer", organisation=world.units[UNIT])
        for name in ("batch_task", "batch_outcomes"):
            address = reverse(f"review:{name}", args=[batch.pk])
            nowhere = reverse(f"review:{name}", args=[batch.pk + 1000])
            answers = [logged_in(colleague).get(each) for each in (address, nowhere)]
            assert [each.status_code for each in answers] == [404, 404]
            assert answers[0].content == answers[1].content
        assert (
            page_of(batch)
            not in logged_in(colleague).get(reverse("review:batches")).content.decode()
        )
        assert page_of(batch) in officer.get(reverse("review:batches")).content.decode()


def test_the_outcomes_are_a_sheet(world, as_officer):
    with world.at(30):
        batch, officer = started(world, as_officer)
        work()
        response = officer.get(reverse("review:batch_outcomes", args=[batch.pk]))
    rows = list(load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True))
    assert sum("已办理" in row for row in rows) == 25
    assert AccessRecord.objects.filter(outcome="exported", object=f"batch:{batch.pk}").exists()


def test_without_a_worker_the_page_says_so_and_helps(world, as_officer, monkeypatch):
    monkeypatch.setattr("review.views.batches.HELP_SECONDS", 600)
    with world.at(30):
        batch, officer = started(world, as_officer)
    later = world.moment(30) + timedelta(minutes=1)
    with standing_everywhere(later):
        assert "继续办理" in officer.get(page_of(batch)).content.decode()
        done = officer.post(page_of(batch), {"continue": "1"}, follow=True).content.decode()
    assert "25 份已办理" in done


def test_notices_outcomes_and_evaluations_of_many(world, as_officer):
    case = world.case(State.UNIT_REVIEW)
    many_like(case, 30)
    officer = as_officer(UNIT)
    all_of_them = {"all_listed": "1", "listed_as": "tab=waiting"}
    with world.at(68):
        officer.post(reverse("review:notice_record"), all_of_them)
        notices = Batch.objects.latest("pk")
        posting = {
            "kind": "materials",
            "first_day": world.calendar.day(68).isoformat(),
            "place": "公示栏",
            "telephone": "0351-1234567",
            "handler": "某人",
        }
        day = world.calendar.day(68).isoformat()
        short = officer.post(page_of(notices), posting | {"last_day": day})
        assert short.status_code == 422 and "公示期不少于5个工作日" in short.content.decode()
        assert officer.post(page_of(notices), posting).status_code == 302
        work()
        assert notices.items.filter(done=True).count() == 31
    with world.at(50):
        outcomes = choose(officer, "notice-outcome", **all_of_them)
        officer.post(page_of(outcomes), {"kind": "materials"})
        officer.post(reverse("review:evaluation_record"), all_of_them)
        meeting = Batch.objects.latest("pk")
        typed = {
            "held_on": world.calendar.day(51).isoformat(),
            "present": 9,
            "in_favour": 8,
            "opinion": "同意",
        }
        officer.post(page_of(meeting), typed)
        work()
    assert outcomes.items.filter(done=True).count() == 31
    assert meeting.items.filter(done=True).count() == 31


def test_the_page_that_asks_costs_no_more_queries_for_thirty_than_for_three(
    world, as_officer, django_assert_max_num_queries
):
    officer = as_officer(UNIT)
    first = prepared(world)
    counts = []
    for more in (2, 27):
        many_like(first, 2) if more == 2 else many_like(_another(first), more)
        with world.at(30):
            batch = choose(officer, "forward", all_listed="1", listed_as="tab=waiting")
            with django_assert_max_num_queries(40) as seen:
                assert officer.get(page_of(batch)).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def _another(case):
    return Application.objects.filter(unit=case.unit).exclude(pk=case.pk).first()


def test_a_choice_of_too_many_is_told(world, as_officer, monkeypatch):
    from review.services import batches
    from review.views import choosing

    many_like(prepared(world), 5)
    for module in (batches, choosing):
        monkeypatch.setattr(module, "MOST_CASES", 4)
    officer = as_officer(UNIT)
    response = officer.post(
        reverse("review:batch", args=["return"]),
        {"all_listed": "1", "listed_as": "tab=waiting"},
        follow=True,
    )
    assert "一次最多办理4份" in response.content.decode()
    assert not Batch.objects.exists() and MOST_CASES == 5000


def test_the_command_works_until_nothing_waits(world, as_officer):
    with world.at(30):
        batch, _ = started(world, as_officer)
        call_command("work", "--once", stdout=StringIO())
    assert batch.items.filter(done=True).count() == 25


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_do_a_case_twice(as_officer_of):
    world = World()
    with standing_everywhere(world.moment(30)):
        batch, _ = started(world, lambda name: as_officer_of(world.officer(name)), 30)
        items = list(batch.items.values_list("pk", flat=True))
        settled = []

        def settle():
            try:
                settled.extend(batch_work.settle_item(pk) for pk in items)
            finally:
                connection.close()

        workers = [threading.Thread(target=settle) for _ in range(2)]
        for each in workers:
            each.start()
        for each in workers:
            each.join()
    assert sum(settled) == 30 and BatchItem.objects.filter(done=True).count() == 30
    assert Event.objects.filter(action="forward").count() == 30


def test_a_day_typed_stays_a_day(world):
    values = {"until": world.calendar.today, "steps": ["work"], "reason": "请改", "last": None}
    assert unpacked(packed(values)) == values
