"""Workbooks written row by row: safe text cells, explicit looks, the same bytes for the same input.

openpyxl's write-only mode looks every cell's style up anew and makes a cell object for each value;
the small ``_Cell`` here carries a style's number and is used again for every row instead.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import IO, Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.writer.excel import ExcelWriter

from documents.page import CREATOR, FIXED_DATE, MM_PER_INCH, PT_PER_MM, Page
from documents.safe import cell_text, sheet_name

_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
PAPER_CODES = {"A3": 8, "A4": 9}
# Column widths count digits of this font; at 12 pt its digit is 8 px in every office program.
_NORMAL_FONT = Font(name="Times New Roman", size=12)
_DIGIT_PX = 8
_PIXEL_PT = 0.75
_HIGHEST_PT = 409.5


@dataclass(frozen=True)
class Look:
    """How a cell looks: ``size`` in pt, ``align`` and ``valign`` in the words of the format.

    ``border`` names the sides with a line (t, l, b, r). A look is for text unless ``number``.
    """

    size: float = 10.5
    bold: bool = False
    align: str = "center"
    valign: str = "center"
    border: str = "tlbr"
    font: str = "宋体"
    number: bool = False


class Style(NamedTuple):
    """A look's style numbers in a workbook: for text, and for numbers in its place."""

    text: int
    number: int


class _Cell:
    """What openpyxl's row writer asks of a cell, and nothing more."""

    __slots__ = ("_comment", "_value", "coordinate", "data_type", "style", "style_id")
    has_style = True
    hyperlink = None

    def __init__(self, coordinate: str, style: "Style", value: object = None) -> None:
        self.coordinate = coordinate
        self.style = style
        self._comment: Comment | None = None
        self._value: object = None
        self.put(value)

    def put(self, value: object) -> None:
        """Take a value: a number stays a number, all else becomes safe text or stays empty."""
        if value.__class__ is int or value.__class__ is float:
            self._value, self.data_type, self.style_id = value, "n", self.style.number
            return
        self.style_id = self.style.text
        text = cell_text(value)
        self._value, self.data_type = (text, "s") if text else (None, "n")


class Book:
    """A workbook in the making; ``save`` ends it. Used once, by one thread."""

    def __init__(self) -> None:
        self._book = _new_workbook()
        properties = self._book.properties
        properties.creator = CREATOR
        properties.created = properties.modified = FIXED_DATE
        self._styles: dict[Look, Style] = {}
        self._names: set[str] = set()

    def style(self, look: Look) -> Style:
        """Return a look's style; one for text has a quote prefix (EX-01)."""
        if look not in self._styles:
            variants = (look, replace(look, number=True))
            self._styles[look] = Style(*map(self._register, variants))
        return self._styles[look]

    def _register(self, look: Look) -> int:
        cell = WriteOnlyCell(self._book.worksheets[0])
        cell.font = Font(name=look.font, size=look.size, bold=look.bold)
        cell.alignment = Alignment(look.align, look.valign, wrap_text=True)
        line, none = Side(style="thin", color="000000"), Side()
        cell.border = Border(
            left=line if "l" in look.border else none,
            right=line if "r" in look.border else none,
            top=line if "t" in look.border else none,
            bottom=line if "b" in look.border else none,
        )
        if not look.number:
            cell.number_format = "@"
            cell.quotePrefix = True
        return cell.style_id

    def sheet(self, name: str, page: Page, widths_mm: Sequence[float], **setup) -> "Sheet":
        """Add a worksheet; ``setup`` as for ``Sheet``."""
        worksheet = self._book.create_sheet(sheet_name(name, self._names))
        return Sheet(self, worksheet, page, widths_mm, **setup)

    def save(self, file: str | IO[bytes]) -> None:
        """Write the workbook with fixed dates, so that the same input gives the same bytes."""
        with _FixedZip(file, "w", ZIP_DEFLATED, allowZip64=True) as archive:
            ExcelWriter(self._book, archive).write_data()

    def discard(self) -> None:
        """Remove the temporary files of an unfinished workbook."""
        for worksheet in self._book.worksheets:
            if worksheet._writer is None:
                continue
            if not worksheet.closed:
                worksheet.close()
            if os.path.exists(worksheet._writer.out):
                worksheet._writer.cleanup()


def _new_workbook() -> Any:
    """Return an empty write-only workbook whose normal font is ours."""
    book: Any = Workbook(write_only=True)
    book._fonts = IndexedList([_NORMAL_FONT])
    return book


class Sheet:
    """One worksheet; rows are appended top down and cannot be changed afterwards.

    ``one_page`` fits the sheet onto a single page, otherwise its width onto one; ``title_rows`` is
    the number of rows repeated on each page and kept in sight; ``footer`` prints 第 n 页 共 m 页.
    """

    def __init__(
        self,
        book: Book,
        worksheet: Any,
        page: Page,
        widths_mm: Sequence[float],
        *,
        one_page: bool = False,
        title_rows: int = 0,
        footer: bool = True,
    ) -> None:
        self.book = book
        self._sheet = worksheet
        self.columns = len(widths_mm)
        self.rows = 0
        self._letters = [get_column_letter(n) for n in range(1, self.columns + 1)]
        worksheet._values_to_row = lambda cells, row: cells
        self._height = worksheet.row_dimensions = _NextHeight()
        for letter, width in zip(self._letters, widths_mm, strict=True):
            worksheet.column_dimensions[letter].width = column_width(width)
        self._set_page(page, one_page)
        if title_rows:
            worksheet.print_title_rows = f"1:{title_rows}"
            worksheet.freeze_panes = f"A{title_rows + 1}"
        if footer:
            foot: Any = worksheet.oddFooter.center
            foot.text, foot.font, foot.size = "第 &P 页 共 &N 页", "宋体,Regular", 9

    def _set_page(self, page: Page, one_page: bool) -> None:
        setup, margins = self._sheet.page_setup, self._sheet.page_margins
        setup.paperSize = PAPER_CODES[page.paper]
        setup.orientation = "landscape" if page.landscape else "portrait"
        setup.fitToWidth, setup.fitToHeight = 1, 1 if one_page else 0
        self._sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        self._sheet.print_options.horizontalCentered = True
        inches = [mm / MM_PER_INCH for mm in page.margins_mm]
        margins.top, margins.right, margins.bottom, margins.left = inches
        margins.header = margins.footer = min(inches[2] / 2, 0.3)

    def append(
        self,
        cells: Iterable[tuple[object, Style]],
        *,
        height_mm: float | None = None,
        notes: dict[int, str] | None = None,
    ) -> int:
        """Append one row of (value, style) and return its number, counted from 1.

        ``notes`` maps column positions (from 0) to a note shown on pointing at the cell.
        """
        self.rows += 1
        self._height.set(height_mm)
        row = [
            _Cell(f"{letter}{self.rows}", style, value)
            for letter, (value, style) in zip(self._letters, cells, strict=False)
        ]
        for position, text in (notes or {}).items():
            row[position]._comment = _note(text)
        self._sheet.append(row)
        return self.rows

    def append_many(
        self,
        rows: Iterable[Sequence[object]],
        styles: Sequence[Style],
        height_of: Callable[[Sequence[object]], float],
    ) -> None:
        """Append many rows of plain values, column by column in the given styles, cheaply.

        ``height_of`` gives a row's height in mm.
        """
        cells = [_Cell("", style) for style in styles]
        columns = list(zip(cells, self._letters, strict=True))
        send, height = self._sheet.append, self._height
        number = self.rows
        for values in rows:
            number += 1
            height.set(height_of(values))
            suffix = str(number)
            for (cell, letter), value in zip(columns, values, strict=True):
                cell.coordinate = letter + suffix
                cell.put(value)
            send(cells)
        self.rows = number

    def merge(self, row: int, column: int, rows: int, columns: int) -> None:
        """Join cells; ``row`` and ``column`` from 1. A single cell is left as it is."""
        if rows * columns > 1:
            bounds = (column, row, column + columns - 1, row + rows - 1)
            span = CellRange(None, *bounds)
            self._sheet.merged_cells.ranges.add(span)

    def validate(self, rule: DataValidation) -> None:
        """Let the office program hold cells to a rule."""
        self._sheet.data_validations.append(rule)


class _NextHeight:
    """Stands for openpyxl's row dimensions, which it asks for each row as that is written."""

    def __init__(self) -> None:
        self._attributes: dict[str, str] = {}

    def set(self, height_mm: float | None) -> None:
        """Set the next row's height, rounded to whole pixels as office programs do."""
        self._attributes = {}
        if height_mm is not None:
            pixels = round(min(height_mm * PT_PER_MM, _HIGHEST_PT) / _PIXEL_PT)
            self._attributes = {"ht": str(pixels * _PIXEL_PT), "customHeight": "1"}

    def get(self, row: int, default: object = None) -> dict[str, str]:
        return self._attributes


def column_width(mm: float) -> float:
    """Return the width in digits of the normal font, as the format counts it, for ``mm``."""
    return round(mm / MM_PER_INCH * 96 / _DIGIT_PX, 3)


def _note(text: str) -> Comment:
    return Comment(cell_text(text), CREATOR, height=240, width=360)


class _FixedZip(ZipFile):
    """A zip whose members all carry one date, whatever the clock says."""

    def writestr(self, name: Any, data: Any, *args: Any, **kwargs: Any) -> None:  # type: ignore[override]
        super().writestr(self._member(name), data, ZIP_DEFLATED)

    def write(self, filename, arcname=None, *args, **kwargs) -> None:
        with open(filename, "rb") as source, self.open(self._member(arcname), "w") as target:
            while chunk := source.read(1 << 20):
                target.write(chunk)

    @staticmethod
    def _member(name: str) -> ZipInfo:
        info = ZipInfo(name, _ZIP_DATE)
        info.compress_type = ZIP_DEFLATED
        info.external_attr = 0o600 << 16
        return info
