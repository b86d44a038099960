"""Evidence files as pages list them: of a draft by its needs, of a submission as frozen."""

from dataclasses import dataclass, field

from django.urls import reverse

from applications.case import Case
from applications.display import size_text
from applications.models import EvidenceFile, Snapshot


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

    @property
    def page_numbers(self) -> range:
        return range(1, self.pages + 1)


@dataclass(slots=True)
class FileGroup:
    """The files of one entry of the evidence list."""

    key: str
    label: str
    files: list[FileView] = field(default_factory=list)


def file_view(id: int, name: str, size: int, pages: int, content_type: str) -> FileView:
    """One file for a page."""
    return FileView(
        id,
        name,
        size_text(size),
        pages,
        content_type != "application/pdf",
        reverse("applications:file_view", args=[id]),
        reverse("applications:file_page", args=[id]),
        reverse("applications:file_download", args=[id]),
    )


def view_of(file: EvidenceFile) -> FileView:
    """A stored file for a page."""
    return file_view(file.pk, file.name, file.size, file.pages, file.content_type)


def groups_of_case(case: Case) -> list[FileGroup]:
    """A draft's files by need, in binding order; needs without files are left out."""
    return [
        FileGroup(need.key, need.label, [view_of(file) for file in case.files[need.key]])
        for need in case.evidence
        if case.files.get(need.key)
    ]


def groups_of_snapshot(snapshot: Snapshot) -> list[FileGroup]:
    """A submission's files by need, as frozen; no query."""
    groups: dict[str, FileGroup] = {}
    for each in snapshot.data["files"]:
        group = groups.setdefault(each["need"], FileGroup(each["need"], each["label"]))
        group.files.append(
            file_view(each["id"], each["name"], each["size"], each["pages"], each["content_type"])
        )
    return list(groups.values())
