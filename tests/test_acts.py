"""State × role × act in full, for what is recorded beside the moves: what is allowed equals the
data file. The moves themselves stand in `test_moves.py`."""

import tomllib
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction

from accounts.enums import Role
from accounts.errors import DomainError, NotAllowed
from applications.enums import State
from applications.models import Application, Event, IntegrityRecord
from review.models import PublicNotice
from review.models.notice import new_token
from review.services import (
    evaluation,
    extensions,
    integrity,
    letters,
    notes,
    notices,
    objections,
    originals,
    recognitions,
    stand_ins,
)
from review.services.notices import Posting
from review.services.objections import Said
from tests.builders import World
from tests.test_moves import actors, case, strangers

DATA = tomllib.loads((Path(__file__).parent / "data" / "moves.toml").read_text())
ALLOWED, OF_TECHNICIANS = DATA["acts"], DATA["acts_of_technicians"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def acts(world: World, application: Application) -> dict:
    """Each act by name, with data that no service takes: who may try is told what is wrong."""
    wrong_day = world.calendar.day(0) + timedelta(3000)
    posting = Posting(wrong_day, "公示栏", "0351-7000107", "某人")
    notice = application.notices.first() or post(world, application)
    record = IntegrityRecord.objects.filter(pk=application.pk).first()
    about = {"application": application}
    found = {
        "post_rules": lambda actor: notices.record_rules_notice(
            actor=actor, unit=application.unit, round=application.round, posting=posting
        ),
        "post_notice": lambda actor: notices.record_notices(
            actor=actor, kind="materials", applications=[application], posting=posting
        ),
        "close_notice": lambda actor: notices.close_notice(actor=actor, notice=notice),
        "take_down_objection": lambda actor: objections.record_objection(
            actor=actor, notice=notice, channel="", received_on=wrong_day, said=Said("")
        ),
        "evaluate": lambda actor: evaluation.record_evaluation(
            actor=actor, **about, held_on=wrong_day, present=0, in_favour=0, opinion=""
        ),
        "examine": lambda actor: evaluation.record_examination(
            actor=actor, **about, held_on=wrong_day, passed=True, result=""
        ),
        "write_note": lambda actor: notes.write_note(actor=actor, **about, text=""),
        "check_originals": lambda actor: originals.check_originals(
            actor=actor, **about, results={"nothing": (True, "")}
        ),
        "draft_letter": lambda actor: letters.draft_letter(actor=actor, applications=[application]),
        "extend_deadline": lambda actor: extensions.extend_deadline(
            actor=actor, **about, until=world.calendar.day(300), reason=""
        ),
        "object_to_recognition": lambda actor: recognitions.record_objection(
            actor=actor, **about, reason=""
        ),
        "name_stand_in": lambda actor: stand_ins.name_stand_in(
            actor=actor, **about, person=application.applicant, reason="", until=wrong_day
        ),
    }
    if record is not None:
        found["enter_appeal"] = lambda actor: integrity.enter_appeal(
            actor=actor, record=record, filed_on=wrong_day, text=""
        )
    return found


def post(world: World, application: Application) -> PublicNotice:
    """A notice that runs, as it hangs when the case moves on."""
    return PublicNotice.objects.create(
        kind="materials",
        unit=application.unit,
        round=application.round,
        application=application,
        snapshot_number=1,
        token=new_token(),
        first_day=world.calendar.day(1),
        last_day=world.calendar.day(-9),
        place="公示栏",
        telephone="0351-7000107",
        handler="某人",
        recorded_by=world.officer("机电检测所"),
        recorded_at=world.moment(1),
    )


def may(world: World, act, actor) -> bool:
    """Whether role and state let the actor try; what it would write is taken back."""
    before = Event.objects.count()
    with world.at(), transaction.atomic():
        try:
            act(actor)
            transaction.set_rollback(True)
        except NotAllowed:
            assert Event.objects.count() == before
            return False
        except DomainError:
            return True
    return True


def allowed(world: World, application: Application, people: dict) -> set[str]:
    tried = acts(world, application)
    return {
        f"{role} {name}"
        for role, actor in people.items()
        if actor is not None
        for name, act in tried.items()
        if may(world, act, actor)
    }


@pytest.mark.parametrize("state", State.values)
def test_who_may_record_what_in_a_state_is_what_the_file_says(world, state):
    application = case(world, state)
    assert allowed(world, application, actors(world, application)) == set(ALLOWED[state])


@pytest.mark.parametrize("state", State.values)
def test_the_same_roles_of_other_organisations_may_record_nothing(world, state):
    assert allowed(world, case(world, state), strangers(world)) == set()


@pytest.mark.parametrize("state", ["unit_review", "recognized"])
def test_a_technicians_case_is_examined_by_the_unit_and_objected_to_by_the_body(world, state):
    application = world.case(state, level="technician")
    found = allowed(world, application, actors(world, application))
    assert found == set(OF_TECHNICIANS[state])


def test_where_nobody_of_the_unit_may_act_the_body_above_alone_names_a_stand_in(world):
    application = world.officers_own_case("机电检测所")
    people = actors(world, application)
    found = allowed(world, application, people)
    assert {line for line in found if line.endswith("name_stand_in")} == {
        f"{Role.DEPARTMENT_OFFICER} name_stand_in"
    }
    # The applicant is the unit's officer: nothing is theirs but the notice that is about nobody.
    own = {line for line in found if line.startswith((Role.APPLICANT, Role.UNIT_OFFICER))}
    assert own == {f"{Role.APPLICANT} post_rules", f"{Role.UNIT_OFFICER} post_rules"}


def test_every_state_stands_in_the_file():
    assert set(ALLOWED) == set(State.values)
