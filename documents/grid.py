"""A form as one grid of cells in mm, from which both the spreadsheet and the PDF are drawn.

Both writers take sizes of type from the same computation, so that they cannot disagree.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

from documents.fit import PAD_X_MM, Fit, fit_text
from documents.page import Page
from documents.pdf import html_document, merge_pdfs, render_pdf, text_html
from documents.safe import clean_text
from documents.workbook import Book, Look

ALL_SIDES = "tlbr"
_PAGES_A_RUN = 40
_LINE_MM = 0.2


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
            fit = fit_text("\n".join(text), self.width(cell), self.height(cell), cell.size)
            return Fit(text, fit.size, fit.lines, fit.is_cut)
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


def grids_pdf(grids: Iterable[Grid], *, title: str = "") -> bytes:
    """Return a PDF with exactly one page a grid; all grids share the first one's page.

    Raises ValueError when there is no grid: a PDF cannot be without pages.
    """
    grids, parts = list(grids), []
    if not grids:
        raise ValueError("A PDF needs at least one page")
    for start in range(0, len(grids), _PAGES_A_RUN):
        run = grids[start : start + _PAGES_A_RUN]
        body = "".join(map(_page_html, run))
        parts.append(render_pdf(html_document(title, body), css=_css(run[0].page)))
    return parts[0] if len(parts) == 1 else merge_pdfs(parts, title=title)


def _write_sheet(book: Book, grid: Grid) -> None:
    setup = {"one_page": True, "footer": False}
    sheet = book.sheet(grid.name, grid.page, grid.widths_mm, **setup)
    empty = (None, book.style(Look(border="")))
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
    rotation = 255 if cell.stacked else 0
    sides = (cell.align, cell.valign, cell.sides)
    return Look(size, cell.bold, *sides, font=cell.font, rotation=rotation)


def _page_html(grid: Grid) -> str:
    lefts, tops = _edges(grid.widths_mm), _edges(grid.heights_mm)
    boxes = "".join(_box_html(grid, cell, lefts, tops) for cell in grid.cells)
    return f'<section class="page">{boxes}</section>'


def _edges(sizes: Sequence[float]) -> list[float]:
    edges = [0.0]
    for size in sizes:
        edges.append(edges[-1] + size)
    return edges


def _box_html(grid: Grid, cell: GridCell, lefts: list[float], tops: list[float]) -> str:
    fit = grid.fit(cell)
    half, width, height = _LINE_MM / 2, grid.width(cell), grid.height(cell)
    box = (
        f"left:{lefts[cell.column] - half:.2f}mm;top:{tops[cell.row] - half:.2f}mm;"
        f"width:{width + _LINE_MM:.2f}mm;height:{height + _LINE_MM:.2f}mm"
    )
    kind = " ".join(["box", *cell.sides])
    text = text_html("\n".join(fit.text) if cell.stacked else fit.text)
    if not text:
        return f'<div class="{kind}" style="{box}"></div>'
    inner = (
        f"width:{width}mm;height:{height}mm;font-size:{fit.size}pt;text-align:{cell.align};"
        f"vertical-align:{'middle' if cell.valign == 'center' else cell.valign}"
    )
    if cell.font != "宋体":
        inner += f";font-family:{cell.font}"
    if cell.bold:
        inner += ";font-weight:bold"
    return f'<div class="{kind}" style="{box}"><p style="{inner}">{text}</p></div>'


def _css(page: Page) -> str:
    top, right, bottom, left = page.margins_mm
    line = f"{_LINE_MM}mm solid #000"
    return f"""
@page {{ size: {page.width_mm}mm {page.height_mm}mm;
  margin: {top}mm {right}mm {bottom}mm {left}mm }}
body {{ margin: 0; font-family: 宋体; line-height: 1.3 }}
.page {{ position: relative; width: {page.inner_width_mm}mm;
  height: {page.inner_height_mm - 1}mm; overflow: hidden; page-break-inside: avoid }}
.page + .page {{ page-break-before: always }}
.box {{ position: absolute; overflow: hidden; box-sizing: border-box }}
.t {{ border-top: {line} }} .l {{ border-left: {line} }}
.r {{ border-right: {line} }} .b {{ border-bottom: {line} }}
.box p {{ display: table-cell; box-sizing: border-box; margin: 0; padding: 0 {PAD_X_MM}mm;
  white-space: pre-wrap; overflow-wrap: anywhere }}
"""
