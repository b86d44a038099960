"""Files made to harm, damaged or of another kind: one error with a Chinese sentence, at once."""

import random
import time
import tracemalloc
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from pypdf import PdfWriter

from documents.forms.defence_paper import defence_paper_docx, defence_paper_pdf
from documents.paper import (
    REPORT_12,
    BadPaper,
    check_paper,
    check_pdf_identity,
    cleaned_pdf,
    mended_paper,
)
from documents.pictures import BadPicture, clean_picture
from tests.documents.papers import (
    IDENTITY,
    defence_paper,
    jpeg,
    member,
    paper_docx,
    png,
    text_paragraph,
    with_member,
)

SOUND = paper_docx(text_paragraph())
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><x>&i;</x>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'


def zip_of(members: dict[str, bytes], kind: int = ZIP_DEFLATED) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", kind) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def encrypted_zip() -> bytes:
    """A zip whose directory says that its first member is encrypted."""
    data = bytearray(SOUND)
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def lying_zip() -> bytes:
    """A zip whose directory says that its first member is small."""
    data = bytearray(with_member(SOUND, "a.xml", b" " * 60_000))
    at = data.find(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    return bytes(data)


HOSTILE = {
    "empty": b"",
    "text": "题目".encode(),
    "half": SOUND[: len(SOUND) // 2],
    "head": SOUND[:100],
    "tail": SOUND[-100:],
    "old Word or encrypted": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "encrypted member": encrypted_zip(),
    "lying directory": lying_zip(),
    "no content types": zip_of({"word/document.xml": b"<x/>"}),
    "workbook": with_member(
        SOUND,
        "[Content_Types].xml",
        member(SOUND, "[Content_Types].xml").replace("wordprocessingml", "sheet"),
    ),
    "macros": with_member(
        SOUND,
        "[Content_Types].xml",
        member(SOUND, "[Content_Types].xml").replace(
            "openxmlformats-officedocument.wordprocessingml.document.main",
            "ms-word.document.macroEnabled.main",
        ),
    ),
    "strict": with_member(
        SOUND,
        "word/document.xml",
        member(SOUND).replace("http://schemas.openxmlformats.org", "http://purl.oclc.org/ooxml"),
    ),
    "not well-formed": with_member(SOUND, "word/document.xml", "<w:document>"),
    "not UTF-8": with_member(SOUND, "word/document.xml", b"<\xff\xfe\xfd>"),
    "deep": with_member(SOUND, "word/document.xml", "<a>" * 20_000 + "</a>" * 20_000),
    "entity of a file": with_member(SOUND, "word/styles.xml", OUTSIDE),
    "laughs": with_member(SOUND, "word/footer1.xml", LAUGHS),
    "entity in UTF-16": with_member(SOUND, "word/styles.xml", OUTSIDE.encode("utf-16")),
    "entity in relations": with_member(SOUND, "word/_rels/document.xml.rels", OUTSIDE),
    "entity in a part nobody names": with_member(SOUND, "word/x.xml", OUTSIDE),
    "bomb": with_member(SOUND, "word/x.xml", b" " * 60_000_000),
    "bomb beside noise": zip_of(
        {"noise": random.Random(1).randbytes(3_000_000), "[Content_Types].xml": b" " * 60_000_000}
    ),
    "20000 members": zip_of({f"m{number}": b"" for number in range(20_000)}, ZIP_STORED),
    "path outside": with_member(SOUND, "../x", b"x"),
    "two of a name": with_member(SOUND, "WORD/document.xml", b"<x/>"),
    "pdf": b"%PDF-1.7 nothing",
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("use", [check_paper, mended_paper])
def test_a_hostile_word_file_is_refused_with_a_sentence(use, data):
    arguments = (REPORT_12, IDENTITY) if use is check_paper else (REPORT_12,)
    if use is mended_paper and data is HOSTILE["entity in a part nobody names"]:
        assert b"passwd" not in use(data, *arguments)
        return
    with pytest.raises(BadPaper, match="[。]$"):
        use(data, *arguments)


@pytest.mark.parametrize("name", ["bomb", "bomb beside noise", "20000 members"])
def test_a_bomb_is_refused_within_a_second_and_without_unpacking_it(name):
    started = time.process_time()
    with pytest.raises(BadPaper):
        check_paper(HOSTILE[name], REPORT_12, IDENTITY)
    assert time.process_time() - started < 1
    tracemalloc.start()
    with pytest.raises(BadPaper):
        check_paper(HOSTILE[name], REPORT_12, IDENTITY)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 50_000_000


@pytest.fixture(scope="module")
def sound_pdf() -> bytes:
    return defence_paper_pdf(defence_paper())


def test_bytes_changed_anywhere_set_off_nothing_but_the_one_error(sound_pdf):
    chance = random.Random(3)
    docx = defence_paper_docx(defence_paper(body="短", pictures=()))
    uses = [
        (docx, lambda data: check_paper(data, REPORT_12, IDENTITY)),
        (docx, lambda data: mended_paper(data, REPORT_12)),
        (sound_pdf, lambda data: check_pdf_identity(data, IDENTITY)),
        (sound_pdf, cleaned_pdf),
    ]
    for sound, use in uses:
        for _ in range(25):
            data = bytearray(sound)
            for _ in range(chance.randint(1, 20)):
                data[chance.randrange(len(data))] = chance.randrange(256)
            try:
                use(bytes(data))
            except BadPaper as error:
                assert str(error).endswith("。")


def test_markup_changed_anywhere_sets_off_nothing_but_the_one_error():
    chance = random.Random(4)
    xml = member(SOUND)
    pieces = ["w:p", "w:r", "w:t", "w:pPr", "w:sectPr", "1417", "rIdFooter", "w:val", "11906"]
    for _ in range(60):
        changed = xml
        for _ in range(3):
            changed = changed.replace(
                chance.choice(pieces), chance.choice(["w:tbl", "", "-9", "🙂"]), 1
            )
        data = with_member(SOUND, "word/document.xml", changed)
        for use in (
            lambda d: check_paper(d, REPORT_12, IDENTITY),
            lambda d: mended_paper(d, REPORT_12),
        ):
            try:
                use(data)
            except BadPaper as error:
                assert str(error).endswith("。")


def encrypted_pdf(pdf: bytes) -> bytes:
    writer, file = PdfWriter(clone_from=BytesIO(pdf)), BytesIO()
    writer.encrypt("", owner_password="x", algorithm="AES-256")
    writer.write(file)
    return file.getvalue()


@pytest.mark.parametrize("use", [lambda data: check_pdf_identity(data, IDENTITY), cleaned_pdf])
def test_a_damaged_or_encrypted_pdf_is_refused_with_a_sentence(use, sound_pdf):
    no_pages, file = PdfWriter(), BytesIO()
    no_pages.write(file)
    bad = [b"", b"%PDF-1.7", SOUND, sound_pdf[:2000], encrypted_pdf(sound_pdf), file.getvalue()]
    for data in bad:
        with pytest.raises(BadPaper, match="[。]$"):
            use(data)


def test_a_picture_is_refused_when_it_is_none_too_large_or_cut_off():
    flood = bytearray(png((1, 1)))
    flood[16:24] = (7_000).to_bytes(4, "big") * 2
    flood[29:33] = zlib.crc32(flood[12:29]).to_bytes(4, "big")
    with pytest.raises(BadPicture, match="4000 万"):
        clean_picture(bytes(flood))
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
    for data in (b"", b"GIF89a", svg, jpeg()[:200], png()[:60]):
        with pytest.raises(BadPicture, match="[。]$"):
            clean_picture(data)


def test_a_picture_drawn_anew_keeps_its_pixels_and_nothing_else():
    picture = clean_picture(png(Author="郑晓棠"))
    assert (picture.format, picture.width, picture.height) == ("png", 300, 200)
    assert "郑晓棠".encode() not in picture.data
    assert clean_picture(png((4000, 1000)), most_px=400).width == 400
    assert b"Exif" not in clean_picture(jpeg(artist="郑晓棠")).data
