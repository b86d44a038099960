"""Fields of a Word document: their codes, marks and results, however they are spread over runs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from documents.paper.names import w, words

KEPT_FIELDS = frozenset(
    words(
        "PAGE NUMPAGES SECTION SECTIONPAGES PAGEREF REF NOTEREF TOC SEQ STYLEREF EQ SYMBOL ADVANCE"
    )
)
"""Fields that only count or refer; all others become the text that they show."""
_SHOWN = tuple(map(w, ("t", "tab", "br", "cr", "sym", "noBreakHyphen", "drawing", "pict")))


@dataclass
class Field:
    """A field that begins and ends by marks: ``marks``, what makes its code, what it shows."""

    marks: list[Any] = field(default_factory=list)
    code_parts: list[Any] = field(default_factory=list)
    results: list[Any] = field(default_factory=list)
    code: str = ""
    is_in_code: bool = True

    @property
    def word(self) -> str:
        """What kind of field it is, in capitals: PAGE, HYPERLINK …"""
        return field_word(self.code)


def field_word(code: str) -> str:
    """Return the first word of a field's code, in capitals."""
    found = re.match(r"\s*([A-Za-z]+)", code)
    return found[1].upper() if found else ""


def fields_of(root: Any) -> Iterator[Field]:
    """Yield the fields of a part, inner ones before those around them; unended ones too."""
    open_fields: list[Field] = []
    for piece in root.iter(w("fldChar"), w("instrText"), *_SHOWN):
        kind = piece.get(w("fldCharType")) if piece.tag == w("fldChar") else ""
        if kind == "begin":
            open_fields.append(Field())
        for outer in open_fields[: -1 if kind else None]:
            (outer.code_parts if outer.is_in_code else outer.results).append(piece)
        if not open_fields:
            continue
        inner = open_fields[-1]
        if kind:
            inner.marks.append(piece)
        elif piece.tag == w("instrText") and inner.is_in_code:
            inner.code += piece.text or ""
        if kind == "separate":
            inner.is_in_code = False
        elif kind == "end":
            yield open_fields.pop()
    yield from reversed(open_fields)


def unlink_fields(root: Any) -> str:
    """Turn all fields but counting and referring ones into their text; return the kept codes."""
    kept = []
    for found in list(fields_of(root)):
        if found.word in KEPT_FIELDS:
            kept.append(found.code)
        else:
            _remove_all(found.marks + found.code_parts)
    for simple in list(root.iter(w("fldSimple"))):
        if field_word(simple.get(w("instr"), "")) in KEPT_FIELDS:
            kept.append(simple.get(w("instr"), ""))
        else:
            unwrap(simple)
    for name in ("ffData", "fldData"):
        _remove_all(list(root.iter(w(name))))
    return " ".join(kept)


def remove_page_numbers(root: Any) -> None:
    """Take all PAGE fields out of a footer, with the numbers that they show."""
    for found in list(fields_of(root)):
        if found.word == "PAGE":
            _remove_all(found.marks + found.code_parts + found.results)
    for simple in list(root.iter(w("fldSimple"))):
        if field_word(simple.get(w("instr"), "")) == "PAGE":
            remove(simple)


def remove(element: Any) -> None:
    """Take an element out of its tree, if it still is in one; text after it stays."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def unwrap(element: Any) -> None:
    """Put an element's children in its place."""
    parent = element.getparent()
    if parent is None:
        return
    place = parent.index(element)
    parent[place : place + 1] = list(element)


def _remove_all(elements: list[Any]) -> None:
    for element in elements:
        remove(element)
