"""The child process that opens files of strangers: it inspects one, or draws one of its pages,
or turns it.

Run by path, isolated from the portal (`python -I sandbox.py inspect|draw|turn …`): it imports none of
ours. Memory and time are limited before anything is parsed; what goes wrong in here ends this
process only. The answer is one line of JSON on the standard output.
"""

import json
import resource
import sys
from collections.abc import Callable

MEMORY_BYTES = 512 * 1024 * 1024
SECONDS = 10
MOST_PAGES = 500
MOST_OBJECTS = 200_000


class Refused(Exception):
    """The file is not taken; the text is the code of the reason."""


def main(arguments: list[str]) -> int:
    """Do what the arguments say; exit 0 with an answer or a refusal on the standard output."""
    return answer(_COMMANDS, arguments)


def answer(commands: dict[str, Callable[..., dict]], arguments: list[str]) -> int:
    """Do one of the commands under the limits, and write its answer."""
    _limit()
    try:
        answer = commands[arguments[0]](*arguments[1:])
    except Refused as refusal:
        answer = {"refused": str(refusal)}
    except MemoryError:
        answer = {"refused": "too_heavy"}
    except Exception:
        # Parsers raise whatever they like on broken files; its text may hold content.
        answer = {"refused": "broken"}
    sys.stdout.write(json.dumps(answer))
    return 0


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def inspect(path: str, kind: str, most_pixels: str) -> dict:
    """Parse a file of the kind `pdf`, `jpg` or `png`: {"pages": n} or a refusal."""
    if kind == "pdf":
        return {"pages": _inspect_pdf(path)}
    _inspect_image(path, kind, int(most_pixels))
    return {"pages": 1}


def _inspect_pdf(path: str) -> int:
    import pypdf

    with open(path, "rb") as file:
        if b"%%EOF" not in _tail(file, 2048):
            raise Refused("truncated")
        reader = pypdf.PdfReader(file, strict=False)
        if reader.is_encrypted:
            raise Refused("encrypted")
        pages = len(reader.pages)
        if pages == 0:
            raise Refused("empty")
        if pages > MOST_PAGES:
            raise Refused("many_pages")
        _refuse_active(reader)
    _draw_pdf(path, 0, 64)
    return pages


def _tail(file, size: int) -> bytes:
    file.seek(0, 2)
    file.seek(max(0, file.tell() - size))
    tail = file.read()
    file.seek(0)
    return tail


def _refuse_active(reader) -> None:
    """Scripts, programs to launch and embedded files, wherever in the file they lie."""
    from pypdf.generic import IndirectObject

    seen = 0
    for generation, numbers in reader.xref.items():
        for number in list(numbers):
            seen += 1
            _refuse_object(reader.get_object(IndirectObject(number, generation, reader)))
    for number in list(reader.xref_objStm):
        seen += 1
        _refuse_object(reader.get_object(IndirectObject(number, 0, reader)))
    if seen > MOST_OBJECTS:
        raise Refused("too_heavy")
    _refuse_object(reader.trailer.raw_get("/Root").get_object())


def _refuse_object(value, depth: int = 0) -> None:
    from pypdf.generic import ArrayObject, DictionaryObject

    if depth > 12:
        return
    if isinstance(value, DictionaryObject):
        _refuse_dictionary(value)
        for key in value:
            _refuse_object(value.raw_get(key), depth + 1)
    elif isinstance(value, ArrayObject):
        for item in list.__iter__(value):
            _refuse_object(item, depth + 1)


def _refuse_dictionary(value) -> None:
    if value.get("/S") in ("/JavaScript", "/Rendition") or "/JS" in value or "/JavaScript" in value:
        raise Refused("script")
    if value.get("/S") in ("/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/GoToR"):
        raise Refused("launch")
    if "/EmbeddedFiles" in value or "/EF" in value or value.get("/Type") == "/EmbeddedFile":
        raise Refused("embedded")
    if value.get("/Subtype") in ("/FileAttachment", "/RichMedia", "/Movie", "/Screen"):
        raise Refused("embedded")
    if "/XFA" in value:
        raise Refused("script")


_FORMATS = {"jpg": ("JPEG", "MPO"), "png": ("PNG",)}


def _inspect_image(path: str, kind: str, most_pixels: int) -> None:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # the limit is ours, read from the header
    with Image.open(path, formats=("JPEG", "PNG", "MPO")) as image:
        if image.format not in _FORMATS[kind]:
            raise Refused("mismatch")
        if image.width * image.height > most_pixels:
            raise Refused("pixels")
        if min(image.size) < 8:
            raise Refused("empty")
        image.load()
    if kind == "png":
        _refuse_trailing(path)


def _refuse_trailing(path: str) -> None:
    """A picture with something else behind its end is two files in one."""
    with open(path, "rb") as file:
        content = file.read()
    end = content.rfind(b"IEND\xae\x42\x60\x82")
    if end < 0:
        raise Refused("truncated")
    if content[end + 8 :].strip(b"\x00\r\n\t "):
        raise Refused("trailing")


def draw(path: str, kind: str, page: str, width: str, target: str) -> dict:
    """Draw one page (from 0) to `target`, at most `width` pixels wide: PNG of a PDF, else JPEG."""
    if kind == "pdf":
        image = _draw_pdf(path, int(page), int(width))
        image.save(target, "PNG")
    else:
        image = _draw_image(path, int(width))
        image.save(target, "JPEG", quality=85)
    return {"width": image.width, "height": image.height}


def _draw_pdf(path: str, page: int, width: int):
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        if page >= len(document):
            raise Refused("no_such_page")
        sheet = document[page]
        across, down = sheet.get_size()
        if not (across > 0 and down > 0):
            raise Refused("broken")
        # A very long page is drawn narrower rather than in endless memory.
        scale = min(width / across, 3 * width / down)
        # Annotations and forms are not drawn: a page is what was printed on it.
        bitmap = sheet.render(scale=scale, may_draw_forms=False, draw_annots=False)
        return bitmap.to_pil().convert("RGB")
    finally:
        document.close()


def _draw_image(path: str, width: int):
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None
    with Image.open(path, formats=("JPEG", "PNG", "MPO")) as image:
        image.draft("RGB", (width * 2, width * 2))
        upright = ImageOps.exif_transpose(image)
        if upright.mode in ("RGBA", "LA", "P"):
            upright = upright.convert("RGBA")
            paper = Image.new("RGBA", upright.size, "white")
            upright = Image.alpha_composite(paper, upright)
        upright = upright.convert("RGB")
        upright.thumbnail((width, width * 3))
        # Pixels only: comments, places and names that the file carries stay behind.
        bare = Image.new("RGB", upright.size)
        bare.paste(upright)
        return bare


def turn(path: str, kind: str, page: str, target: str) -> dict:
    """Write to `target` the file with one page (from 0) turned right by 90 degrees."""
    if kind == "pdf":
        _turn_pdf(path, int(page), target)
    else:
        _turn_image(path, kind, target)
    return {}


def _turn_pdf(path: str, page: int, target: str) -> None:
    import pypdf

    writer = pypdf.PdfWriter(clone_from=path)
    if page >= len(writer.pages):
        raise Refused("no_such_page")
    writer.pages[page].rotate(90)
    writer.write(target)


def _turn_image(path: str, kind: str, target: str) -> None:
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None
    with Image.open(path, formats=("JPEG", "PNG", "MPO")) as image:
        turned = ImageOps.exif_transpose(image).transpose(Image.Transpose.ROTATE_270)
        # What the camera wrote stays behind, the old direction among it.
        turned.info.clear()
        if kind == "png":
            turned.save(target, "PNG")
        else:
            turned.save(target, "JPEG", quality=95)


_COMMANDS: dict[str, Callable[..., dict]] = {"inspect": inspect, "draw": draw, "turn": turn}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
