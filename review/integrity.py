"""Integrity records as the pages show them: where the ban stands on a day, its appeals."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import organisations_of, right
from applications.enums import REVIEW_STATES, AppealOutcome, State
from applications.models import Application, IntegrityAppeal, IntegrityRecord

STANDINGS = {
    "in_force": "取消资格期内",
    "coming": "尚未开始",
    "over": "已期满",
    "overturned": "申诉后撤销",
}
_TONES = {"in_force": "danger", "coming": "warning"}


@dataclass(frozen=True, slots=True)
class RecordView:
    """One record with what its appeals made of it, on a day."""

    record: IntegrityRecord
    standing: str
    until: date

    @property
    def word(self) -> str:
        """Where the ban stands."""
        return STANDINGS[self.standing]

    @property
    def tone(self) -> str:
        """The chip for it."""
        return _TONES.get(self.standing, "neutral")

    @property
    def is_changed(self) -> bool:
        """Whether an appeal gave it another last day."""
        return self.until != self.record.barred_until


def view_of(record: IntegrityRecord, day: date) -> RecordView:
    """A record that was read `with_appeals`, as it stands on that day."""
    until = record.changed_until or record.barred_until
    standing = "in_force"
    if record.outcome == AppealOutcome.OVERTURNED:
        standing = "overturned"
    elif day > until:
        standing = "over"
    elif day < record.barred_from:
        standing = "coming"
    return RecordView(record, standing, until)


def standing_condition(standing: str, day: date) -> Q:
    """The condition on `records_for` that a record stands so on that day; as `view_of`."""
    holds = Q(outcome__isnull=True) | ~Q(outcome=AppealOutcome.OVERTURNED)
    return {
        "in_force": holds & Q(barred_from__lte=day, last__gte=day),
        "coming": holds & Q(barred_from__gt=day),
        "over": holds & Q(last__lt=day),
        "overturned": Q(outcome=AppealOutcome.OVERTURNED),
    }[standing]


def records_for(user: User) -> QuerySet[IntegrityRecord]:
    """The records that the person may read, the newest decision first."""
    found = right("read_integrity").filter(user, IntegrityRecord.objects.all())
    return (
        found.with_appeals()
        .annotate(last=Coalesce("changed_until", "barred_until"))
        .select_related("application", "application__round", "organisation", "recorded_by")
        .order_by("-decided_on", "-pk")
    )


def appeals_of(record: IntegrityRecord) -> list[IntegrityAppeal]:
    """The appeals in order, with who entered and decided them."""
    return list(record.appeals.select_related("entered_by", "decided_by", "organisation"))


def answered_cases(user: User) -> QuerySet[Application]:
    """The cases for which the person answers: whom a finding may be about."""
    return right("answer_for_integrity").filter(
        user,
        Application.objects.select_related("round", "round__office", "applicant", "unit"),
    )


def integrity_link(case: Application, user: User) -> tuple[str, str] | None:
    """Address and label of a case's finding for who answers for it: to record one, or to read the
    one that is recorded. Asks nothing of the database: the case page shows it."""
    answers = case.round.office_id in organisations_of(user, Role.SECRETARY)
    answers = answers or case.recommending_body_id in organisations_of(user, Role.HR_OFFICER)
    if not answers:
        return None
    if case.state == State.REVOKED:
        return reverse("review:integrity_record", args=[case.pk]), "诚信记录"
    return reverse("review:integrity_revoke", args=[case.pk]), "查实虚假材料"


def extension_link(case: Application, user: User) -> str:
    """Where the office gives the case a later last day; "" where there is none to move."""
    if case.round.office_id not in organisations_of(user, Role.SECRETARY):
        return ""
    is_open = case.state in (*REVIEW_STATES, State.RETURNED)
    return reverse("review:extension", args=[case.pk]) if is_open else ""
