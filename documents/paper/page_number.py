"""Is there a page number at the bottom centre of every page but the cover's?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from documents.paper.body import Paragraph
from documents.paper.model import FindingKind, PaperFinding, PaperFormat
from documents.paper.names import RELATION, v, w, wp
from documents.paper.package import Package
from documents.paper.styles import Styles

_PAGE_FIELD = re.compile(r"\s*PAGE\b", re.IGNORECASE)
_CENTRES = {"center", "distribute"}
_PAGES = {"default": "页脚", "first": "首页页脚", "even": "偶数页页脚"}
_NEED = "页码在页面底端居中"


@dataclass(frozen=True)
class Footer:
    """The footer of one kind of page of a section; ``part`` is empty when there is none."""

    section: Any
    number: int
    kind: str
    part: str


def check_page_numbers(
    package: Package,
    main: str,
    sections: list[Any],
    paragraphs: list[Paragraph],
    styles: Styles,
    format_: PaperFormat,
) -> Iterator[PaperFinding]:
    """Yield a finding for each footer in use that has no page number, or has it elsewhere."""
    if not format_.page_number_bottom_centre:
        return
    for footer in footers_in_use(package, main, sections, paragraphs):
        have = number_state(package, footer.part, styles)
        if not have:
            continue
        part = f"第{footer.number}节" if len(sections) > 1 else ""
        place = f"{part}{_PAGES[footer.kind]}"
        message = f"{place}{have}，应为{_NEED}（{format_.clause}）。"
        yield PaperFinding(FindingKind.PAGE_NUMBER, place, message, have, _NEED)


def footers_in_use(
    package: Package, main: str, sections: list[Any], paragraphs: list[Paragraph]
) -> Iterator[Footer]:
    """Yield the footers that pages of the body use; a section inherits what it does not name."""
    parts = {relation.id: relation.target for relation in package.relations(main)}
    covers = [each for each in paragraphs if each.role.is_cover]
    on_cover = {id(each) for cover in covers for each in cover.element.iter(w("sectPr"))}
    inherited: dict[str, str] = {}
    first_of_body = True
    for number, section in enumerate(sections, 1):
        for reference in section.iterfind(w("footerReference")):
            target = parts.get(reference.get(f"{{{RELATION}}}id"), "")
            inherited[reference.get(w("type"), "default")] = target
        if id(section) in on_cover:
            continue
        kinds = ["default"]
        holds_cover = first_of_body and covers and not on_cover
        if is_on(section, "titlePg") and not holds_cover:
            kinds.append("first")
        if _has_even_pages(package, main):
            kinds.append("even")
        first_of_body = False
        for kind in kinds:
            part = inherited.get(kind, "")
            yield Footer(section, number, kind, part if part in package.members else "")


def number_state(package: Package, part: str, styles: Styles) -> str:
    """Return what is wrong with a footer's page number, empty when nothing is."""
    if not part:
        return "没有页码"
    numbered = [p for p in package.tree(part).iter(w("p")) if has_page_field(p)]
    if not numbered:
        return "没有页码"
    if not all(_is_centred(paragraph, styles) for paragraph in numbered):
        return "的页码没有居中"
    return ""


def has_page_field(paragraph: Any) -> bool:
    """Whether a paragraph itself, not a text box in it, has a PAGE field."""
    for simple in _own(paragraph, w("fldSimple")):
        if _PAGE_FIELD.match(simple.get(w("instr"), "")):
            return True
    codes, depth = [""], 0
    for piece in _own(paragraph, w("fldChar"), w("instrText")):
        if piece.tag == w("instrText"):
            codes[-1] += piece.text or ""
        elif piece.get(w("fldCharType")) == "begin":
            depth += 1
            codes.append("")
    return any(_PAGE_FIELD.match(code) for code in codes)


def is_on(properties: Any, name: str) -> bool:
    """Whether a switch such as ``titlePg`` is there and not switched off."""
    element = None if properties is None else properties.find(w(name))
    return element is not None and element.get(w("val")) not in ("0", "false", "off")


def _own(paragraph: Any, *tags: str) -> Iterator[Any]:
    for element in paragraph.iter(*tags):
        if next(element.iterancestors(w("p")), None) is paragraph:
            yield element


def _is_centred(paragraph: Any, styles: Styles) -> bool:
    if styles.alignment(paragraph) in _CENTRES or _box_is_centred(paragraph):
        return True
    properties = paragraph.find(w("pPr"))
    frame = None if properties is None else properties.find(w("framePr"))
    if frame is not None:
        return frame.get(w("xAlign")) == "center"
    for tab in _own(paragraph, w("ptab")):
        return tab.get(w("alignment")) == "center"
    tabs = sum(1 for tab in _own(paragraph, w("tab")) if tab.getparent().tag == w("r"))
    return tabs == 1 and styles.first_tab(paragraph) == "center"


def _box_is_centred(paragraph: Any) -> bool:
    """Whether the paragraph stands in a text box that is centred on the page, as WPS makes it."""
    for anchor in paragraph.iterancestors(wp("anchor")):
        align = anchor.find(f"{wp('positionH')}/{wp('align')}")
        return align is not None and align.text == "center"
    for shape in paragraph.iterancestors(v("shape"), v("rect")):
        return "mso-position-horizontal:center" in shape.get("style", "").replace(" ", "")
    return False


def _has_even_pages(package: Package, main: str) -> bool:
    for name in package.related(main, "settings")[:1]:
        return is_on(package.tree(name), "evenAndOddHeaders")
    return False
