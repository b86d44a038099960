"""A form as one grid of cells in mm, from which both the spreadsheet and the PDF are drawn.

The PDF is drawn by ``documents.grid_pdf``. Both writers take sizes of type from the same
computation, so that they cannot disagree.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

from documents.fit import Fit, fit_text
from documents.page import Page
from documents.safe import clean_text
from documents.workbook import Book, Look, Style

ALL_SIDES = "tlbr"


@dataclass(frozen=True)
class GridCell:
    """One cell: its place and spans (from 0), its text, the size in pt that it prefers.

    ``sides`` are the sides that have a line; ``stacked`` writes the characters one below another;
    ``key`` names the field for the table of limits.
    """

    row: int
    column: int
    rows: int = 1
    columns: int = 1
    text: str = ""
    size: float = 10.0
    bold: bool = False
    align: str = "center"
    valign: str = "center"
    sides: str = ALL_SIDES
    stacked: bool = False
    font: str = "宋体"
    key: str = ""


@dataclass(frozen=True)
class Grid:
    """One page: column widths and row heights in mm, and cells that do not overlap."""

    name: str
    page: Page
    widths_mm: Sequence[float]
    heights_mm: Sequence[float]
    cells: Sequence[GridCell]

    def width(self, cell: GridCell) -> float:
        """Width of a cell in mm."""
        return sum(self.widths_mm[cell.column : cell.column + cell.columns])

    def height(self, cell: GridCell) -> float:
        """Height of a cell in mm."""
        return sum(self.heights_mm[cell.row : cell.row + cell.rows])

    def fit(self, cell: GridCell) -> Fit:
        """Return the text of a cell at the size at which it fits."""
        text = clean_text(cell.text)
        if cell.stacked:
            text = "\n".join(text)
        return fit_text(text, self.width(cell), self.height(cell), cell.size)


def grids_xlsx(grids: Iterable[Grid]) -> bytes:
    """Return a workbook with one worksheet a grid, each fitted to one page.

    A text that had to be cut stands in full in its cell's note.
    """
    book = Book()
    try:
        for grid in grids:
            _write_sheet(book, grid)
        file = BytesIO()
        book.save(file)
    except BaseException:
        book.discard()
        raise
    return file.getvalue()


def _write_sheet(book: Book, grid: Grid) -> None:
    setup = {"one_page": True, "footer": False}
    sheet = book.sheet(grid.name, grid.page, grid.widths_mm, **setup)
    empty: tuple[str | None, Style] = (None, book.style(Look(border="")))
    rows = [[empty] * len(grid.widths_mm) for _ in grid.heights_mm]
    notes: list[dict[int, str]] = [{} for _ in grid.heights_mm]
    for cell in grid.cells:
        fit = grid.fit(cell)
        style = book.style(_look(cell, fit.size))
        for row in rows[cell.row : cell.row + cell.rows]:
            row[cell.column : cell.column + cell.columns] = [(None, style)] * cell.columns
        rows[cell.row][cell.column] = (fit.text, style)
        if fit.is_cut:
            notes[cell.row][cell.column] = cell.text
        sheet.merge(cell.row + 1, cell.column + 1, cell.rows, cell.columns)
    for row, height, noted in zip(rows, grid.heights_mm, notes, strict=True):
        sheet.append(row, height_mm=height, notes=noted)


def _look(cell: GridCell, size: float) -> Look:
    return Look(size, cell.bold, cell.align, cell.valign, cell.sides, cell.font)
