"""What letters and lines really look like: direct format, styles, table, defaults, theme.

Each level that says something wins over the later ones (ECMA-376 part 1, 17.7.2): the run itself,
its character style, the paragraph's style, the table's style, the document's defaults; styles
inherit by ``basedOn``. A theme font is looked up in the theme by the document's language.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from documents.paper.names import a, w
from documents.paper.package import Package

TWIPS_A_PT = 20
_PT_IN_UNITS = {"pt": 1.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "in": 72.0, "pc": 12.0, "pi": 12.0}
_MEASURE = re.compile(r"(-?\d+(?:\.\d+)?)(pt|cm|mm|in|pc|pi)?")
_SCRIPTS = {"zh-tw": "Hant", "zh-hk": "Hant", "zh-mo": "Hant", "ja": "Jpan", "ko": "Hang"}
_ON = {None, "1", "true", "on"}


@dataclass(frozen=True)
class Lines:
    """Line spacing: ``exact`` and ``atLeast`` in pt, ``auto`` in lines."""

    rule: str
    value: float

    def __str__(self) -> str:
        number = f"{self.value:g}"
        return {"exact": f"固定值{number}磅", "atLeast": f"最小值{number}磅"}.get(
            self.rule, "单倍行距" if self.value == 1 else f"{number}倍行距"
        )


class Styles:
    """The styles, defaults and theme of one document."""

    def __init__(self, package: Package, main: str) -> None:
        self._by_id: dict[str, Any] = {}
        self._defaults: dict[str, str] = {}
        self._chains: dict[str, list[Any]] = {}
        self._run_defaults = self._paragraph_defaults = None
        for name in package.related(main, "styles")[:1]:
            self._read(package.tree(name))
        self._theme = _theme_fonts(package, main)

    def font(self, run: Any, paragraph: Any) -> str:
        """Return the font of a run's Chinese characters; empty if nothing names one."""
        for properties in self._run_levels(run, paragraph):
            fonts = properties.find(w("rFonts"))
            if fonts is None:
                continue
            if theme := fonts.get(w("eastAsiaTheme")):
                return self._theme.get(theme[:5], "")
            if name := fonts.get(w("eastAsia")):
                return name
        return ""

    def size_pt(self, run: Any, paragraph: Any) -> float:
        """Return a run's size in pt; Word's 10 when nothing says."""
        for properties in self._run_levels(run, paragraph):
            size = properties.find(w("sz"))
            if size is not None and (value := measure(size.get(w("val")), 2)) is not None:
                return value
        return 10.0

    def is_hidden(self, run: Any, paragraph: Any) -> bool:
        """Whether a run is hidden text, which no print shows."""
        for properties in self._run_levels(run, paragraph):
            hidden = properties.find(w("vanish"))
            if hidden is not None:
                return hidden.get(w("val")) in _ON
        return False

    def lines(self, paragraph: Any) -> Lines:
        """Return a paragraph's line spacing."""
        for properties in self._paragraph_levels(paragraph):
            spacing = properties.find(w("spacing"))
            if spacing is None or spacing.get(w("line")) is None:
                continue
            rule = spacing.get(w("lineRule"), "auto")
            value = measure(spacing.get(w("line")), TWIPS_A_PT) or 0.0
            return Lines(rule, round(value * TWIPS_A_PT / 240, 2) if rule == "auto" else value)
        return Lines("auto", 1.0)

    def alignment(self, paragraph: Any) -> str:
        """Return a paragraph's alignment as the file says it, ``left`` when nothing does."""
        for properties in self._paragraph_levels(paragraph):
            alignment = properties.find(w("jc"))
            if alignment is not None:
                return alignment.get(w("val"), "left")
        return "left"

    def first_tab(self, paragraph: Any) -> str:
        """Return the kind of a paragraph's first tab stop, empty if it has none of its own."""
        stops: dict[float, str] = {}
        for properties in self._paragraph_levels(paragraph):
            for tab in properties.iterfind(f"{w('tabs')}/{w('tab')}"):
                place = measure(tab.get(w("pos")), TWIPS_A_PT) or 0.0
                stops.setdefault(place, tab.get(w("val"), "left"))
        kinds = [kind for _, kind in sorted(stops.items()) if kind != "clear"]
        return kinds[0] if kinds else ""

    def _read(self, root: Any) -> None:
        for style in root.iterfind(w("style")):
            identity = style.get(w("styleId"), "")
            self._by_id.setdefault(identity, style)
            if style.get(w("default")) in _ON - {None}:
                self._defaults[style.get(w("type"), "")] = identity
        path = f"{w('docDefaults')}/{w('%sPrDefault')}/{w('%sPr')}"
        self._run_defaults = root.find(path.replace("%s", "r"))
        self._paragraph_defaults = root.find(path.replace("%s", "p"))

    def _chain(self, identity: str | None, kind: str) -> list[Any]:
        """Return a style and those that it is based on, nearest first."""
        if identity not in self._by_id:
            identity = self._defaults.get(kind, "")
        if identity not in self._chains:
            chain: list[Any] = []
            at: str | None = identity
            while at in self._by_id and self._by_id[at] not in chain:
                chain.append(self._by_id[at])
                based = chain[-1].find(w("basedOn"))
                at = based.get(w("val")) if based is not None else None
            self._chains[identity or ""] = chain
        return self._chains[identity or ""]

    def _run_levels(self, run: Any, paragraph: Any) -> Iterator[Any]:
        direct = run.find(w("rPr"))
        if direct is not None:
            yield direct
            yield from self._of_styles(_named(direct, "rStyle"), "character", "rPr")
        for kind, identity in self._styles_around(paragraph):
            yield from self._of_styles(identity, kind, "rPr")
        if self._run_defaults is not None:
            yield self._run_defaults

    def _paragraph_levels(self, paragraph: Any) -> Iterator[Any]:
        direct = paragraph.find(w("pPr"))
        if direct is not None:
            yield direct
        for kind, identity in self._styles_around(paragraph):
            yield from self._of_styles(identity, kind, "pPr")
        if self._paragraph_defaults is not None:
            yield self._paragraph_defaults

    def _styles_around(self, paragraph: Any) -> Iterator[tuple[str, str | None]]:
        yield "paragraph", _named(paragraph.find(w("pPr")), "pStyle")
        table = next(paragraph.iterancestors(w("tbl")), None)
        if table is not None:
            yield "table", _named(table.find(w("tblPr")), "tblStyle")

    def _of_styles(self, identity: str | None, kind: str, wanted: str) -> Iterator[Any]:
        for style in self._chain(identity, kind):
            properties = style.find(w(wanted))
            if properties is not None:
                yield properties


def measure(value: str | None, parts_a_pt: float) -> float | None:
    """Return a measure in pt: ``parts_a_pt`` units to the point, or a number with its unit."""
    found = _MEASURE.fullmatch(value or "")
    if not found:
        return None
    number = float(found[1])
    return number * _PT_IN_UNITS[found[2]] if found[2] else number / parts_a_pt


def _named(properties: Any, name: str) -> str | None:
    element = None if properties is None else properties.find(w(name))
    return None if element is None else element.get(w("val"))


def _theme_fonts(package: Package, main: str) -> dict[str, str]:
    """Return the theme's Chinese fonts: ``major`` of headings, ``minor`` of text."""
    script = _script(package, main)
    fonts = {}
    for name in package.related(main, "theme")[:1]:
        for kind in ("major", "minor"):
            holder = package.tree(name).find(f".//{a('fontScheme')}/{a(f'{kind}Font')}")
            if holder is None:
                continue
            named = holder.find(a("ea"))
            font = named.get("typeface", "") if named is not None else ""
            for element in holder.iterfind(a("font")):
                if not font and element.get("script") == script:
                    font = element.get("typeface", "")
            fonts[kind] = font
    return fonts


def _script(package: Package, main: str) -> str:
    for name in package.related(main, "settings")[:1]:
        language = package.tree(name).find(w("themeFontLang"))
        if language is not None:
            code = language.get(w("eastAsia"), "").lower()
            return _SCRIPTS.get(code) or _SCRIPTS.get(code[:2], "Hans")
    return "Hans"
