"""The access log: who read or exported whose personal data, and every refusal."""

from accounts.models import AccessRecord, Organisation, User
from accounts.permissions import active_assignments


def record_access(
    *,
    user: User | None,
    what: str,
    object: str,
    outcome: str = "read",
    detail: str = "",
    role: str = "",
    organisation: Organisation | None = None,
) -> AccessRecord:
    """Write one line of the access log; the one thing that a GET may write.

    Without a `role`, the person's first role of today stands for it. `object` and `detail` are
    cut to their columns, and never hold an ID number.
    """
    known = user if user is not None and user.is_authenticated else None
    if known is not None and not role and (held := active_assignments(known)):
        role, organisation = held[0].role, organisation or held[0].organisation
    return AccessRecord.objects.create(
        user=known,
        what=what[:40],
        object=str(object)[:80],
        outcome=outcome[:10],
        detail=detail[:200],
        role=role,
        organisation=organisation,
    )
