"""Files that two applicants of a round handed in alike: told to the secretary only."""

from collections.abc import Iterable

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import holds_role
from accounts.prepared import Prepared
from applications.models import Application, EvidenceFile
from applications.queries import submitted_for

MOST_TOLD, MOST_LOOKED_AT = 200, 1000  # files alike of one case


def same_elsewhere(user: User, case: Application, hashes: Iterable[str]) -> dict[str, list[str]]:
    """By hash, of those of a case's frozen files: a sentence for each file of the same content
    that a submission of another applicant names, in the round and within the reader's scope. No
    query, and nothing told, for who is no secretary."""
    if not holds_role(user, [Role.SECRETARY]):
        return {}
    told: dict[str, list[str]] = {}
    for file in alike(user, case, hashes):
        receipt = file.application.receipt_number
        told.setdefault(file.sha256, []).append(f"与受理编号{receipt}的“{file.name}”内容相同")
    return told


def alike(user: User, case: Application, hashes: Iterable[str]) -> list[EvidenceFile]:
    """The files of those hashes, handed in with the case, that submissions of other applicants
    name, in the round and within the reader's scope; each with its case, unit and round. At most
    MOST_TOLD of them; one query where there is none."""
    about = {"case": case.pk, "round": case.round_id, "applicant": case.applicant_id}
    wanted = set(hashes)
    found = [row for row in _alike(**about) if row.sha256 in wanted]
    if not found:
        return []
    files = EvidenceFile.objects.filter(
        pk__in=[row.pk for row in found],
        application__in=submitted_for(user).filter(round=case.round_id).order_by().values("pk"),
    )
    files = files.select_related("application__unit", "application__round")
    return list(files.order_by("application", "pk")[:MOST_TOLD])


# Looked for by hash alone, whoever may read it, and cut off: a circular that everybody hands in
# is alike in thousands of cases.
_alike = Prepared(
    lambda case, round, applicant: (
        EvidenceFile.objects.filter(
            sha256__in=EvidenceFile.objects.filter(application=case).order_by().values("sha256"),
            submitted_at__isnull=False,
            application__round=round,
        )
        .exclude(application__applicant=applicant)
        .order_by()
        .values_list("pk", "sha256", named=True)[:MOST_LOOKED_AT]
    )
)
