"""附件4 答辩材料: as prescribed, without a name, the same bytes; as .docx and as PDF."""

import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.shared import Pt
from pypdf import PdfReader

from documents.forms.defence_paper import (
    Picture,
    defence_cover_docx,
    defence_cover_pdf,
    defence_paper_docx,
    defence_paper_pdf,
)
from documents.paper import REPORT_12, check_paper, check_pdf_identity, mended_paper
from documents.pictures import BadPicture
from tests.documents.papers import (
    IDENTITY,
    NAME,
    defence_paper,
    everything,
    jpeg,
    member,
    paper_docx,
    picture_run,
    png,
    text_paragraph,
)
from tests.documents.reading import HOSTILE, glyph_boxes_mm, page_sizes_mm, page_texts

A4 = (210, 297)


@pytest.fixture(scope="module")
def docx_file() -> bytes:
    return defence_paper_docx(defence_paper())


@pytest.fixture(scope="module")
def pdf_file() -> bytes:
    return defence_paper_pdf(defence_paper(anonymous_number="JD-001"))


def looks(paragraph) -> tuple[str, float]:
    """Font of Chinese letters and size in pt of a paragraph's first run."""
    fonts = paragraph.runs[0]._r.rPr.rFonts
    return fonts.get(f"{fonts.tag[:-6]}eastAsia"), paragraph.runs[0].font.size.pt


def test_the_paper_passes_its_own_check(docx_file):
    assert check_paper(docx_file, REPORT_12, IDENTITY) == []


def test_the_cover_and_the_body_have_the_letters_prescribed(docx_file):
    shown = [each for each in Document(BytesIO(docx_file)).paragraphs if each.text.strip()]
    assert [looks(each) for each in shown[:6]] == [
        ("黑体", 22),
        ("宋体", 16),
        ("宋体", 16),
        ("宋体", 16),
        ("黑体", 18),
        ("仿宋", 16),
    ]
    assert [each.text for each in shown[:4]] == [
        "题　　目：大型铸造起重机主梁疲劳寿命分析与结构优化",
        "内容概述：1、提出载荷谱编制方法",
        "2、优化主梁截面",
        "3、完成一年应变实测",
    ]


def test_the_body_starts_on_an_odd_page_numbered_one_and_the_cover_has_no_number(docx_file):
    cover, body = Document(BytesIO(docx_file)).sections
    assert body.start_type.name == "ODD_PAGE"
    assert 'w:pgNumType w:start="1"' in member(docx_file)
    assert cover.footer.is_linked_to_previous
    assert "PAGE" in body.footer._element.xml


def test_a_picture_stands_in_a_line_that_grows(docx_file):
    paragraphs = Document(BytesIO(docx_file)).paragraphs
    rules = {
        (each.paragraph_format.line_spacing_rule.name, each.paragraph_format.line_spacing)
        for each in paragraphs
        if "graphic" in each._p.xml
    }
    assert rules == {("AT_LEAST", Pt(30))}


def test_pictures_stand_at_their_marks_and_the_others_at_the_end(docx_file):
    texts = [each.text for each in Document(BytesIO(docx_file)).paragraphs]
    assert texts[-1] == "图2　试验现场"
    assert "图1　应力云图" in texts[:-1]
    assert "【图1】" not in texts


def test_a_wide_picture_is_as_wide_as_the_text_and_a_small_one_keeps_its_size(docx_file):
    widths = [shape.width.mm for shape in Document(BytesIO(docx_file)).inline_shapes]
    assert [round(width) for width in widths] == [160, 79]


def test_a_very_high_picture_fits_the_page():
    paper = defence_paper(pictures=(Picture(png((100, 3000))),))
    [shape] = Document(BytesIO(defence_paper_docx(paper))).inline_shapes
    assert shape.height.mm < 247 - 21


def test_the_fonts_are_named_and_no_theme_speaks(docx_file):
    assert (
        re.findall(r"w:(?:ascii|hAnsi|eastAsia|cs)Theme=|w:cstheme=", everything(docx_file)) == []
    )


def test_a_paper_without_points_has_the_forms_blank_lines():
    texts = [each.text for each in Document(BytesIO(defence_cover_docx(blank()))).paragraphs]
    assert [text for text in texts if text] == ["题　　目：", "内容概述：1、", "2、", "3、"]
    assert "内容概述：1、2、3、" in page_texts(defence_cover_pdf(blank()))[0]


def blank():
    return defence_paper(title="", summary_points=(), body="", pictures=())


def test_the_number_stands_in_the_corner_once_it_is_drawn(pdf_file):
    paper = defence_paper(anonymous_number="JD-001")
    corner = Document(BytesIO(defence_cover_docx(paper))).paragraphs[0]
    assert (corner.text, corner.alignment.name) == ("匿名编号：JD-001", "RIGHT")
    assert page_texts(pdf_file)[0].startswith("匿名编号：JD-001")
    assert check_paper(defence_paper_docx(paper), REPORT_12, IDENTITY) == []
    assert "匿名编号" not in page_texts(defence_paper_pdf(replace(paper, anonymous_number="")))[0]


def test_the_pdf_has_the_cover_on_its_own_sheet_and_numbers_from_one(pdf_file):
    texts = page_texts(pdf_file)
    assert set(page_sizes_mm(pdf_file)) == {A4}
    assert texts[1] == ""
    assert texts[2].startswith("大型铸造起重机主梁疲劳寿命分析与结构优化") and texts[2].endswith(
        "1"
    )
    assert texts[-1].endswith(str(len(texts) - 2))


def test_the_pdf_keeps_its_margins_and_lines_of_thirty_points(pdf_file):
    boxes = [box for box in glyph_boxes_mm(pdf_file, 2) if box[0] > "一"]
    assert min(left for _, left, *_ in boxes) >= 24.9
    assert max(right for _, _, _, right, _ in boxes) <= 185.5
    bottoms = sorted({round(bottom, 1) for *_, bottom in boxes})
    lines = [bottoms[0]]
    for bottom in bottoms:
        if bottom - lines[-1] > 5:
            lines.append(bottom)
    steps = [after - before for before, after in zip(lines[2:], lines[3:], strict=False)]
    assert steps and all(abs(step - 30 / 72 * 25.4) < 1.3 for step in steps)


def test_the_pdf_embeds_its_fonts(pdf_file):
    for page in PdfReader(BytesIO(pdf_file)).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(inner.get_object())


def test_a_long_cover_still_leaves_the_body_an_odd_page():
    paper = defence_paper(summary_points=("概述" * 200,) * 3, body="正文", pictures=())
    texts = page_texts(defence_paper_pdf(paper))
    title_page = next(n for n, text in enumerate(texts, 1) if text.endswith("正文1"))
    assert title_page % 2 == 1


def test_neither_file_carries_what_the_pictures_knew():
    pictures = (Picture(png(Author=NAME)), Picture(jpeg(artist=NAME, xmp=f"<x>{NAME}</x>")))
    paper = defence_paper(pictures=pictures)
    assert check_paper(defence_paper_docx(paper), REPORT_12, IDENTITY) == []
    assert check_pdf_identity(defence_paper_pdf(paper), IDENTITY) == []


def test_a_name_in_the_paper_itself_would_be_found():
    paper = defence_paper(body=f"本文由{NAME}完成", pictures=())
    assert [
        each.place[:3] for each in check_paper(defence_paper_docx(paper), REPORT_12, IDENTITY)
    ] == ["第6段"]
    assert [each.place for each in check_pdf_identity(defence_paper_pdf(paper), IDENTITY)] == [
        "第3页"
    ]


def test_a_file_that_is_no_picture_is_refused_with_a_sentence():
    paper = defence_paper(pictures=(Picture(b"<svg/>"),))
    for make in (defence_paper_docx, defence_paper_pdf):
        with pytest.raises(BadPicture, match="图片"):
            make(paper)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_stops_the_paper(text):
    paper = defence_paper(
        title=text[:200], summary_points=(text[:200],), body=text[:2000], pictures=()
    )
    assert Document(BytesIO(defence_paper_docx(paper))).paragraphs
    assert len(page_texts(defence_paper_pdf(paper))) >= 3


def test_the_same_paper_gives_the_same_bytes(docx_file, pdf_file):
    assert defence_paper_docx(defence_paper()) == docx_file
    assert defence_paper_pdf(defence_paper(anonymous_number="JD-001")) == pdf_file
    with ZipFile(BytesIO(docx_file)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[1:] == sorted(archive.namelist()[1:])


def test_the_files_tell_nothing_of_who_made_them_when(docx_file, pdf_file):
    properties = Document(BytesIO(docx_file)).core_properties
    assert (properties.author, properties.last_modified_by) == ("职称申报评审系统",) * 2
    assert {str(properties.created)[:10], str(properties.modified)[:10]} == {"2000-01-01"}
    assert "python-docx" not in everything(docx_file)
    assert "Macintosh" not in everything(docx_file)
    assert set(PdfReader(BytesIO(pdf_file)).metadata) == {
        "/Title",
        "/Producer",
        "/CreationDate",
        "/ModDate",
    }


@pytest.mark.office
def test_the_office_program_prints_a4_pages_with_embedded_fonts(print_docx_in_office, docx_file):
    pdf = print_docx_in_office(docx_file)
    texts = page_texts(pdf)
    assert set(page_sizes_mm(pdf)) == {A4}
    # LibreOffice leaves the empty back of the cover out of a PDF.
    printed = [text for text in page_texts(defence_paper_pdf(defence_paper())) if text]
    assert len(texts) == len(printed)
    assert texts[1].startswith("大型铸造起重机主梁疲劳寿命分析与结构优化") and texts[1].endswith(
        "1"
    )
    for page in PdfReader(BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            assert "/FontFile" in str(descriptor(font.get_object()))


@pytest.mark.office
def test_the_office_program_shows_the_whole_picture(print_docx_in_office):
    mended = mended_paper(
        paper_docx(
            f"<w:p>{picture_run()}</w:p>{text_paragraph()}",
            parts={"word/media/i.png": ("image/png", png())},
            relations=(("rIdPicture", "image", "media/i.png"),),
        ),
        REPORT_12,
    )
    [page] = PdfReader(BytesIO(print_docx_in_office(mended))).pages
    assert len(page.images) == 1
    below = next(box for box in glyph_boxes_mm(print_docx_in_office(mended), 0) if box[0] == "本")
    assert below[2] > 25 + 2_000_000 / 36_000


def descriptor(font) -> dict:
    inner = font.get("/DescendantFonts", [font])[0].get_object()
    return inner["/FontDescriptor"].get_object()
