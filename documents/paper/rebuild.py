"""Build an office file anew from the parts that print: known kinds only, under neutral names."""

import re
from contextlib import suppress
from typing import Any

from lxml import etree

from documents.page import CREATOR, FIXED_DATE
from documents.paper.fields import remove, unwrap
from documents.paper.identity import PICTURE_ENDINGS
from documents.paper.names import RELATION, local, w, words
from documents.paper.package import (
    DOCUMENT_TYPE,
    RELATIONS,
    Package,
    Relation,
    relations_name,
    write_package,
)
from documents.pictures import BadPicture, clean_picture

MAIN = "word/document.xml"
_KEPT_KINDS = frozenset(
    words(
        "styles numbering settings fontTable theme themeOverride header footer footnotes endnotes image "
        "font chart chartStyle chartColorStyle diagramData diagramLayout diagramQuickStyle "
        "diagramColors diagramDrawing"
    )
)
_KEPT_SETTINGS = frozenset(
    words(
        "zoom mirrorMargins alignBordersAndEdges bordersDoNotSurroundHeader bordersDoNotSurroundFooter "
        "gutterAtTop defaultTabStop autoHyphenation evenAndOddHeaders drawingGridHorizontalSpacing "
        "drawingGridVerticalSpacing displayHorizontalDrawingGridEvery displayVerticalDrawingGridEvery "
        "characterSpacingControl noLineBreaksAfter noLineBreaksBefore footnotePr endnotePr compat "
        "mathPr themeFontLang clrSchemeMapping decimalSymbol listSeparator"
    )
)
_OFFICE_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CORE = "application/vnd.openxmlformats-package.core-properties+xml"
_APP = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
_PROPERTIES = {
    "docProps/core.xml": (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties '
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:creator>{CREATOR}</dc:creator><cp:lastModifiedBy>{CREATOR}</cp:lastModifiedBy>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{FIXED_DATE:%Y-%m-%dT%H:%M:%SZ}'
        '</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">'
        f"{FIXED_DATE:%Y-%m-%dT%H:%M:%SZ}</dcterms:modified></cp:coreProperties>"
    ),
    "docProps/app.xml": (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties '
        'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<Application>{CREATOR}</Application></Properties>"
    ),
}


def rebuilt(package: Package, main: str) -> Package:
    """Return a package of the parts that print, renamed, their ties to others cut.

    Elements that need a part which is gone go too. Pictures are drawn anew.
    """
    new = Package({}, {}, {})
    names = {main: MAIN}
    waiting = [main]
    counts: dict[str, int] = {}
    while waiting:
        name = waiting.pop(0)
        kept = [each for each in package.relations(name) if _is_kept(package, each)]
        for relation in kept:
            if relation.target not in names:
                names[relation.target] = _new_name(relation, counts)
                waiting.append(relation.target)
        _carry(package, name, new, names[name])
        add_relations(new, names[name], [(r.id, r.kind, names[r.target]) for r in kept])
        if names[name] in new._trees:
            _cut_ties(new.tree(names[name]), {relation.id for relation in kept})
    new.types[MAIN] = DOCUMENT_TYPE
    return new


def finished(package: Package) -> bytes:
    """Return the file, with neutral properties."""
    for name, text in _PROPERTIES.items():
        package.members[name] = text.encode()
    package.types["docProps/core.xml"] = _CORE
    package.types["docProps/app.xml"] = _APP
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    add_relations(
        package,
        "",
        [
            ("rId1", f"{_OFFICE_RELATION}/officeDocument", MAIN),
            ("rId2", core, "docProps/core.xml"),
            ("rId3", f"{_OFFICE_RELATION}/extended-properties", "docProps/app.xml"),
        ],
    )
    return write_package(package, set(package.members))


def add_relations(package: Package, name: str, relations: list[tuple[str, str, str]]) -> None:
    """Tie a part to others: (id, type, target's name) each, beside those it has."""
    holder = relations_name(name)
    if not relations:
        return
    if holder not in package.members:
        package.members[holder] = b""
        package._trees[holder] = etree.Element(
            f"{{{RELATIONS}}}Relationships", nsmap={None: RELATIONS}
        )
    root = package.tree(holder)
    for identity, kind, target in relations:
        attributes = {"Id": identity, "Type": kind, "Target": f"/{target}"}
        etree.SubElement(root, f"{{{RELATIONS}}}Relationship", attributes)


def add_footer(package: Package, root: Any) -> str:
    """Add a footer to the document and return the id by which sections refer to it."""
    number = 1 + sum(1 for name in package.members if name.startswith("word/pageNumber"))
    name, identity = f"word/pageNumber{number}.xml", f"rIdPageNumber{number}"
    package.members[name] = b""
    package._trees[name] = root
    package.types[name] = (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"
    )
    add_relations(package, MAIN, [(identity, f"{_OFFICE_RELATION}/footer", name)])
    return identity


def _is_kept(package: Package, relation: Relation) -> bool:
    return (
        not relation.is_external
        and relation.short_kind in _KEPT_KINDS
        and relation.target in package.members
        and not relation.target.endswith((".rels", ".svg"))
    )


def _new_name(relation: Relation, counts: dict[str, int]) -> str:
    kind = relation.short_kind
    counts[kind] = counts.get(kind, 0) + 1
    ending = relation.target.rsplit(".", 1)[-1].lower()
    ending = ending if re.fullmatch(r"[a-z0-9]{1,5}", ending) else "bin"
    folder = {"image": "word/media", "theme": "word/theme"}.get(kind, "word")
    return f"{folder}/{kind}{counts[kind]}.{ending}"


def _carry(package: Package, name: str, new: Package, new_name: str) -> None:
    data = package.members[name]
    new.types[new_name] = package.type_of(name) or "application/octet-stream"
    if package.is_xml(name):
        new._trees[new_name] = package.tree(name)
        if local(package.tree(name)) == "settings":
            _keep_settings(package.tree(name))
    elif new_name.rsplit(".", 1)[-1] in PICTURE_ENDINGS:
        with suppress(BadPicture):  # Else it stays; the check says that a person must replace it.
            data = clean_picture(data, formats=(), upright=False).data
    new.members[new_name] = data


def _keep_settings(root: Any) -> None:
    for child in list(root):
        if local(child) not in _KEPT_SETTINGS:
            root.remove(child)


def _cut_ties(root: Any, known: set[str]) -> None:
    """Remove what refers to a part that is gone; a linked text stays without its link."""
    for element in list(root.iter()):
        for key in [key for key in element.attrib if key.startswith(f"{{{RELATION}}}")]:
            if element.attrib[key] in known:
                continue
            if element.tag == w("hyperlink"):
                unwrap(element)
            elif local(element) in ("blip", "fill", "stroke"):
                del element.attrib[key]
            else:
                remove(element)
