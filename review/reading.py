"""The evidence as an officer pages through it: its files in binding order, each beside the part
of the dossier that it proves."""

from collections import Counter
from dataclasses import dataclass

from applications.dossier import differences, dossier_from_snapshot
from applications.files import DRAWN
from applications.models import Snapshot
from applications.panels import frozen_panel
from review.frozen import EvidencePart, evidence_of

# Which part of the dossier (a step of the form) a file proves. What a policy names otherwise is
# in the list all the same, beside no part.
PART_OF_NEED = {
    "photo": "person",
    "identity_card": "person",
    "employment_contract": "application",
    "pension_proof": "application",
    "employer_examination_record": "application",
    "education_check": "education",
    "degree_check": "education",
    "grassroots_proof": "work",
    "present_title_proof": "titles",
    "appointment_proof": "titles",
    "wage_sheet": "titles",
    "assessment_forms": "assessments",
    "continuing_education_certificates": "continuing_education",
    "paper_cover": "achievements",
    "paper_contents": "achievements",
    "paper_body": "achievements",
    "paper_back_cover": "achievements",
    "paper_search_page": "achievements",
    "achievement_proof": "achievements",
    "new_achievement_proof": "achievements",
    "award_certificates": "honours",
    "work_summary": "summary",
    "defence_paper": "defence",
    "defence_picture": "defence",
}


def files_of(data: dict) -> list[dict]:
    """Every file of a submission's data in binding order."""
    return [file for part in evidence_of(data) for file in part.files]


def beside(data: dict) -> dict[str, list[EvidencePart]]:
    """The evidence of each part of the dossier."""
    found: dict[str, list[EvidencePart]] = {}
    for part in evidence_of(data):
        if step := PART_OF_NEED.get(part.need):
            found.setdefault(step, []).append(part)
    return found


def submission_before(snapshot: Snapshot) -> Snapshot | None:
    """The one with which a submission is compared; None for a first one."""
    if snapshot.number == 1:
        return None
    before = snapshot.application.snapshots.get(number=snapshot.number - 1)
    before.application = snapshot.application  # its round is read already
    return before


def what_is_drawn(snapshot: Snapshot) -> dict[str, dict]:
    """What a submission's verdict, dossier and evidence are drawn from; the changes since the one
    before are marked."""
    before = submission_before(snapshot)
    parts = differences(before, snapshot) if before else dossier_from_snapshot(snapshot)
    return {
        "verdict": {"panel": frozen_panel(snapshot.data, snapshot.application.round.policy)},
        "dossier": {
            "parts": parts,
            "beside": beside(snapshot.data),
            "case": snapshot.application_id,
        },
        "evidence": list_context(snapshot, before),
    }


def list_context(
    snapshot: Snapshot, before: Snapshot | None, same: dict[str, list[str]] | None = None
) -> dict:
    """What the list of the evidence is drawn from; files that the submission before did not hold
    are marked, and by their hash those that others handed in too (`same`)."""
    parts = evidence_of(snapshot.data)
    known = Counter(_identity(file) for file in files_of(before.data)) if before else None
    for part in parts:
        part.files[:] = [
            file
            | {
                "is_new": known is not None and not known[_identity(file)],
                "same": (same or {}).get(file["sha256"]),
            }
            for file in part.files
        ]
    return {"case": snapshot.application_id, "evidence": parts, "parts_of": PART_OF_NEED}


def _identity(file: dict) -> tuple[str, str]:
    return file["need"], file["sha256"]


@dataclass(frozen=True, slots=True)
class Place:
    """One page of one file: where a link of the viewer leads. Pages count from 1."""

    file: int
    page: int


@dataclass(frozen=True, slots=True)
class Viewer:
    """The page of evidence that is looked at, and its neighbours; `number` counts from 1."""

    file: dict
    page: int
    number: int
    total: int
    step: str
    before: Place | None
    after: Place | None
    file_before: Place | None
    file_after: Place | None

    @property
    def is_drawn(self) -> bool:
        """Whether its pages can be shown; a Word file is downloaded."""
        return self.file["content_type"] in DRAWN

    @property
    def said(self) -> str:
        """What a screen reader hears after the page was turned."""
        file = f"{self.file['label']}，第{self.number}份，共{self.total}份"
        return f"{file}，第{self.page}页，共{self.file['pages']}页"


def viewer_of(data: dict, file: int | None, page: int | None) -> Viewer | None:
    """The viewer at a file and page of a submission; the first ones for what it does not hold.

    None where there is no evidence at all. Turning over the last page goes on to the next file.
    """
    files = files_of(data)
    if not files:
        return None
    at = next((index for index, each in enumerate(files) if each["id"] == file), 0)
    shown = files[at]
    page = min(max(page or 1, 1), shown["pages"])
    last = files[at - 1] if at else None
    next_ = files[at + 1] if at + 1 < len(files) else None
    file_before = Place(last["id"], 1) if last else None
    file_after = Place(next_["id"], 1) if next_ else None
    page_before = Place(last["id"], last["pages"]) if last else None
    return Viewer(
        shown,
        page,
        at + 1,
        len(files),
        PART_OF_NEED.get(shown["need"], ""),
        Place(shown["id"], page - 1) if page > 1 else page_before,
        Place(shown["id"], page + 1) if page < shown["pages"] else file_after,
        file_before,
        file_after,
    )
