"""A paper's format is judged by what really prints: through styles, defaults and theme."""

from io import BytesIO

import pytest
from docx import Document

from documents.paper import REPORT_12, FindingKind, Identity, check_paper, mended_paper
from tests.documents.papers import (
    FOOTER,
    NAMESPACES,
    PAGE_FIELD,
    SECTION,
    STYLES,
    TITLE,
    TYPES,
    member,
    paper_docx,
    picture_run,
    png,
    text_paragraph,
)

NOBODY = Identity()
THEME = (
    f'<a:theme {NAMESPACES} name="甲"><a:themeElements><a:fontScheme name="甲">'
    '<a:majorFont><a:ea typeface=""/><a:font script="Hans" typeface="黑体"/></a:majorFont>'
    '<a:minorFont><a:ea typeface="%s"/><a:font script="Jpan" typeface="ＭＳ 明朝"/>'
    '<a:font script="Hans" typeface="宋体"/></a:minorFont></a:fontScheme></a:themeElements></a:theme>'
)
THEME_TYPE = "application/vnd.openxmlformats-officedocument.theme+xml"
PICTURE = {
    "parts": {"word/media/i.png": ("image/png", png())},
    "relations": (("rIdPicture", "image", "media/i.png"),),
}


def findings(docx: bytes, *kinds: FindingKind):
    found = check_paper(docx, REPORT_12, NOBODY)
    return [each for each in found if not kinds or each.kind in kinds]


def found_and_mended(docx: bytes, *kinds: FindingKind) -> list[tuple[str, str]]:
    """What the check says is there and is needed; the mended file must have none of it."""
    found = [(each.have, each.need) for each in findings(docx, *kinds)]
    assert findings(mended_paper(docx, REPORT_12)) == []
    return found


def style(name: str, kind: str = "paragraph", based: str = "", run: str = "", lines: str = ""):
    on = f'<w:basedOn w:val="{based}"/>' if based else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{name}"/>{on}'
        f"<w:pPr>{lines}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def font(name: str) -> str:
    return f'<w:rFonts w:eastAsia="{name}"/>'


def size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/>'


def styled(name: str) -> str:
    return text_paragraph(paragraph=f'<w:pStyle w:val="{name}"/>')


CHAINS = {
    "direct": (text_paragraph(run=font("宋体") + size(24)), ""),
    "paragraph style": (styled("A"), style("A", run=font("宋体") + size(24))),
    "based on": (
        styled("A"),
        style("A", based="B") + style("B", based="C", run=size(24)) + style("C", run=font("宋体")),
    ),
    "a ring of styles": (
        styled("A"),
        style("A", based="B", run=font("宋体")) + style("B", based="A", run=size(24)),
    ),
    "character style": (
        text_paragraph(run='<w:rStyle w:val="A"/>'),
        style("A", "character", run=font("宋体") + size(24)),
    ),
    "character style over paragraph style": (
        text_paragraph(run='<w:rStyle w:val="A"/>', paragraph='<w:pStyle w:val="B"/>'),
        style("A", "character", run=font("宋体") + size(24))
        + style("B", run=font("仿宋") + size(32)),
    ),
    "table style": (
        '<w:tbl><w:tblPr><w:tblStyle w:val="A"/></w:tblPr><w:tr><w:tc>'
        f"{text_paragraph()}</w:tc></w:tr></w:tbl>",
        style("A", "table", run=font("宋体") + size(24)),
    ),
    "unit of its own": (text_paragraph(run=font("宋体") + '<w:sz w:val="12pt"/>'), ""),
}


@pytest.mark.parametrize(("body", "styles"), CHAINS.values(), ids=CHAINS)
def test_font_and_size_are_found_at_every_level_and_mended(body, styles):
    found = found_and_mended(
        paper_docx(body, styles=STYLES + styles), FindingKind.FONT, FindingKind.SIZE
    )
    assert found == [("宋体", "仿宋"), ("12磅", "16磅（三号）")]


def test_a_nearer_level_wins_over_a_wrong_one():
    body = text_paragraph(run=font("仿宋_GB2312") + size(32), paragraph='<w:pStyle w:val="A"/>')
    assert findings(paper_docx(body, styles=STYLES + style("A", run=font("宋体") + size(24)))) == []


def test_the_documents_defaults_count_where_nothing_else_speaks():
    styles = STYLES.replace("仿宋", "等线").replace('w:val="32"', 'w:val="21"')
    found = found_and_mended(paper_docx(text_paragraph(), styles=styles))
    assert found == [("等线", "仿宋"), ("10.5磅", "16磅（三号）")]


def test_without_any_word_on_it_the_font_is_not_the_prescribed_one():
    found = found_and_mended(paper_docx(text_paragraph(), styles=""))
    assert ("未指定的默认字体", "仿宋") in found
    assert ("10磅", "16磅（三号）") in found
    assert ("单倍行距", "固定值30磅") in found


@pytest.mark.parametrize(
    ("typeface", "settings", "wrong"),
    [
        ("", "", ["宋体"]),
        ("", '<w:themeFontLang w:eastAsia="zh-CN"/>', ["宋体"]),
        ("", '<w:themeFontLang w:eastAsia="ja-JP"/>', ["ＭＳ 明朝"]),
        ("仿宋", "", []),
    ],
)
def test_a_theme_font_is_looked_up_by_the_documents_language(typeface, settings, wrong):
    styles = STYLES.replace(
        'w:eastAsia="仿宋"', 'w:eastAsia="仿宋" w:eastAsiaTheme="minorEastAsia"'
    )
    content = f"<w:settings {NAMESPACES}>{settings}</w:settings>"
    parts = {
        "word/theme/t.xml": (THEME_TYPE, THEME % typeface),
        "word/settings.xml": (f"{TYPES}.settings+xml", content),
    }
    ties = (("rId8", "theme", "theme/t.xml"), ("rId9", "settings", "settings.xml"))
    docx = paper_docx(text_paragraph(), styles=styles, parts=parts, relations=ties)
    assert [have for have, _ in found_and_mended(docx)] == wrong


def test_a_direct_font_name_wins_over_a_theme_font_of_the_style():
    styles = STYLES.replace('w:eastAsia="仿宋"', 'w:eastAsiaTheme="minorEastAsia"')
    parts = {"word/theme/t.xml": (THEME_TYPE, THEME % "")}
    docx = paper_docx(
        text_paragraph(run=font("仿宋")),
        styles=styles,
        parts=parts,
        relations=(("rId8", "theme", "theme/t.xml"),),
    )
    assert findings(docx) == []


def test_latin_letters_may_have_a_font_of_their_own_but_not_a_size():
    run = '<w:rFonts w:ascii="Times New Roman" w:eastAsia="宋体"/><w:sz w:val="24"/>'
    found = findings(paper_docx(text_paragraph("ANSYS 2020", run=run)))
    assert [each.kind for each in found] == [FindingKind.SIZE]


@pytest.mark.parametrize("name", ["FangSong", "fangsong_gb2312", "仿宋＿GB2312"])
def test_the_same_font_under_another_name_is_no_fault(name):
    assert findings(paper_docx(text_paragraph(run=font(name)))) == []


def test_the_title_has_letters_of_its_own():
    title = text_paragraph("起重机主梁优化", run=font("仿宋") + size(32))
    found = findings(paper_docx(text_paragraph(), title=title))
    assert [each.message for each in found] == [
        "标题第1段（“起重机主梁优化”）的字体为仿宋，应为黑体（报-12）。",
        "标题第1段（“起重机主梁优化”）的字号为16磅，应为18磅（小二号）（报-12）。",
    ]
    assert found_and_mended(paper_docx(text_paragraph(), title=title))


SPACINGS = {
    "direct": (
        text_paragraph(paragraph='<w:spacing w:line="360" w:lineRule="auto"/>'),
        "1.5倍行距",
    ),
    "no rule means lines": (text_paragraph(paragraph='<w:spacing w:line="600"/>'), "2.5倍行距"),
    "at least": (
        text_paragraph(paragraph='<w:spacing w:line="600" w:lineRule="atLeast"/>'),
        "最小值30磅",
    ),
    "another height": (
        text_paragraph(paragraph='<w:spacing w:line="560" w:lineRule="exact"/>'),
        "固定值28磅",
    ),
    "by style": (styled("A"), "单倍行距"),
}


@pytest.mark.parametrize(("body", "have"), SPACINGS.values(), ids=SPACINGS)
def test_line_spacing_is_found_at_every_level_and_mended(body, have):
    lines = '<w:spacing w:line="240" w:lineRule="auto"/>'
    styles = STYLES + style("A", based="B") + style("B", lines=lines)
    assert found_and_mended(paper_docx(body, styles=styles)) == [(have, "固定值30磅")]


def test_spacing_before_a_paragraph_says_nothing_of_its_lines():
    body = text_paragraph(paragraph='<w:spacing w:before="120"/>')
    assert findings(paper_docx(body)) == []


def test_a_picture_that_exact_lines_would_clip_takes_at_least_the_line():
    docx = paper_docx(f"<w:p>{picture_run()}</w:p>", **PICTURE)
    assert found_and_mended(docx) == [("固定值30磅", "最小值30磅（否则图片被裁切）")]


@pytest.mark.parametrize(
    "rule", ['w:line="240" w:lineRule="auto"', 'w:line="600" w:lineRule="atLeast"']
)
def test_a_picture_in_lines_that_grow_is_no_fault(rule):
    body = f"<w:p><w:pPr><w:spacing {rule}/></w:pPr>{picture_run()}</w:p>"
    assert findings(paper_docx(body, **PICTURE)) == []


def test_a_picture_lower_than_the_line_keeps_the_exact_line():
    assert findings(paper_docx(f"<w:p>{picture_run(height=200_000)}</w:p>", **PICTURE)) == []


def test_paragraphs_side_by_side_with_one_fault_make_one_finding():
    wrong, right = text_paragraph(run=font("宋体")), text_paragraph()
    found = findings(paper_docx(wrong * 3 + right + wrong))
    assert [each.paragraphs for each in found] == [(2, 3, 4), (6,)]
    assert [each.place for each in found] == [
        "第2至4段（“本文研究起重机主梁。”起）",
        "第6段（“本文研究起重机主梁。”）",
    ]


def test_empty_paragraphs_are_told_by_the_one_before():
    body = text_paragraph() + '<w:p><w:pPr><w:spacing w:line="240"/></w:pPr></w:p>'
    [found] = findings(paper_docx(body))
    assert found.message == "第2段之后的空行的行间距为单倍行距，应为固定值30磅（报-12）。"


def test_margins_of_every_section_are_judged():
    first = SECTION.replace('w:top="1417"', 'w:top="1440"').replace('gutter="0"', 'gutter="284"')
    body = f"<w:p><w:pPr>{first}</w:pPr><w:r><w:t>本节</w:t></w:r></w:p>{text_paragraph()}"
    last = SECTION.replace('w:left="1417"', 'w:left="1800"')
    docx = paper_docx(body, section=last)
    assert [each.message for each in findings(docx)] == [
        "第1节的上页边距为2.54厘米，应为2.5厘米（报-12）。",
        "第1节的装订线为0.5厘米，应为0厘米（报-12）。",
        "第2节的左页边距为3.17厘米，应为2.5厘米（报-12）。",
    ]
    assert found_and_mended(docx)


def test_another_paper_is_found_and_a_turned_page_is_not():
    letter = SECTION.replace('w:w="11906" w:h="16838"', 'w:w="12240" w:h="15840"')
    assert found_and_mended(paper_docx(text_paragraph(), section=letter)) == [("216×279毫米", "A4")]
    turned = SECTION.replace('w:w="11906" w:h="16838"', 'w:w="16838" w:h="11906"')
    assert findings(paper_docx(text_paragraph(), section=turned)) == []


def test_a_section_that_says_nothing_is_not_set():
    bare = '<w:sectPr><w:footerReference w:type="default" r:id="rIdFooter"/></w:sectPr>'
    assert {have for have, _ in found_and_mended(paper_docx(section=bare))} == {"未设置"}


def framed(alignment: str) -> str:
    return (
        f'<w:p><w:pPr><w:framePr w:wrap="around" w:xAlign="{alignment}"/></w:pPr>{PAGE_FIELD}</w:p>'
    )


def boxed(alignment: str) -> str:
    return (
        "<w:p><w:r><w:drawing><wp:anchor><wp:positionH><wp:align>"
        f"{alignment}</wp:align></wp:positionH><a:graphic><a:graphicData><wps:wsp><wps:txbx>"
        f"<w:txbxContent><w:p>{PAGE_FIELD}</w:p></w:txbxContent></wps:txbx></wps:wsp>"
        "</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r></w:p>"
    )


def tabbed(kind: str) -> str:
    tabs = f'<w:tabs><w:tab w:val="{kind}" w:pos="4153"/></w:tabs>'
    return f"<w:p><w:pPr>{tabs}</w:pPr><w:r><w:tab/></w:r>{PAGE_FIELD}</w:p>"


CENTRED = {
    "centred": FOOTER,
    "simple field": '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:fldSimple w:instr=" PAGE "/></w:p>',
    "frame": framed("center"),
    "box": boxed("center"),
    "tab": tabbed("center"),
    "with words": FOOTER.replace(PAGE_FIELD, f"<w:r><w:t>第</w:t></w:r>{PAGE_FIELD}"),
}
ASIDE = {
    "left": f"<w:p>{PAGE_FIELD}</w:p>",
    "right": FOOTER.replace("center", "right"),
    "frame": framed("outside"),
    "box": boxed("right"),
    "tab": tabbed("right"),
}
WITHOUT = {
    "no footer": None,
    "empty": "<w:p/>",
    "typed": '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t>1</w:t></w:r></w:p>',
    "number of pages": FOOTER.replace("> PA<", "> NUMPA<").replace(">GE <", ">GES <"),
}


@pytest.mark.parametrize("footer", CENTRED.values(), ids=CENTRED)
def test_a_page_number_at_the_bottom_centre_is_known_in_each_way_to_make_one(footer):
    assert findings(paper_docx(text_paragraph(), footer=footer)) == []


@pytest.mark.parametrize("footer", ASIDE.values(), ids=ASIDE)
def test_a_page_number_that_is_not_centred_is_found_and_mended(footer):
    docx = paper_docx(text_paragraph(), footer=footer)
    assert found_and_mended(docx) == [("的页码没有居中", "页码在页面底端居中")]


@pytest.mark.parametrize("footer", WITHOUT.values(), ids=WITHOUT)
def test_a_missing_page_number_is_found_and_mended(footer):
    docx = paper_docx(text_paragraph(), footer=footer)
    assert found_and_mended(docx) == [("没有页码", "页码在页面底端居中")]


def test_mending_keeps_what_the_footer_says():
    footer = f"<w:p><w:r><w:t>内部资料</w:t></w:r>{PAGE_FIELD}</w:p>"
    mended = mended_paper(paper_docx(text_paragraph(), footer=footer), REPORT_12)
    assert findings(mended) == []
    assert member(mended, "word/footer1.xml").count("内部资料") == 1
    assert member(mended, "word/footer1.xml").count("PAGE") == 1


def test_first_and_even_pages_need_a_page_number_too():
    section = SECTION.replace("</w:sectPr>", "<w:titlePg/></w:sectPr>")
    content = f"<w:settings {NAMESPACES}><w:evenAndOddHeaders/></w:settings>"
    docx = paper_docx(
        text_paragraph(),
        section=section,
        parts={"word/settings.xml": (f"{TYPES}.settings+xml", content)},
        relations=(("rId9", "settings", "settings.xml"),),
    )
    assert [each.place for each in findings(docx)] == ["首页页脚", "偶数页页脚"]
    assert found_and_mended(docx)


COVER = (
    text_paragraph("题　　目：起重机主梁优化", run=font("黑体") + size(44))
    + text_paragraph("内容概述：1、载荷谱", run=font("宋体"))
    + text_paragraph("2、优化", run=font("宋体"))
)
BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
ENDS = {
    "page break": BREAK,
    "section": f"<w:p><w:pPr>{SECTION}</w:pPr></w:p>",
    "nothing": "",
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_a_cover_is_known_and_has_letters_of_its_own(end):
    docx = paper_docx(text_paragraph(), title=COVER + end + TITLE)
    assert findings(docx) == []
    wrong = paper_docx(text_paragraph(), title=COVER.replace("黑体", "楷体") + end + TITLE)
    assert found_and_mended(wrong) == [("楷体", "黑体")]


def test_a_break_before_the_title_belongs_to_the_title():
    title = TITLE.replace("<w:t>", '<w:br w:type="page"/><w:t>')
    assert findings(paper_docx(text_paragraph(), title=COVER + title)) == []


def test_a_cover_needs_no_page_number():
    section = SECTION.replace('<w:footerReference w:type="default" r:id="rIdFooter"/>', "")
    cover = f"{COVER}<w:p><w:pPr>{section}</w:pPr></w:p>"
    assert findings(paper_docx(text_paragraph(), title=cover + TITLE)) == []


def test_tracked_changes_are_judged_as_if_accepted_and_mended_so():
    body = (
        f"<w:p><w:del w:id='1'><w:r><w:rPr>{font('宋体')}</w:rPr><w:delText>旧</w:delText></w:r></w:del>"
        f"<w:ins w:id='2'><w:r><w:t>新增的字</w:t></w:r></w:ins></w:p>"
        "<w:p><w:pPr><w:rPr><w:del w:id='3'/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p>"
        f"{text_paragraph('后半')}"
    )
    docx = paper_docx(body)
    assert findings(docx, FindingKind.FONT, FindingKind.SPACING) == []
    mended = member(mended_paper(docx, REPORT_12))
    assert "旧" not in mended and "新增的字" in mended and "w:ins" not in mended
    assert "前半</w:t></w:r><w:r>" in mended
    assert findings(mended_paper(docx, REPORT_12)) == []


def test_mending_changes_no_word_and_gives_the_same_bytes():
    body = text_paragraph("第一段 ＡＮＳＹＳ", run=font("宋体")) + text_paragraph(
        "第二段", run=size(21)
    )
    docx = paper_docx(body)
    mended = mended_paper(docx, REPORT_12)
    assert mended == mended_paper(docx, REPORT_12) == mended_paper(mended, REPORT_12)
    texts = [[each.text for each in Document(BytesIO(file)).paragraphs] for file in (docx, mended)]
    assert texts[0] == texts[1]
