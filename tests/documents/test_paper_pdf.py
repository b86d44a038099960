"""A PDF is searched wherever it can say a name, and cleaned down to what its pages print."""

from io import BytesIO

import pypdfium2
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from documents.paper import FindingKind, check_pdf_identity, cleaned_pdf
from documents.pdf import html_document, render_pdf
from tests.documents.papers import IDENTITY, NAME, PHONE, PINYIN, jpeg
from tests.documents.reading import page_texts

PAGE = render_pdf(html_document("", "<p>起重机主梁优化</p>"))


def changed(change, source: bytes = PAGE) -> bytes:
    """A PDF after ``change(writer)``."""
    writer, file = PdfWriter(clone_from=BytesIO(source)), BytesIO()
    change(writer)
    writer.write(file)
    return file.getvalue()


def stream(data: bytes, **entries) -> DecodedStreamObject:
    made = DecodedStreamObject()
    made.set_data(data)
    made.update({NameObject(f"/{key}"): value for key, value in entries.items()})
    return made


def with_xmp(writer: PdfWriter) -> None:
    xmp = stream(
        f"<x>{NAME}</x>".encode(), Type=NameObject("/Metadata"), Subtype=NameObject("/XML")
    )
    writer._root_object[NameObject("/Metadata")] = writer._add_object(xmp)


def with_note(writer: PdfWriter) -> None:
    writer.add_annotation(0, FreeText(text=f"{NAME}批", rect=(50, 50, 200, 90)))


def with_text_on_the_page(writer: PdfWriter, marked: str) -> None:
    """Put a layer and words on the page, in a font that needs no file."""
    layer = DictionaryObject(
        {NameObject("/Type"): NameObject("/OCG"), NameObject("/Name"): TextStringObject(NAME)}
    )
    reference = writer._add_object(layer)
    settings = DictionaryObject({NameObject("/OFF"): ArrayObject([reference])})
    writer._root_object[NameObject("/OCProperties")] = DictionaryObject(
        {NameObject("/OCGs"): ArrayObject([reference]), NameObject("/D"): settings}
    )
    page = writer.pages[0]
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    resources = page["/Resources"].get_object()
    resources[NameObject("/Font")] = DictionaryObject({NameObject("/Fx"): font})
    resources[NameObject("/Properties")] = DictionaryObject({NameObject("/L1"): reference})
    page[NameObject("/Contents")] = writer._add_object(stream(marked.encode()))


def words(text: str, y: int) -> str:
    return f"BT /Fx 12 Tf 50 {y} Td ({text}) Tj ET "


def with_hidden_layer(writer: PdfWriter) -> None:
    marked = f"/OC /L1 BDC {words(PINYIN, 100)} 0 0 50 50 re f EMC {words('Visible', 200)}"
    with_text_on_the_page(writer, marked)


def with_bookmark(writer: PdfWriter) -> None:
    writer.add_outline_item(title=NAME, page_number=0)


def with_script(writer: PdfWriter) -> None:
    script = DictionaryObject(
        {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject(f"app.alert('{PHONE}')"),
        }
    )
    writer._root_object[NameObject("/OpenAction")] = writer._add_object(script)


def with_attachment(writer: PdfWriter) -> None:
    writer.add_attachment("a.txt", NAME.encode("gb18030"))


def with_attachment_name(writer: PdfWriter) -> None:
    writer.add_attachment(f"{PINYIN}.txt", b"x")


def with_structure(writer: PdfWriter) -> None:
    tree = DictionaryObject({NameObject("/Alt"): TextStringObject(NAME)})
    writer._root_object[NameObject("/StructTreeRoot")] = writer._add_object(tree)


def with_picture(writer: PdfWriter) -> None:
    picture = stream(
        jpeg(xmp=f"<x>{NAME}</x>"),
        Type=NameObject("/XObject"),
        Subtype=NameObject("/Image"),
        Width=NumberObject(300),
        Height=NumberObject(200),
        BitsPerComponent=NumberObject(8),
        ColorSpace=NameObject("/DeviceRGB"),
        Filter=NameObject("/DCTDecode"),
    )
    page = writer.pages[0]
    pictures = DictionaryObject({NameObject("/Im1"): writer._add_object(picture)})
    page["/Resources"][NameObject("/XObject")] = pictures
    draw = stream(b"q 300 0 0 200 50 50 cm /Im1 Do Q")
    page[NameObject("/Contents")] = writer._add_object(draw)


PLANTS = {
    "author": (lambda writer: writer.add_metadata({"/Author": NAME}), "文档属性“作者”"),
    "own property": (lambda writer: writer.add_metadata({"/单位": NAME}), "文档属性"),
    "XMP": (with_xmp, "XMP 元数据"),
    "note": (with_note, "批注"),
    "attachment": (with_attachment, "附件"),
    "attachment's name": (with_attachment_name, "附件"),
    "script": (with_script, "脚本"),
    "bookmark": (with_bookmark, "书签"),
    "hidden layer": (with_hidden_layer, "图层"),
    "structure": (with_structure, "文件内部"),
    "picture": (with_picture, "图片的元数据"),
}


def identity_places(pdf: bytes) -> list[str]:
    found = check_pdf_identity(pdf, IDENTITY)
    return [each.place for each in found if each.kind == FindingKind.IDENTITY]


@pytest.mark.parametrize(("plant", "place"), PLANTS.values(), ids=PLANTS)
def test_the_name_is_found_where_it_was_planted_and_gone_when_cleaned(plant, place):
    planted = changed(plant)
    assert any(found.startswith(place) for found in identity_places(planted))
    cleaned = cleaned_pdf(planted)
    assert check_pdf_identity(cleaned, IDENTITY) == []
    assert cleaned == cleaned_pdf(planted)


def test_a_name_on_a_page_is_found_over_line_ends_and_stays():
    html = html_document("", f"<p>甲</p><p style='break-before:page'>郑<br>晓<br>棠，{PHONE}</p>")
    pdf = render_pdf(html)
    found = check_pdf_identity(pdf, IDENTITY)
    assert [(each.place, each.have) for each in found] == [("第2页", "姓名"), ("第2页", "电话号码")]
    assert not any(each.is_mendable for each in found)
    assert identity_places(cleaned_pdf(pdf)) == ["第2页", "第2页"]


def test_an_earlier_version_within_the_file_is_searched_and_goes():
    old = changed(lambda writer: writer.add_metadata({"/Author": PHONE}))
    writer, file = PdfWriter(BytesIO(old), incremental=True), BytesIO()
    writer.metadata = {"/Author": "甲"}
    writer.write(file)
    assert PdfReader(file).metadata.author == "甲"
    assert identity_places(file.getvalue()) == ["文件中保留的旧版本"]
    assert PHONE.encode() not in cleaned_pdf(file.getvalue())


def test_what_a_hidden_layer_paints_goes_and_the_rest_stays_in_its_place():
    planted = changed(with_hidden_layer)
    cleaned = cleaned_pdf(planted)
    assert page_texts(cleaned) == ["Visible"]
    assert "/OCProperties" not in PdfReader(BytesIO(cleaned)).trailer["/Root"]
    assert place_of("Visible", cleaned) == place_of("Visible", planted)


def place_of(text: str, pdf: bytes) -> tuple[float, ...]:
    document = pypdfium2.PdfDocument(pdf)
    text_page = document[0].get_textpage()
    index, _ = text_page.search(text).get_next()
    box = text_page.get_charbox(index)
    document.close()
    return box


def test_a_layer_that_is_shown_stays_without_its_name():
    def show(writer: PdfWriter) -> None:
        with_hidden_layer(writer)
        del writer._root_object["/OCProperties"]["/D"]["/OFF"]

    cleaned = cleaned_pdf(changed(show))
    assert "ZhengXiaotang" in page_texts(cleaned)[0]
    assert NAME.encode("utf-16-be") not in cleaned


def test_pages_look_the_same_when_cleaned():
    pdf = render_pdf(html_document("", "<h1>标题</h1><p>正文<b>粗</b></p><hr>" * 5))
    assert rendered(cleaned_pdf(pdf)) == rendered(pdf)
    with_image = changed(with_picture)
    assert rendered(cleaned_pdf(with_image)) == rendered(with_image)


def rendered(pdf: bytes) -> list[bytes]:
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.render(scale=0.5).to_pil().tobytes() for page in document]
    document.close()
    return pages


def test_scripts_actions_and_forms_are_told_and_go():
    def dangerous(writer: PdfWriter) -> None:
        with_script(writer)
        action = DictionaryObject({NameObject("/S"): NameObject("/Launch")})
        writer._root_object[NameObject("/AA")] = DictionaryObject({NameObject("/WC"): action})
        writer._root_object[NameObject("/AcroForm")] = DictionaryObject()
        with_note(writer)
        writer.add_attachment("a.txt", b"x")

    pdf = changed(dangerous)
    traces = [e.place for e in check_pdf_identity(pdf, IDENTITY) if e.kind == FindingKind.TRACE]
    assert traces == ["批注", "脚本", "附件"]
    cleaned = cleaned_pdf(pdf)
    assert set(PdfReader(BytesIO(cleaned)).trailer["/Root"]) == {"/Type", "/Pages"}
    for word in (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/Annot"):
        assert word not in cleaned


def test_the_cleaned_file_says_only_who_cleaned_it():
    planted = changed(lambda writer: writer.add_metadata({"/Author": "甲", "/Creator": "乙"}))
    assert dict(PdfReader(BytesIO(cleaned_pdf(planted))).metadata) == {
        "/Producer": "职称申报评审系统",
        "/CreationDate": "D:20000101000000Z",
        "/ModDate": "D:20000101000000Z",
    }
