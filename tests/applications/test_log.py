"""The log's chain: any change made past it is found, and the database refuses one."""

from importlib import import_module

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from applications import log
from applications.models import ChainHead, Event, Snapshot
from tests.builders import World

pytestmark = pytest.mark.django_db
frozen = import_module("applications.migrations.0002_frozen_rows")


@pytest.fixture
def five_entries() -> None:
    for number in range(5):
        log.append(action="note", object=f"thing:{number}", data={"n": number})


@pytest.fixture
def thawed(five_entries):
    with connection.cursor() as cursor:
        for statement in frozen.thawing(connection.vendor):
            cursor.execute(statement)


def test_a_chain_that_nobody_touched_is_whole(five_entries):
    assert log.verify() is None


@pytest.mark.parametrize(
    ("column", "value"),
    [("reason", "another"), ("action", "accept"), ("to_state", "accepted"), ("actor_id", None)],
)
def test_an_altered_entry_is_named(thawed, world_officer, column, value):
    event = log.append(action="note", actor=world_officer, reason="first")
    log.append(action="note")
    Event.objects.filter(pk=event.pk).update(**{column: value})
    assert log.verify().seq == event.seq


def test_a_removed_entry_is_named(thawed):
    Event.objects.filter(seq=3).delete()
    assert log.verify().seq == 3


def test_entries_cut_off_at_the_end_are_named(thawed):
    Event.objects.filter(seq__gte=4).delete()
    assert log.verify().seq == 4


def test_two_swapped_entries_are_named(thawed):
    Event.objects.filter(seq=2).update(seq=99)
    Event.objects.filter(seq=3).update(seq=2)
    Event.objects.filter(seq=99).update(seq=3)
    assert log.verify().seq == 2


def test_a_head_that_was_set_back_is_named(thawed):
    ChainHead.objects.update(seq=4)
    assert log.verify() is not None


def test_the_command_says_which_and_exits_with_1(thawed, capsys):
    Event.objects.filter(seq=3).delete()
    with pytest.raises(SystemExit) as ended:
        call_command("verify_log")
    assert ended.value.code == 1
    assert "3" in capsys.readouterr().err


def test_the_command_says_that_all_is_whole(five_entries, capsys):
    call_command("verify_log")
    assert "日志完整，共 5 条。" in capsys.readouterr().out


@pytest.fixture
def world_officer():
    return World().officer("评委会办")


def test_the_database_refuses_to_change_what_is_frozen():
    case = World().case("unit_review")
    for rows, change in (
        (Event.objects.filter(application=case), {"reason": "x"}),
        (Snapshot.objects.filter(application=case), {"content": "{}"}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows._raw_delete(rows.db)
