"""State × role × action in full: what is allowed equals the data file, and a refusal changes
nothing."""

import tomllib
from pathlib import Path

import pytest

from accounts.enums import OrganisationKind, Role
from accounts.errors import GuardFailed, NotAllowed
from accounts.models import Organisation, User
from applications.enums import Action, State
from applications.models import Application, ChainLink, Event, Snapshot
from applications.workflow import TABLE, perform
from review.models import Opinion
from tests.builders import World, case_in

ALLOWED = tomllib.loads((Path(__file__).parent / "data" / "moves.toml").read_text())["moves"]
# Later pieces of work lead there; until then a case is put there by hand.
NOT_REACHED_YET = (State.PASSED, State.NOT_PASSED, State.CERTIFIED)
OFFICERS = (Role.UNIT_OFFICER, Role.DEPARTMENT_OFFICER, Role.HR_OFFICER, Role.SECRETARY)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def case(world: World, state: str) -> Application:
    if state not in NOT_REACHED_YET:
        return case_in(world, state)
    application = case_in(world, State.ACCEPTED)
    Application.objects.filter(pk=application.pk).update(state=state)
    return Application.objects.get(pk=application.pk)


def actors(world: World, application: Application) -> dict:
    """One of every role in the case's own organisations, and nobody for the system."""
    held = {
        Role.UNIT_OFFICER: world.officer("机电检测所"),
        Role.DEPARTMENT_OFFICER: world.officer("市机械局"),
        Role.HR_OFFICER: bureau_of(world, application),
        Role.SECRETARY: world.officer("评委会办"),
    }
    if application.unit.short_name == "龙城精密":
        held[Role.UNIT_OFFICER] = world.officer("龙城精密")
    return {
        Role.APPLICANT: application.applicant,
        **held,
        Role.EXPERT: world.person("an-expert", Role.EXPERT),
        Role.SUPERVISOR: world.person("a-supervisor", Role.SUPERVISOR),
        Role.ADMINISTRATOR: world.person("an-administrator", Role.ADMINISTRATOR),
        "system": None,
    }


def bureau_of(world: World, application: Application) -> User:
    """The officer of the HR bureau on the case's way; a municipal unit's stands in the tree only,
    above its department."""
    if application.unit.short_name == "龙城精密":
        return world.officer("龙城区人社局")
    bureau = Organisation.objects.create(
        name="太原市人力资源和社会保障局", kind=OrganisationKind.HR_BUREAU
    )
    Organisation.objects.filter(short_name="市机械局").update(parent=bureau)
    return world.person("city-bureau", Role.HR_OFFICER, bureau)


def strangers(world: World) -> dict:
    """The same officer roles, held for other organisations; another applicant."""
    return {
        Role.APPLICANT: world.applicant()[0],
        Role.UNIT_OFFICER: world.officer("重装集团"),
        Role.DEPARTMENT_OFFICER: world.officer("市化工局"),
        Role.HR_OFFICER: world.officer("汾东县人社局"),
        Role.SECRETARY: world.person("other-secretary", Role.SECRETARY, world.units["市机械局"]),
    }


def fingerprint(application: Application) -> tuple:
    return (
        Application.objects.filter(pk=application.pk).values().get(),
        Event.objects.count(),
        Snapshot.objects.count(),
        Opinion.objects.count(),
        list(ChainLink.objects.values_list("id", "reached_at")),
    )


def may(world: World, application: Application, actor, action: str) -> bool:
    """Whether role and state let the actor try; guards may still hold the case back."""
    before = fingerprint(application)
    with world.at():
        try:
            perform(action=action, application=application, actor=actor, data={})
        except GuardFailed:
            assert fingerprint(application) == before
            return True
        except NotAllowed:
            assert fingerprint(application) == before
            return False
    return True


@pytest.mark.parametrize("state", State.values)
def test_who_may_do_what_in_a_state_is_what_the_contract_says(world, state):
    application = case(world, state)
    found = {
        f"{role} {action}"
        for role, actor in actors(world, application).items()
        for action in Action.values
        if may(world, application, actor, action)
    }
    assert found == set(ALLOWED[state])


@pytest.mark.parametrize("state", State.values)
def test_the_same_roles_of_other_organisations_may_do_nothing(world, state):
    application = case(world, state)
    found = {
        f"{role} {action}"
        for role, actor in strangers(world).items()
        for action in Action.values
        if may(world, application, actor, action)
    }
    assert found == set()


def test_the_table_and_the_file_name_the_same_moves():
    table = {(move.source, f"{move.role} {move.action}") for move in TABLE}
    assert table == {(state, line) for state, lines in ALLOWED.items() for line in lines}


def test_every_state_stands_in_the_file():
    assert set(ALLOWED) == set(State.values)


@pytest.mark.parametrize("state", ["unit_review", "department_review", "office_review"])
def test_nobody_acts_as_an_officer_on_their_own_case(world, state):
    application = case_in(world, state)
    officer = world.desk.officer_of(application.holder)
    Application.objects.filter(pk=application.pk).update(applicant=officer)
    application.refresh_from_db()
    for action in (Action.RETURN, Action.FORWARD, Action.ACCEPT):
        with pytest.raises(NotAllowed):
            perform(action=action, application=application, actor=officer, data={})


def test_a_second_account_of_the_same_person_may_not_act_either(world):
    application = case_in(world, "unit_review")
    officer = world.officer("机电检测所")
    officer.id_number_hash = application.applicant.id_number_hash
    with pytest.raises(NotAllowed):
        perform(action=Action.RETURN, application=application, actor=officer, data={})


def test_an_officer_whose_role_has_ended_may_not_act(world):
    application = case_in(world, "unit_review")
    officer = User.objects.get(pk=world.officer("机电检测所").pk)
    officer.assignments.update(valid_until=world.calendar.day(1))
    with world.at(), pytest.raises(NotAllowed):
        perform(action=Action.RETURN, application=application, actor=officer, data={})
