"""Technicians recognised by units, as the body above them and the case's page look at them."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import User
from accounts.permissions import right
from applications.enums import State
from applications.models import Application, Event
from applications.moves import is_recognized_by_unit
from review.enums import RecognitionOutcome
from review.models import RecognitionObjection
from review.services.recognitions import why_no_objection

TONES = {
    RecognitionOutcome.OPEN: "waiting",
    RecognitionOutcome.UPHELD: "danger",
    RecognitionOutcome.REJECTED: "success",
}


def recognitions_for(user: User) -> QuerySet[Application]:
    """The cases that units below the officer's bodies recognised, also those revoked since, the
    newest first."""
    objections = RecognitionObjection.objects.select_related("recorded_by", "decided_by")
    recognized = Event.objects.filter(to_state=State.RECOGNIZED).values("application")
    found = Application.objects.filter(
        Q(state=State.RECOGNIZED) | Q(state=State.REVOKED, pk__in=recognized)
    )
    return (
        right("read_recognitions")
        .filter(user, found)
        .select_related("round", "unit", "applicant", "recommending_body", "examination")
        .prefetch_related(Prefetch("recognition_objections", objections, to_attr="objections"))
        .order_by("-state_since", "-pk")
    )


@dataclass(slots=True)
class RecognitionRow:
    """One recognised technician with the last objection to it."""

    case: Application
    objection: RecognitionObjection | None
    why_not: str  # why no objection can be recorded now; "" when one can

    @property
    def word(self) -> str:
        """Where it stands."""
        if self.case.state == State.REVOKED:
            return "已取消资格"
        if self.objection is None:
            return "认定有效"
        if self.objection.outcome == RecognitionOutcome.UPHELD:
            return "异议成立，待取消资格"
        return f"异议{self.objection.get_outcome_display()}"

    @property
    def tone(self) -> str:
        """The chip for it."""
        if self.case.state == State.REVOKED:
            return "danger"
        return TONES[RecognitionOutcome(self.objection.outcome)] if self.objection else "success"

    @property
    def is_open(self) -> bool:
        """Whether an objection waits for its outcome."""
        return self.objection is not None and self.objection.outcome == RecognitionOutcome.OPEN


def row_of(case: Application, user: User) -> RecognitionRow:
    """One case of `recognitions_for` as its row."""
    last = case.objections[-1] if case.objections else None
    case.found_for = user.pk  # by `recognitions_for`, which leaves the user's own out
    why = why_no_objection(case, user)
    if last and last.outcome != RecognitionOutcome.REJECTED:
        why = why or "这项认定已有异议，正在核查或已经成立。"
    return RecognitionRow(case, last, why)


def objections_of(case: Application) -> list[RecognitionObjection]:
    """The objections to a recognition, for the case's page; none is looked for elsewhere."""
    if case.state not in (State.RECOGNIZED, State.REVOKED) or not is_recognized_by_unit(case):
        return []
    found = case.recognition_objections.select_related("organisation", "recorded_by", "decided_by")
    return list(found)


def upheld_reason(case: Application) -> str:
    """What an upheld objection found, for the form of the revocation; "" without one."""
    upheld = [each for each in objections_of(case) if each.outcome == RecognitionOutcome.UPHELD]
    return upheld[-1].finding if upheld else ""
