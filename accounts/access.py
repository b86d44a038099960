"""The access log: who read or exported whose personal data, and every refusal."""

from collections.abc import Iterable

from django.utils import timezone

from accounts.enums import Role
from accounts.models import AccessRecord, Organisation, User
from accounts.navigation import STAND_IN, acts_as
from accounts.permissions import active_assignments
from accounts.prepared import insert


def record_access(
    *,
    user: User | None,
    what: str,
    object: str,
    outcome: str = "read",
    detail: str = "",
    role: str = "",
    organisation: Organisation | None = None,
    cases: Iterable[str] = (),
) -> None:
    """Write one line of the access log; the one thing that a GET may write.

    Without a `role`, the one in which the person handles others' cases today stands for it. `object` and `detail` are
    cut to their columns, and never hold an ID number; `cases` are the receipt numbers that an
    export covers.
    """
    line = _line(user, what, object, outcome, detail, role, organisation)
    line.cases = "".join(f" {receipt}" for receipt in cases) + " " if cases else ""
    insert(line)


def record_look(*, user: User, what: str, object: str) -> None:
    """Write that somebody looked at pictures of one case: one line a person, case and hour, also
    when a page asks for all its pictures at once. Nothing that was written is changed."""
    hour = f"{timezone.now():%Y%m%d%H}"
    once = f"{what}:{user.pk}:{object}:{hour}"[:80]
    if AccessRecord.objects.filter(once_key=once).exists():
        return
    line = _line(user, what, object, "read", "", "", None)
    line.once_key = once
    # Of two that ask at once the database keeps the first.
    AccessRecord.objects.bulk_create([line], ignore_conflicts=True)


def _line(user, what, object, outcome, detail, role, organisation) -> AccessRecord:
    known = user if user is not None and user.is_authenticated else None
    if known is not None and not role:
        role, acted_for = _acting_as(known)
        organisation = organisation or acted_for
    return AccessRecord(
        user=known,
        what=what[:40],
        object=str(object)[:80],
        outcome=outcome[:10],
        detail=detail[:200],
        role=role,
        organisation=organisation,
    )


def _acting_as(user: User) -> tuple[str, Organisation | None]:
    """In which role a person looks at others' data: as an officer or what else they hold, as a
    stand-in, and only then as an applicant."""
    held = active_assignments(user)
    beyond = [each for each in held if each.role != Role.APPLICANT]
    if not beyond and STAND_IN in acts_as(user):
        return STAND_IN, None
    first = next(iter(beyond or held), None)
    return (first.role, first.organisation) if first else ("", None)
