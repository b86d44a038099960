"""A PDF without anything but its pages: no properties, attachments, notes, scripts, layers."""

import re
import zlib
from io import BytesIO
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    ContentStream,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    StreamObject,
)

from documents.page import CREATOR, FIXED_DATE
from documents.paper.names import words
from documents.paper.package import refusing_badly_made_files
from documents.paper.pdf_check import objects_of, open_pdf

_PAGE_KEYS = words(
    "/Type /MediaBox /CropBox /BleedBox /TrimBox /ArtBox /Rotate /UserUnit /Resources /Contents "
    "/Group"
)
_DROPPED_KEYS = words(
    "/Metadata /PieceInfo /LastModified /OC /StructParent /StructParents /AF /Alt /ActualText /OPI "
    "/Ref /Measure /PtData /Alternates /Thumb"
)
_MARKS = re.compile(rb"\b(BDC|BMC|EMC|DP|MP)\b")
_PAINTING = {b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s"}
_SHOWING = {b"Tj", b"TJ", b"Do", b"sh", b"INLINE IMAGE"}


@refusing_badly_made_files
def cleaned_pdf(pdf_bytes: bytes) -> bytes:
    """Return a PDF of the same printed pages and nothing else; same file, same bytes.

    Info, XMP, attachments, annotations and forms, scripts, bookmarks, structure, layers that are
    switched off, earlier versions and the pictures' metadata are gone. What is printed stays.
    Raises BadPaper, and nothing else.
    """
    reader = open_pdf(pdf_bytes)
    hidden = _hidden_layers(reader)
    objects = list(objects_of(reader))
    for page in reader.pages:
        _clean_page(page, hidden, reader)
    for item in objects:
        _clean_content(item, hidden, reader)
    for item in objects:
        _drop_keys(item)
    writer = PdfWriter()
    for page in reader.pages:
        for key in [key for key in page if key not in _PAGE_KEYS]:
            del page[key]
        writer.add_page(page)
    writer.compress_identical_objects(remove_duplicates=True, remove_unreferenced=True)
    date = f"D:{FIXED_DATE:%Y%m%d%H%M%S}Z"
    writer.metadata = {"/Producer": CREATOR, "/CreationDate": date, "/ModDate": date}
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def _hidden_layers(reader: PdfReader) -> set[int]:
    """Return the numbers of the layers that are switched off when the file is opened."""
    root = reader.trailer["/Root"]
    layers = _entry(root, "/OCProperties")
    settings = _entry(layers, "/D")
    off = {each.idnum for each in _references(_entry(settings, "/OFF"))}
    if _entry(settings, "/BaseState") == "/OFF":
        everyone = {each.idnum for each in _references(_entry(layers, "/OCGs"))}
        return everyone - {each.idnum for each in _references(_entry(settings, "/ON"))} | off
    return off


def _clean_content(item: Any, hidden: set[int], reader: PdfReader) -> None:
    """Clean what draws: forms, patterns, pictures."""
    if not isinstance(item, StreamObject):
        return
    if _is_off(_entry(item, "/OC", raw=True), hidden):
        _make_empty(item)
    elif item.get("/Subtype") == "/Image":
        item._data = _bare_jpeg(item)
    elif _draws(item) and _MARKS.search(item.get_data()):
        shown = _shown(ContentStream(item, reader), _entry(item, "/Resources"), hidden)
        _set_data(item, shown.get_data())


def _draws(item: StreamObject) -> bool:
    return item.get("/Subtype") == "/Form" or item.get("/PatternType") == 1


def _clean_page(page: DictionaryObject, hidden: set[int], reader: PdfReader) -> None:
    contents = page.get("/Contents")
    if contents is None:
        return
    content = ContentStream(contents, reader)
    if _MARKS.search(content.get_data()):
        shown = _shown(content, _entry(page, "/Resources"), hidden)
        page[NameObject("/Contents")] = shown


def _drop_keys(item: Any) -> None:
    """Drop what tells of an object: from streams, and layers' names from resources.

    Other dictionaries may hold resources under any name, /A or /Alt too.
    """
    if not isinstance(item, DictionaryObject):
        return
    if isinstance(item, StreamObject) or item.get("/Type") in ("/Font", "/FontDescriptor"):
        for key in [key for key in item if key in _DROPPED_KEYS]:
            del item[key]
    resources = _entry(item, "/Resources")
    if isinstance(resources, DictionaryObject):
        resources.pop("/Properties", None)


def _shown(content: ContentStream, resources: Any, hidden: set[int]) -> ContentStream:
    """Return the content without marks, and without what a hidden layer would paint.

    What only moves or sets something stays, or what follows would stand elsewhere.
    """
    properties = _entry(resources, "/Properties")
    nested: list[bool] = []
    operations = []
    for operands, operator in content.operations:
        if operator in (b"BDC", b"BMC"):
            nested.append(operator == b"BDC" and _marks_hidden(operands, properties, hidden))
        elif operator == b"EMC":
            if nested:
                nested.pop()
        elif operator in (b"DP", b"MP"):
            continue
        elif not any(nested):
            operations.append((operands, operator))
        elif operator in _PAINTING:
            operations.append(([], b"n"))
        elif operator in (b"'", b'"'):
            operations.append(([], b"T*"))
        elif operator not in _SHOWING:
            operations.append((operands, operator))
    shown = ContentStream(None, None)
    shown.operations = operations
    return shown


def _marks_hidden(operands: Any, properties: Any, hidden: set[int]) -> bool:
    if len(operands) < 2 or operands[0] != "/OC" or not isinstance(properties, DictionaryObject):
        return False
    name = operands[1]
    return name in properties and _is_off(properties.raw_get(name), hidden)


def _is_off(layer: Any, hidden: set[int]) -> bool:
    """Whether a layer, or all layers of a group of them, are switched off."""
    if isinstance(layer, IndirectObject) and layer.idnum in hidden:
        return True
    group = layer.get_object() if layer is not None else None
    members = _entry(group, "/OCGs", raw=True)
    if members is None:
        return False
    if isinstance(members, IndirectObject) and members.idnum in hidden:
        return True
    references = _references(members.get_object())
    return bool(references) and all(each.idnum in hidden for each in references)


def _entry(holder: Any, key: str, *, raw: bool = False) -> Any:
    """Return a value of a dictionary, None when there is no dictionary or no such key."""
    if isinstance(holder, IndirectObject):
        holder = holder.get_object()
    if not isinstance(holder, DictionaryObject) or key not in holder:
        return None
    return holder.raw_get(key) if raw else holder[key]


def _references(array: Any) -> list[IndirectObject]:
    if not isinstance(array, ArrayObject):
        return []
    return [each for each in list.__iter__(array) if isinstance(each, IndirectObject)]


def _set_data(item: Any, data: bytes) -> None:
    item.pop("/DecodeParms", None)
    item[NameObject("/Filter")] = NameObject("/FlateDecode")
    item._data = zlib.compress(data)
    item.decoded_self = None


def _make_empty(item: Any) -> None:
    """Make a stream a form that draws nothing."""
    item.clear()
    item[NameObject("/Type")] = NameObject("/XObject")
    item[NameObject("/Subtype")] = NameObject("/Form")
    item[NameObject("/BBox")] = ArrayObject([NumberObject(0)] * 4)
    _set_data(item, b"")


def _bare_jpeg(item: StreamObject) -> bytes:
    """Return a JPEG's bytes without comments and application segments but Adobe's colours."""
    data: bytes = item._data
    if "/DCTDecode" not in str(item.get("/Filter", "")) or not data.startswith(b"\xff\xd8"):
        return data
    kept, at = [data[:2]], 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        marker = data[at + 1]
        if not (0xE1 <= marker <= 0xED or marker in (0xEF, 0xFE)):
            kept.append(data[at:end])
        at = end
    finish = data.rfind(b"\xff\xd9")
    return b"".join(kept) + data[at : finish + 2 if finish > at else len(data)]
