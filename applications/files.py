"""Evidence files as pages list them: of a draft by its needs, of a submission as frozen."""

from dataclasses import dataclass, field

from django.urls import reverse

from applications.case import Case
from applications.defence import LABELS
from applications.defence.state import files_of
from applications.display import size_text
from applications.models import EvidenceFile, Snapshot

DRAWN = frozenset({"application/pdf", "image/jpeg", "image/png"})


@dataclass(slots=True)
class FileView:
    """One file with the addresses of its page images and of its download."""

    id: int
    name: str
    size: str
    pages: int
    is_image: bool
    view_address: str  # a page to look at it; ?page=n from 1
    page_address: str  # one page as an image: ?page=n; &size=thumb for a small one
    download_address: str
    is_drawn: bool = True  # a Word file has no page images
    caption: str = ""

    @property
    def page_numbers(self) -> range:
        return range(1, self.pages + 1)


@dataclass(slots=True)
class FileGroup:
    """The files of one entry of the evidence list."""

    key: str
    label: str
    files: list[FileView] = field(default_factory=list)


def file_view(
    id: int, name: str, size: int, pages: int, content_type: str, caption: str = ""
) -> FileView:
    """One file for a page."""
    return FileView(
        id,
        name,
        size_text(size),
        pages,
        content_type.startswith("image/"),
        reverse("applications:file_view", args=[id]),
        reverse("applications:file_page", args=[id]),
        reverse("applications:file_download", args=[id]),
        content_type in DRAWN,
        caption,
    )


def view_of(file: EvidenceFile) -> FileView:
    """A stored file for a page."""
    return file_view(file.pk, file.name, file.size, file.pages, file.content_type, file.caption)


def groups_of_case(case: Case) -> list[FileGroup]:
    """A draft's files by need, in binding order; needs without files are left out."""
    found = [
        FileGroup(need.key, need.label, [view_of(file) for file in case.files[need.key]])
        for need in case.evidence
        if case.files.get(need.key)
    ]
    return found + [
        FileGroup(need, LABELS[need], [view_of(file) for file in files])
        for need, files in files_of(case)
    ]


def groups_of_snapshot(snapshot: Snapshot) -> list[FileGroup]:
    """A submission's files by need, as frozen; no query."""
    groups: dict[str, FileGroup] = {}
    for each in (*snapshot.data["files"], *snapshot.data.get("paper_files", ())):
        group = groups.setdefault(each["need"], FileGroup(each["need"], each["label"]))
        group.files.append(
            file_view(
                each["id"],
                each["name"],
                each["size"],
                each["pages"],
                each["content_type"],
                each.get("caption", ""),
            )
        )
    return list(groups.values())
