"""Who is told what after each move (workflow contract, "Moves"): one table, read by one function.

Each text says what happened, what to do next and, with `until`, by when.
"""

from collections.abc import Callable, Iterable
from copy import copy
from datetime import date

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.enums import OFFICER_ROLES, ROLE_OF_KIND, OrganisationKind
from accounts.models import RoleAssignment, User
from accounts.prepared import Prepared
from accounts.text import clean_line
from applications.attempts import Attempt, follower
from applications.deadlines import deadline_of
from applications.enums import Action
from applications.models import Notification
from applications.notifications import deliver
from applications.steps import step_of
from applications.told import LEVEL_END, ROUND_END, TOLD, Line

# All officers of a case's way, with how far it came, in one query a move.
_officers = Prepared(
    lambda case, day: (
        RoleAssignment.objects.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=day),
            valid_from__lte=day,
            role__in=OFFICER_ROLES,
            user__is_active=True,
            organisation__links__application=case,
        )
        .annotate(
            position=F("organisation__links__position"),
            reached_at=F("organisation__links__reached_at"),
            stop_state=F("organisation__links__state"),
        )
        .select_related("user", "organisation")
    )
)
Chosen = Callable[[Attempt, RoleAssignment], bool]


def _is_earlier(attempt: Attempt, officer) -> bool:
    return bool(officer.reached_at) and officer.organisation_id != attempt.organisation.pk


AUDIENCES: dict[str, Chosen] = {
    "unit": lambda attempt, officer: officer.organisation_id == attempt.application.unit_id,
    "holder": lambda attempt, officer: officer.organisation_id == attempt.application.holder_id,
    "earlier": _is_earlier,
    "reached": lambda attempt, officer: bool(officer.reached_at),
    "above_unit": lambda attempt, officer: (
        bool(officer.reached_at) and officer.organisation_id != attempt.application.unit_id
    ),
    "body": lambda attempt, officer: bool(officer.position) and not officer.stop_state,
}


@follower
def tell(attempt: Attempt) -> None:
    """Write a message to everybody whom the table names for this move."""
    lines = TOLD.get(attempt.move.action, ())
    if not lines:
        return
    officers = []
    if any(line.to != "applicant" for line in lines):
        officers = _acting(attempt)
    values = _values(attempt)
    deliver(
        _message(line, person, attempt, values)
        for line in lines
        for person in _people(line.to, attempt, officers)
    )


def _acting(attempt: Attempt) -> list[RoleAssignment]:
    """The officers of the case's way, without its own applicant: nobody handles one's own."""
    case = attempt.application
    found = _officers(case=case.pk, day=timezone.localdate(attempt.at))
    number = case.applicant.id_number_hash
    return [
        each
        for each in found
        if ROLE_OF_KIND[OrganisationKind(each.organisation.kind)] == each.role
        and each.user_id != case.applicant_id
        and not (number and each.user.id_number_hash == number)
    ]


def _people(to: str, attempt: Attempt, officers: Iterable[RoleAssignment]) -> list[User]:
    if to == "applicant":
        applicant = attempt.application.applicant
        return [applicant] if applicant.is_active else []
    chosen = AUDIENCES[to]
    people = {each.user_id: each.user for each in officers if chosen(attempt, each)}
    # Who made the move need not be told of it.
    if attempt.actor is not None:
        people.pop(attempt.actor.pk, None)
    return list(people.values())


def _message(line: Line, person: User, attempt: Attempt, values: dict) -> Notification:
    case = attempt.application
    return Notification(
        person=person,
        application=case,
        kind=line.kind,
        text=line.text.format_map(values),
        next_step=line.next_step.format_map(values),
        until=_until(line, attempt),
        address=reverse(line.page, args=[case.pk]),
        created_at=attempt.at,
    )


def _until(line: Line, attempt: Attempt) -> date | None:
    if line.until == ROUND_END:
        return attempt.application.round.office_until
    return deadline_of(attempt.application) if line.until == LEVEL_END else None


def _values(attempt: Attempt) -> dict[str, str]:
    """What the table's words name; each is one line but for the reason."""
    case = attempt.application
    number = attempt.log_data.get("snapshot", 1)
    lines = {
        "name": case.applicant.name,
        "round": case.round.name,
        "level": case.level_label,
        "receipt": case.receipt_number or "",
        "holder": case.holder.name if case.holder else "",
        "by": attempt.organisation.name if attempt.organisation else "",
        "body": case.recommending_body.name if attempt.move.action == Action.RECOGNIZE else "",
        "steps": "、".join(step_of(key).label for key in case.open_steps),
        "times": f"（修改后第{number}次提交）" if number > 1 else "",
        "last": _day(_passed(attempt)),
        "ban": _ban(attempt.log_data),
    }
    values = {name: clean_line(value) for name, value in lines.items()}
    return values | {"reason": attempt.data.get("reason", "").strip()}


def _ban(data: dict) -> str:
    """From when until when a revocation bars its person."""
    if "barred_until" not in data:
        return ""
    first, last = (date.fromisoformat(data[name]) for name in ("barred_from", "barred_until"))
    return f"{_day(first)}至{_day(last)}"


def _passed(attempt: Attempt) -> date | None:
    """The last day where the case stood before the move."""
    before = copy(attempt.application)
    before.state = attempt.move.source
    return deadline_of(before)


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
