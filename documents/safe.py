"""Make any stored text fit to be written: into XML, into a spreadsheet cell, into a list."""

import re

REPLACEMENT = "\ufffd"
CELL_LIMIT = 32_767
"""Characters (UTF-16 units, as the office programs count) that one spreadsheet cell can hold."""
CUT_MARK = "…(截断)"

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE_LOOKALIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_CSV_LEADERS = tuple("=+-@\t\r\0＝＋－＠")


def clean_text(value: object) -> str:
    """Return ``value`` as text that XML can carry; None becomes the empty text.

    Characters that XML forbids (C0 except TAB, LF and CR; U+FFFE, U+FFFF; lone surrogates) are
    replaced visibly by U+FFFD, so that old data cannot stop an export (EX-02). CR LF becomes LF.
    """
    if value is None:
        return ""
    text = value if isinstance(value, str) else str(value)
    if _ILLEGAL.search(text):
        text = _ILLEGAL.sub(REPLACEMENT, text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def cut_text(text: str, limit: int = CELL_LIMIT) -> str:
    """Cut ``text`` to ``limit`` UTF-16 units, ending in …(截断) if something went (EX-03)."""
    if 2 * len(text) <= limit or _units(text) <= limit:
        return text
    kept = text[: limit - len(CUT_MARK)]
    while _units(kept) + len(CUT_MARK) > limit:
        kept = kept[: -max(1, (_units(kept) + len(CUT_MARK) - limit) // 2)]
    return kept + CUT_MARK


def cell_text(value: object) -> str:
    """Return ``value`` as the text of one spreadsheet cell: clean, cut and taken literally.

    Office programs read ``_x0041_`` in a file as the letter A; the underscore is escaped so that
    such a text shows as typed. The cell itself must be of type string with a quote prefix, which
    ``documents.xlsx`` sees to (EX-01).
    """
    text = clean_text(value)
    if len(text) > CELL_LIMIT // 2:
        text = cut_text(text)
    if "_x" in text:
        text = cut_text(_ESCAPE_LOOKALIKE.sub("_x005F_", text))
    return text


def csv_text(value: object) -> str:
    """Return ``value`` for a CSV field: a text that a spreadsheet would calculate gets a ``'``."""
    raw = "" if value is None else str(value)
    text = clean_text(raw)
    return f"'{text}" if raw.startswith(_CSV_LEADERS) else text


def mask_id(number: str) -> str:
    """Return an ID number with its first and last four characters only: 1401**********1234.

    A number of eight characters or fewer is hidden altogether.
    """
    if len(number) <= 8:
        return "*" * len(number)
    return f"{number[:4]}{'*' * (len(number) - 8)}{number[-4:]}"


def sheet_name(wanted: str, taken: set[str]) -> str:
    """Return a worksheet name (at most 31 characters, none of ``[]:*?/\\``) not yet in ``taken``.

    The name is added to ``taken`` (compared without case); a repeated one gets （2）, （3）…
    """
    base = re.sub(r"[\[\]:*?/\\\t\n]", " ", clean_text(wanted)).strip().strip("'") or "表"
    base = name = _fit_units(base, 31)
    n = 1
    while name.casefold() in taken:
        n += 1
        name = f"{_fit_units(base, 29 - len(str(n)))}（{n}）"
    taken.add(name.casefold())
    return name


def _fit_units(text: str, limit: int) -> str:
    while _units(text) > limit:
        text = text[:-1]
    return text


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
