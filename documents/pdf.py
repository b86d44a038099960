"""PDF from HTML by WeasyPrint: no network, no files, one font configuration, the same bytes.

WeasyPrint is imported on first use only, after fontconfig has been told which free fonts stand
for the ones that official papers name (``fonts/fonts.conf``).
"""

import gc
import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from html import escape
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

from documents.page import CREATOR, FIXED_DATE
from documents.safe import clean_text

FONTS_CONF = Path(__file__).parent / "fonts" / "fonts.conf"
FONT_FAMILIES = ("宋体", "黑体", "仿宋")
_PDF_DATE = f"D:{FIXED_DATE:%Y%m%d%H%M%S}Z"
_PROBE = "职称申报评审"
_lock = threading.RLock()


def render_pdf(html: str, *, css: str = "") -> bytes:
    """Return the PDF of a whole HTML document, styled by its own styles and ``css``.

    Addresses other than ``data:`` are never fetched: what they would have brought is left out
    (EX-11). Calls from several threads take turns.
    """
    with _lock, _collection_paused():
        engine = _engine()
        sheets = [engine.CSS(string=css, font_config=engine.fonts, url_fetcher=engine.fetcher)]
        document = engine.HTML(string=clean_text(html), url_fetcher=engine.fetcher, base_url=None)
        return document.write_pdf(
            stylesheets=sheets, font_config=engine.fonts, finisher=_make_neutral
        )


def html_document(title: str, body: str) -> str:
    """Return a whole HTML document around ``body``, which must already be escaped."""
    return (
        '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">'
        f"<title>{text_html(title)}</title></head><body>{body}</body></html>"
    )


def text_html(value: object) -> str:
    """Return any stored text escaped for HTML, without characters that cannot be printed."""
    return escape(clean_text(value))


def merge_pdfs(parts: Iterable[bytes], *, title: str = "") -> bytes:
    """Return one PDF of all pages of ``parts`` in order, with neutral metadata."""
    from pypdf import PdfWriter

    writer = PdfWriter()
    for part in parts:
        writer.append(BytesIO(part), import_outline=False)
    writer.compress_identical_objects(remove_duplicates=True, remove_unreferenced=True)
    writer.metadata = {
        "/Title": clean_text(title),
        "/Producer": CREATOR,
        "/CreationDate": _PDF_DATE,
        "/ModDate": _PDF_DATE,
    }
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def chinese_fonts_available() -> bool:
    """Return whether 宋体, 黑体 and 仿宋 each lead to a font that has Chinese characters.

    Without one WeasyPrint reports no error and prints empty boxes.
    """
    with _lock:
        return all(_has_chinese(_font_file(family)) for family in FONT_FAMILIES)


def use_project_fonts() -> None:
    """Point fontconfig, here and in child processes, to the aliases of official fonts.

    An operator's own ``FONTCONFIG_FILE`` is respected. Must run before the first import of
    WeasyPrint; ``render_pdf`` does so itself.
    """
    os.environ.setdefault("FONTCONFIG_FILE", str(FONTS_CONF))


@contextmanager
def _collection_paused() -> Iterator[None]:
    """Pause the cyclic collector: a layout's many boxes live to its end, looking at them is waste.

    A third of the time goes without this.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@cache
def _engine() -> SimpleNamespace:
    use_project_fonts()
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    class DataOnlyFetcher(URLFetcher):
        """Refuses every address but ``data:``; follows no redirect."""

        def fetch(self, url, headers=None):
            if not url.lower().startswith("data:"):
                raise ValueError("Only data: addresses may be fetched")
            return super().fetch(url, headers)

    fetcher = DataOnlyFetcher(allowed_protocols=("data",), allow_redirects=False)
    return SimpleNamespace(CSS=CSS, HTML=HTML, fonts=FontConfiguration(), fetcher=fetcher)


def _make_neutral(document, pdf) -> None:
    import pydyf

    pdf.info["Producer"] = pydyf.String(CREATOR)
    pdf.info["CreationDate"] = pydyf.String(_PDF_DATE)
    pdf.info["ModDate"] = pydyf.String(_PDF_DATE)
    for key in ("Author", "Creator"):
        pdf.info.pop(key, None)


def _font_file(family: str) -> str:
    """Return the file of the font that fontconfig gives for ``family``; empty if it gives none."""
    config = _engine().fonts._config
    from weasyprint.text.ffi import ffi, fontconfig

    pattern = fontconfig.FcPatternCreate()
    name = ffi.new("FcChar8[]", family.encode())
    fontconfig.FcPatternAddString(pattern, b"family", name)
    fontconfig.FcConfigSubstitute(config, pattern, fontconfig.FcMatchPattern)
    fontconfig.FcDefaultSubstitute(pattern)
    match = fontconfig.FcFontMatch(config, pattern, ffi.new("FcResult *"))
    value = ffi.new("FcChar8 **")
    found = match != ffi.NULL and not fontconfig.FcPatternGetString(match, b"file", 0, value)
    path = ffi.string(ffi.cast("char *", value[0])).decode() if found else ""
    for used in (pattern, match):
        if used != ffi.NULL:
            fontconfig.FcPatternDestroy(used)
    return path


def _has_chinese(path: str) -> bool:
    from fontTools.ttLib import TTFont

    if not path:
        return False
    with TTFont(path, fontNumber=0, lazy=True) as font:
        known = font.getBestCmap() or {}
    return all(ord(character) in known for character in _PROBE)
