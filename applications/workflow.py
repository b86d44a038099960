"""The one table of moves, and `perform`, the only code that writes a state.

Guards and effects stand in the table by name (`applications.attempts`); a name that nobody
registered fails the system check. `docs/workflow.md` is made from this table.
"""

from django.db import transaction

from accounts import form_keys
from accounts.clock import database_now
from accounts.enums import Role
from accounts.errors import GuardFailed, NotAllowed, StaleState
from accounts.models import Organisation, User
from accounts.permissions import reread_roles
from applications import log
from applications.attempts import EFFECTS, FOLLOWERS, GUARDS, Attempt, Move
from applications.authority import JURISDICTION, SYSTEM, acting_organisation
from applications.deadlines import judged
from applications.enums import EDITABLE_STATES, REVIEW_STATES, Action, State
from applications.models import Application, Event

NEXT = "next"  # the following stop of the case's chain

ROLE_OF_STATE = {
    State.UNIT_REVIEW: Role.UNIT_OFFICER,
    State.DEPARTMENT_REVIEW: Role.DEPARTMENT_OFFICER,
    State.HR_REVIEW: Role.HR_OFFICER,
    State.OFFICE_REVIEW: Role.SECRETARY,
}


def _lines(action, sources, target, guards, effects=(), role=None, **more) -> list[Move]:
    return [
        Move(
            action,
            state,
            role or ROLE_OF_STATE[state],
            target,
            tuple(guards),
            tuple(effects),
            **more,
        )
        for state in sources
    ]


_RECOMMENDING = (State.DEPARTMENT_REVIEW, State.HR_REVIEW)
# A finding of false material comes at any time; what is revoked already cannot be once more.
_REVOCABLE = tuple(state for state in State if state not in (State.DRAFT, State.REVOKED))

TABLE: tuple[Move, ...] = (
    *_lines(
        Action.SUBMIT,
        EDITABLE_STATES,
        State.UNIT_REVIEW,
        ["within_window", "steps_complete", "eligible", "commitment"],
        ["freeze"],
        Role.APPLICANT,
    ),
    *_lines(
        Action.WITHDRAW,
        (*REVIEW_STATES, State.RETURNED),
        State.WITHDRAWN,
        ["confirmed"],
        ["release"],
        Role.APPLICANT,
    ),
    *_lines(
        Action.RETURN,
        REVIEW_STATES,
        State.RETURNED,
        ["within_deadline", "return_is_explained"],
        ["open_steps"],
    ),
    *_lines(
        Action.DECLINE,
        (State.UNIT_REVIEW, *_RECOMMENDING),
        State.DECLINED,
        ["within_deadline", "reason_given"],
        ["close"],
    ),
    *_lines(
        Action.LAPSE,
        (*EDITABLE_STATES, *REVIEW_STATES),
        State.LAPSED,
        ["deadline_passed"],
        ["release"],
        SYSTEM,
    ),
    *_lines(
        Action.FORWARD,
        (State.UNIT_REVIEW,),
        NEXT,
        [
            "goes_to_committee",
            "within_deadline",
            "declarations_confirmed",
            "evaluation_recorded",
            "notices_complete",
            "opinion_given",
            "unit_commitment",
        ],
        ["record_opinion", "pass_on"],
    ),
    *_lines(
        Action.FORWARD,
        _RECOMMENDING,
        NEXT,
        ["within_deadline", "opinion_given", "letter_recorded"],
        ["record_opinion", "pass_on"],
    ),
    *_lines(
        Action.RECOGNIZE,
        (State.UNIT_REVIEW,),
        State.RECOGNIZED,
        ["is_recognized_by_unit", "within_deadline", "examination_passed", "notices_complete"],
        ["tell_body_above"],
    ),
    *_lines(
        Action.ACCEPT,
        (State.OFFICE_REVIEW,),
        State.ACCEPTED,
        ["within_deadline", "not_barred", "originals_checked"],
        ["mark_accepted"],
    ),
    *_lines(
        Action.REFUSE,
        (State.OFFICE_REVIEW,),
        State.REFUSED,
        ["within_deadline", "reason_given"],
        ["close"],
    ),
    *(
        line
        for role in (Role.SECRETARY, Role.HR_OFFICER)
        for line in _lines(
            Action.REVOKE,
            _REVOCABLE,
            State.REVOKED,
            ["was_submitted", "finding_given", "ban_within_limits", "confirmed"],
            ["record_finding"],
            role,
            scope=JURISDICTION,
        )
    ),
)


def moves_from(state: str) -> list[Move]:
    """The lines of the table that leave `state`."""
    return [move for move in TABLE if move.source == state]


def find_moves(action: str, state: str) -> list[Move]:
    """The lines for an action in a state: one for each role that may make it."""
    return [move for move in TABLE if move.action == action and move.source == state]


def find_move(action: str, state: str) -> Move | None:
    """The first line for an action in a state; what all its roles share stands in it."""
    return next(iter(find_moves(action, state)), None)


def authorised(
    action: str, application: Application, actor: User | None
) -> tuple[Move, Organisation | None]:
    """The line by which `actor` may make the move, and for which organisation.

    Raises NotAllowed: no such line in this state, or not this person.
    """
    refusal = NotAllowed(f"“{application.get_state_display()}”的申报不能{Action(action).label}。")
    for move in find_moves(action, application.state):
        try:
            return move, acting_organisation(move, application, actor)
        except NotAllowed as error:
            refusal = error
    raise refusal


def unregistered_names() -> list[str]:
    """Names that the table uses and nobody registered; the system check refuses them."""
    return sorted(
        {name for move in TABLE for name in move.guards if name not in GUARDS}
        | {name for move in TABLE for name in move.effects if name not in EFFECTS}
    )


def perform(
    *,
    action: str,
    application: Application,
    actor: User | None,
    data: dict | None = None,
    version: int | None = None,
) -> Application:
    """Make one move and return the changed application.

    `version` is the version that the actor saw; another one now means that somebody was first.
    Raises NotAllowed (not this person, not this state), StaleState (lost a race) or GuardFailed
    (a condition is not met). Everything is written in one transaction or nothing is.
    """
    with transaction.atomic():
        current = (
            Application.objects.select_for_update(of=("self",))
            .select_related("round", "round__office", "applicant", "unit__parent", "holder")
            .get(pk=application.pk)
        )
        form_keys.claim(f"{action}:{current.pk}")
        if version is not None and current.version != version:
            raise StaleState(_who_was_first(current))
        if actor is not None and actor.pk != current.applicant_id:
            reread_roles(actor)  # what the request read of them may be over by now
        move, organisation = authorised(action, current, actor)
        attempt = Attempt(current, move, actor, organisation, data or {}, database_now())
        if reasons := _reasons(attempt):
            raise GuardFailed(reasons)
        _write(attempt)
    return current


def _reasons(attempt: Attempt) -> list[str]:
    return [reason for name in attempt.move.guards for reason in GUARDS[name](attempt)]


def _write(attempt: Attempt) -> None:
    application, move = attempt.application, attempt.move
    source, seen = application.state, application.version
    attempt.changes["state"] = move.target
    for name in move.effects:
        EFFECTS[name](attempt)
    if attempt.actor and (arrived := judged(attempt.at).arrived):
        attempt.log_data["arrived"] = arrived.isoformat()
        application.arrived_in_time = arrived  # the page says that it counts
    changes = {**attempt.changes, "version": seen + 1, "state_since": attempt.at}
    # The condition decides between two who act at once, whatever the isolation level.
    moved = Application.objects.filter(pk=application.pk, state=source, version=seen).update(
        **changes
    )
    if not moved:
        raise StaleState(_who_was_first(application))
    for name, value in changes.items():
        setattr(application, name, value)
    log.append(
        action=str(move.action),
        actor=attempt.actor,
        role=str(move.role),
        organisation=attempt.organisation,
        application=application,
        object=application.receipt_number or "",
        from_state=source,
        to_state=application.state,
        reason=attempt.data.get("reason", ""),
        data=attempt.log_data,
    )
    for follow in FOLLOWERS:
        follow(attempt)


def _who_was_first(application: Application) -> str:
    last = Event.objects.filter(application=application).select_related("actor").last()
    who = last.actor.name if last and last.actor else "系统"
    done = Action(last.action).label if last and last.action in Action.values else "更新"
    return f"这份申报刚刚已由{who}办理“{done}”，现在是“{application.get_state_display()}”，请刷新后再看。"
