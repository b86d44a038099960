"""Papers to be checked: .docx files put together piece by piece, so that each test says its own."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZipFile

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from documents.forms.defence_paper import DefencePaper, Picture
from documents.paper import Identity
from documents.zipped import fixed_zip

NAME, PINYIN = "郑晓棠", "Zheng Xiaotang"
UNIT, SHORT_UNIT = "晋阳重工机械有限公司", "晋阳重工"
ID_NUMBER, PHONE = "14010519880512123X", "13803511234"
IDENTITY = Identity(NAME, (UNIT, SHORT_UNIT), ID_NUMBER, PHONE)

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
SECTION = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rIdFooter"/>'
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1417" w:right="1417" w:bottom="1417" '
    'w:left="1417" w:header="850" w:footer="850" w:gutter="0"/></w:sectPr>'
)
PAGE_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PA</w:instrText></w:r>'
    '<w:r><w:instrText>GE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    '<w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
FOOTER = f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{PAGE_FIELD}</w:p>'
STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:eastAsia="仿宋"/><w:sz w:val="32"/></w:rPr>'
    '</w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:line="600" w:lineRule="exact"/></w:pPr>'
    '</w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
    '<w:name w:val="Normal"/></w:style>'
)
TITLE = (
    '<w:p><w:r><w:rPr><w:rFonts w:eastAsia="黑体"/><w:sz w:val="36"/></w:rPr>'
    "<w:t>起重机主梁优化</w:t></w:r></w:p>"
)


def text_paragraph(text: str = "本文研究起重机主梁。", run: str = "", paragraph: str = "") -> str:
    """A paragraph of one run with the given properties."""
    properties = f"<w:pPr>{paragraph}</w:pPr>" if paragraph else ""
    return f"<w:p>{properties}<w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def picture_run(relation: str = "rIdPicture", *, height: int = 2_000_000, extra: str = "") -> str:
    """A run with an inline picture, ``height`` in EMU (12700 a point)."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="2000000" cy="{height}"/>'
        f'<wp:docPr id="1" name="图" {extra}/><a:graphic><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        '<pic:cNvPr id="0" name=""/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="2000000" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )


def paper_docx(
    body: str = "",
    *,
    styles: str = STYLES,
    footer: str | None = FOOTER,
    section: str = SECTION,
    parts: Mapping[str, tuple[str, bytes | str]] | None = None,
    relations: tuple[tuple[str, str, str], ...] = (),
    package_relations: tuple[tuple[str, str, str], ...] = (),
    title: str = TITLE,
) -> bytes:
    """A .docx whose title and pages are as prescribed; ``body`` is what the test is about.

    ``parts`` are name → (content type, content), ``relations`` (id, kind, target) of the document,
    a target with ``:`` being an address outside.
    """
    known: dict[str, tuple[str, bytes | str]] = {
        "word/document.xml": (
            f"{TYPES}.document.main+xml",
            f"<w:document {NAMESPACES}><w:body>{title}{body}{section}</w:body></w:document>",
        ),
        "word/styles.xml": (f"{TYPES}.styles+xml", f"<w:styles {NAMESPACES}>{styles}</w:styles>"),
    }
    ties = [("rIdStyles", "styles", "styles.xml"), *relations]
    if footer is not None:
        known["word/footer1.xml"] = (
            f"{TYPES}.footer+xml",
            f"<w:ftr {NAMESPACES}>{footer}</w:ftr>",
        )
        ties.append(("rIdFooter", "footer", "footer1.xml"))
    known |= parts or {}
    members = {name: _bytes(content) for name, (_, content) in known.items()}
    members["word/_rels/document.xml.rels"] = _relations(ties)
    members["_rels/.rels"] = _relations(
        [("rId1", "officeDocument", "word/document.xml"), *package_relations]
    )
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, (kind, _) in known.items()
    )
    members["[Content_Types].xml"] = _bytes(
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{overrides}</Types>"
    )
    return fixed_zip(members)


def with_member(docx: bytes, name: str, data: bytes | str) -> bytes:
    """The same file with one member put in or exchanged."""
    with ZipFile(BytesIO(docx)) as archive:
        members = {each: archive.read(each) for each in archive.namelist()}
    return fixed_zip(members | {name: _bytes(data)})


def member(docx: bytes, name: str = "word/document.xml") -> str:
    """One member as text."""
    with ZipFile(BytesIO(docx)) as archive:
        return archive.read(name).decode()


def everything(docx: bytes) -> str:
    """All members of a file and their names, as one text."""
    with ZipFile(BytesIO(docx)) as archive:
        return "\n".join(
            name + archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
        )


def png(size: tuple[int, int] = (300, 200), **texts: str) -> bytes:
    """A PNG with text chunks."""
    info = PngInfo()
    for key, value in texts.items():
        info.add_itxt(key, value)
    file = BytesIO()
    Image.new("RGB", size, "orange").save(file, "PNG", pnginfo=info)
    return file.getvalue()


def jpeg(size: tuple[int, int] = (300, 200), *, artist: str = "", xmp: str = "") -> bytes:
    """A JPEG with an author in EXIF, or an XMP packet."""
    image, file = Image.new("RGB", size, "orange"), BytesIO()
    exif = Image.Exif()
    if artist:
        exif[0x9C9D] = artist.encode("utf-16-le")
    image.save(file, "JPEG", exif=exif, xmp=xmp.encode() if xmp else b"")
    return file.getvalue()


def defence_paper(**changes) -> DefencePaper:
    """A paper as most applicants write one, two pictures in it."""
    paragraph = "起重机主梁是主要承载结构，其疲劳寿命决定整机的安全使用年限（ANSYS 分析，320t）。"
    content = {
        "title": "大型铸造起重机主梁疲劳寿命分析与结构优化",
        "summary_points": ("提出载荷谱编制方法", "优化主梁截面", "完成一年应变实测"),
        "body": "\n".join([paragraph * 4] * 8 + ["【图1】"] + [paragraph * 3] * 8),
        "pictures": (Picture(png((1600, 900)), "应力云图"), Picture(jpeg(), "试验现场")),
    }
    return DefencePaper(**(content | changes))


def _relations(ties) -> bytes:
    items = "".join(
        f'<Relationship Id="{identity}" Type="{KINDS}/{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if ":" in target else "/>")
        for identity, kind, target in ties
    )
    address = "http://schemas.openxmlformats.org/package/2006/relationships"
    return _bytes(f'<Relationships xmlns="{address}">{items}</Relationships>')


def _bytes(content: bytes | str) -> bytes:
    return content.encode() if isinstance(content, str) else content
