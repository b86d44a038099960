"""The first sheet of a stranger's .xlsx as plain cells: nothing is calculated, nothing followed.

Formulas, dates and numbers are told apart, so that whoever asked for a sheet can name the cell
that is not what it should be. Workbooks that can do something are refused whole (trust UP-04,
UP-07, UP-11).
"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from documents.paper.model import BadPaper
from documents.paper.package import Package, open_package

MOST_ROWS = 1000
MOST_COLUMNS = 100
LONGEST_TEXT = 2000

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_NOT_EXCEL = "文件不是普通的电子表格（.xlsx），请另存为“Excel 工作簿(*.xlsx)”后再上传。"
_ACTIVE = {
    "vbaproject": "宏",
    "externallinks/": "指向其他文件的链接",
    "embeddings/": "夹带的其他文件",
    "activex/": "控件",
    "connections.xml": "外部数据连接",
    "macrosheets/": "宏",
}


class BadSheet(ValueError):
    """A workbook that is not read; the text is the reason for the person."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that holds something. `kind` is `text`, `number`, `date`, `bool`, `formula` or
    `error`; a date's text is `YYYY-MM-DD`, a formula's is empty."""

    column: int
    kind: str
    text: str


def read_sheet(data: bytes) -> list[tuple[int, list[Cell]]]:
    """The rows of the first visible sheet that hold anything: row number and cells, in order.

    Raises BadSheet: no workbook, one that could do something, one that is too large.
    """
    try:
        package = open_package(data)
        _refuse_active(package)
        return _Reader(package).rows()
    except BadSheet:
        raise
    except BadPaper as error:
        # What it says of Word is meant for the defence paper.
        text = str(error)
        raise BadSheet(_NOT_EXCEL if "Word" in text or ".doc" in text else text) from None
    except Exception as error:
        # The parsers beneath raise whatever they like on a broken file.
        raise BadSheet("文件已损坏或不完整，无法读取，请重新保存后再上传。") from error


def _refuse_active(package: Package) -> None:
    for name in package.members:
        for mark, what in _ACTIVE.items():
            if mark in name.lower():
                raise BadSheet(f"文件里有{what}，不能上传。请新建普通的 .xlsx，只复制内容。")


class _Reader:
    """One workbook's first visible sheet."""

    def __init__(self, package: Package):
        self.package = package
        books = package.related("", "officeDocument")
        if not books or package.type_of(books[0]) != _BOOK_TYPE:
            raise BadSheet(_NOT_EXCEL)
        self.book = books[0]
        root = package.tree(self.book)
        self.main = _STRICT if root.tag.startswith(f"{{{_STRICT}}}") else _MAIN
        self.sheet = self._first_sheet(root)
        properties = root.find(self._tag("workbookPr"))
        mac = properties is not None and properties.get("date1904") in ("1", "true")
        self.epoch = CALENDAR_MAC_1904 if mac else CALENDAR_WINDOWS_1900
        self.shared = self._shared()
        self.dates = self._date_styles()

    def _tag(self, name: str) -> str:
        return f"{{{self.main}}}{name}"

    def _first_sheet(self, root: Any) -> str:
        targets = {each.id: each.target for each in self.package.relations(self.book)}
        for sheet in root.iter(self._tag("sheet")):
            if sheet.get("state", "visible") != "visible":
                continue
            held = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), "")
            if targets.get(held) in self.package.members:
                return targets[held]
        raise BadSheet("文件里没有可以读取的工作表。")

    def _part(self, kind: str, name: str) -> Any | None:
        found = self.package.related(self.book, kind)
        if found:
            return self.package.tree(found[0])
        path = posixpath.join(posixpath.dirname(self.book), name)
        return self.package.tree(path) if path in self.package.members else None

    def _shared(self) -> list[str]:
        root = self._part("sharedStrings", "sharedStrings.xml")
        return [] if root is None else [self._text(each) for each in root.iter(self._tag("si"))]

    def _text(self, element: Any) -> str:
        # Readings above characters (rPh) are no part of the text.
        parts = [
            each.text or ""
            for each in element.iter(self._tag("t"))
            if each.getparent().tag != self._tag("rPh")
        ]
        return "".join(parts)

    def _date_styles(self) -> set[int]:
        root = self._part("styles", "styles.xml")
        if root is None:
            return set()
        formats = {
            int(each.get("numFmtId", 0)): each.get("formatCode", "")
            for each in root.iter(self._tag("numFmt"))
        }
        held = root.find(self._tag("cellXfs"))
        return {
            index
            for index, style in enumerate(held if held is not None else ())
            if _is_date(int(style.get("numFmtId", 0)), formats)
        }

    def rows(self) -> list[tuple[int, list[Cell]]]:
        found: dict[int, list[Cell]] = {}
        for number, cell in self._cells():
            if cell.column > MOST_COLUMNS:
                raise BadSheet(f"表格太宽：超过 {MOST_COLUMNS} 列的地方有内容，请删去后再上传。")
            row = found.setdefault(number, [])
            row.append(cell)
            if len(found) > MOST_ROWS or len(row) > MOST_COLUMNS:
                raise BadSheet(f"表格太大，一次最多 {MOST_ROWS} 行，请分几个文件导入。")
        return sorted(found.items())

    def _cells(self) -> Iterator[tuple[int, Cell]]:
        row = column = 0
        for element in self.package.tree(self.sheet).iter(self._tag("row"), self._tag("c")):
            if element.tag == self._tag("row"):
                row, column = int(element.get("r", row + 1)), 0
                continue
            if address := _ADDRESS.fullmatch(element.get("r", "")):
                column, row = column_index_from_string(address[1]), int(address[2])
            else:
                column += 1
            if (cell := self._cell(element, column)) is not None:
                yield row, cell

    def _cell(self, element: Any, column: int) -> Cell | None:
        if element.find(self._tag("f")) is not None:
            return Cell(column, "formula", "")
        kind = element.get("t", "n")
        if kind == "inlineStr":
            return _cell(column, "text", self._text(element))
        value = (element.findtext(self._tag("v")) or "").strip(" \r\n\t" if kind != "str" else "")
        if not value:
            return None
        if kind == "s":
            return _cell(column, "text", self.shared[int(value)])
        if kind == "str":
            return _cell(column, "text", value)
        if kind == "b":
            return Cell(column, "bool", value)
        if kind == "e":
            return Cell(column, "error", value[:20])
        if kind == "d":
            return Cell(column, "date", value[:10])
        if int(element.get("s", 0)) in self.dates:
            return self._date(column, value)
        return Cell(column, "number", value[:40])

    def _date(self, column: int, value: str) -> Cell:
        moment = from_excel(float(value), self.epoch)
        if not isinstance(moment, datetime):
            return Cell(column, "number", value[:40])
        return Cell(column, "date", moment.date().isoformat())


def _cell(column: int, kind: str, text: str) -> Cell | None:
    return Cell(column, kind, text[:LONGEST_TEXT]) if text.strip() else None


def _is_date(number: int, formats: dict[int, str]) -> bool:
    # East Asian office programs have date formats of their own under these numbers.
    if 27 <= number <= 36 or 50 <= number <= 58:
        return True
    return bool(is_date_format(formats.get(number) or BUILTIN_FORMATS.get(number, "")))
