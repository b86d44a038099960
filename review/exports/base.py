"""The registry of exports: one class a form, one way to make a file and to record it."""

import re
from typing import IO

from django.db.models import QuerySet

from accounts.errors import DomainError
from accounts.permissions import right
from applications.models import Application
from applications.queries import exportable
from review.exports import rights  # noqa: F401 - registers the rights that the forms name
from review.exports.selection import CannotExport, Selection

FORMATS = {"xlsx": "电子表格（.xlsx）", "pdf": "打印件（.pdf）", "docx": "文档（.docx）"}
CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

# What file systems do not take in a name.
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


class UnknownExport(DomainError):
    """No form of that key, or not in that format."""


class Export:
    """One form. `right` names who may export it; `most` tells how many persons one file may hold
    when it is made while somebody waits, by format; `may_be_empty` that a form without persons
    is still a form."""

    key = ""
    label = ""
    title = ""  # of the form, as it stands in the file's name
    right = "export_forms"
    formats: tuple[str, ...] = ("xlsx", "pdf")
    most: dict[str, int] = {}
    may_be_empty = False
    on_page = True  # chosen on the exports' page; else it has a place of its own

    def by_receipt(self) -> QuerySet[Application]:
        """The cases that may be named one by one by their receipt numbers."""
        return exportable()

    def narrowed(self, selection: Selection) -> Selection:
        """The cases of the selection that this form is for."""
        return selection

    def write(self, selection: Selection, format: str, file: IO[bytes]) -> int:
        """Write the form for a selection that was narrowed; returns the number of persons."""
        raise NotImplementedError

    def make(self, selection: Selection, format: str, file: IO[bytes]) -> int:
        """Write the form to `file` and return the number of persons on it.

        Raises UnknownExport for a format that it does not have, CannotExport when there is
        nobody to print and the form may not be empty.
        """
        self.check_format(format)
        start = file.tell()
        count = self.write(self.narrowed(selection), format, file)
        if not count and not self.may_be_empty:
            file.seek(start)
            file.truncate()
            raise self.nobody()
        return count

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that may export the form."""
        return right(self.right).roles

    def nobody(self) -> CannotExport:
        """That there is nobody to print."""
        return CannotExport("没有可导出的申报。")

    def check_format(self, format: str) -> None:
        """Raises UnknownExport for a format that the form does not have."""
        if format not in self.formats:
            offered = "、".join(self.formats)
            raise UnknownExport(f"“{self.label}”没有 {format} 格式，可以选择：{offered}")

    def check_size(self, selection: Selection, format: str) -> None:
        """Raises CannotExport for more persons than somebody can wait for."""
        most = self.most.get(format)
        if most is not None and (count := self.narrowed(selection).count()) > most:
            raise CannotExport(
                f"这次选中 {count} 人，“{self.label}”的{FORMATS[format]}一次最多 {most} 人。"
                "请按级别、推荐部门分批导出。"
            )

    def file_name(self, selection: Selection, format: str) -> str:
        """A Chinese name for the file."""
        level = selection.round.policy.level(selection.level).label if selection.level else ""
        words = [word for word in (selection.round.name, level, self.title) if word]
        return f"{_UNFIT.sub('_', '-'.join(words))}.{format}"


_exports: dict[str, Export] = {}


def register(export: type[Export]) -> type[Export]:
    """Class decorator: enter a form into the registry under its unique key."""
    if export.key in _exports:
        raise ValueError(f"the export {export.key} is registered twice")
    _exports[export.key] = export()
    return export


def registered() -> dict[str, Export]:
    """All forms by key, in the order in which they were declared."""
    return dict(_exports)


def export_of(key: str) -> Export:
    """The form of that key; raises UnknownExport."""
    if key not in _exports:
        raise UnknownExport(f"没有表格 {key}；可以选择：{'、'.join(_exports)}")
    return _exports[key]
