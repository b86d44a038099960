"""Pictures made harmless: drawn anew by Pillow, so that nothing but the pixels is left."""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from PIL import ExifTags, Image, ImageOps

MOST_PIXELS = 40_000_000
"""A picture may have 40 Mpx, read from its header before anything is unpacked (UP-05)."""
MOST_READ_BYTES = 256 * 1024
_WRITABLE = {"JPEG", "PNG", "GIF", "BMP", "TIFF"}
_EXIF_PARTS = (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo, ExifTags.IFD.IFD1)
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


class BadPicture(ValueError):
    """A file that is no picture we take; its message is a Chinese sentence for the uploader."""


@dataclass(frozen=True)
class CleanPicture:
    """A picture without metadata: its bytes, ``png``, ``jpeg`` …, width and height in pixels."""

    data: bytes
    format: str
    width: int
    height: int


def clean_picture(
    data: bytes,
    *,
    formats: tuple[str, ...] = ("PNG", "JPEG"),
    upright: bool = True,
    most_px: int | None = None,
) -> CleanPicture:
    """Return the picture drawn anew in its own format, without EXIF, texts, XMP, colour profile.

    ``upright`` turns it as its EXIF says before that is dropped; transparency becomes white paper
    then. ``most_px`` is the longest side allowed, larger ones are scaled down. Raises BadPicture
    for other formats than ``formats``, for damaged files and for more than 40 Mpx.
    """
    try:
        with _opened(data, formats) as image:
            image.load()
            drawn = _on_paper(image) if upright else _plain(image)
            if most_px and max(drawn.size) > most_px:
                drawn.thumbnail((most_px, most_px), Image.Resampling.LANCZOS)
            return _written(drawn, image.format or "")
    except BadPicture:
        raise
    except Exception as error:  # Pillow's readers raise a dozen classes for damaged files.
        raise BadPicture("图片已损坏或无法读取，请重新导出后再上传。") from error


def metadata_texts(data: bytes) -> Iterator[str]:
    """Yield what a picture says beside its pixels: EXIF, PNG texts, XMP, comments.

    Bytes come in each encoding that a name may be written in. Raises BadPicture.
    """
    try:
        with _opened(data, ()) as image:
            if image.format == "PNG":
                image.load()  # Texts may follow the pixels.
            yield from _values(image.info)
            exif = image.getexif()
            yield from _values(dict(exif))
            for part in _EXIF_PARTS:
                yield from _values(exif.get_ifd(part))
    except BadPicture:
        raise
    except Exception as error:
        raise BadPicture("图片已损坏或无法读取，请重新导出后再上传。") from error


def bytes_beside_pixels(data: bytes) -> bytes:
    """Return a JPEG's or PNG's bytes without the coded pixels; any other file as it is.

    Two characters of a name would else be met by chance in megabytes of noise.
    """
    if data.startswith(b"\xff\xd8"):
        scan = data.find(b"\xff\xda")
        end = data.rfind(b"\xff\xd9")
        return data if scan < 0 else data[:scan] + (data[end:] if end > scan else b"")
    if not data.startswith(_PNG_SIGNATURE):
        return data
    kept, at = [], 8
    while at + 8 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if kind != b"IDAT":
            kept.append(data[at : at + 12 + size])
        at += 12 + size
        if kind == b"IEND":
            break
    return b"".join(kept) + data[at:]


def texts_of_bytes(data: bytes) -> Iterator[str]:
    """Yield the first 256 KiB read as UTF-8, GB 18030 and UTF-16 of either order and alignment."""
    data = data[:MOST_READ_BYTES]
    for encoding in ("utf-8", "gb18030"):
        yield data.decode(encoding, "replace")
    for encoding in ("utf-16-le", "utf-16-be"):
        yield data.decode(encoding, "replace")
        yield data[1:].decode(encoding, "replace")


def _opened(data: bytes, formats: tuple[str, ...]) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        image = Image.open(BytesIO(data), formats=formats or None)
    if not _has_end(data):
        raise BadPicture("图片不完整，请重新导出后再上传。")
    if image.width * image.height > MOST_PIXELS:
        raise BadPicture("图片像素过多（超过 4000 万），请缩小后再上传。")
    return image


def _has_end(data: bytes) -> bool:
    """Whether a JPEG or PNG goes on to its end.

    WeasyPrint tells Pillow, for the whole process, to take pictures that were cut off.
    """
    if data.startswith(_PNG_SIGNATURE):
        return b"IEND" in data
    return not data.startswith(b"\xff\xd8") or data.rfind(b"\xff\xd9") > data.rfind(b"\xff\xda")


def _on_paper(image: Image.Image) -> Image.Image:
    turned = ImageOps.exif_transpose(image)
    if turned.mode in ("L", "1"):
        return turned.convert("L")
    if "A" in turned.getbands() or "transparency" in turned.info:
        coloured = turned.convert("RGBA")
        paper = Image.new("RGBA", coloured.size, "white")
        return Image.alpha_composite(paper, coloured).convert("RGB")
    return turned.convert("RGB")


def _plain(image: Image.Image) -> Image.Image:
    """Return the pixels as they lie: an office document keeps turning and transparency itself."""
    if image.format == "JPEG":
        return image.convert("L" if image.mode == "L" else "RGB")
    if image.mode == "P":
        return image.convert("RGBA" if "transparency" in image.info else "RGB")
    return image.copy()


def _written(image: Image.Image, format_: str) -> CleanPicture:
    if format_ not in _WRITABLE:
        raise BadPicture("图片格式不支持，请另存为 PNG 或 JPEG。")
    bare = Image.frombytes(image.mode, image.size, image.tobytes())
    options: dict[str, object] = {"quality": 90} if format_ == "JPEG" else {}
    if format_ in ("GIF", "BMP") and bare.mode not in ("1", "L", "RGB"):
        bare = bare.convert("RGB")
    file = BytesIO()
    bare.save(file, format_, **options)
    return CleanPicture(file.getvalue(), format_.lower(), *bare.size)


def _values(values: object) -> Iterator[str]:
    """Yield all texts in the dicts and lists that Pillow tells metadata in."""
    if isinstance(values, dict):
        for key, value in values.items():
            if key not in ("icc_profile", "exif"):
                yield from _values(value)
    elif isinstance(values, list | tuple):
        for value in values:
            yield from _values(value)
    elif isinstance(values, bytes):
        yield from texts_of_bytes(values)
    elif isinstance(values, str):
        yield values
