"""What of a case was seen elsewhere in its round: the ID number, or a file's content.

Only what lies in the reader's own scope is told (trust UP-16): a case outside it does not exist
for them.
"""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import holds_role
from applications.models import Application, EvidenceFile, Snapshot
from applications.queries import submitted_for
from review.reading import files_of
from review.same_files import alike


@dataclass(frozen=True, slots=True)
class SameFile:
    """A file of the case with the file of another case that has the same content."""

    file: dict
    other: EvidenceFile


@dataclass(frozen=True, slots=True)
class Duplicates:
    """`files` is None for who is not told of files."""

    cases: list[Application]
    account: str
    files: list[SameFile] | None

    @property
    def is_clean(self) -> bool:
        return not (self.cases or self.account or self.files)


def duplicates_of(user: User, case: Application, snapshot: Snapshot) -> Duplicates:
    """Other cases of the round under the same ID number, the account that bears it now when it is
    not the applicant's, and the same files; files to the secretary only."""
    same_number = Snapshot.objects.filter(
        application=OuterRef("pk"), id_number_hash=snapshot.id_number_hash
    )
    cases = submitted_for(user).filter(Exists(same_number), round=case.round_id)
    cases = cases.exclude(pk=case.pk).select_related("unit", "round").order_by("pk")
    is_office = holds_role(user, [Role.SECRETARY])
    return Duplicates(
        list(cases),
        _other_account(case, snapshot) if is_office else "",
        _same_files(user, case, snapshot) if is_office else None,
    )


def _other_account(case: Application, snapshot: Snapshot) -> str:
    """Whose account bears the submitted number now; "" while it is the applicant's or nobody's."""
    others = User.objects.filter(id_number_hash=snapshot.id_number_hash)
    return others.exclude(pk=case.applicant_id).values_list("name", flat=True).first() or ""


def _same_files(user: User, case: Application, snapshot: Snapshot) -> list[SameFile]:
    own: dict[str, dict] = {}
    for file in files_of(snapshot.data):
        own.setdefault(file["sha256"], file)
    return [SameFile(own[each.sha256], each) for each in alike(user, case, own)]
