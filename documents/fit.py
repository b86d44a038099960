"""Find the size of type at which a text fits its cell, without asking any office program.

Widths are those of Noto Serif CJK, a little wider than the real 宋体, and lines are as high as
the office programs make them with it: what fits here fits with narrower fonts too.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from documents.page import PT_PER_MM

SMALLEST_PT = 6.0
LINE_HEIGHT = 1.45
"""Height of a line in ems: ascent and descent of Noto Serif CJK as LibreOffice adds them."""
PAD_X_MM = 0.9
PAD_Y_MM = 0.3
CUT_MARK = "…（略，见评审表）"

_STEP_PT = 0.5
_OPENERS = "“‘（《〈【［｛「『〔〖(["
_CLOSERS = "，。、；：！？）》〉】］｝」』〕〗”’…—·％℃,.;:!?)]%"
_UNIT = re.compile(
    f"[{re.escape(_OPENERS)}]*(?:[!-~\u00a0-\u024f]+|[^\\n])[{re.escape(_CLOSERS)}]*"
)
# Advance widths of ASCII 33–126 in hundredths of an em, rounded up.
# fmt: off
_ASCII = (
    35, 47, 56, 56, 93, 90, 30, 37, 37, 50, 60, 33, 35, 33, 36, 56, 56, 56, 56, 56, 56, 56, 56, 57,
    57, 33, 33, 60, 60, 60, 51, 98, 72, 67, 70, 77, 66, 63, 75, 86, 41, 41, 74, 63, 98, 80, 77, 65,
    77, 72, 57, 66, 80, 72, 106, 70, 69, 61, 38, 36, 38, 60, 56, 40, 56, 64, 54, 63, 55, 39, 57, 67,
    34, 32, 61, 34, 98, 67, 60, 64, 61, 47, 48, 37, 66, 55, 84, 57, 56, 50, 38, 32, 38, 60,
)
# fmt: on


@dataclass(frozen=True)
class Fit:
    """A text at the size at which it fits: ``size`` in pt, the number of lines it takes.

    ``is_cut`` tells that even the smallest size was too large: ``text`` then is its beginning and
    a mark that points to the review form.
    """

    text: str
    size: float
    lines: int
    is_cut: bool = False


@lru_cache(maxsize=8192)
def char_em(character: str) -> float:
    """Return the width of one character in ems, never less than it prints in common fonts."""
    code = ord(character)
    if 33 <= code <= 126:
        return _ASCII[code - 33] / 100
    if code == 32:
        return 0.28
    if unicodedata.east_asian_width(character) in "WFA":
        return 1.0
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0.0
    return 0.9 if character.isupper() else 0.75


def text_em(text: str) -> float:
    """Return the width of a line of text in ems."""
    return sum(map(char_em, text))


def count_lines(text: str, width_em: float, most: int = 10_000) -> int:
    """Return how many lines ``text`` takes at ``width_em``; counting stops beyond ``most``.

    Han characters break anywhere but before closing marks, Latin words only when one alone is
    wider than the line.
    """
    lines = 0
    for paragraph in text.split("\n"):
        lines += _paragraph_lines(paragraph, width_em, most - lines)
        if lines > most:
            break
    return lines


def _paragraph_lines(text: str, width_em: float, most: int) -> int:
    lines, used = 1, 0.0
    for match in _UNIT.finditer(text):
        unit = match.group()
        width = text_em(unit)
        if used + width <= width_em:
            used += width
        elif unit == " ":
            continue
        elif width <= width_em:
            lines, used = lines + 1, width
        else:
            more, used = _break_word(unit, width_em, used)
            lines += more
        if lines > most:
            break
    return lines


def _break_word(word: str, width_em: float, used: float) -> tuple[int, float]:
    """Return the further lines a word wider than the line takes, and the last one's width."""
    lines, used = (1, 0.0) if used else (0, 0.0)
    for character in word:
        width = char_em(character)
        if used + width > width_em:
            lines, used = lines + 1, 0.0
        used += width
    return lines, used


def most_lines(height_mm: float, size: float) -> int:
    """Return how many lines of ``size`` pt a cell of ``height_mm`` takes."""
    return int((height_mm - 2 * PAD_Y_MM) * PT_PER_MM / (size * LINE_HEIGHT) + 1e-6)


def width_in_ems(width_mm: float, size: float) -> float:
    """Return the usable width of a cell in ems of ``size`` pt."""
    return (width_mm - 2 * PAD_X_MM) * PT_PER_MM / size


def fit_text(text: str, width_mm: float, height_mm: float, preferred_pt: float = 10.0) -> Fit:
    """Fit ``text`` into a cell of ``width_mm`` × ``height_mm``, from ``preferred_pt`` down to 6 pt.

    If it does not fit at 6 pt, its paragraphs are joined; if that does not help either, it is cut.
    """
    text = text.strip()
    size = preferred_pt
    while size >= SMALLEST_PT:
        most = most_lines(height_mm, size)
        lines = count_lines(text, width_in_ems(width_mm, size), most)
        if lines <= most:
            return Fit(text, size, lines)
        size -= _STEP_PT
    if "\n" in text:
        return fit_text(re.sub(r"\s*\n\s*", "　", text), width_mm, height_mm, SMALLEST_PT)
    return _cut(text, width_mm, height_mm)


def _cut(text: str, width_mm: float, height_mm: float) -> Fit:
    most = max(1, most_lines(height_mm, SMALLEST_PT))
    width = width_in_ems(width_mm, SMALLEST_PT)
    shortest, longest = 0, min(len(text), int(most * width * 4))
    while shortest < longest:
        middle = (shortest + longest + 1) // 2
        if count_lines(text[:middle] + CUT_MARK, width, most) <= most:
            shortest = middle
        else:
            longest = middle - 1
    return Fit(text[:shortest] + CUT_MARK, SMALLEST_PT, most, is_cut=True)
