"""Small .docx files for official papers: A4, exact line spacing, named fonts, the same bytes.

python-docx's own template is a US Letter page with theme fonts, which win over a font's name, and
with its maker's traces; what is not needed of it is taken out.
"""

import datetime
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from documents.page import CREATOR, FIXED_DATE, Page
from documents.pictures import CleanPicture
from documents.safe import clean_text
from documents.zipped import fixed_zip

THEME_ATTRIBUTES = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
PAGE_NUMBER_PT = 14.0
"""Size of the page number: 四号, as official papers have it."""
NATURAL_DPI = 96
"""A picture is never drawn larger than at this density."""

_KEPT_STYLES = {"Normal", "DefaultParagraphFont", "TableNormal", "Header", "Footer"}
_DROPPED_PARTS = ("thumbnail", "customXml", "stylesWithEffects", "webSettings", "numbering")
_ALIGNMENTS = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_SETTINGS = (
    '<w:zoom w:percent="100"/><w:defaultTabStop w:val="640"/>'
    '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat>'
    "<w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/>"
    "<w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/>"
    '<w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
)
_APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    f"<Application>{CREATOR}</Application></Properties>"
).encode()


@dataclass(frozen=True)
class Type:
    """How letters look: the font's Chinese name and the size in pt."""

    font: str
    size_pt: float


class DocxFile:
    """A document under way. Every paragraph has lines of exactly ``line_pt`` points.

    ``type_`` is the document's default, ``page`` its paper and margins.
    """

    def __init__(self, *, page: Page, type_: Type, line_pt: float, title: str = "") -> None:
        self._document = Document()
        self._page, self._type, self._line_pt = page, type_, line_pt
        self._drop_parts()
        self._write_styles()
        self._write_settings()
        self._set_page(self._document.sections[0])
        self._set_properties(clean_text(title))

    def add_paragraph(
        self,
        text: str = "",
        type_: Type | None = None,
        *,
        align: str = "both",
        first_line_ems: float = 0,
        left_ems: float = 0,
        keep_with_next: bool = False,
    ) -> Paragraph:
        """Add a paragraph; indents in ems of its type, ``align`` left, center, right or both.

        ``first_line_ems`` counts from ``left_ems``, below zero it hangs. A line feed in ``text``
        is a line break, a tab a tab.
        """
        type_ = type_ or self._type
        paragraph = self._document.add_paragraph()
        self._set_lines(paragraph)
        paragraph.alignment = _ALIGNMENTS[align]
        paragraph.paragraph_format.keep_with_next = keep_with_next or None
        if left_ems:
            paragraph.paragraph_format.left_indent = Pt(type_.size_pt * left_ems)
        if first_line_ems:
            paragraph.paragraph_format.first_line_indent = Pt(type_.size_pt * first_line_ems)
        if text:
            self.add_text(paragraph, text, type_)
        return paragraph

    def add_text(self, paragraph: Paragraph, text: str, type_: Type | None = None) -> Run:
        """Add letters to a paragraph."""
        run = paragraph.add_run(clean_text(text))
        set_type(run, type_ or self._type)
        return run

    def add_picture(
        self,
        picture: CleanPicture,
        *,
        alt: str = "",
        room_mm: float | None = None,
        with_caption: bool = False,
    ) -> None:
        """Add a picture on a line of its own, at most as wide as the text.

        ``room_mm`` is the height it may have; by default a page without two lines. With a caption
        it keeps on the page of the next paragraph. Its line is
        spaced *at least* ``line_pt``: in lines of an exact height Word shows only the lowest strip
        of a picture, as high as the line.
        """
        paragraph = self._document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.AT_LEAST
        paragraph.paragraph_format.line_spacing = Pt(self._line_pt)
        paragraph.paragraph_format.keep_with_next = with_caption or None
        if room_mm is None:
            room_mm = self._page.inner_height_mm - 2 * Pt(self._line_pt).mm
        width_mm, _ = picture_size_mm(picture, self._page.inner_width_mm, room_mm)
        run = paragraph.add_run()
        shape = run.add_picture(BytesIO(picture.data), width=Mm(width_mm))
        shape._inline.find(qn("wp:docPr")).set("descr", clean_text(alt))
        shape._inline.find(f".//{qn('pic:cNvPr')}").set("name", "")

    def add_table(self, rows: int, columns: int) -> Table:
        """Add a table of empty cells without a style: frame and widths are the caller's."""
        table = self._document.add_table(rows, columns)
        style = table._tbl.tblPr.find(qn("w:tblStyle"))
        if style is not None:
            table._tbl.tblPr.remove(style)
        return table

    def set_up(self, paragraph: Paragraph, line_pt: float, align: str) -> None:
        """Give a paragraph that is there lines of exactly ``line_pt`` points, and its sides."""
        self._set_lines(paragraph)
        paragraph.paragraph_format.line_spacing = Pt(line_pt)
        paragraph.alignment = _ALIGNMENTS[align]

    def start_section(self, *, on_odd_page: bool = True, restart_numbers: bool = True) -> None:
        """Begin a new section; on an odd page it starts on a sheet of its own, printed duplex."""
        kind = WD_SECTION.ODD_PAGE if on_odd_page else WD_SECTION.NEW_PAGE
        section = self._document.add_section(kind)
        self._end_section_in_last_text()
        self._set_page(section)
        section.footer.is_linked_to_previous = False
        if restart_numbers:
            numbers = OxmlElement("w:pgNumType")
            numbers.set(qn("w:start"), "1")
            section._sectPr.find(qn("w:pgMar")).addnext(numbers)

    def number_pages(self, type_: Type | None = None) -> None:
        """Put the page number at the bottom centre of the last section's pages."""
        footer = self._document.sections[-1].footer
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        type_ = type_ or Type("宋体", PAGE_NUMBER_PT)
        for kind, text in (("begin", ""), ("", " PAGE "), ("separate", ""), ("", "1"), ("end", "")):
            run = paragraph.add_run()
            set_type(run, type_)
            run._r.append(_field_piece(kind, text))

    def to_bytes(self) -> bytes:
        """Return the file; the same content gives the same bytes."""
        self._document.core_properties.revision = 1
        file = BytesIO()
        self._document.save(file)
        with ZipFile(file) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        members["docProps/app.xml"] = _APP
        return fixed_zip(members)

    def _set_lines(self, paragraph: Paragraph) -> None:
        spacing = paragraph.paragraph_format
        spacing.space_before = spacing.space_after = Pt(0)
        spacing.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        spacing.line_spacing = Pt(self._line_pt)

    def _set_page(self, section) -> None:
        page = self._page
        section.page_width, section.page_height = Mm(page.width_mm), Mm(page.height_mm)
        section.top_margin, section.right_margin = (Mm(mm) for mm in page.margins_mm[:2])
        section.bottom_margin, section.left_margin = (Mm(mm) for mm in page.margins_mm[2:])
        section.header_distance = section.footer_distance = Mm(min(15, page.margins_mm[2] * 0.6))
        section.gutter = Mm(0)
        section._sectPr.attrib.clear()
        for grid in section._sectPr.findall(qn("w:docGrid")):
            section._sectPr.remove(grid)

    def _end_section_in_last_text(self) -> None:
        """Spare the empty paragraph that would hold the section's end: it may take a page."""
        holder = self._document.element.body.findall(qn("w:p"))[-1]
        before = holder.getprevious()
        if before is not None and before.tag == qn("w:p"):
            before.get_or_add_pPr().append(holder.pPr.find(qn("w:sectPr")))
            holder.getparent().remove(holder)

    def _drop_parts(self) -> None:
        for holder in (self._document.part.package, self._document.part):
            for key, relation in list(holder.rels.items()):
                if relation.reltype.rsplit("/", 1)[-1] in _DROPPED_PARTS:
                    del holder.rels[key]

    def _write_styles(self) -> None:
        root = self._document.styles.element
        for style in root.findall(qn("w:style")):
            if style.get(qn("w:styleId")) not in _KEPT_STYLES:
                root.remove(style)
        for name in ("w:link", "w:rsid", "w:tabs"):
            for element in root.findall(f".//{qn(name)}"):
                element.getparent().remove(element)
        root.remove(root.find(qn("w:latentStyles")))
        defaults = root.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
        _write_type(defaults, self._type)
        defaults.find(qn("w:lang")).set(qn("w:eastAsia"), "zh-CN")
        spacing = root.find(f"{qn('w:docDefaults')}/{qn('w:pPrDefault')}//{qn('w:spacing')}")
        for name, value in (("after", "0"), ("line", f"{self._line_pt * 20:.0f}")):
            spacing.set(qn(f"w:{name}"), value)
        spacing.set(qn("w:lineRule"), "exact")

    def _write_settings(self) -> None:
        root = self._document.settings.element
        for child in list(root):
            root.remove(child)
        for child in parse_xml(f"<w:settings {nsdecls('w')}>{_SETTINGS}</w:settings>"):
            root.append(child)

    def _set_properties(self, title: str) -> None:
        core = self._document.core_properties
        core.author = core.last_modified_by = CREATOR
        core.title, core.comments, core.keywords = title[:255], "", ""
        core.created = core.modified = FIXED_DATE.replace(tzinfo=datetime.UTC)


def picture_size_mm(
    picture: CleanPicture, width_mm: float, height_mm: float
) -> tuple[float, float]:
    """Return the width and height in mm at which a picture fits, at 96 dots an inch or denser."""
    natural = (picture.width / NATURAL_DPI * 25.4, picture.height / NATURAL_DPI * 25.4)
    scale = min(1.0, width_mm / natural[0], height_mm / natural[1])
    return natural[0] * scale, natural[1] * scale


def set_type(run: Run, type_: Type) -> None:
    """Give a run its font, for Chinese and Latin letters alike, and its size."""
    _write_type(run._r.get_or_add_rPr(), type_)


def _write_type(properties, type_: Type) -> None:
    fonts = properties.get_or_add_rFonts()
    for name in THEME_ATTRIBUTES:
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{name}"), type_.font)
    for name in ("w:sz", "w:szCs"):
        for element in properties.findall(qn(name)):
            properties.remove(element)
    properties._add_sz().set(qn("w:val"), f"{type_.size_pt * 2:.0f}")
    size = OxmlElement("w:szCs")
    size.set(qn("w:val"), f"{type_.size_pt * 2:.0f}")
    properties.find(qn("w:sz")).addnext(size)


def _field_piece(kind: str, text: str):
    if kind:
        piece = OxmlElement("w:fldChar")
        piece.set(qn("w:fldCharType"), kind)
    else:
        piece = OxmlElement("w:t" if text.strip().isdigit() else "w:instrText")
        piece.text = text
        piece.set(qn("xml:space"), "preserve")
    return piece
