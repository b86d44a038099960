"""Evidence files: turned upright, put in order, sent twice because no answer was heard."""

import io
import re
from pathlib import Path

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from applications.case import Case
from applications.models import EvidenceFile
from applications.steps import section_of
from tests.applications import samples


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.UPLOADS_FOLDER = tmp_path / "uploads"
    settings.DATA_FOLDER = tmp_path


@pytest.fixture
def empty(draft):
    draft.files.all().delete()
    return draft


@pytest.fixture
def need(empty):
    """An entry that takes PDF and pictures."""
    wanted = [each for each in Case(empty).evidence if each.by == "applicant"]
    return next(each.key for each in wanted if {"pdf", "jpg", "png"} <= set(each.formats))


@pytest.fixture
def send(empty, applicant, need):
    def post(*files, **extra):
        uploads = [SimpleUploadedFile(name, content) for name, content in files]
        address = reverse("applications:upload", args=[empty.pk, need])
        return applicant.post(address, {"files": uploads} | extra)

    return post


@pytest.fixture
def change(empty, applicant):
    def post(file, what, **typed):
        address = reverse("applications:file_change", args=[empty.pk, file.pk, what])
        return applicant.post(address, typed)

    return post


def kept(case) -> list[EvidenceFile]:
    return list(case.files.filter(removed_at__isnull=True))


def content(file: EvidenceFile, settings) -> bytes:
    return (Path(settings.UPLOADS_FOLDER) / file.stored_name).read_bytes()


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "照片.jpg"), ("PNG", "扫描.png")])
def test_a_picture_is_turned_right_as_a_new_file(empty, send, change, settings, kind, name):
    image = Image.new("RGB", (60, 80), "white")
    image.paste("red", (0, 0, 30, 40))  # the upper left quarter goes to the upper right
    stream = io.BytesIO()
    image.save(stream, kind)
    send((name, stream.getvalue()))
    (old,) = kept(empty)
    change(old, "turn")
    (new,) = kept(empty)
    turned = Image.open(io.BytesIO(content(new, settings))).convert("RGB")
    assert turned.size == (80, 60)
    assert turned.getpixel((70, 10))[1] < 60 < 200 < turned.getpixel((10, 10))[1]
    assert (new.name, new.need, new.position) == (old.name, old.need, old.position)
    assert new.sha256 != old.sha256
    # The one before stays for the submissions that name it.
    assert content(old, settings) == stream.getvalue()


def test_one_page_of_a_pdf_is_turned_and_shown_so(empty, send, change, settings, applicant):
    send(("材料.pdf", samples.pdf(3)))
    (old,) = kept(empty)
    answer = change(old, "turn", page="2", back="view")
    (new,) = kept(empty)
    pages = pypdf.PdfReader(io.BytesIO(content(new, settings))).pages
    assert [page.rotation for page in pages] == [0, 90, 0]
    view = reverse("applications:file_view", args=[new.pk])
    assert answer.url == f"{view}?page=2"
    assert "把这一页向右转 90°" in applicant.get(answer.url).content.decode()
    # The page before is still to be read, but not to be turned.
    before = applicant.get(reverse("applications:file_view", args=[old.pk]))
    assert "向右转" not in before.content.decode()


def test_a_page_that_is_not_there_is_not_turned(empty, send, change):
    send(("材料.pdf", samples.pdf(1)))
    (file,) = kept(empty)
    change(file, "turn", page="2")
    assert kept(empty) == [file]


def test_a_removed_file_is_neither_turned_nor_placed(empty, send, change):
    send(("材料.pdf", samples.pdf(1)))
    (file,) = kept(empty)
    change(file, "remove")
    assert [change(file, what).status_code for what in ("turn", "place")] == [403, 403]


def test_a_file_is_put_at_a_place_and_the_others_make_room(empty, send, change):
    send(*((f"{pages}.pdf", samples.pdf(pages)) for pages in (1, 2, 3)))
    first, second, third = kept(empty)
    change(third, "place", position="1")
    assert kept(empty) == [third, first, second]
    change(third, "place", position="99")
    assert kept(empty) == [first, second, third]
    change(second, "place", position="x")
    assert kept(empty) == [second, first, third]


def test_files_sent_once_more_make_no_second_row_and_no_complaint(empty, send):
    one, two = ("一.pdf", samples.pdf(1)), ("二.pdf", samples.pdf(2))
    send(one)
    assert send(one, two).status_code == 422
    again = send(one, two, again="1")
    assert again.status_code == 302
    assert [file.name for file in kept(empty)] == ["一.pdf", "二.pdf"]


def test_a_row_whose_answer_was_lost_is_not_made_twice(draft, applicant):
    address = reverse("applications:save", args=[draft.pk, "work"])
    before = draft.entries.filter(section="work").count()
    row = {section_of("work").fields[0].name: "2015-07", "version": "", "entry": ""}
    answers = [applicant.post(address, row, headers={"HX-Request": "true"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert draft.entries.filter(section="work").count() == before + 1


def a_picture(shade: int) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (60, 80), (shade, 90, 90)).save(stream, "JPEG")
    return stream.getvalue()


def test_the_keyboard_stays_at_the_button_that_moved_a_file(empty, send, change, applicant):
    for name in ("一.jpg", "二.jpg", "三.jpg"):
        send((name, a_picture(ord(name[0]) % 250)))
    first, second, _ = kept(empty)
    for what, expected in (("down", "下移"), ("down", "上移")):  # at the end only 上移 is left
        page = applicant.get(change(first, what)["Location"]).content.decode()
        assert re.findall(r"autofocus>(\S+?)<span[^>]*>“(.)", page) == [(expected, "一")]
    page = applicant.get(change(second, "place", position="2")["Location"])
    assert "autofocus" not in page.content.decode()
