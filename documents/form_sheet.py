"""A printed form as stacked frames of cells, one description for .docx and for PDF.

A sheet keeps to one page: the size of type goes down until it does, to 6 pt at the least. Nothing
is cut; a text that is too long even then runs on to a second page within the frame. A form of
several pages says so, and keeps its size of type.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from documents.docx import DocxFile, Type, set_type
from documents.fit import LINE_HEIGHT, SMALLEST_PT, count_lines, width_in_ems
from documents.page import PT_PER_MM, Page
from documents.pdf import html_document, render_pdf, text_html
from documents.safe import clean_text

TITLE = Type("黑体", 18)
BODY_PT = 10.5
_STEP_PT = 0.5
_PAD_MM = 1.0
_GAP_MM = 2.0
_HEAD_PT = 10.5
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_MARGINS = "".join(
    f'<w:{side} w:w="{_PAD_MM * 56.7:.0f}" w:type="dxa"/>' for side in ("left", "right")
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: `span` columns wide; a label stands in the middle, a text where `align` says."""

    text: str
    span: int = 1
    align: str = "left"


def label(text: str, span: int = 1) -> Cell:
    """A cell that names the one beside or under it."""
    return Cell(text, span, "center")


@dataclass(frozen=True, slots=True)
class Row:
    """Cells side by side, at least `height_mm` high."""

    cells: tuple[Cell, ...]
    height_mm: float = 9.0
    keeps_with_next: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """Rows over the same columns, whose widths in mm add up to the page's inner width."""

    widths_mm: tuple[float, ...]
    rows: tuple[Row, ...]

    def width_of(self, row: Row, place: int) -> float:
        """The width in mm of the cell at that place of the row."""
        start = sum(cell.span for cell in row.cells[:place])
        return sum(self.widths_mm[start : start + row.cells[place].span])


@dataclass(frozen=True, slots=True)
class Sheet:
    """One form of one person: title, a head line in pieces, frames, notes under them.

    Without a title and a head line they take no room. A cover begins `top_mm` lower.
    """

    title: str
    head: tuple[str, ...]
    frames: tuple[Frame, ...]
    notes: tuple[str, ...] = ()
    keeps_to_page: bool = True
    top_mm: float = 0.0


def body_size(sheet: Sheet, page: Page) -> float:
    """The size of type in pt at which the sheet keeps to one page, or the smallest."""
    if not sheet.keeps_to_page:
        return BODY_PT
    room = page.inner_height_mm - 2 * TITLE.size_pt / PT_PER_MM - 9.0
    size = BODY_PT
    while size > SMALLEST_PT and _height(sheet, page, size) > room:
        size -= _STEP_PT
    return size


def _height(sheet: Sheet, page: Page, size: float) -> float:
    rows = sum(_row_height(frame, row, size) for frame in sheet.frames for row in frame.rows)
    width = width_in_ems(page.inner_width_mm, size)
    notes = sum(count_lines(note, width) for note in sheet.notes)
    return rows + len(sheet.frames) * _GAP_MM + notes * _line_mm(size)


def _row_height(frame: Frame, row: Row, size: float) -> float:
    lines = (
        count_lines(clean_text(cell.text), width_in_ems(frame.width_of(row, n) - _PAD_MM, size))
        for n, cell in enumerate(row.cells)
    )
    return max(_least_mm(row, size), max(lines) * _line_mm(size) + 2 * _PAD_MM)


def _least_mm(row: Row, size: float) -> float:
    # Smaller type asks for less room to write by hand as well, before it gets smaller still.
    return row.height_mm * size / BODY_PT


def _line_mm(size: float) -> float:
    return size * LINE_HEIGHT / PT_PER_MM


# .docx


def sheets_docx(sheets: Iterable[Sheet], page: Page) -> bytes:
    """The sheets as one .docx, each on a page of its own. Raises ValueError for none."""
    file = None
    for count, sheet in enumerate(sheets):
        if file is None:
            type_ = Type("宋体", BODY_PT)
            file = DocxFile(page=page, type_=type_, line_pt=BODY_PT * 1.4, title=sheet.title)
        _write(file, sheet, page, is_first=not count)
    if file is None:
        raise ValueError("A file needs at least one sheet")
    return file.to_bytes()


def _write(file: DocxFile, sheet: Sheet, page: Page, *, is_first: bool) -> None:
    size = body_size(sheet, page)
    title = file.add_paragraph(sheet.title, TITLE, align="center")
    _space(title, TITLE.size_pt * 1.4 if sheet.title else 1)
    title.paragraph_format.page_break_before = not is_first or None
    if sheet.top_mm:
        title.paragraph_format.space_before = Mm(sheet.top_mm)
        title.paragraph_format.space_after = Mm(sheet.top_mm / 2)
    if sheet.head:
        _add_head(file, sheet, page)
    for frame in sheet.frames:
        _add_frame(file, frame, size)
        # Two tables without a paragraph between them would be one.
        _space(file.add_paragraph("", Type("宋体", 2)), _GAP_MM * PT_PER_MM)
    for note in sheet.notes:
        _space(file.add_paragraph(note, Type("宋体", size)), size * LINE_HEIGHT)


def _add_head(file: DocxFile, sheet: Sheet, page: Page) -> None:
    head = file.add_paragraph("\t".join(sheet.head), Type("宋体", _HEAD_PT), align="left")
    head.paragraph_format.tab_stops.add_tab_stop(Mm(page.inner_width_mm), WD_TAB_ALIGNMENT.RIGHT)
    _space(head, _HEAD_PT * 1.8)


def _space(paragraph: Paragraph, points: float) -> None:
    paragraph.paragraph_format.line_spacing = Pt(points)


def _add_frame(file: DocxFile, frame: Frame, size: float) -> None:
    table = file.add_table(len(frame.rows), len(frame.widths_mm))
    table.autofit = False
    borders = parse_xml(f"<w:tblBorders {nsdecls('w')}>{_BORDERS}</w:tblBorders>")
    table._tbl.tblPr.append(borders)
    table._tbl.tblPr.append(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{_MARGINS}</w:tblCellMar>"))
    for column, width in zip(table.columns, frame.widths_mm, strict=True):
        column.width = Mm(width)
    for made, row in zip(table.rows, frame.rows, strict=True):
        made.height = Mm(_least_mm(row, size))
        _keep_whole(made)
        start = 0
        for place, cell in enumerate(row.cells):
            box = made.cells[start].merge(made.cells[start + cell.span - 1])
            box.width = Mm(frame.width_of(row, place))
            box.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            _fill(file, box, cell, size)
            if row.keeps_with_next:
                for paragraph in box.paragraphs:
                    paragraph.paragraph_format.keep_with_next = True
            start += cell.span


def _keep_whole(row) -> None:
    row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))


def _fill(file: DocxFile, box, cell: Cell, size: float) -> None:
    paragraph = box.paragraphs[0]
    for line, text in enumerate(clean_text(cell.text).split("\n")):
        if line:
            paragraph = box.add_paragraph()
        file.set_up(paragraph, size * LINE_HEIGHT, cell.align)
        set_type(paragraph.add_run(text), Type("宋体", size))


# PDF


def sheets_pdf(sheets: Iterable[Sheet], page: Page) -> bytes:
    """The sheets as one PDF, each on a page of its own. Raises ValueError for none."""
    sheets = list(sheets)
    if not sheets:
        raise ValueError("A PDF needs at least one sheet")
    body = "".join(_section(sheet, page) for sheet in sheets)
    return render_pdf(html_document(sheets[0].title, body), css=_css(page))


def _section(sheet: Sheet, page: Page) -> str:
    head = "".join(f"<span>{text_html(piece)}</span>" for piece in sheet.head)
    size = body_size(sheet, page)
    frames = "".join(_frame_html(frame, size) for frame in sheet.frames)
    notes = "".join(f"<p>{text_html(note)}</p>" for note in sheet.notes)
    title = f"<h1{_top(sheet)}>{text_html(sheet.title)}</h1>" if sheet.title else ""
    line = f'<div class="head">{head}</div>' if head else ""
    return (
        f'<section style="font-size:{size}pt">{title}{line}{frames}'
        f'<div class="notes">{notes}</div></section>'
    )


def _top(sheet: Sheet) -> str:
    if not sheet.top_mm:
        return ""
    return f' style="padding-top:{sheet.top_mm}mm;margin-bottom:{sheet.top_mm / 2}mm"'


_TOGETHER = ' class="together"'


def _frame_html(frame: Frame, size: float) -> str:
    columns = "".join(f'<col style="width:{width}mm">' for width in frame.widths_mm)
    rows = "".join(
        f'<tr{_TOGETHER if row.keeps_with_next else ""} style="height:{_least_mm(row, size):.2f}mm">'
        f"{''.join(_cells(row))}</tr>"
        for row in frame.rows
    )
    return f"<table>{columns}<tbody>{rows}</tbody></table>"


def _cells(row: Row) -> Iterator[str]:
    for cell in row.cells:
        yield f'<td colspan="{cell.span}" class="{cell.align}">{text_html(cell.text)}</td>'


def _css(page: Page) -> str:
    top, right, bottom, left = page.margins_mm
    return f"""
@page {{ size: {page.width_mm}mm {page.height_mm}mm;
  margin: {top}mm {right}mm {bottom}mm {left}mm }}
body {{ margin: 0; font-family: 宋体; line-height: 1.3 }}
section + section {{ page-break-before: always }}
h1 {{ margin: 0 0 3mm; font: {TITLE.size_pt}pt 黑体; text-align: center }}
.head {{ display: flex; justify-content: space-between; margin-bottom: 1.5mm;
  font-size: {_HEAD_PT}pt }}
table {{ table-layout: fixed; width: 100%; margin-bottom: {_GAP_MM}mm; border-collapse: collapse }}
td {{ padding: 0.6mm {_PAD_MM}mm; border: 0.2mm solid #000; vertical-align: middle;
  overflow-wrap: anywhere; white-space: pre-wrap }}
tr {{ page-break-inside: avoid }}
.together {{ page-break-after: avoid }}
.center {{ text-align: center }} .right {{ text-align: right }}
.notes p {{ margin: 0 }}
"""
