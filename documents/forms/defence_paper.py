"""附件4 答辩材料: cover and body, four copies for the experts, nothing that names anyone.

Cover as 附件4 has it (题目 黑体二号, 内容概述 宋体三号), body as 报-12 says: title 小二号黑体, text
三号仿宋, margins 2.5 cm, lines of exactly 30 pt, page number bottom centre, A4, double-sided.
"""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from documents.docx import PAGE_NUMBER_PT, DocxFile, Type, picture_size_mm
from documents.page import PT_PER_MM, Page
from documents.pdf import html_document, merge_pdfs, render_pdf, text_html
from documents.pictures import CleanPicture, clean_picture

PAGE = Page("A4", margins_mm=(25.0, 25.0, 25.0, 25.0))
LINE_PT = 30.0
COVER_TITLE = Type("黑体", 22)
COVER_TEXT = Type("宋体", 16)
BODY_TITLE = Type("黑体", 18)
BODY_TEXT = Type("仿宋", 16)
MOST_PICTURE_PX = 2400
"""Longest side of a printed picture in pixels: 380 dots an inch over the text's width."""

_BLANK_POINTS = ("", "", "")
_PICTURE_MARK = re.compile(r"[【\[]图\s*(\d{1,3})[】\]]")
_PICTURE_ROOM_MM = PAGE.inner_height_mm - 2 * LINE_PT / PT_PER_MM


@dataclass(frozen=True)
class Picture:
    """A picture as uploaded, PNG or JPEG of at most 40 Mpx, with the line that stands under it."""

    data: bytes
    caption: str = ""


@dataclass(frozen=True)
class DefencePaper:
    """One applicant's paper. ``body`` is plain text, a line a paragraph.

    A line that is only 【图1】 is where the first picture stands; pictures without such a line
    follow the text. ``anonymous_number`` stands in the cover's corner once it is drawn.
    """

    title: str
    summary_points: tuple[str, ...]
    body: str
    pictures: tuple[Picture, ...] = ()
    anonymous_number: str = ""


@dataclass(frozen=True)
class _Figure:
    picture: CleanPicture
    caption: str
    number: int

    @property
    def label(self) -> str:
        return f"图{self.number}　{self.caption.strip()}".rstrip("　")


def defence_paper_docx(paper: DefencePaper) -> bytes:
    """Return cover and body as .docx; the body's section starts on an odd page.

    Raises documents.pictures.BadPicture, a Chinese sentence, for a picture that cannot be used.
    """
    file = _docx_with_cover(paper)
    file.start_section()
    file.number_pages()
    file.add_paragraph(paper.title.strip(), BODY_TITLE, align="center")
    for piece in _pieces(paper):
        if isinstance(piece, str):
            file.add_paragraph(piece, first_line_ems=2)
        else:
            file.add_picture(piece.picture, alt=piece.label, with_caption=True)
            file.add_paragraph(piece.label, align="center")
    return file.to_bytes()


def defence_cover_docx(paper: DefencePaper) -> bytes:
    """Return the cover alone as .docx."""
    return _docx_with_cover(paper).to_bytes()


def defence_paper_pdf(paper: DefencePaper) -> bytes:
    """Return cover and body as PDF; an empty page follows a cover of an odd number of pages.

    Raises documents.pictures.BadPicture as ``defence_paper_docx`` does.
    """
    cover = defence_cover_pdf(paper)
    parts = [cover]
    if _page_count(cover) % 2:
        parts.append(render_pdf(html_document("", ""), css=_css(numbered=False)))
    body = f"<h1>{text_html(paper.title.strip())}</h1>{''.join(map(_html, _pieces(paper)))}"
    parts.append(render_pdf(html_document(paper.title, body), css=_css(numbered=True)))
    return merge_pdfs(parts, title=paper.title)


def defence_cover_pdf(paper: DefencePaper) -> bytes:
    """Return the cover alone as PDF."""
    corner = f"匿名编号：{paper.anonymous_number}" if paper.anonymous_number else ""
    points = "".join(
        f'<p class="point {"first" if number == 1 else ""}">{text_html(text)}</p>'
        for number, text in enumerate(_point_lines(paper), 1)
    )
    body = (
        f'<p class="corner">{text_html(corner)}&nbsp;</p>'
        f'<p class="topic">题　　目：{text_html(paper.title.strip())}</p>{points}'
    )
    return render_pdf(html_document(paper.title, body), css=_css(numbered=False))


def _docx_with_cover(paper: DefencePaper) -> DocxFile:
    file = DocxFile(page=PAGE, type_=BODY_TEXT, line_pt=LINE_PT, title=paper.title)
    corner = f"匿名编号：{paper.anonymous_number}" if paper.anonymous_number else ""
    file.add_paragraph(corner, COVER_TEXT, align="right")
    for _ in range(4):
        file.add_paragraph()
    title = f"题　　目：{paper.title.strip()}"
    file.add_paragraph(title, COVER_TITLE, align="left", left_ems=5, first_line_ems=-5)
    file.add_paragraph()
    for number, text in enumerate(_point_lines(paper), 1):
        hanging = -7 if number == 1 else -2
        file.add_paragraph(text, COVER_TEXT, align="left", left_ems=7, first_line_ems=hanging)
    return file


def _point_lines(paper: DefencePaper) -> Iterator[str]:
    for number, point in enumerate(paper.summary_points or _BLANK_POINTS, 1):
        yield f"{'内容概述：' if number == 1 else ''}{number}、{' '.join(point.split())}"


def picture_marks(body: str) -> list[int]:
    """The numbers of the pictures that the text of a paper places, in its order."""
    marks = (_PICTURE_MARK.fullmatch(line.strip()) for line in body.splitlines())
    return [int(mark[1]) for mark in marks if mark]


def _pieces(paper: DefencePaper) -> Iterator[str | _Figure]:
    """Yield paragraphs and figures in the order in which they are printed."""
    figures = {
        number: _Figure(
            clean_picture(picture.data, most_px=MOST_PICTURE_PX), picture.caption, number
        )
        for number, picture in enumerate(paper.pictures, 1)
    }
    for line in paper.body.splitlines():
        text = line.strip()
        mark = _PICTURE_MARK.fullmatch(text)
        figure = figures.pop(int(mark[1]), None) if mark else None
        if figure:
            yield figure
        elif text:
            yield text
    yield from figures.values()


def _html(piece: str | _Figure) -> str:
    if isinstance(piece, str):
        return f"<p>{text_html(piece)}</p>"
    picture = piece.picture
    width, height = picture_size_mm(picture, PAGE.inner_width_mm, _PICTURE_ROOM_MM)
    data = base64.b64encode(picture.data).decode()
    return (
        f'<figure><img src="data:image/{picture.format};base64,{data}" alt=""'
        f' style="width:{width:.2f}mm;height:{height:.2f}mm">'
        f"<figcaption>{text_html(piece.label)}</figcaption></figure>"
    )


def _css(*, numbered: bool) -> str:
    number = "counter(page)" if numbered else "none"
    return f"""
@page {{ size: A4; margin: 25mm;
  @bottom-center {{ content: {number}; font: {PAGE_NUMBER_PT}pt 宋体 }} }}
body {{ margin: 0; font: {BODY_TEXT.size_pt}pt/{LINE_PT}pt {BODY_TEXT.font};
  overflow-wrap: anywhere }}
h1 {{ margin: 0; font: {BODY_TITLE.size_pt}pt/{LINE_PT}pt {BODY_TITLE.font}; text-align: center }}
p {{ margin: 0; text-indent: 2em; text-align: justify; white-space: pre-wrap;
  orphans: 1; widows: 1 }}
figure {{ margin: 0; text-align: center; break-inside: avoid }}
img {{ display: block; margin: 0 auto }}
.corner, .point, .topic {{ font: {COVER_TEXT.size_pt}pt/{LINE_PT}pt {COVER_TEXT.font};
  text-align: left; text-indent: 0 }}
.corner {{ text-align: right; margin-bottom: {4 * LINE_PT}pt }}
.topic {{ font: {COVER_TITLE.size_pt}pt/{LINE_PT}pt {COVER_TITLE.font}; padding-left: 5em;
  text-indent: -5em; margin-bottom: {LINE_PT}pt }}
.point {{ padding-left: 7em; text-indent: -2em }}
.first {{ text-indent: -7em }}
"""


def _page_count(pdf: bytes) -> int:
    from pypdf import PdfReader

    return len(PdfReader(BytesIO(pdf)).pages)
