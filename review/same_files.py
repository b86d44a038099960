"""Files that two applicants of a round handed in alike: told to the secretary only."""

from collections.abc import Iterable

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import holds_role
from applications.models import Application, EvidenceFile, Snapshot
from applications.queries import submitted_for


def same_elsewhere(user: User, case: Application, files: list[dict]) -> dict[str, list[str]]:
    """By hash of a frozen file: a sentence for each of the same content that a submission of
    another applicant names, in the round and within the reader's scope. One query; none, and
    nothing told, for who is no secretary."""
    if not holds_role(user, [Role.SECRETARY]):
        return {}
    found = alike(user, case, {file["sha256"] for file in files})
    told: dict[str, list[str]] = {}
    for sha256, receipt, name in found.order_by("application", "pk").values_list(
        "sha256", "application__receipt_number", "name"
    ):
        told.setdefault(sha256, []).append(f"与受理编号{receipt}的“{name}”内容相同")
    return told


def alike(user: User, case: Application, hashes: Iterable[str]) -> QuerySet[EvidenceFile]:
    """The files of those hashes that submissions of other applicants name, in the round and
    within the reader's scope."""
    # The canonical JSON names a file so, and typed text cannot: its quotes are escaped.
    key = Concat(Value('"id":'), Cast(OuterRef("pk"), CharField()), Value(',"label"'))
    named = Snapshot.objects.filter(application=OuterRef("application"), content__contains=key)
    cases = submitted_for(user).filter(round=case.round_id).exclude(applicant=case.applicant_id)
    return EvidenceFile.objects.filter(
        Exists(named),
        sha256__in=set(hashes),
        application__in=cases.order_by().values("pk"),
    )
