"""Files as strangers send them: good ones, and many that are not what they say."""

import io
import struct
import zlib

import pypdf
from PIL import Image
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)


def pdf(pages: int = 1, change=None, password: str = "") -> bytes:
    """A PDF of blank pages; `change(writer)` may add what does not belong there."""
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if change:
        change(writer)
    if password:
        writer.encrypt(password)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def image(kind: str, size=(60, 80), **options) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, (200, 210, 220)).save(stream, kind, **options)
    return stream.getvalue()


def _action(**entries):
    def change(writer):
        action = DictionaryObject(
            {NameObject(f"/{key}"): _value(value) for key, value in entries.items()}
        )
        writer._root_object[NameObject("/OpenAction")] = writer._add_object(action)

    return change


def _value(text: str):
    return NameObject(text) if text.startswith("/") else TextStringObject(text)


def _script_on_page(writer):
    action = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("1")}
    )
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): action})


def _script_in_a_link(writer):
    action = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("1")}
    )
    link = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Link"),
            NameObject("/A"): action,
        }
    )
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(link)])


def _named_script(writer):
    action = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("1")}
    )
    names = ArrayObject([TextStringObject("a"), writer._add_object(action)])
    tree = DictionaryObject({NameObject("/Names"): names})
    writer._root_object[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): tree})


def _embedded(writer):
    writer.add_attachment("run.exe", b"MZ" + b"\0" * 64)


def _attached_to_a_page(writer):
    stream = DecodedStreamObject()
    stream.set_data(b"secret")
    spec = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Filespec"),
            NameObject("/EF"): DictionaryObject({NameObject("/F"): writer._add_object(stream)}),
        }
    )
    note = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/FileAttachment"),
            NameObject("/FS"): spec,
        }
    )
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])


def png_of_size(width: int, height: int) -> bytes:
    """A PNG whose header promises so many pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", b"") + _chunk(b"IEND", b"")
    )


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


HTML = b"<!doctype html><script>alert(1)</script>"
GOOD = {
    "扫描件.pdf": pdf(),
    "三页.PDF": pdf(3),
    "照片.jpg": image("JPEG"),
    "照片.JPEG": image("JPEG", quality=60),
    "截图.png": image("PNG"),
}
# Name, content, a word of the reason.
BAD = [
    ("空.pdf", b"", "没有内容"),
    ("只有头.pdf", b"%PDF-1.7\n", "不完整"),
    ("截断.pdf", pdf(4)[:300], "不完整"),
    ("乱码.pdf", b"%PDF-1.7\n" + b"\x00\xff" * 400 + b"\n%%EOF", "损坏"),
    ("加密.pdf", pdf(password="x"), "密码"),
    ("脚本.pdf", pdf(change=_named_script), "脚本"),
    ("打开时脚本.pdf", pdf(change=_action(S="/JavaScript", JS="app.alert(1)")), "脚本"),
    ("页面脚本.pdf", pdf(change=_script_on_page), "脚本"),
    ("链接脚本.pdf", pdf(change=_script_in_a_link), "脚本"),
    ("启动程序.pdf", pdf(change=_action(S="/Launch", F="cmd.exe")), "打开程序"),
    ("导入数据.pdf", pdf(change=_action(S="/ImportData", F="x.fdf")), "打开程序"),
    ("夹带.pdf", pdf(change=_embedded), "夹带"),
    ("附件批注.pdf", pdf(change=_attached_to_a_page), "夹带"),
    ("没有页.pdf", pdf(0), "没有内容"),
    ("网页.pdf", HTML, "不一致"),
    ("网页.jpg", HTML, "不一致"),
    ("图片.pdf", image("PNG"), "不一致"),
    ("其实是png.jpg", image("PNG"), "不一致"),
    ("其实是pdf.png", pdf(), "不一致"),
    ("截断.jpg", image("JPEG", (600, 600))[:900], "损坏"),
    ("截断.png", image("PNG", (600, 600))[:200], "损坏"),
    ("一点.png", image("PNG", (1, 1)), "没有内容"),
    ("炸弹.png", png_of_size(50_000, 50_000), "万像素"),
    ("双料.png", image("PNG") + HTML, "夹带"),
    ("动画.gif", image("GIF"), "只收"),
    ("位图.bmp", image("BMP"), "只收"),
    ("矢量.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "只收"),
    ("文档.docx", b"PK\x03\x04" + b"\0" * 40, "只收"),
    ("程序.exe", b"MZ" + b"\0" * 200, "只收"),
    ("双扩展.pdf.exe", pdf(), "只收"),
    ("没有扩展名", pdf(), "只收"),
]
NAMES = {
    "../../etc/passwd.pdf": "passwd.pdf",
    "C:\\windows\\a.pdf": "a.pdf",
    "恶\u202efdp.exe.pdf": "恶fdp.exe.pdf",
    "CON.pdf": "CON.pdf",
    "尾点. . .pdf": "尾点.pdf",
    "换行\r\nSet-Cookie: a=b.pdf": "换行Set-Cookie a=b.pdf",
    "\u200b零宽\ufeff.pdf": "零宽.pdf",
    "e\u0301tude.pdf": "\u00e9tude.pdf",
    "长" * 400 + ".pdf": "长" * 116 + ".pdf",
    ".pdf": "未命名.pdf",
    "引号\"'.pdf": "引号 '.pdf",
}
