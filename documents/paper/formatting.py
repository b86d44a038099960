"""Compare a paper with its prescribed format: letters, lines, margins, paper, page number."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from documents.paper.body import (
    Paragraph,
    Role,
    body_paragraphs,
    has_formula,
    run_text,
    tallest_picture_pt,
)
from documents.paper.model import FindingKind, Letters, PaperFinding, PaperFormat
from documents.paper.names import w
from documents.paper.package import Package
from documents.paper.page_number import check_page_numbers
from documents.paper.styles import TWIPS_A_PT, Lines, Styles, measure

_PT_A_MM = 72 / 25.4
_MARGIN_SLACK_MM = 0.2
"""2.54 cm, Word's own margin, is not 2.5 cm; the rounding to twips is."""
_PAPER_SLACK_MM = 0.6
_SIDES = (("top", "上"), ("right", "右"), ("bottom", "下"), ("left", "左"))


@dataclass(frozen=True)
class _Wrong:
    """What is wrong with one paragraph; equal ones side by side make one finding."""

    kind: FindingKind
    have: str
    need: str


def check_format(package: Package, main: str, format_: PaperFormat) -> list[PaperFinding]:
    """Return what differs from the format: the page first, then the paragraphs in order."""
    styles = Styles(package, main)
    paragraphs = body_paragraphs(package, main)
    sections = sections_of(package, main)
    return [
        *_check_pages(sections, format_),
        *check_page_numbers(package, main, sections, paragraphs, styles, format_),
        *_check_paragraphs(paragraphs, lambda each: _wrong_letters(each, styles, format_), format_),
        *_check_paragraphs(paragraphs, lambda each: _wrong_lines(each, styles, format_), format_),
    ]


def sections_of(package: Package, main: str) -> list[Any]:
    """Return the section properties of a document in order; Word has at least one."""
    root = package.tree(main)
    body = root.find(w("body"))
    if body is None:
        return []
    return [
        each for each in body.iter(w("sectPr")) if each.getparent().tag in (w("pPr"), w("body"))
    ]


def letters_for(role: Role, format_: PaperFormat) -> Letters:
    """Return the letters that a paragraph's role asks for."""
    return {
        Role.COVER_TITLE: format_.cover_title,
        Role.COVER_TEXT: format_.cover_text,
        Role.TITLE: format_.title,
        Role.TEXT: format_.text,
    }[role]


def needed_lines(paragraph: Any, format_: PaperFormat, have: Lines) -> Lines:
    """Return the spacing a paragraph must have: exact, but for a picture or formula that it clips.

    Word shows of a picture in a line of an exact height only the strip that the height allows, so
    a picture higher than the line takes *at least* that height; any spacing that grows will do.
    """
    exact = Lines("exact", format_.line_pt)
    if tallest_picture_pt(paragraph) > format_.line_pt:
        return have if have.rule != "exact" else Lines("atLeast", format_.line_pt)
    if has_formula(paragraph) and have == Lines("atLeast", format_.line_pt):
        return have
    return exact


def same_font(name: str, letters: Letters) -> bool:
    """Whether a font's name is the wanted one, or another name of it."""
    return _plain(name) in {_plain(each) for each in (letters.font, *letters.also)}


def is_chinese(text: str) -> bool:
    """Whether a text has a character that the font for Chinese prints for sure."""
    return any(unicodedata.east_asian_width(character) in "WF" for character in text)


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold()


def _check_pages(sections: list[Any], format_: PaperFormat) -> Iterator[PaperFinding]:
    for number, section in enumerate(sections, 1):
        place = f"第{number}节" if len(sections) > 1 else "页面设置"
        size = _attributes_mm(section.find(w("pgSz")), ("w", "h"))
        wanted = sorted(format_.paper_mm)
        known = [value for value in size if value is not None]
        differs = [abs(a - b) for a, b in zip(sorted(known), wanted, strict=False)]
        if len(known) < 2 or max(differs) > _PAPER_SLACK_MM:
            have = f"{known[0]:.0f}×{known[1]:.0f}毫米" if len(known) == 2 else "未设置"
            yield _page_finding(FindingKind.PAPER, place, "纸型", have, format_.paper, format_)
        yield from _check_margins(section, place, format_)


def _check_margins(section: Any, place: str, format_: PaperFormat) -> Iterator[PaperFinding]:
    names = [name for name, _ in _SIDES]
    margins = _attributes_mm(section.find(w("pgMar")), (*names, "gutter"))
    for (_, label), have, need in zip(_SIDES, margins[:4], format_.margins_mm, strict=True):
        if have is None or abs(abs(have) - need) > _MARGIN_SLACK_MM:
            shown = "未设置" if have is None else f"{_cm(abs(have))}厘米"
            needed = f"{_cm(need)}厘米"
            yield _page_finding(FindingKind.MARGIN, place, f"{label}页边距", shown, needed, format_)
    gutter = margins[4]
    if gutter and gutter > _MARGIN_SLACK_MM:
        shown = f"{_cm(gutter)}厘米"
        yield _page_finding(FindingKind.MARGIN, place, "装订线", shown, "0厘米", format_)


def _page_finding(
    kind: FindingKind, place: str, what: str, have: str, need: str, format_: PaperFormat
) -> PaperFinding:
    message = f"{place}的{what}为{have}，应为{need}（{format_.clause}）。"
    return PaperFinding(kind, place, message, have, need)


def _attributes_mm(element: Any, names: Iterable[str]) -> list[float | None]:
    found = []
    for name in names:
        value = None if element is None else measure(element.get(w(name)), TWIPS_A_PT)
        found.append(None if value is None else value / _PT_A_MM)
    return found


def _cm(mm: float) -> str:
    return f"{mm / 10:.2f}".rstrip("0").rstrip(".")


def _wrong_letters(paragraph: Paragraph, styles: Styles, format_: PaperFormat) -> Iterator[_Wrong]:
    letters = letters_for(paragraph.role, format_)
    fonts, sizes, shown = set(), set(), 0
    for run in paragraph.runs:
        text = run_text(run)
        if not text.strip() or styles.is_hidden(run, paragraph.element):
            continue
        shown += 1
        if is_chinese(text) and not same_font(font := styles.font(run, paragraph.element), letters):
            fonts.add(font or "未指定的默认字体")
        size = styles.size_pt(run, paragraph.element)
        if abs(size - letters.size_pt) > 0.01:
            sizes.add(size)
    if fonts:
        yield _Wrong(FindingKind.FONT, "、".join(sorted(fonts)), letters.font)
    if sizes:
        have = "、".join(f"{size:g}磅" for size in sorted(sizes))
        yield _Wrong(FindingKind.SIZE, have, f"{letters.size_pt:g}磅（{letters.label[:-2]}）")


def _wrong_lines(paragraph: Paragraph, styles: Styles, format_: PaperFormat) -> Iterator[_Wrong]:
    if paragraph.role.is_cover:
        return
    have = styles.lines(paragraph.element)
    need = needed_lines(paragraph.element, format_, have)
    if have.rule != need.rule or abs(have.value - need.value) > 0.05:
        note = "（否则图片被裁切）" if need.rule == "atLeast" else ""
        yield _Wrong(FindingKind.SPACING, str(have), f"{need}{note}")


def _check_paragraphs(
    paragraphs: list[Paragraph],
    look: Callable[[Paragraph], Iterator[_Wrong]],
    format_: PaperFormat,
) -> Iterator[PaperFinding]:
    """Yield one finding for each stretch of paragraphs with the same fault."""
    stretches = groupby(
        ((each, tuple(look(each))) for each in paragraphs),
        key=lambda pair: (pair[1], pair[0].role),
    )
    for (wrongs, role), stretch in stretches:
        where = [paragraph for paragraph, _ in stretch]
        for wrong in wrongs:
            yield _paragraph_finding(wrong, where, role, format_)


def _paragraph_finding(
    wrong: _Wrong, where: list[Paragraph], role: Role, format_: PaperFormat
) -> PaperFinding:
    first = next((each for each in where if each.number), where[0])
    numbers = tuple(each.number for each in where if each.number)
    place = first.place
    if len(numbers) > 1:
        place = f"第{numbers[0]}至{numbers[-1]}段（“{first.start or '图片'}”起）"
    what = {FindingKind.FONT: "字体", FindingKind.SIZE: "字号"}.get(wrong.kind, "行间距")
    part = {Role.TITLE: "标题", Role.TEXT: ""}.get(role, "封面")
    message = f"{part}{place}的{what}为{wrong.have}，应为{wrong.need}（{format_.clause}）。"
    return PaperFinding(wrong.kind, f"{part}{place}", message, wrong.have, wrong.need, numbers)
