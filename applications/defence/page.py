"""What the step's page shows of the paper's files."""

from dataclasses import dataclass, field

from django.conf import settings

from applications.defence import PICTURE, STEP
from applications.defence.identity import caption_hits, sentence
from applications.defence.state import Uploaded, uploaded_of, way_of
from applications.defence.taking import LONGEST_CAPTION, MOST_PICTURES
from applications.files import FileView, view_of
from documents.paper import KIND_LABELS, FindingKind


@dataclass(slots=True)
class Refusals:
    """What was just refused: the paper, pictures by name, captions as typed by file."""

    paper: str = ""
    pictures: list[tuple[str, str]] = field(default_factory=list)
    captions: dict[int, str] = field(default_factory=dict)
    caption_errors: dict[str, str] = field(default_factory=dict)

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """Anchors and sentences for the summary on top."""
        named = [
            ("pictures", f"“{name}”{reason}" if name else reason) for name, reason in self.pictures
        ]
        found = [("paper", self.paper)] if self.paper else []
        found += named + [("pictures", each) for each in self.caption_errors.values()]
        return [(f"{STEP}-{panel}", sentence) for panel, sentence in found]


@dataclass(slots=True)
class PictureView:
    """One picture with its caption and what is wrong with that."""

    file: FileView
    caption: str
    error: str
    warning: str


@dataclass(slots=True)
class FindingView:
    """One finding of an uploaded paper."""

    kind: str
    message: str
    have: str
    need: str
    excerpt: str
    is_grave: bool  # names somebody: a person must take it out


@dataclass(slots=True)
class PaperView:
    """The two panels below the step's form."""

    way: str
    can_download: bool
    pictures: list[PictureView]
    most_pictures: int
    longest_caption: int
    most_size: int  # MB
    uploaded: Uploaded | None
    file: FileView | None
    original: FileView | None
    named: list[FindingView]
    doubtful: list[FindingView]
    others: list[FindingView]
    mendable: list[FindingView]
    refusals: Refusals


def paper_view(case, refusals: Refusals | None = None) -> PaperView:
    """The panels of a case; with `refusals` captions stand as they were typed."""
    refusals = refusals or Refusals()
    paper = uploaded_of(case)
    typed = case.one(STEP)
    return PaperView(
        way_of(case),
        bool(typed.get("title") and typed.get("body")),
        _pictures(case, refusals),
        MOST_PICTURES,
        LONGEST_CAPTION,
        settings.UPLOAD_FILE_BYTES // 1024 // 1024,
        paper,
        view_of(paper.file) if paper else None,
        view_of(paper.original) if paper and paper.original else None,
        *([_finding(each) for each in found] for found in _found(paper)),
        refusals,
    )


def _found(paper: Uploaded | None) -> tuple[list, list, list, list]:
    if paper is None:
        return [], [], [], []
    return paper.named, paper.doubtful, paper.others, paper.mendable


def _finding(each: dict) -> FindingView:
    kind = FindingKind(each["kind"])
    is_grave = kind is FindingKind.IDENTITY and each["is_certain"] and not each["is_mendable"]
    return FindingView(
        KIND_LABELS[kind], each["message"], each["have"], each["need"], each["excerpt"], is_grave
    )


def _pictures(case, refusals: Refusals) -> list[PictureView]:
    hits = caption_hits(case)
    views = []
    for file in case.files.get(PICTURE, ()):
        found = hits.get(file.pk, [])
        told = sentence(found)
        is_certain = any(hit.is_certain for hit in found)
        refused = refusals.caption_errors.get(f"caption-{file.pk}", "")
        views.append(
            PictureView(
                view_of(file),
                refusals.captions.get(file.pk, file.caption),
                refused or (told if is_certain else ""),
                "" if is_certain else told,
            )
        )
    return views
