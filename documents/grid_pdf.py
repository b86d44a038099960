"""Grids of cells as PDF: every cell at its place in mm, so that no text can move the frame."""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from itertools import accumulate

from documents.fit import PAD_X_MM, PAD_Y_MM
from documents.grid import Grid, GridCell
from documents.page import Page
from documents.pdf import html_document, merge_pdfs, render_pdf, text_html

_PAGES_A_RUN = 40
_LINE_MM = 0.2


def grids_pdf(grids: Iterable[Grid], *, title: str = "") -> bytes:
    """Return a PDF with exactly one page a grid; all grids share the first one's page.

    Raises ValueError when there is no grid: a PDF cannot be without pages.
    """
    grids = list(grids)
    if not grids:
        raise ValueError("A PDF needs at least one page")
    runs = [grids[start : start + _PAGES_A_RUN] for start in range(0, len(grids), _PAGES_A_RUN)]
    parts = [_run_pdf(run, title) for run in runs]
    return parts[0] if len(parts) == 1 else merge_pdfs(parts, title=title)


def _run_pdf(grids: Sequence[Grid], title: str) -> bytes:
    styles = _Styles()
    body = "".join(_page_html(grid, styles) for grid in grids)
    return render_pdf(html_document(title, body), css=_css(grids[0].page) + styles.css())


class _Styles:
    """Short class names for style rules: equal rules share one, and are parsed once."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def name(self, rule: str) -> str:
        return self._names.setdefault(rule, f"s{len(self._names)}")

    def css(self) -> str:
        return "".join(f".{name} {{ {rule} }}\n" for rule, name in self._names.items())


def _page_html(grid: Grid, styles: _Styles) -> str:
    lefts, tops = _edges(grid.widths_mm), _edges(grid.heights_mm)
    frame = styles.name(f"background-image: url({_frame_address(grid, lefts, tops)})")
    texts = "".join(_text_html(grid, cell, lefts, tops, styles) for cell in grid.cells)
    return f'<section class="page {frame}">{texts}</section>'


def _edges(sizes: Sequence[float]) -> list[float]:
    return [0.0, *accumulate(sizes)]


def _text_html(grid: Grid, cell: GridCell, lefts, tops, styles: _Styles) -> str:
    fit = grid.fit(cell)
    if not fit.text:
        return ""
    place = styles.name(_place(cell, grid.width(cell), grid.height(cell), lefts, tops))
    type_ = styles.name(_type(cell, fit.size))
    return f'<p class="{place} {type_}">{text_html(fit.text)}</p>'


def _place(cell: GridCell, width: float, height: float, lefts, tops) -> str:
    left, top, inner = lefts[cell.column] + PAD_X_MM, tops[cell.row], width - 2 * PAD_X_MM
    rule = f"left: {left:.2f}mm; width: {inner:.2f}mm; max-height: {height:.2f}mm; "
    if cell.valign == "center":
        return f"{rule}top: {top + height / 2:.2f}mm; transform: translateY(-50%)"
    return f"{rule}top: {top + 2 * PAD_Y_MM:.2f}mm"


def _type(cell: GridCell, size: float) -> str:
    weight = "bold" if cell.bold else "normal"
    return f"font: {weight} {size}pt {cell.font}; line-height: 1.3; text-align: {cell.align}"


def _frame_address(grid: Grid, lefts: Sequence[float], tops: Sequence[float]) -> str:
    """Return all lines of the grid as a picture in a data: address."""
    strokes = "".join(
        f"M{x1:.3f} {y1:.3f}L{x2:.3f} {y2:.3f}" for x1, y1, x2, y2 in _lines(grid, lefts, tops)
    )
    width, height = grid.page.inner_width_mm, _page_height(grid.page)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" '
        f'viewBox="0 0 {width} {height}"><path d="{strokes}" fill="none" stroke="#000" '
        f'stroke-width="{_LINE_MM}" stroke-linecap="square"/></svg>'
    )
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


def _lines(grid: Grid, lefts, tops) -> list[tuple[float, float, float, float]]:
    lines = set()
    for cell in grid.cells:
        left, right = lefts[cell.column], lefts[cell.column + cell.columns]
        top, bottom = tops[cell.row], tops[cell.row + cell.rows]
        sides = {
            "t": (left, top, right, top),
            "b": (left, bottom, right, bottom),
            "l": (left, top, left, bottom),
            "r": (right, top, right, bottom),
        }
        lines |= {sides[side] for side in cell.sides}
    return sorted(lines)


def _page_height(page: Page) -> float:
    """Height of the drawn area: a little less than the page's, lest rounding makes two pages."""
    return page.inner_height_mm - 0.3


def _css(page: Page) -> str:
    top, right, bottom, left = page.margins_mm
    half = _LINE_MM / 2
    return f"""
@page {{ size: {page.width_mm}mm {page.height_mm}mm;
  margin: {top}mm {right - half}mm {bottom}mm {left - half}mm }}
body {{ margin: 0 }}
.page {{ position: relative; width: {page.inner_width_mm}mm; height: {_page_height(page):.2f}mm;
  padding: 0 {half}mm; overflow: hidden; background: no-repeat {half}mm 0 }}
.page + .page {{ page-break-before: always }}
p {{ position: absolute; margin: 0 {half}mm; overflow: hidden; white-space: pre-wrap;
  overflow-wrap: anywhere }}
"""
