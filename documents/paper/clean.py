"""Take out of a part what no print shows: changes, comments, hidden text, names of things."""

import re
from typing import Any

from lxml import etree

from documents.paper.fields import remove, unlink_fields, unwrap
from documents.paper.names import local, o, w, words
from documents.paper.styles import Styles

_WRAPPERS = ("smartTag", "customXml", "bdo", "dir", "proofErr", "permStart", "permEnd")
_DROPPED = words(
    "commentRangeStart commentRangeEnd commentReference annotationRef moveFromRangeStart "
    "moveFromRangeEnd moveToRangeStart moveToRangeEnd customXmlInsRangeStart customXmlInsRangeEnd "
    "customXmlDelRangeStart customXmlDelRangeEnd customXmlMoveFromRangeStart "
    "customXmlMoveFromRangeEnd customXmlMoveToRangeStart customXmlMoveToRangeEnd sdtPr sdtEndPr "
    "smartTagPr customXmlPr tblCaption tblDescription altChunk subDoc control hlinkClick "
    "hlinkHover externalData userShapes svgBlip divId webHidden aliases contentPart"
)
_DROPPED_ATTRIBUTES = {"descr", "title", "alt", "tooltip", "href"}
_NAMED_SHAPES = {"docPr", "cNvPr"}
_THEME_NAMES = {"theme", "clrScheme", "fontScheme", "fmtScheme"}
_KEPT_BOOKMARKS = ("_Toc", "_Ref")
_STYLE_USES = tuple(
    map(w, words("pStyle rStyle tblStyle basedOn next link styleLink numStyleLink"))
)


def clean_part(root: Any, styles: Styles) -> None:
    """Clean one part in place: what it shows on paper stays as it is."""
    accept_changes(root)
    codes = unlink_fields(root)
    _remove_hidden_text(root, styles)
    _remove_named(root, set(_DROPPED))
    for name in ("sdtContent", "sdt", *_WRAPPERS):
        for element in list(root.iter(w(name))):
            unwrap(element)
    for element in list(root.iter(o("OLEObject"))):
        remove(element)
    _remove_bookmarks(root, codes)
    for link in list(root.iter(w("hyperlink"))):
        unwrap(link)
    _neutral_names(root)
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)


def accept_changes(root: Any) -> None:
    """Accept all tracked changes: insertions stay, deletions go, old formats are forgotten."""
    for row in list(root.iter(w("tr"))):
        if row.find(f"{w('trPr')}/{w('del')}") is not None:
            remove(row)
    for cell in list(root.iter(w("tc"))):
        if cell.find(f"{w('tcPr')}/{w('cellDel')}") is not None:
            remove(cell)
    for name, kept in (("tr", "tc"), ("tbl", "tr")):
        for element in list(root.iter(w(name))):
            if next(element.iter(w(kept)), None) is None:
                remove(element)
    ended = [
        mark.getparent().getparent().getparent()
        for name in ("del", "moveFrom")
        for mark in root.iter(w(name))
        if mark.getparent().tag == w("rPr") and mark.getparent().getparent().tag == w("pPr")
    ]
    for name in ("del", "moveFrom"):
        for element in list(root.iter(w(name))):
            remove(element)
    for paragraph in sorted(ended, key=_document_order(root)):
        _join_next(paragraph)
    for name in ("ins", "moveTo"):
        for element in list(root.iter(w(name))):
            unwrap(element)
    for element in list(root.iter()):
        if local(element).endswith("Change") or local(element) in ("cellIns", "cellMerge"):
            remove(element)
    for cell in root.iter(w("tc")):
        if len(cell) == 0 or cell[-1].tag != w("p"):
            etree.SubElement(cell, w("p"))


def rename_own_styles(roots: list[Any]) -> None:
    """Give styles that someone made neutral names and ids, wherever they are used."""
    ids: dict[str, str] = {}
    for root in roots:
        for style in root.iter(w("style")):
            if style.get(w("customStyle")) in (None, "0", "false"):
                continue
            new = f"Custom{len(ids) + 1}"
            ids[style.get(w("styleId"), "")] = new
            style.set(w("styleId"), new)
            name = style.find(w("name"))
            if name is not None:
                name.set(w("val"), f"自定义{len(ids)}")
    for root in roots:
        for use in root.iter(*_STYLE_USES):
            use.set(w("val"), ids.get(use.get(w("val"), ""), use.get(w("val"), "")))


def _document_order(root: Any):
    order = {paragraph: place for place, paragraph in enumerate(root.iter(w("p")))}
    return lambda paragraph: order.get(paragraph, 0)


def _join_next(paragraph: Any) -> None:
    """Carry a paragraph whose end was deleted over into the next one."""
    following = paragraph.getnext()
    properties = paragraph.find(w("pPr"))
    ends_section = properties is not None and properties.find(w("sectPr")) is not None
    if following is None or following.tag != w("p") or ends_section:
        return
    place = 1 if following.find(w("pPr")) is not None else 0
    following[place:place] = [child for child in paragraph if child.tag != w("pPr")]
    remove(paragraph)


def _remove_hidden_text(root: Any, styles: Styles) -> None:
    kept = {w("rPr"), w("fldChar"), w("instrText")}
    for paragraph in root.iter(w("p")):
        for run in list(paragraph.iter(w("r"))):
            if styles.is_hidden(run, paragraph):
                for child in [child for child in run if child.tag not in kept]:
                    run.remove(child)


def _remove_bookmarks(root: Any, codes: str) -> None:
    used = set(re.findall(r"[^\s\"\\]+", codes))
    dropped = set()
    for start in list(root.iter(w("bookmarkStart"))):
        name = start.get(w("name"), "")
        if name not in used and not name.startswith(_KEPT_BOOKMARKS):
            dropped.add(start.get(w("id")))
            remove(start)
    for end in list(root.iter(w("bookmarkEnd"))):
        if end.get(w("id")) in dropped:
            remove(end)


def _remove_named(root: Any, names: set[str]) -> None:
    for element in [each for each in root.iter() if local(each) in names]:
        remove(element)


def _neutral_names(root: Any) -> None:
    for number, element in enumerate(root.iter(), 1):
        if not isinstance(element.tag, str):
            continue
        for key in list(element.attrib):
            name = key.rsplit("}", 1)[-1]
            if name in _DROPPED_ATTRIBUTES or name.startswith("rsid"):
                del element.attrib[key]
        if local(element) in _NAMED_SHAPES:
            element.set("name", f"图片{number}")
        elif local(element) in _THEME_NAMES and "name" in element.attrib:
            element.set("name", "Office")
        elif element.tag == w("abstractNum"):
            for name in element.findall(w("name")):
                element.remove(name)
