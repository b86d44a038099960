"""《推荐函》 with its list: A4 portrait, .docx and PDF."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from documents.docx import DocxFile, Type
from documents.page import Page
from documents.pdf import html_document, merge_pdfs, render_pdf, text_html

PAGE = Page("A4", margins_mm=(30.0, 26.0, 28.0, 28.0))
_TITLE, _TEXT, _SMALL = Type("黑体", 22), Type("仿宋", 16), Type("宋体", 10.5)
_LINE_PT = 28.0
# 序号 · 姓名 · 身份证号 · 单位 · 现任资格 · 申报资格 · 申报专业, in mm; together the text's width.
_COLUMNS = (
    ("序号", 10.0),
    ("姓名", 19.0),
    ("身份证号", 38.0),
    ("单位", 35.0),
    ("现任资格", 18.0),
    ("申报资格", 18.0),
    ("申报专业", 18.0),
)


_RULES = (
    f"<w:tblBorders {nsdecls('w')}>"
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + "</w:tblBorders>"
)


@dataclass(frozen=True, slots=True)
class Recommended:
    """One person on the list; the ID number in full."""

    name: str
    id_number: str
    unit: str
    current_title: str
    applied_title: str
    applied_specialty: str


@dataclass(frozen=True)
class Letter:
    """What stands on one letter; ``left_out`` of its list are not printed here, and it says so."""

    number: str
    office: str
    text: str
    posted: str
    contact: str
    telephone: str
    body: str
    date: str
    signer: str = ""
    people: Sequence[Recommended] = field(default_factory=tuple)
    left_out: int = 0

    @property
    def lines(self) -> list[str]:
        """The paragraphs under the text."""
        found = [f"附：推荐人员名单（{len(self.people) + self.left_out}人）"]
        if self.posted:
            found.append(f"公示情况：{self.posted}")
        found.append(f"联系人：{self.contact}　　电话：{self.telephone}")
        return found

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """The list's cells."""
        return [
            (
                str(place),
                each.name,
                each.id_number,
                each.unit,
                each.current_title or "无",
                each.applied_title,
                each.applied_specialty,
            )
            for place, each in enumerate(self.people, start=1)
        ]

    @property
    def note(self) -> str:
        """What is said of those of the list who are not printed."""
        if not self.left_out:
            return ""
        return f"注：本函共推荐{len(self.people) + self.left_out}人，另有{self.left_out}人不在本次导出的范围内，未列出。"


def letters_docx(letters: Sequence[Letter]) -> bytes:
    """The letters one after another, each on a sheet of its own. Raises ValueError for none."""
    if not letters:
        raise ValueError("A document needs at least one letter")
    file = DocxFile(page=PAGE, type_=_TEXT, line_pt=_LINE_PT, title="推荐函")
    for place, letter in enumerate(letters):
        if place:
            file.start_section()
        _write(file, letter)
        file.number_pages()
    return file.to_bytes()


def _write(file: DocxFile, letter: Letter) -> None:
    file.add_paragraph(letter.number, align="right")
    file.add_paragraph()
    file.add_paragraph("推　荐　函", _TITLE, align="center")
    file.add_paragraph()
    file.add_paragraph(f"{letter.office}：", align="left")
    for text in (letter.text, *letter.lines):
        file.add_paragraph(text, first_line_ems=2)
    file.add_paragraph()
    if letter.signer:
        file.add_paragraph(f"签发人：{letter.signer}", align="right", keep_with_next=True)
    file.add_paragraph(f"{letter.body}（盖章）", align="right", keep_with_next=True)
    file.add_paragraph(letter.date, align="right")
    head = file.add_paragraph("推荐人员名单", Type("黑体", 16), align="center")
    head.paragraph_format.page_break_before = True
    _write_list(file, letter)
    if letter.note:
        file.add_paragraph(letter.note, _SMALL, align="left")


def _write_list(file: DocxFile, letter: Letter) -> None:
    rows = [tuple(label for label, _ in _COLUMNS), *letter.rows]
    table = file.add_table(len(rows), len(_COLUMNS))
    table.autofit = False
    table._tbl.tblPr.append(parse_xml(_RULES))
    for column, (_, width) in zip(table.columns, _COLUMNS, strict=True):
        column.width = Mm(width)
    for place, (row, texts) in enumerate(zip(table.rows, rows, strict=True)):
        marks = row._tr.get_or_add_trPr()
        marks.append(OxmlElement("w:cantSplit"))
        if not place:
            marks.append(OxmlElement("w:tblHeader"))
        for cell, text, (_, width) in zip(row.cells, texts, _COLUMNS, strict=True):
            cell.width = Mm(width)
            file.set_up(cell.paragraphs[0], _SMALL.size_pt * 1.5, "center")
            file.add_text(cell.paragraphs[0], text, _SMALL)


def letters_pdf(letters: Sequence[Letter]) -> bytes:
    """The letters as one PDF; each numbers its own pages. Raises ValueError for none."""
    if not letters:
        raise ValueError("A document needs at least one letter")
    parts = [render_pdf(html_document("推荐函", _html(each)), css=_css()) for each in letters]
    return parts[0] if len(parts) == 1 else merge_pdfs(parts, title="推荐函")


def _html(letter: Letter) -> str:
    body = "".join(f"<p>{text_html(text)}</p>" for text in (letter.text, *letter.lines))
    signer = f"<div>签发人：{text_html(letter.signer)}</div>" if letter.signer else ""
    columns = "".join(f'<col style="width:{width}mm">' for _, width in _COLUMNS)
    head = "".join(f"<th>{text_html(label)}</th>" for label, _ in _COLUMNS)
    rows = "".join(
        "<tr>" + "".join(f"<td>{text_html(cell)}</td>" for cell in row) + "</tr>"
        for row in letter.rows
    )
    note = f'<div class="note">{text_html(letter.note)}</div>' if letter.note else ""
    return (
        f'<div class="number">{text_html(letter.number)}</div><h1>推　荐　函</h1>'
        f'<div class="to">{text_html(letter.office)}：</div>{body}'
        f'<div class="sign">{signer}<div>{text_html(letter.body)}（盖章）</div>'
        f"<div>{text_html(letter.date)}</div></div>"
        f"<h2>推荐人员名单</h2><table>{columns}<thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table>{note}"
    )


def _css() -> str:
    top, right, bottom, left = PAGE.margins_mm
    return (
        f"@page {{ size: {PAGE.width_mm}mm {PAGE.height_mm}mm;"
        f" margin: {top}mm {right}mm {bottom}mm {left}mm;"
        ' @bottom-center { content: counter(page); font: 14pt "宋体"; } }'
        f'body {{ font: {_TEXT.size_pt}pt/{_LINE_PT}pt "仿宋"; margin: 0; }}'
        'h1 { font: 22pt/44pt "黑体"; text-align: center; margin: 12pt 0 24pt; }'
        'h2 { font: 16pt/32pt "黑体"; text-align: center; break-before: page; margin: 0 0 8pt; }'
        "p { text-indent: 2em; margin: 0; text-align: justify; overflow-wrap: anywhere; }"
        ".number { text-align: right; } .sign { text-align: right; margin-top: 48pt;"
        " break-inside: avoid; }"
        "table { border-collapse: collapse; width: 100%; table-layout: fixed;"
        f' font: {_SMALL.size_pt}pt/1.4 "宋体"; }}'
        "thead { display: table-header-group; } tr { break-inside: avoid; }"
        "th, td { border: 0.5pt solid #000; padding: 2pt; text-align: center;"
        " overflow-wrap: anywhere; font-weight: normal; }"
        '.note { font: 10.5pt/1.6 "宋体"; margin-top: 6pt; }'
    )
