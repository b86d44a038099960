"""A sheet to be filled in and handed back: labels, hints, an example, lists to choose from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from documents.page import A4_LANDSCAPE, Page
from documents.workbook import Book, Look, Sheet, Style

BLANK_ROWS = 500
_LONGEST_LIST = 250  # characters of a list that stands in the validation itself
_TITLE = Look(16, bold=True, border="", align="left", font="黑体")
_NOTE = Look(10.5, border="", align="left")
_HEAD = Look(10.5, bold=True)
_HINT = Look(8, align="left", valign="top")
_CELL = Look(10.5, align="left")


@dataclass(frozen=True)
class BlankColumn:
    """One column; `options` are the words that can be chosen, none for free text."""

    label: str
    hint: str = ""
    example: str = ""
    width_mm: float = 25
    options: Sequence[str] = ()


@dataclass(frozen=True)
class BlankSheet:
    """The sheet: a title, lines of advice, its columns."""

    title: str
    notes: Sequence[str]
    columns: Sequence[BlankColumn]
    has_example: bool = True
    name: str = "人员名单"
    page: Page = A4_LANDSCAPE


def blank_xlsx(blank: BlankSheet, rows: Iterable[Sequence[str]]) -> bytes:
    """The workbook as bytes: `rows` of texts, then empty rows that are of text as well, so that
    numbers of eighteen digits and months stay as they are typed."""
    book = Book()
    try:
        _write(book, blank, rows)
        file = BytesIO()
        book.save(file)
    except BaseException:
        book.discard()
        raise
    return file.getvalue()


def _write(book: Book, blank: BlankSheet, rows: Iterable[Sequence[str]]) -> None:
    widths = [column.width_mm for column in blank.columns]
    labels = len(blank.notes) + 2  # the row of the labels
    sheet = book.sheet(blank.name, blank.page, widths, title_rows=labels)
    _line(sheet, book.style(_TITLE), blank.title, 9)
    for note in blank.notes:
        _line(sheet, book.style(_NOTE), note, 6)
    head, hint, cell = (book.style(look) for look in (_HEAD, _HINT, _CELL))
    sheet.append([(column.label, head) for column in blank.columns], height_mm=13)
    sheet.append([(column.hint, hint) for column in blank.columns], height_mm=22)
    if blank.has_example:
        sheet.append([(column.example, cell) for column in blank.columns], height_mm=7)
    first = sheet.rows + 1
    for values in rows:
        sheet.append([(value, cell) for value in values], height_mm=7)
    for _ in range(BLANK_ROWS):
        sheet.append([("", cell) for _ in blank.columns], height_mm=7)
    for number, column in enumerate(blank.columns, start=1):
        if column.options:
            _offer(sheet, number, first, column)


def _line(sheet: Sheet, style: Style, text: str, height_mm: float) -> None:
    sheet.merge(sheet.rows + 1, 1, 1, sheet.columns)
    cells = [(text if position == 0 else "", style) for position in range(sheet.columns)]
    sheet.append(cells, height_mm=height_mm)


def _offer(sheet: Sheet, number: int, first: int, column: BlankColumn) -> None:
    """A list to choose from, and a refusal of other words in the office program already."""
    words = ",".join(column.options)
    if len(words) > _LONGEST_LIST or any("," in each or '"' in each for each in column.options):
        return
    rule = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
    rule.showErrorMessage = rule.showInputMessage = True
    rule.errorTitle, rule.error = "请从列表中选", f"“{column.label.strip('*')}”请从下拉列表中选。"
    letter = get_column_letter(number)
    rule.add(f"{letter}{first}:{letter}{sheet.rows}")
    sheet.validate(rule)
