"""推荐函 with its list, from the frozen letter and the submissions that it tells of."""

import tempfile
from typing import IO

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery

from accounts.access import record_access
from accounts.models import User
from accounts.permissions import active_assignments
from applications import log
from applications.models import Snapshot
from documents.forms.recommendation_letter import (
    Letter,
    Recommended,
    letters_docx,
    letters_pdf,
)
from policy.schema import Policy
from review.exports.base import Export, register
from review.exports.making import ACTION, Made
from review.exports.person import person_of
from review.exports.records import FrozenCase
from review.exports.selection import CannotExport, Selection
from review.exports.texts import day_in_words, plain
from review.models import LetterEntry, RecommendationLetter
from review.queries import letter_stands


@register
class RecommendationLetters(Export):
    """The letters in force that list the selected cases; each with those of its list who are
    selected, and a line that tells how many are not."""

    key = "recommendation-letter"
    label = "推荐函"
    title = "推荐函"
    formats = ("docx", "pdf")
    most = {"docx": 2000, "pdf": 1000}

    def write(self, selection: Selection, format: str, file: IO[bytes]) -> int:
        chosen = set(selection.cases.order_by().values_list("pk", flat=True))
        found = (
            RecommendationLetter.objects.filter(letter_stands(), entries__application__in=chosen)
            .select_related("organisation", "round__office")
            .order_by("organisation__name", "issued_on", "pk")
            .distinct()
        )
        papers = [letter_paper(letter, selection.level, chosen) for letter in found]
        papers = [paper for paper in papers if paper.people]
        if papers:
            file.write((letters_pdf if format == "pdf" else letters_docx)(papers))
        return sum(len(paper.people) for paper in papers)

    def nobody(self) -> CannotExport:
        return CannotExport("所选的申报还没有列入已签发的推荐函。")


def letter_paper(
    letter: RecommendationLetter, level: str = "", chosen: set[int] | None = None
) -> Letter:
    """An issued letter as it is printed; `chosen` and `level` narrow its list, not its text."""
    policy = letter.round.policy
    people = []
    entries = list(_listed(letter))
    for entry, snapshot in entries:
        case = FrozenCase(snapshot)
        if chosen is not None and entry.application_id not in chosen:
            continue
        if level and case.data["application"]["level"] != level:
            continue
        people.append(_recommended(case, policy))
    return Letter(
        number=letter.number,
        office=letter.round.office.name,
        text=letter.text,
        posted=letter.posted,
        contact=letter.filled_by,
        telephone=letter.telephone,
        body=letter.organisation.name,
        signer=letter.signer,
        date=day_in_words(letter.issued_on) if letter.issued_on else "",
        people=people,
        left_out=len(entries) - len(people),
    )


def _listed(letter: RecommendationLetter):
    """The list in its order, each with the submission that it tells of."""
    entries = list(letter.entries.order_by("position", "pk"))
    wanted = LetterEntry.objects.filter(letter=letter, application=OuterRef("application"))
    told = Snapshot.objects.filter(
        Q(number=Subquery(wanted.values("snapshot_number")[:1])),
        application__in=[entry.application_id for entry in entries],
    )
    snapshots = {snapshot.application_id: snapshot for snapshot in told}
    return [(entry, snapshots[entry.application_id]) for entry in entries]


def _recommended(case: FrozenCase, policy: Policy) -> Recommended:
    data = case.data
    return Recommended(
        name=data["person"]["name"],
        id_number=case.id_number,
        unit=data["unit"]["name"],
        current_title=person_of(case, policy).title,
        applied_title=data["application"]["level_label"],
        applied_specialty=plain(case.one("application"), "applied_specialty"),
    )


def print_letter(*, actor: User, letter: RecommendationLetter, format: str) -> Made:
    """The whole letter for an officer of its body, with one event and one line of the access
    log: its list has full ID numbers."""
    paper = letter_paper(letter)
    content = (letters_pdf if format == "pdf" else letters_docx)([paper])
    held = [each for each in active_assignments(actor) if each.organisation_id]
    acting = next((each for each in held if each.organisation_id == letter.organisation_id), None)
    role = acting.role if acting else ""
    with transaction.atomic():
        log.append(
            action=ACTION,
            actor=actor,
            role=role,
            organisation=letter.organisation,
            object=f"recommendation-letter:{letter.pk}",
            data={"form": "recommendation-letter", "format": format, "count": len(paper.people)},
        )
        record_access(
            user=actor,
            what=ACTION,
            object=f"letter:{letter.pk}",
            outcome="exported",
            detail=f"推荐函 {letter.number}，{format}，{len(paper.people)}人",
            role=role,
            organisation=letter.organisation,
        )
    file = tempfile.TemporaryFile()  # noqa: SIM115
    file.write(content)
    file.seek(0)
    return Made(file, len(paper.people), f"推荐函 {letter.number}.{format}".replace("/", "_"))
