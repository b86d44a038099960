"""Find a person's name, its pinyin, units and numbers in any text, however they are spaced.

Full-width letters, letters apart, line breaks and invisible characters make no difference.
A unit is found without its place and legal form too, as
something to look at. Pinyin is found with and without spaces, in either order, in any case, with tone marks or without.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product

from documents.paper.model import Identity
from documents.pictures import MOST_READ_BYTES, texts_of_bytes

EXCERPT_LETTERS = 12
"""Letters that an excerpt shows on either side of a hit."""
_MOST_READINGS = 64
_ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
_LEAST_CODED = 6
_LEAST_CODED_IN_FEW = 4
_SEPARATORS = set("-‐‑‒–—_.,'’`·•/()+|~")
_APART = set("·•|_~")
_PLACE = re.compile("(?:中国|[^省市县区]{2,6}[省市县区])+(?=.{4})")
_LEGAL_FORM = re.compile("(?:集团)?(?:股份|责任)?(?:有限)?(?:责任)?公司$")
_LEAST_OF_UNIT = 4
_MOST_PLACES = 100
"""Places of one word in one text that are looked at; more tell nothing new."""


@dataclass(frozen=True)
class Hit:
    """A hit: what it is in Chinese, the words around it, whether it is beyond doubt."""

    label: str
    needle: str
    excerpt: str
    is_certain: bool


@dataclass(frozen=True)
class _Needle:
    label: str
    text: str
    is_loose: bool
    is_certain: bool = True


class Matcher:
    """The words that one paper must not contain, ready to be looked for."""

    def __init__(self, identity: Identity) -> None:
        self._needles = list(dict.fromkeys(_needles(identity)))

    def hits(self, text: str) -> list[Hit]:
        """Return the hits in a text, one for each word and place, in order of place."""
        if not text or not self._needles:
            return []
        strict, loose = _Squeezed(text, loose=False), _Squeezed(text, loose=True)
        found: dict[tuple[str, int], tuple[int, _Needle]] = {}
        for needle in self._needles:
            squeezed = loose if needle.is_loose else strict
            for start, end in islice(squeezed.places(needle.text), _MOST_PLACES):
                key = (needle.label, start)
                if key not in found or found[key][0] < end:
                    found[key] = (end, needle)
        return [
            Hit(label, needle.text, _excerpt(text, start, end), needle.is_certain)
            for (label, start), (end, needle) in sorted(
                found.items(), key=lambda item: (item[0][1], -item[1][0])
            )
            if not _is_inside(label, start, end, found)
        ]

    def hits_in_bytes(self, data: bytes) -> list[Hit]:
        """Return the hits in bytes of no known form.

        Few bytes are read as text in each encoding too. In many, words of less than six bytes are
        not looked for: they are met by chance.
        """
        is_small = len(data) <= MOST_READ_BYTES
        texts = texts_of_bytes(data) if is_small else ()
        found = {hit.label: hit for text in texts for hit in self.hits(text)}
        for needle in self._needles:
            for encoding in _ENCODINGS:
                coded = needle.text.encode(encoding, "ignore")
                is_long = len(coded) >= (_LEAST_CODED_IN_FEW if is_small else _LEAST_CODED)
                if needle.is_certain and is_long and coded in data:
                    found.setdefault(
                        needle.label, Hit(needle.label, needle.text, needle.text, True)
                    )
        return list(found.values())


class _Squeezed:
    """A text without spaces and look-alikes, and where each character came from."""

    def __init__(self, text: str, *, loose: bool) -> None:
        letters: list[str] = []
        self._origins: list[int] = []
        for place, character in enumerate(text):
            for plain in _kept(character, loose):
                letters.append(plain)
                self._origins.append(place)
        self._letters = "".join(letters)
        self._text = text

    def places(self, needle: str) -> Iterator[tuple[int, int]]:
        """Yield start and end in the text of each place where the needle stands as a word."""
        at = self._letters.find(needle)
        while at >= 0:
            start, end = self._origins[at], self._origins[at + len(needle) - 1] + 1
            if self._is_whole(needle, start, end):
                yield start, end
            at = self._letters.find(needle, at + 1)

    def _is_whole(self, needle: str, start: int, end: int) -> bool:
        """Whether a Latin word or a number ends where the needle does: lina is not in Carolina."""
        before = self._text[start - 1 : start]
        after = self._text[end : end + 1]
        if _continues(needle[-1], after):
            return False
        return not _continues(before, needle[0]) or _has_country_code(self._text, start)


def _needles(identity: Identity) -> Iterator[_Needle]:
    name = _key(identity.name)
    if len(name) > 1:
        yield _Needle("姓名", name, is_loose=name.isascii())
        for reading in sorted(_pinyin(name)):
            yield _Needle("姓名拼音", reading, is_loose=True, is_certain=False)
    for unit in identity.units:
        if len(_key(unit)) > 1:
            yield _Needle("单位名称", _key(unit), is_loose=_key(unit).isascii())
        if short := _shortened(_key(unit)):
            yield _Needle("单位名称", short, is_loose=False, is_certain=False)
    number = _key(identity.id_number, loose=True)
    if len(number) > 5:
        yield _Needle("身份证号码", number, is_loose=True)
    if len(number) == 18:
        yield _Needle("身份证号码", number[:6] + number[8:17], is_loose=True)
    phone = _key(identity.phone, loose=True)
    if len(phone) > 5:
        yield _Needle("电话号码", phone, is_loose=True)


def _shortened(unit: str) -> str:
    """A unit's name as people write it, without its place and legal form; "" where too little is
    left to tell one unit from others."""
    place = _PLACE.match(unit)
    short = _LEGAL_FORM.sub("", unit[place.end() :] if place else unit)
    return short if short != unit and len(short) >= _LEAST_OF_UNIT else ""


def _pinyin(name: str) -> set[str]:
    """Return the readings of a Chinese name, family name first and last, without spaces.

    Characters of several readings are read in each way; ü as v, u and yu.
    """
    if not all("\u3400" <= character <= "\U0003ffff" for character in name):
        return set()
    from pypinyin import Style, pinyin

    syllables = pinyin(name, style=Style.NORMAL, heteronym=True, errors="ignore", v_to_u=False)
    if len(syllables) != len(name):
        return set()
    readings = set()
    for reading in islice(product(*map(_spellings, syllables)), _MOST_READINGS):
        readings.add("".join(reading))
        for family in range(1, min(3, len(reading))):
            readings.add("".join(reading[family:] + reading[:family]))
    return {reading for reading in readings if len(reading) > 3}


def _spellings(readings: Iterable[str]) -> list[str]:
    spelled = dict.fromkeys(readings)
    for reading in readings:
        if "v" in reading:
            spelled |= dict.fromkeys((reading.replace("v", "u"), reading.replace("v", "yu")))
    return list(spelled)


def _key(text: str, *, loose: bool = False) -> str:
    return "".join(_kept(character, loose) for character in text)


@lru_cache(maxsize=32_768)
def _kept(character: str, loose: bool) -> str:
    """Return what is left of a character to compare: nothing of spaces and invisible ones."""
    dropped = _SEPARATORS if loose else _APART
    return "".join(
        plain
        for plain in _plain(character, loose=loose)
        if plain not in dropped and not plain.isspace() and not _is_invisible(plain)
    )


def _plain(character: str, *, loose: bool) -> str:
    if character.isascii():
        return character.lower()
    plain = unicodedata.normalize("NFKC", character).casefold()
    if loose and not plain.isascii():
        apart = unicodedata.normalize("NFD", plain)
        if apart[0].isascii():
            umlaut = "\u0308" in apart
            return "v" if umlaut and apart[0] == "u" else apart[0]
        return "" if unicodedata.combining(apart[0]) else plain
    return plain


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in ("Cf", "Cc", "Mn") or character in "\ufffe\uffff"


def _continues(one: str, other: str) -> bool:
    """Whether two neighbours belong to one Latin word or one number."""
    if not one or not other:
        return False
    if one.isdigit() or other.isdigit():
        return one.isdigit() and other.isdigit()
    return all(unicodedata.name(each, "").startswith("LATIN ") for each in (one, other))


def _has_country_code(text: str, start: int) -> bool:
    return re.search(r"(?:^|\D)(?:00)?86$", text[max(0, start - 6) : start]) is not None


def _is_inside(
    label: str, start: int, end: int, found: dict[tuple[str, int], tuple[int, _Needle]]
) -> bool:
    """Whether a longer hit of the same sort covers this one: a short name in the full name."""
    return any(
        other == label and (at, -until) != (start, -end) and at <= start and end <= until
        for (other, at), (until, _) in found.items()
    )


def _excerpt(text: str, start: int, end: int) -> str:
    before = text[max(0, start - EXCERPT_LETTERS) : start]
    after = text[end : end + EXCERPT_LETTERS]
    left = "…" if start > EXCERPT_LETTERS else ""
    right = "…" if end + EXCERPT_LETTERS < len(text) else ""
    shown = f"{left}{before}{text[start:end]}{after}{right}"
    return " ".join("".join(c if c.isprintable() else " " for c in shown).split())
