"""Look through a PDF for what names a person: its pages, and every text anywhere in the file."""

import re
import threading
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    StreamObject,
    TextStringObject,
)

from documents.paper.identity import hits_as_findings
from documents.paper.matching import Matcher
from documents.paper.model import (
    MOST_FINDINGS,
    BadPaper,
    FindingKind,
    Identity,
    PaperFinding,
)
from documents.paper.package import refusing_badly_made_files
from documents.pictures import bytes_beside_pixels

MOST_PAGES = 500
MOST_OBJECTS = 300_000
_INFO = {
    "/Author": "作者",
    "/Title": "标题",
    "/Subject": "主题",
    "/Keywords": "关键词",
    "/Creator": "创建程序",
    "/Producer": "生成程序",
    "/Company": "公司",
}
_TRACES = {
    "批注": "批注或表单",
    "附件": "附件",
    "脚本": "脚本（JavaScript）",
    "图层": "可隐藏的图层",
}
_pdfium_lock = threading.Lock()


@refusing_badly_made_files
def check_pdf_identity(pdf_bytes: bytes, identity: Identity) -> list[PaperFinding]:
    """Return where a PDF names the person or the unit, and what it hides; at most 300 findings.

    Looks at each page's text, Info, XMP, annotations, attachments, scripts, layers, bookmarks and
    earlier versions within the file. Raises BadPaper, and nothing else: damaged, encrypted, more
    than 500 pages. Names in scanned pictures cannot be found (UP-13).
    """
    reader = open_pdf(pdf_bytes)
    matcher = Matcher(identity)
    found: dict[tuple[str, str, str], PaperFinding] = {}
    for finding in _all(reader, pdf_bytes, matcher):
        found.setdefault((finding.place, finding.have, finding.excerpt), finding)
    return list(found.values())[:MOST_FINDINGS]


def open_pdf(pdf_bytes: bytes) -> PdfReader:
    """Return a reader of a PDF that is neither encrypted nor endless. Raises BadPaper."""
    if not pdf_bytes[:1024].lstrip().startswith(b"%PDF-"):
        raise BadPaper("文件不是 PDF，请重新选择。")
    reader = PdfReader(BytesIO(pdf_bytes), strict=False)
    if reader.is_encrypted:
        raise BadPaper("PDF 已加密，请取消密码或使用限制后再上传。")
    count = len(reader.pages)
    if not count:
        raise BadPaper("PDF 中没有页面，文件可能不完整。")
    if count > MOST_PAGES:
        raise BadPaper(f"PDF 页数过多（超过 {MOST_PAGES} 页）。")
    return reader


def objects_of(reader: PdfReader) -> Iterator[Any]:
    """Yield every object that can be reached from the trailer, each indirect one once."""
    waiting: list[Any] = [reader.trailer]
    seen: set[int] = set()
    count = 0
    while waiting:
        item = waiting.pop()
        if isinstance(item, IndirectObject):
            if item.idnum in seen:
                continue
            seen.add(item.idnum)
            item = item.get_object()
        count += 1
        if count > MOST_OBJECTS:
            raise BadPaper("PDF 内部对象过多，已拒收。")
        yield item
        if isinstance(item, DictionaryObject):
            waiting.extend(item.raw_get(key) for key in item)
        elif isinstance(item, ArrayObject):
            waiting.extend(list.__iter__(item))


def page_texts(pdf_bytes: bytes) -> list[str]:
    """Return the text of each page as printed, lines joined by line feeds."""
    import pypdfium2

    with _pdfium_lock:
        document = pypdfium2.PdfDocument(pdf_bytes)
        try:
            return [_page_text(page) for page in document]
        finally:
            document.close()


def _page_text(page: Any) -> str:
    text_page = page.get_textpage()
    text = text_page.get_text_range(errors="replace")
    text_page.close()
    page.close()
    return text


def _all(reader: PdfReader, pdf_bytes: bytes, matcher: Matcher) -> Iterator[PaperFinding]:
    for number, text in enumerate(page_texts(pdf_bytes), 1):
        yield from hits_as_findings(matcher, f"第{number}页", text, is_mendable=False)
    info = reader.trailer.get("/Info")
    info = info.get_object() if info is not None else None
    kinds = set()
    for item in objects_of(reader):
        place = _place(item)
        if item is info and isinstance(item, DictionaryObject):
            yield from _info_findings(item, matcher)
            continue
        if place in _TRACES and item.get("/Subtype") != "/Link":
            kinds.add(place)
        for said in _texts(item):
            yield from hits_as_findings(matcher, place, said, is_mendable=True)
    for kind in sorted(kinds):
        yield PaperFinding(FindingKind.TRACE, kind, f"PDF 中有{_TRACES[kind]}，须删除。", have=kind)
    if len(re.findall(rb"%%EOF", pdf_bytes)) > 1:
        yield from hits_as_findings(matcher, "文件中保留的旧版本", pdf_bytes, is_mendable=True)


def _info_findings(info: DictionaryObject, matcher: Matcher) -> Iterator[PaperFinding]:
    for key in info:
        place = f"文档属性“{_INFO.get(key, key[1:])}”"
        for text in _texts(DictionaryObject({key: info.raw_get(key)})):
            yield from hits_as_findings(matcher, place, text, is_mendable=True)


def _place(item: Any) -> str:
    if not isinstance(item, DictionaryObject):
        return "文件内部"
    kind, sort = item.get("/Type"), item.get("/Subtype")
    if sort == "/XML" or kind == "/Metadata":
        return "XMP 元数据"
    if kind in ("/Filespec", "/F", "/EmbeddedFile") or "/EF" in item:
        return "附件"
    if kind == "/Annot" or ("/Rect" in item and sort is not None):
        return "批注"
    if item.get("/S") in ("/JavaScript", "/Launch") or "/JS" in item:
        return "脚本"
    if kind == "/OCG":
        return "图层"
    if "/Title" in item and ("/Parent" in item or "/Dest" in item):
        return "书签"
    if sort == "/Image":
        return "图片的元数据"
    return "文件内部"


def _texts(item: Any) -> Iterator[str | bytes]:
    """Yield the texts of one object: strings in it, names of its keys, and what a stream says."""
    values: list[Any] = []
    if isinstance(item, DictionaryObject):
        values = [item.raw_get(key) for key in item]
        yield " ".join(key[1:] for key in item)
    elif isinstance(item, ArrayObject):
        values = list(list.__iter__(item))
    else:
        values = [item]
    for value in values:
        if isinstance(value, TextStringObject):
            yield str(value)
            original = value.original_bytes
            if any(byte > 127 for byte in original):
                yield original
        elif isinstance(value, ByteStringObject):
            yield bytes(value)
    if isinstance(item, StreamObject):
        yield from _stream_texts(item)


def _stream_texts(item: StreamObject) -> Iterator[str | bytes]:
    place = _place(item)
    if place == "图片的元数据":
        if "/DCTDecode" in str(item.get("/Filter", "")):
            yield bytes_beside_pixels(item._data)
    elif place in ("XMP 元数据", "附件"):
        yield item.get_data()
