"""Tables as .xlsx files: title, head line, grouped header, rows in bulk, lines at the foot."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from itertools import accumulate, groupby
from typing import IO

from documents.fit import LINE_HEIGHT, PAD_Y_MM, count_lines, width_in_ems
from documents.page import A4_LANDSCAPE, PT_PER_MM, Page
from documents.workbook import Book, Look, Sheet

_DIGIT_EM = 0.57
_MOST_LINES = 200


@dataclass(frozen=True)
class Column:
    """One column: its label, width in mm, the group it stands under, the side its text keeps."""

    label: str
    width_mm: float
    group: str = ""
    align: str = "center"


@dataclass(frozen=True)
class Table:
    """A printed table without its rows; sizes in pt, heights in mm.

    ``head`` and each line of ``foot`` are pieces spread over the width. Columns of equal ``group``
    that stand side by side share a cell above their labels. Title, head line and header repeat on
    each page. ``row_mm`` is the least height of a row; rows grow with their text.
    """

    title: str
    columns: Sequence[Column]
    head: Sequence[str] = ()
    foot: Sequence[Sequence[str]] = ()
    page: Page = A4_LANDSCAPE
    name: str = "Sheet1"
    title_pt: float = 18
    head_pt: float = 10.5
    body_pt: float = 10.5
    header_pt: float = 10.5
    title_mm: float = 11
    head_mm: float = 8
    header_mm: Sequence[float] = (8,)
    foot_mm: float = 6
    row_mm: float = 8

    @property
    def has_groups(self) -> bool:
        """Whether the header takes two rows."""
        return any(column.group for column in self.columns)

    @property
    def title_rows(self) -> int:
        """Number of rows above the data: title, head line (if any), header."""
        return 1 + bool(self.head) + 1 + self.has_groups


def table_xlsx(table: Table, rows: Iterable[Sequence[object]]) -> bytes:
    """Return one table as the bytes of an .xlsx file; numbers stay numbers, all else is text."""
    file = BytesIO()
    write_tables(file, [(table, rows)])
    return file.getvalue()


def write_tables(
    file: str | IO[bytes], tables: Iterable[tuple[Table, Iterable[Sequence[object]]]]
) -> None:
    """Write tables, a worksheet each, to ``file``; rows are read once and not kept.

    Raises ValueError when a row has more or fewer values than the table has columns.
    """
    book = Book()
    try:
        for table, rows in tables:
            _write_table(book, table, rows)
        book.save(file)
    except BaseException:
        book.discard()
        raise


def spans(labels: Sequence[str]) -> list[tuple[str, int, int]]:
    """Return runs of equal labels as (label, first position, length); empty ones stand alone."""
    runs: list[tuple[str, int, int]] = []
    for _, run in groupby(enumerate(labels), key=lambda pair: pair[1] or pair[0]):
        positions = [position for position, _ in run]
        runs.append((labels[positions[0]], positions[0], len(positions)))
    return runs


def pieces_over(widths_mm: Sequence[float], pieces: int) -> list[tuple[int, int]]:
    """Share columns among ``pieces`` of a line, as evenly as widths allow: (first, length) each.

    Raises ValueError when there are more pieces than columns.
    """
    edges = list(accumulate(widths_mm))
    if pieces > len(edges):
        raise ValueError(f"{pieces} pieces do not fit over {len(edges)} columns")
    ends: list[int] = []
    for piece in range(1, pieces):
        first, last = (ends[-1] if ends else 0) + 1, len(edges) - pieces + piece
        wanted = edges[-1] * piece / pieces
        nearest = min(range(first, last + 1), key=lambda n: abs(edges[n - 1] - wanted))
        ends.append(nearest)
    ends.append(len(edges))
    starts = [0, *ends[:-1]]
    return [(start, end - start) for start, end in zip(starts, ends, strict=True)]


def row_height(table: Table) -> Callable[[Sequence[object]], float]:
    """Return a function that gives the height in mm of a row of ``table``.

    Most cells take one line, which their length alone tells; texts that wrap are counted once.
    """
    widths = [width_in_ems(column.width_mm, table.body_pt) for column in table.columns]
    line_mm = table.body_pt * LINE_HEIGHT / PT_PER_MM
    limits = [(width, int(width), int(width / _DIGIT_EM)) for width in widths]

    def height(row: Sequence[object]) -> float:
        lines = 1
        for value, (width, han, digits) in zip(row, limits, strict=True):
            if value.__class__ is not str or not _may_wrap(value, han, digits):
                continue
            lines = max(lines, _lines(value, width))
        return max(table.row_mm, lines * line_mm + 2 * PAD_Y_MM)

    return height


def _may_wrap(text: str, han: int, digits: int) -> bool:
    """Return whether a text may need more than one line that holds ``han`` or ``digits``."""
    if "\n" in text:
        return True
    return len(text) > (digits if text.isascii() and text[:1].isdigit() else han)


@lru_cache(maxsize=8192)
def _lines(text: str, width_em: float) -> int:
    return count_lines(text, width_em, _MOST_LINES)


def _write_table(book: Book, table: Table, rows: Iterable[Sequence[object]]) -> None:
    widths = [column.width_mm for column in table.columns]
    sheet = book.sheet(table.name, table.page, widths, title_rows=table.title_rows)
    _write_line(
        sheet, table, [table.title], Look(table.title_pt, bold=True, border="", font="黑体")
    )
    if table.head:
        _write_line(sheet, table, table.head, Look(table.head_pt, align="left", border=""))
    _write_header(sheet, table)
    looks = [Look(table.body_pt, align=column.align) for column in table.columns]
    sheet.append_many(rows, [book.style(look) for look in looks], row_height(table))
    for line in table.foot:
        look = Look(table.head_pt, align="left", border="")
        _write_line(sheet, table, line, look, table.foot_mm)


def _write_line(sheet: Sheet, table: Table, pieces, look: Look, height_mm=None) -> None:
    style = sheet.book.style(look)
    values: list[object] = [None] * sheet.columns
    shares = pieces_over([column.width_mm for column in table.columns], len(pieces))
    for (start, length), text in zip(shares, pieces, strict=True):
        values[start] = text
        sheet.merge(sheet.rows + 1, start + 1, 1, length)
    if height_mm is None:
        height_mm = table.title_mm if sheet.rows == 0 else table.head_mm
    sheet.append([(value, style) for value in values], height_mm=height_mm)


def _write_header(sheet: Sheet, table: Table) -> None:
    style = sheet.book.style(Look(table.header_pt, bold=True))
    top, heights = sheet.rows + 1, list(table.header_mm)
    if table.has_groups:
        firsts = [column.group or column.label for column in table.columns]
        for _, start, length in spans([column.group for column in table.columns]):
            if table.columns[start].group:
                firsts[start + 1 : start + length] = [""] * (length - 1)
                sheet.merge(top, start + 1, 1, length)
            else:
                sheet.merge(top, start + 1, 2, 1)
        sheet.append([(label, style) for label in firsts], height_mm=heights.pop(0))
    labels = [
        column.label if column.group or not table.has_groups else "" for column in table.columns
    ]
    sheet.append([(label, style) for label in labels], height_mm=heights.pop(0))
