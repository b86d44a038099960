"""Files that two applicants of a round handed in alike: told to the secretary only."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import holds_role
from accounts.prepared import Prepared
from applications.models import Application, EvidenceFile
from applications.permissions import officer_organisations, own_by, submitted_and_reached

MOST_TOLD = 200  # files alike of one case


def same_elsewhere(user: User, case: Application, hashes: Iterable[str]) -> dict[str, list[str]]:
    """By hash, of those of a case's frozen files: a sentence for each of the same content that a submission of
    another applicant names, in the round and within the reader's scope. One query for each office
    of the reader; none, and nothing told, for who is no secretary."""
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
    MOST_TOLD of them."""
    wanted = set(hashes)
    about = {"case": case.pk, "round": case.round_id, "applicant": case.applicant_id}
    reader = {"person": user.pk, "number": user.id_number_hash or "-"}
    found = {
        file.pk: file
        for organisation in officer_organisations(user)
        for file in _alike(organisation=organisation, **about, **reader)
        if file.sha256 in wanted
    }
    return sorted(found.values(), key=lambda file: (file.application_id, file.pk))


# Correlated, and cut off: a circular that everybody hands in is alike in thousands of cases.
_alike = Prepared(
    lambda case, round, applicant, organisation, person, number: (
        EvidenceFile.objects.filter(
            Exists(
                submitted_and_reached(
                    Application.objects.filter(pk=OuterRef("application"), round=round),
                    Q(organisation=organisation),
                    own_by(person, number),
                ).exclude(applicant=applicant)
            ),
            sha256__in=EvidenceFile.objects.filter(application=case).order_by().values("sha256"),
            submitted_at__isnull=False,
        )
        .select_related("application__unit", "application__round")
        .order_by()[:MOST_TOLD]
    )
)
