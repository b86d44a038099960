"""The paragraphs of a paper in reading order: cover, title, text; what each shows on paper."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from documents.paper.names import m, v, w, wp
from documents.paper.package import Package
from documents.paper.styles import TWIPS_A_PT, measure

START_LETTERS = 12
"""Letters of a paragraph that a finding shows, so that it can be found."""
_COVER_LOOKED_AT = 60
_EMU_A_PT = 12700
_BREAKS = {w("tab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-", w("ptab"): "\t"}
_GONE = {w("del"), w("moveFrom")}
_COVER_LINE = re.compile(r"(题目|内容概述|匿名编号|\d+[、.．])")
_VML_HEIGHT = re.compile(r"(?:^|;)\s*height:\s*([\d.]+(?:pt|cm|mm|in))")


class Role(StrEnum):
    """What a paragraph is, which tells the letters it must have."""

    COVER_TITLE = "cover_title"
    COVER_TEXT = "cover_text"
    TITLE = "title"
    TEXT = "text"

    @property
    def is_cover(self) -> bool:
        """Whether the paragraph stands before the body."""
        return self in (Role.COVER_TITLE, Role.COVER_TEXT)


@dataclass
class Paragraph:
    """One paragraph of the body; ``number`` counts those with content from 1, empty ones have 0.

    ``after`` is the number of the last paragraph with content up to this one.
    """

    element: Any
    runs: list[Any]
    text: str
    has_picture: bool
    number: int = 0
    after: int = 0
    role: Role = Role.TEXT

    @property
    def start(self) -> str:
        """The first letters, with … if there are more."""
        text = " ".join(self.text.split())
        return text[:START_LETTERS] + ("…" if len(text) > START_LETTERS else "")

    @property
    def place(self) -> str:
        """How a person finds it: 第3段（“起重机主梁…”）."""
        if not self.number:
            return f"第{self.after}段之后的空行" if self.after else "开头的空行"
        return f"第{self.number}段（{f'“{self.start}”' if self.start else '图片'}）"


def body_paragraphs(package: Package, main: str) -> list[Paragraph]:
    """Return all paragraphs of the body, those of tables too, without those of text boxes."""
    body = package.tree(main).find(w("body"))
    if body is None:
        return []
    boxed = {p for box in body.iter(w("txbxContent")) for p in box.iter(w("p"))}
    paragraphs = [_paragraph(p) for p in body.iter(w("p")) if p not in boxed]
    count = 0
    for paragraph in paragraphs:
        if paragraph.text.strip() or paragraph.has_picture:
            count += 1
            paragraph.number = count
        paragraph.after = count
    _give_roles(paragraphs)
    return paragraphs


def live_runs(paragraph: Any) -> Iterator[Any]:
    """Yield a paragraph's own runs that print: neither deleted ones nor those of text boxes."""
    for run in paragraph.iter(w("r")):
        for holder in run.iterancestors():
            if holder is paragraph:
                yield run
                break
            if holder.tag == w("p") or holder.tag in _GONE:
                break


def run_text(run: Any) -> str:
    """Return the letters of a run: no field codes, no deleted text."""
    return "".join(
        child.text or "" if child.tag == w("t") else _BREAKS.get(child.tag, "") for child in run
    )


def tallest_picture_pt(paragraph: Any) -> float:
    """Return the height in pt of the tallest picture in the line; 0 if there is none."""
    tallest = 0.0
    for inline in paragraph.iter(wp("inline")):
        extent = inline.find(wp("extent"))
        height = extent.get("cy", "") if extent is not None else ""
        tallest = max(tallest, int(height) / _EMU_A_PT if height.isdigit() else 1000.0)
    for shape in paragraph.iter(v("shape"), v("rect")):
        style = shape.get("style", "")
        found = _VML_HEIGHT.search(style)
        if "position:absolute" not in style.replace(" ", "") and found:
            tallest = max(tallest, measure(found[1], TWIPS_A_PT) or 0.0)
    return tallest


def has_formula(paragraph: Any) -> bool:
    """Whether a paragraph holds a formula, which lines of an exact height may clip."""
    return next(paragraph.iter(m("oMath")), None) is not None


def _paragraph(element: Any) -> Paragraph:
    runs = list(live_runs(element))
    drawn = next(element.iter(w("drawing"), w("pict"), w("object")), None) is not None
    return Paragraph(element, runs, "".join(map(run_text, runs)), drawn or has_formula(element))


def _give_roles(paragraphs: list[Paragraph]) -> None:
    end = _cover_end(paragraphs)
    role = Role.COVER_TEXT
    for paragraph in paragraphs[:end]:
        text = _squeezed(paragraph.text)
        if text.startswith("题目"):
            role = Role.COVER_TITLE
        elif text and role == Role.COVER_TITLE and _COVER_LINE.match(text):
            role = Role.COVER_TEXT
        paragraph.role = role
    for paragraph in paragraphs[end:]:
        if paragraph.text.strip():
            paragraph.role = Role.TITLE
            break


def _cover_end(paragraphs: list[Paragraph]) -> int:
    """Return how many paragraphs stand before the body: the cover ends its page or section."""
    looked_at = paragraphs[:_COVER_LOOKED_AT]
    topics = (
        n for n, each in enumerate(looked_at) if re.match("题目[:：]|题目$", _squeezed(each.text))
    )
    topic = next(topics, None)
    if topic is None:
        return 0
    for n in range(topic, len(looked_at)):
        properties = looked_at[n].element.find(w("pPr"))
        if n > topic and _has(properties, "pageBreakBefore"):
            return n
        if _has(properties, "sectPr"):
            return n + 1
        before = _text_before_break(looked_at[n])
        if before is not None and (n > topic or before.strip()):
            return n + 1 if before.strip() or not looked_at[n].text.strip() else n
    end = topic + 1
    for n in range(topic + 1, len(looked_at)):
        text = _squeezed(looked_at[n].text)
        if text and not _COVER_LINE.match(text):
            break
        end = n + 1 if text else end
    return end


def _has(properties: Any, name: str) -> bool:
    element = None if properties is None else properties.find(w(name))
    return element is not None and element.get(w("val")) not in ("0", "false", "off")


def _text_before_break(paragraph: Paragraph) -> str | None:
    """Return the text before the first page break; None if the paragraph has none."""
    before = ""
    for run in paragraph.runs:
        for child in run:
            if child.tag == w("br") and child.get(w("type")) == "page":
                return before
            before += child.text or "" if child.tag == w("t") else ""
    return None


def _squeezed(text: str) -> str:
    return "".join(text.split())
