"""Two people who act at once: one wins, the other is told, nothing is written twice."""

import threading

import pytest
from django.db import connection

from accounts.clock import standing_everywhere
from accounts.errors import DomainError
from applications import drafts, log
from applications.enums import Action, State
from applications.models import Application, Entry, Event, Snapshot
from applications.workflow import perform
from tests.builders import World

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*jobs) -> list:
    """Run the jobs together; their results, or what they raised."""
    gate, results = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(number, job):
        gate.wait()
        try:
            results[number] = job()
        except DomainError as error:
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def winners(results: list) -> list:
    return [each for each in results if not isinstance(each, DomainError)]


def test_eight_clicks_on_submit_make_one_submission():
    world = World()
    draft = world.draft()

    def submit():
        return perform(
            action=Action.SUBMIT,
            application=draft,
            actor=draft.applicant,
            data={"commitment": True},
            version=draft.version,
        )

    with standing_everywhere(world.moment()):
        results = at_once(*[submit] * 8)
    assert len(winners(results)) == 1
    assert Snapshot.objects.filter(application=draft).count() == 1
    assert Event.objects.filter(application=draft, action="submit").count() == 1
    assert log.verify() is None


def test_withdrawing_and_returning_at_once_never_both_win():
    world = World()
    officer = world.officer("机电检测所")
    ended = set()
    for _ in range(6):
        case = world.case("unit_review")
        until = world.calendar.day(-8)
        data = {"reason": "请核对。", "open_steps": ["work"], "correction_until": until}
        with standing_everywhere(world.moment()):
            results = at_once(
                lambda case=case: perform(
                    action=Action.WITHDRAW,
                    application=case,
                    actor=case.applicant,
                    data={"confirmed": True},
                    version=case.version,
                ),
                lambda case=case, data=data: perform(
                    action=Action.RETURN,
                    application=case,
                    actor=officer,
                    data=data,
                    version=case.version,
                ),
            )
        assert len(winners(results)) == 1
        moves = Event.objects.filter(application=case, action__in=["withdraw", "return"])
        assert moves.count() == 1
        ended.add(Application.objects.get(pk=case.pk).state)
    assert ended <= {State.WITHDRAWN, State.RETURNED}


def test_two_windows_saving_one_section_never_lose_an_acknowledged_text():
    world = World()
    draft = world.draft()
    entry = Entry.objects.get(application=draft, section="person")

    def save(text: str):
        return lambda: drafts.save_section(
            application=draft,
            actor=draft.applicant,
            section_key="person",
            typed={"birth_place": text},
            version=entry.version,
            entry_id=entry.pk,
        )

    with standing_everywhere(world.moment()):
        results = at_once(*[save(f"第{number}个窗口") for number in range(6)])
    saved = winners(results)
    assert len(saved) == 1
    stored = Entry.objects.get(pk=entry.pk)
    assert stored.values["birth_place"] == saved[0].entry.values["birth_place"]


def test_many_writers_keep_the_log_one_unbroken_chain():
    world = World()
    actor = world.officer("评委会办")

    def write():
        for _ in range(10):
            log.append(action="note", actor=actor)
        return True

    assert at_once(*[write] * 5) == [True] * 5
    assert Event.objects.filter(action="note").count() == 50
    assert log.verify() is None
