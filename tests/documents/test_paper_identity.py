"""A name is found wherever a Word file can carry it, and what no print shows is cleaned of it."""

from dataclasses import dataclass, field
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest

from documents.paper import REPORT_12, FindingKind, Identity, check_paper, mended_paper
from documents.paper.matching import Matcher
from tests.documents.papers import (
    ID_NUMBER,
    IDENTITY,
    NAME,
    NAMESPACES,
    PHONE,
    PINYIN,
    SHORT_UNIT,
    STYLES,
    TYPES,
    UNIT,
    everything,
    jpeg,
    paper_docx,
    picture_run,
    png,
    text_paragraph,
)

RUN = f"<w:p><w:r><w:t>{NAME}</w:t></w:r></w:p>"
CORE = "application/vnd.openxmlformats-package.core-properties+xml"
CORE_XML = (
    '<cp:coreProperties xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:cp='
    '"http://schemas.openxmlformats.org/package/2006/metadata/core-properties">%s'
    "</cp:coreProperties>"
)


@dataclass
class Plant:
    """A file with the name in one place, what the finding calls it, whether mending removes it."""

    place: str
    is_mendable: bool = True
    body: str = ""
    more: dict = field(default_factory=dict)

    @property
    def docx(self) -> bytes:
        return paper_docx(self.body or text_paragraph(), **self.more)


def story(kind: str, content: str, place: str, *, is_mendable: bool = False) -> Plant:
    """A header, footnotes, comments… part that says the name."""
    root = {"header": "hdr", "footer": "ftr"}.get(kind, kind)
    xml = f"<w:{root} {NAMESPACES}>{content}</w:{root}>"
    parts = {f"word/{kind}9.xml": (f"{TYPES}.{kind}+xml", xml)}
    relations = (("rId9", kind, f"{kind}9.xml"),)
    return Plant(place, is_mendable, more={"parts": parts, "relations": relations})


def property_of(xml: str, name: str, kind: str, place: str) -> Plant:
    parts = {f"docProps/{name}.xml": (kind, xml)}
    ties = (("rId9", name, f"docProps/{name}.xml"),)
    return Plant(place, more={"parts": parts, "package_relations": ties})


def picture(data: bytes, name: str, place: str, extra: str = "", **changes) -> Plant:
    more = {
        "parts": {f"word/media/{name}": ("image/png", data)},
        "relations": (("rIdPicture", "image", f"media/{name}"),),
    }
    return Plant(place, body=f"<w:p>{picture_run(extra=extra)}</w:p>", more=more, **changes)


def settings(xml: str, place: str) -> Plant:
    content = f"<w:settings {NAMESPACES}>{xml}</w:settings>"
    parts = {"word/settings.xml": (f"{TYPES}.settings+xml", content)}
    return Plant(place, more={"parts": parts, "relations": (("rId9", "settings", "settings.xml"),)})


def run_of(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


EMBEDDED = paper_docx(RUN)
PLANTS = {
    "text": Plant("第2段", False, text_paragraph(f"作者{NAME}完成")),
    "runs": Plant("第2段", False, f"<w:p>{run_of('郑晓')}<w:r><w:br/></w:r>{run_of('棠')}</w:p>"),
    "table": Plant("第2段", False, f"<w:tbl><w:tr><w:tc>{RUN}</w:tc></w:tr></w:tbl>"),
    "header": story("header", RUN, "页眉"),
    "footer": story("footer", RUN, "页脚"),
    "footnote": story("footnotes", f'<w:footnote w:id="2">{RUN}</w:footnote>', "脚注"),
    "endnote": story("endnotes", f'<w:endnote w:id="2">{RUN}</w:endnote>', "尾注"),
    "comment": story(
        "comments", f'<w:comment w:id="1">{RUN}</w:comment>', "批注", is_mendable=True
    ),
    "comment author": story(
        "comments", f'<w:comment w:id="1" w:author="{NAME}"/>', "批注的作者", is_mendable=True
    ),
    "text box": Plant(
        "文本框",
        False,
        "<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
        f"{RUN}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>",
    ),
    "watermark": story(
        "header",
        f'<w:p><w:r><w:pict><v:shape><v:textpath string="{NAME}"/></v:shape></w:pict></w:r></w:p>',
        "页眉的艺术字（水印）",
    ),
    "creator": property_of(
        CORE_XML % f"<dc:creator>{NAME}</dc:creator>", "core", CORE, "文档属性“作者”"
    ),
    "last modified by": property_of(
        CORE_XML % f"<cp:lastModifiedBy>{NAME}</cp:lastModifiedBy>",
        "core",
        CORE,
        "文档属性“最后修改者”",
    ),
    "company": property_of(
        f'<P xmlns="urn:x"><Company>{NAME}</Company></P>', "app", "a/xml", "文档属性“公司”"
    ),
    "custom property": property_of(
        f'<P xmlns="urn:x"><property name="报送人"><v>{NAME}</v></property></P>',
        "custom",
        "a/xml",
        "文档属性“v”",
    ),
    "insertion's author": Plant(
        "修订的作者", body=f'<w:p><w:ins w:id="1" w:author="{NAME}">{run_of("增加")}</w:ins></w:p>'
    ),
    "deleted text": Plant(
        "已删除的修订文字",
        body=f"<w:p>{run_of('正文')}<w:del w:id='1' w:author='甲'><w:r><w:delText>{NAME}"
        "</w:delText></w:r></w:del></w:p>",
    ),
    "format change's author": Plant(
        "修订的作者",
        body=text_paragraph(run=f'<w:rPrChange w:id="1" w:author="{NAME}"><w:rPr/></w:rPrChange>'),
    ),
    "simple field": Plant(
        "域代码",
        body=f'<w:p><w:fldSimple w:instr=" QUOTE {NAME} ">{run_of("甲")}</w:fldSimple></w:p>',
    ),
    "field code": Plant(
        "域代码",
        body='<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> QUOTE 郑'
        "</w:instrText></w:r><w:r><w:instrText>晓棠 </w:instrText></w:r><w:r>"
        '<w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>引文</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
    ),
    "alt text": picture(png(), "i.png", "图片的替代文字", f'descr="{NAME}在现场"'),
    "picture's file name": picture(png(), f"{NAME}.png", "文件内部名称"),
    "EXIF": picture(jpeg(artist=NAME), "i.jpeg", "第1张图片的元数据"),
    "PNG text": picture(png(Author=NAME), "i.png", "第1张图片的元数据"),
    "XMP": picture(jpeg(xmp=f"<x>{NAME}</x>"), "i.jpg", "第1张图片的元数据"),
    "after the picture": picture(png() + NAME.encode("gb18030"), "i.png", "第1张图片的元数据"),
    "link": Plant(
        "链接地址",
        body=f'<w:p><w:hyperlink r:id="rId9">{run_of("见网页")}</w:hyperlink></w:p>',
        more={"relations": (("rId9", "hyperlink", "http://a.cn/%E9%83%91%E6%99%93%E6%A3%A0"),)},
    ),
    "bookmark": Plant(
        "书签",
        body=f'<w:p><w:bookmarkStart w:id="1" w:name="{NAME}"/>{run_of("正文")}'
        '<w:bookmarkEnd w:id="1"/></w:p>',
    ),
    "document variable": settings(
        f'<w:docVars><w:docVar w:name="a" w:val="{NAME}"/></w:docVars>', "隐藏变量"
    ),
    "control": Plant(
        "控件名称",
        body=f'<w:sdt><w:sdtPr><w:alias w:val="{NAME}"/></w:sdtPr><w:sdtContent>'
        f"{text_paragraph()}</w:sdtContent></w:sdt>",
    ),
    "style": Plant(
        "样式的标记",
        body=text_paragraph(paragraph=f'<w:pStyle w:val="{NAME}"/>'),
        more={
            "styles": f'{STYLES}<w:style w:type="paragraph" w:customStyle="1" w:styleId="{NAME}">'
            f'<w:name w:val="{NAME}的样式"/></w:style>'
        },
    ),
    "hidden text": Plant(
        "第2段",
        False,
        f"<w:p>{run_of('正文')}<w:r><w:rPr><w:vanish/></w:rPr><w:t>{NAME}</w:t></w:r></w:p>",
    ),
    "comment in the markup": Plant("正文中的注释", body=f"<!-- {NAME} -->{text_paragraph()}"),
    "embedded file": Plant(
        "嵌入文件",
        more={
            "parts": {"word/embeddings/a.docx": ("application/x", EMBEDDED)},
            "relations": (("rId9", "package", "embeddings/a.docx"),),
        },
    ),
    "custom data": Plant(
        "自定义数据",
        more={
            "parts": {"customXml/item1.xml": ("application/xml", f"<x>{NAME}</x>")},
            "relations": (("rId9", "customXml", "../customXml/item1.xml"),),
        },
    ),
    "unknown part": Plant(
        "文件内部（x.xml）", more={"parts": {"word/x.xml": ("application/xml", f"<x>{NAME}</x>")}}
    ),
}


def identity_findings(docx_bytes: bytes, identity=IDENTITY):
    findings = check_paper(docx_bytes, REPORT_12, identity)
    return [finding for finding in findings if finding.kind == FindingKind.IDENTITY]


@pytest.mark.parametrize("plant", PLANTS.values(), ids=PLANTS)
def test_the_name_is_found_where_it_was_planted(plant):
    findings = identity_findings(plant.docx)
    assert any(plant.place in finding.place for finding in findings), findings
    assert {finding.is_mendable for finding in findings} == {plant.is_mendable}
    assert all(finding.excerpt and finding.message.endswith("。") for finding in findings)


@pytest.mark.parametrize("plant", PLANTS.values(), ids=PLANTS)
def test_mending_removes_the_name_where_no_print_shows_it_and_only_there(plant):
    mended = mended_paper(plant.docx, REPORT_12)
    is_gone = plant.is_mendable or plant is PLANTS["hidden text"]
    assert (identity_findings(mended) == []) == is_gone
    if plant.is_mendable and plant is not PLANTS["field code"]:
        assert NAME not in everything(mended)
    assert docx.Document(BytesIO(mended)).sections


def test_a_paper_without_the_name_has_no_findings():
    assert check_paper(paper_docx(text_paragraph()), REPORT_12, IDENTITY) == []


def test_every_name_and_number_is_looked_for_and_said_by_its_kind():
    said = f"{UNIT}；{SHORT_UNIT}；{PINYIN}；{ID_NUMBER}；{PHONE}"
    found = identity_findings(paper_docx(text_paragraph(said)))
    assert [finding.have for finding in found] == [
        "单位名称",
        "单位名称",
        "姓名拼音",
        "身份证号码",
        "电话号码",
    ]
    assert [finding.is_certain for finding in found] == [True, True, False, True, True]


def test_a_finding_in_the_text_names_the_paragraph_and_shows_the_words_around():
    [found] = identity_findings(paper_docx(text_paragraph(f"本文由工程师{NAME}在现场完成实测。")))
    assert found.place == "第2段（“本文由工程师郑晓棠在现场…”）"
    assert found.paragraphs == (2,)
    assert found.excerpt == "本文由工程师郑晓棠在现场完成实测。"
    assert found.message == f"{found.place}出现姓名：“{found.excerpt}”，请本人删除。"


@pytest.mark.parametrize(
    "text",
    [
        "郑 晓 棠",
        "郑\u3000晓棠",
        "郑\u200b晓\u00ad棠",
        "郑·晓棠",
        "郑\n晓\n棠",
        "zhengxiaotang",
        "ZHENG XIAO TANG",
        "Xiaotang Zheng",
        "Zheng, Xiao-tang",
        "ｚｈｅｎｇ ｘｉａｏｔａｎｇ",
        "zhèng xiǎo táng",
        "zhengxiaotang1988@example.cn",
        "晋 阳 重 工",
        "１４０１０５１９８８０５１２１２３ｘ",
        "140105 19880512 123X",
        "140105880512123",
        "138 0351 1234",
        "138-0351-1234",
        "+8613803511234",
        "电话13803511234转",
    ],
)
def test_spacing_width_case_and_order_make_no_difference(text):
    assert len(Matcher(IDENTITY).hits(f"前文{text}后文")) == 1


@pytest.mark.parametrize(
    "text",
    ["郑、晓棠", "晓棠郑", "213803511234", "138035112345", "1140105880512123", "晋阳", "张晓棠"],
)
def test_what_is_not_the_person_is_not_reported(text):
    assert Matcher(IDENTITY).hits(text) == []


@pytest.mark.parametrize(
    ("unit", "written"),
    [
        ("太原市机电设备检测研究所", "在机电设备检测研究所工作"),
        ("山西省龙城市晋工精密机械有限责任公司", "晋工精密机械的车间"),
        ("龙城精密机械集团有限公司", "龙城精密机械内部"),
    ],
)
def test_a_unit_without_its_place_and_legal_form_is_to_be_looked_at(unit, written):
    [hit] = Matcher(Identity("李娜", (unit,))).hits(written)
    assert (hit.label, hit.is_certain) == ("单位名称", False)
    [full] = Matcher(Identity("李娜", (unit,))).hits(f"在{unit}工作")
    assert full.is_certain


@pytest.mark.parametrize("unit", ["龙城市自来水公司", "市政院", "TZ"])
def test_what_is_left_of_a_short_unit_is_no_name(unit):
    assert Matcher(Identity("李娜", (unit,))).hits("自来水和市政") == []


def test_a_latin_word_is_only_found_whole():
    matcher = Matcher(Identity("李娜", ("TZ",)))
    assert matcher.hits("Carolina, mitz, nalini") == []
    assert [hit.label for hit in matcher.hits("by Li Na of TZ")] == ["姓名拼音", "单位名称"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("单梅", "Shan Mei"),
        ("吕燕", "LYU Yan"),
        ("吕燕", "Lü Yan"),
        ("欧阳明远", "Mingyuan Ouyang"),
    ],
)
def test_names_of_several_readings_are_found_in_each(name, text):
    assert [hit.label for hit in Matcher(Identity(name)).hits(text)] == ["姓名拼音"]


def test_an_empty_identity_finds_nothing():
    assert Matcher(Identity(" ", ("", "厂"), "", "")).hits("厂 任何文字") == []


def test_a_paper_that_says_the_name_everywhere_is_not_reported_without_end():
    body = "".join(text_paragraph(f"{number}{NAME}") for number in range(600))
    assert len(check_paper(paper_docx(body), REPORT_12, IDENTITY)) == 300


def test_traces_are_told_even_without_a_name_in_them():
    body = (
        "<w:p><w:ins w:id='1' w:author='甲'><w:r><w:t>增加</w:t></w:r></w:ins></w:p>"
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r></w:p>"
    )
    comment = story("comments", '<w:comment w:id="1" w:author="甲"/>', "")
    told = check_paper(paper_docx(body, **comment.more), REPORT_12, IDENTITY)
    assert [each.place for each in told if each.kind == FindingKind.TRACE] == [
        "批注",
        "修订",
        "隐藏文字",
    ]
    assert (
        check_paper(mended_paper(paper_docx(body, **comment.more), REPORT_12), REPORT_12, IDENTITY)
        == []
    )


def test_the_mended_file_keeps_no_part_that_does_not_print():
    parts = {
        "word/people.xml": ("a/xml", "<x/>"),
        "word/vbaProject.bin": ("a/bin", b"x"),
        "docProps/thumbnail.jpeg": ("image/jpeg", jpeg()),
        "junk.txt": ("text/plain", b"x"),
    }
    ties = (("rId7", "people", "people.xml"), ("rId8", "vbaProject", "vbaProject.bin"))
    mended = mended_paper(paper_docx(text_paragraph(), parts=parts, relations=ties), REPORT_12)
    with ZipFile(BytesIO(mended)) as archive:
        assert archive.namelist() == [
            "[Content_Types].xml",
            "_rels/.rels",
            "docProps/app.xml",
            "docProps/core.xml",
            "word/_rels/document.xml.rels",
            "word/document.xml",
            "word/footer1.xml",
            "word/styles1.xml",
        ]
