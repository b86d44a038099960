"""Tables as PDF, drawn from the same ``Table`` as the spreadsheet; the header repeats on pages."""

from collections.abc import Iterable, Sequence

from documents.page import Page
from documents.pdf import html_document, merge_pdfs, render_pdf, text_html
from documents.xlsx import Table, pieces_over, spans


def tables_pdf(tables: Iterable[tuple[Table, Iterable[Sequence[object]]]]) -> bytes:
    """Return tables as one PDF; each begins on a new page and numbers its own pages.

    Raises ValueError when there is no table, or a row does not have the table's columns.
    """
    parts, title = [], ""
    for table, rows in tables:
        title = title or table.title
        parts.append(_table_pdf(table, rows))
    if not parts:
        raise ValueError("A PDF needs at least one page")
    return parts[0] if len(parts) == 1 else merge_pdfs(parts, title=title)


def _table_pdf(table: Table, rows: Iterable[Sequence[object]]) -> bytes:
    columns = "".join(f'<col style="width:{c.width_mm}mm">' for c in table.columns)
    head = [_line(table, [table.title], "title", table.title_mm)]
    if table.head:
        head.append(_line(table, table.head, "head", table.head_mm))
    head += _header(table)
    body = "".join(_row(table, row) for row in rows)
    foot = "".join(_line(table, line, "foot", table.foot_mm) for line in table.foot)
    html = (
        f"<table>{columns}<thead>{''.join(head)}</thead><tbody>{body}</tbody>"
        f'<tbody class="end">{foot}</tbody></table>'
    )
    return render_pdf(html_document(table.title, html), css=_css(table))


def _line(table: Table, pieces: Sequence[str], kind: str, height_mm: float) -> str:
    shares = pieces_over([column.width_mm for column in table.columns], len(pieces))
    cells = "".join(
        f'<td colspan="{length}">{text_html(text)}</td>'
        for (_, length), text in zip(shares, pieces, strict=True)
    )
    return f'<tr class="{kind}" style="height:{height_mm}mm">{cells}</tr>'


def _header(table: Table) -> list[str]:
    heights, columns = list(table.header_mm), table.columns
    if not table.has_groups:
        return [_header_row([(c.label, 1, 1) for c in columns], heights[0], "top")]
    firsts = [
        (group or columns[start].label, length, 1 if group else 2)
        for group, start, length in spans([column.group for column in columns])
    ]
    seconds = [(column.label, 1, 1) for column in columns if column.group]
    return [_header_row(firsts, heights[0], "top"), _header_row(seconds, heights[1], "under")]


def _header_row(cells: Iterable[tuple[str, int, int]], height_mm: float, kind: str) -> str:
    html = "".join(
        f'<th colspan="{columns}" rowspan="{rows}">{text_html(label)}</th>'
        for label, columns, rows in cells
    )
    return f'<tr class="{kind}" style="height:{height_mm}mm">{html}</tr>'


def _row(table: Table, row: Sequence[object]) -> str:
    cells = "".join(
        f'<td class="{column.align}">{text_html(value)}</td>'
        for column, value in zip(table.columns, row, strict=True)
    )
    return f"<tr>{cells}</tr>"


def _css(table: Table) -> str:
    page: Page = table.page
    top, right, bottom, left = page.margins_mm
    line = "0.2mm solid #000"
    return f"""
@page {{ size: {page.width_mm}mm {page.height_mm}mm;
  margin: {top}mm {right}mm {bottom}mm {left}mm;
  @bottom-center {{ font: 9pt 宋体;
    content: "第 " counter(page) " 页 共 " counter(pages) " 页" }} }}
body {{ margin: 0; font-family: 宋体; line-height: 1.3 }}
table {{ table-layout: fixed; width: 100%; border-spacing: 0; font-size: {table.body_pt}pt }}
td, th {{ padding: 0.4mm 0.35mm; text-align: center; vertical-align: middle; border: 0 solid #000;
  border-width: 0 0.2mm 0.2mm 0; overflow-wrap: anywhere; white-space: pre-wrap }}
th {{ font-size: {table.header_pt}pt }}
.top th {{ border-top: {line} }}
tbody tr > :first-child, .top > :first-child {{ border-left: {line} }}
tbody tr {{ height: {table.row_mm}mm; page-break-inside: avoid }}
.left {{ text-align: left }} .right {{ text-align: right }}
tr.title td, tr.head td, tr.foot td {{ border: 0 }}
tr.title td {{ font: bold {table.title_pt}pt 黑体 }}
tr.head td, tr.foot td {{ font-size: {table.head_pt}pt; text-align: left }}
.end {{ page-break-inside: avoid }}
"""
