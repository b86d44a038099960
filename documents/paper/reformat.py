"""Give a paper the prescribed format: letters, lines, page, page number; nothing else changes."""

from typing import Any

from lxml import etree

from documents.paper.body import Paragraph, body_paragraphs, run_text
from documents.paper.fields import remove, remove_page_numbers
from documents.paper.formatting import (
    is_chinese,
    letters_for,
    needed_lines,
    same_font,
    sections_of,
)
from documents.paper.model import PaperFormat
from documents.paper.names import RELATION, w, words
from documents.paper.package import WORD, Package
from documents.paper.page_number import Footer, footers_in_use, has_page_field, number_state
from documents.paper.rebuild import MAIN, add_footer
from documents.paper.styles import TWIPS_A_PT, Styles, measure

_PT_A_MM = 72 / 25.4
_MOST_FOOTERS = 200
# What may follow an element among its siblings, in the order that the standard asks for.
_AFTER_SPACING = words(
    "ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
)
_AFTER_SIZE = words(
    "szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath"
)
_AFTER_FONTS = (
    words(
        "b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
        "vanish webHidden color spacing w kern position sz"
    )
    + _AFTER_SIZE
)
_AFTER_MARGINS = words(
    "paperSrc pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection "
    "bidi rtlGutter docGrid printerSettings sectPrChange"
)
_PAGE_NUMBER = (
    f'<w:ftr xmlns:w="{WORD}"><w:p><w:pPr><w:jc w:val="center"/></w:pPr>'
    + "".join(
        '<w:r><w:rPr><w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/><w:sz w:val="28"/>'
        f"</w:rPr>{piece}</w:r>"
        for piece in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    + "</w:p></w:ftr>"
)


def reformat(package: Package, format_: PaperFormat) -> None:
    """Set what differs from the format, directly on runs, paragraphs and sections, in place."""
    styles = Styles(package, MAIN)
    paragraphs = body_paragraphs(package, MAIN)
    sections = sections_of(package, MAIN)
    for paragraph in paragraphs:
        _set_letters(paragraph, styles, format_)
        _set_lines(paragraph, styles, format_)
    for section in sections:
        _set_page(section, format_)
    if format_.page_number_bottom_centre:
        _number_pages(package, sections, paragraphs, styles)


def _set_letters(paragraph: Paragraph, styles: Styles, format_: PaperFormat) -> None:
    letters = letters_for(paragraph.role, format_)
    for run in paragraph.runs:
        text = run_text(run)
        if not text.strip():
            continue
        if is_chinese(text) and not same_font(styles.font(run, paragraph.element), letters):
            fonts = _put(_properties(run, "rPr"), "rFonts", _AFTER_FONTS)
            fonts.attrib.pop(w("eastAsiaTheme"), None)
            fonts.set(w("eastAsia"), letters.font)
        if styles.size_pt(run, paragraph.element) != letters.size_pt:
            size = f"{letters.size_pt * 2:.0f}"
            _put(_properties(run, "rPr"), "sz", _AFTER_SIZE).set(w("val"), size)
            _put(_properties(run, "rPr"), "szCs", _AFTER_SIZE[1:]).set(w("val"), size)


def _set_lines(paragraph: Paragraph, styles: Styles, format_: PaperFormat) -> None:
    have = styles.lines(paragraph.element)
    need = needed_lines(paragraph.element, format_, have)
    if paragraph.role.is_cover or have == need:
        return
    spacing = _put(_properties(paragraph.element, "pPr"), "spacing", _AFTER_SPACING)
    spacing.set(w("line"), f"{need.value * TWIPS_A_PT:.0f}")
    spacing.set(w("lineRule"), need.rule)


def _set_page(section: Any, format_: PaperFormat) -> None:
    size = _put(section, "pgSz", ["pgMar", *_AFTER_MARGINS])
    sides = [measure(size.get(w(name)), TWIPS_A_PT) or 0 for name in ("w", "h")]
    lies = size.get(w("orient")) == "landscape" or sides[0] > sides[1]
    width, height = sorted(format_.paper_mm, reverse=lies)
    size.set(w("w"), _twips(width))
    size.set(w("h"), _twips(height))
    margins = _put(section, "pgMar", _AFTER_MARGINS)
    for name, mm in zip(("top", "right", "bottom", "left"), format_.margins_mm, strict=True):
        margins.set(w(name), _twips(mm))
    margins.set(w("gutter"), "0")
    for name in ("header", "footer"):
        margins.set(w(name), margins.get(w(name), _twips(15)))


def _number_pages(
    package: Package, sections: list[Any], paragraphs: list[Paragraph], styles: Styles
) -> None:
    for _ in range(_MOST_FOOTERS):
        footers = footers_in_use(package, MAIN, sections, paragraphs)
        wrong = next((each for each in footers if number_state(package, each.part, styles)), None)
        if wrong is None:
            return
        if wrong.part:
            _number_footer(package.tree(wrong.part))
        else:
            _add_footer(package, wrong)


def _number_footer(root: Any) -> None:
    """Put a centred page number under what the footer says; one elsewhere in it goes."""
    numbered = [paragraph for paragraph in root.iter(w("p")) if has_page_field(paragraph)]
    remove_page_numbers(root)
    for paragraph in numbered:
        is_empty = not "".join(paragraph.itertext()).strip()
        siblings = paragraph.getparent().findall(w("p"))
        if is_empty and (len(siblings) > 1 or paragraph.getparent() is root):
            remove(paragraph)
    root.append(_page_number()[0])


def _add_footer(package: Package, footer: Footer) -> None:
    identity = add_footer(package, _page_number())
    for reference in footer.section.findall(w("footerReference")):
        if reference.get(w("type"), "default") == footer.kind:
            footer.section.remove(reference)
    reference = etree.Element(w("footerReference"))
    reference.set(w("type"), footer.kind)
    reference.set(f"{{{RELATION}}}id", identity)
    footer.section.insert(0, reference)


def _page_number() -> Any:
    return etree.fromstring(_PAGE_NUMBER)


def _properties(element: Any, name: str) -> Any:
    found = element.find(w(name))
    if found is None:
        found = etree.Element(w(name))
        element.insert(0, found)
    return found


def _put(parent: Any, name: str, after: list[str]) -> Any:
    """Return a child, made at the place that the standard gives it."""
    found = parent.find(w(name))
    if found is None:
        found = etree.Element(w(name))
        following = {w(each) for each in after}
        places = [place for place, child in enumerate(parent) if child.tag in following]
        parent.insert(places[0] if places else len(parent), found)
    return found


def _twips(mm: float) -> str:
    return f"{mm * _PT_A_MM * TWIPS_A_PT:.0f}"
