"""Showing a full ID number, each look recorded (workflow contract, "Who reads what")."""

from django.db import transaction

from accounts.access import record_access
from accounts.errors import BadInput, NotAllowed
from accounts.models import User
from accounts.permissions import right
from applications.models import Application
from applications.queries import latest_snapshot
from review.enums import LookReason


@transaction.atomic
def reveal_id_number(*, actor: User, application: Application, reason: str) -> str:
    """The full ID number of the last submission; who looked and why is kept first.

    Raises BadInput (no reason chosen), NotAllowed.
    """
    if not right("read_submitted").allows(actor, application):
        raise NotAllowed("您不能查看这份申报的身份证号。")
    if reason not in LookReason.values:
        raise BadInput({"reason": "请选择查看的原因。"})
    record_access(
        user=actor,
        what="id_number",
        object=application.receipt_number or "",
        detail=LookReason(reason).label,
    )
    snapshot = latest_snapshot(application)
    return snapshot.id_number if snapshot else ""
