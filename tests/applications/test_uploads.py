"""Files of strangers: only what it says and can be shown is kept; the reason is told."""

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import AccessRecord
from applications import uploads
from applications.models import Application, EvidenceFile
from tests.applications import samples

NEED = "identity_card"


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    """Uploads and previews of this test alone."""
    settings.UPLOADS_FOLDER = tmp_path / "uploads"
    settings.DATA_FOLDER = tmp_path
    return tmp_path


@pytest.fixture
def empty(draft):
    """The draft without its files."""
    draft.files.all().delete()
    return draft


def send(client, case, *files, need=NEED):
    address = reverse("applications:upload", args=[case.pk, need])
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(address, {"files": sent})


def kept(settings):
    folder = Path(settings.UPLOADS_FOLDER)
    return list(folder.iterdir()) if folder.exists() else []


@pytest.mark.parametrize("name", samples.GOOD)
def test_what_it_says_is_kept_with_hash_pages_and_random_name(name, empty, applicant, settings):
    response = send(applicant, empty, (name, samples.GOOD[name]))
    file = EvidenceFile.objects.get(application=empty)
    assert response.status_code == 302
    assert (file.need, file.pages) == (NEED, 3 if name.startswith("三页") else 1)
    stored = Path(settings.UPLOADS_FOLDER) / file.stored_name
    assert stored.read_bytes() == samples.GOOD[name]
    assert re.fullmatch(r"[0-9a-f]{40}\.(pdf|jpg|png)", file.stored_name)
    assert len(kept(settings)) == 1


@pytest.mark.parametrize(
    ("name", "content", "reason"), samples.BAD, ids=[each[0] for each in samples.BAD]
)
def test_what_it_does_not_say_is_refused_with_the_reason(
    name, content, reason, empty, applicant, settings
):
    response = send(applicant, empty, (name, content))
    assert response.status_code == 422
    assert reason in response.content.decode()
    assert not EvidenceFile.objects.filter(application=empty).exists()
    assert kept(settings) == []


def test_one_bad_file_does_not_stop_the_good_ones(empty, applicant):
    response = send(
        applicant,
        empty,
        ("好.pdf", samples.pdf()),
        ("坏.pdf", b"%PDF-"),
        ("好.jpg", samples.image("JPEG")),
    )
    assert response.status_code == 422 and "“坏.pdf”" in response.content.decode()
    assert EvidenceFile.objects.filter(application=empty).count() == 2


def test_the_photo_is_a_picture(empty, applicant):
    assert send(applicant, empty, ("照片.pdf", samples.pdf()), need="photo").status_code == 422
    assert (
        send(applicant, empty, ("照片.jpg", samples.image("JPEG")), need="photo").status_code == 302
    )


@pytest.mark.parametrize(("name", "shown"), samples.NAMES.items())
def test_names_are_made_fit_to_show(name, shown):
    assert uploads.shown_name(name.rpartition("/")[2].rpartition("\\")[2], "pdf") == shown
    assert len(uploads.shown_name(name, "pdf")) <= 120


def test_a_file_over_the_limit_is_dropped_while_it_streams(empty, applicant, settings):
    settings.UPLOAD_FILE_BYTES = 200_000
    large = samples.pdf() + b"%" + b"x" * 400_000
    response = send(applicant, empty, ("大.pdf", large), ("小.pdf", samples.pdf(2)))
    assert response.status_code == 422
    assert "“大.pdf”" in response.content.decode()
    assert [file.name for file in EvidenceFile.objects.filter(application=empty)] == ["小.pdf"]
    assert len(kept(settings)) == 1


def test_count_and_sum_have_limits_and_the_same_file_counts_once(empty, applicant, settings):
    settings.UPLOAD_FILES_PER_APPLICATION = 2
    send(applicant, empty, ("一.pdf", samples.pdf(1)))
    again = send(applicant, empty, ("又是一.pdf", samples.pdf(1)))
    assert "已经上传过同样的文件" in again.content.decode()
    send(applicant, empty, ("二.pdf", samples.pdf(2)))
    third = send(applicant, empty, ("三.pdf", samples.pdf(3)))
    assert "最多 2 个文件" in third.content.decode()
    settings.UPLOAD_FILES_PER_APPLICATION = 60
    settings.UPLOAD_BYTES_PER_APPLICATION = 1024 * 1024
    wide = samples.image("PNG", (900, 900))
    EvidenceFile.objects.update(size=600 * 1024)
    fourth = send(applicant, empty, ("四.png", wide))
    assert "合计最多 1 MB" in fourth.content.decode()
    assert len(kept(settings)) == 2


def test_an_entry_that_nobody_asks_for_takes_no_file(empty, applicant, settings):
    assert send(applicant, empty, ("a.pdf", samples.pdf()), need="defence_video").status_code == 403
    assert send(applicant, empty, ("a.pdf", samples.pdf()), need="notice_form").status_code == 403
    assert kept(settings) == []


def test_files_change_places_go_and_come_back(empty, applicant):
    for pages in (1, 2, 3):
        send(applicant, empty, (f"{pages}.pdf", samples.pdf(pages)))
    first, second, third = EvidenceFile.objects.filter(application=empty)

    def change(file, what):
        return applicant.post(reverse("applications:file_change", args=[empty.pk, file.pk, what]))

    def names():
        files = EvidenceFile.objects.filter(application=empty, removed_at__isnull=True)
        return [file.name for file in files]

    change(third, "up")
    assert names() == ["1.pdf", "3.pdf", "2.pdf"]
    change(first, "up")
    change(first, "down")
    assert names() == ["3.pdf", "1.pdf", "2.pdf"]
    removed = change(first, "remove")
    assert names() == ["3.pdf", "2.pdf"]
    assert "撤销删除" in applicant.get(removed.url).content.decode()
    change(first, "restore")
    assert names() == ["3.pdf", "1.pdf", "2.pdf"]
    assert change(first, "burn").status_code == 404


def test_a_file_is_shown_as_drawn_pages_and_handed_out_as_a_download(empty, applicant, folders):
    send(applicant, empty, ("证 “书”.pdf", samples.pdf(2)))
    file = EvidenceFile.objects.get(application=empty)
    address = reverse("applications:file_page", args=[file.pk])
    drawn = applicant.get(f"{address}?page=2&size=thumb")
    assert drawn["Content-Type"] == "image/png" and drawn.content.startswith(b"\x89PNG")
    assert len(list((folders / "previews").rglob("*.png"))) == 1
    for bad in ("?page=3", "?page=0", "?page=x", "?size=huge"):
        assert applicant.get(address + bad).status_code == 404
    original = applicant.get(reverse("applications:file_download", args=[file.pk]))
    assert b"".join(original.streaming_content) == samples.pdf(2)
    assert original["Content-Disposition"].startswith("attachment;")
    assert "filename*=UTF-8''%E8%AF%81" in original["Content-Disposition"]
    for response in (drawn, original):
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert "no-store" in response["Cache-Control"]
    assert not AccessRecord.objects.filter(what__startswith="evidence").exists()


def test_a_picture_is_drawn_anew_without_what_was_hidden_in_it(empty, applicant):
    secret = b"Owner: somebody"
    content = samples.image("JPEG", (300, 400), comment=secret)
    assert secret in content
    send(applicant, empty, ("照片.jpg", content), need="photo")
    file = EvidenceFile.objects.get(application=empty)
    drawn = applicant.get(reverse("applications:file_page", args=[file.pk]))
    assert drawn["Content-Type"] == "image/jpeg" and secret not in drawn.content


def test_other_people_find_no_file(world, empty, applicant, browser_of):
    send(applicant, empty, ("证.pdf", samples.pdf()))
    file = EvidenceFile.objects.get(application=empty)
    stranger = world.applicant()[0]
    for user in (stranger, world.officer("机电检测所"), world.officer("评委会办")):
        for name in ("file_page", "file_download"):
            address = reverse(f"applications:{name}", args=[file.pk])
            assert browser_of(user).get(address).status_code == 404
    change = reverse("applications:file_change", args=[empty.pk, file.pk, "remove"])
    assert browser_of(stranger).post(change).status_code == 404


def test_officers_see_what_a_submission_names_and_each_look_is_written_down(
    world, draft, applicant, browser_of
):
    from applications.enums import Action

    draft.files.filter(need=NEED).delete()
    send(applicant, draft, ("证.pdf", samples.pdf()))
    file = EvidenceFile.objects.get(application=draft, need=NEED)
    world.do(Action.SUBMIT, draft, draft.applicant, 0, commitment=True)
    officer = browser_of(world.officer("机电检测所"))
    address = reverse("applications:file_page", args=[file.pk])
    assert officer.get(address).status_code == 200
    record = AccessRecord.objects.get(what="evidence_page")
    assert (record.user, record.object) == (
        world.officer("机电检测所"),
        Application.objects.get(pk=draft.pk).receipt_number,
    )
    assert browser_of(world.officer("评委会办")).get(address).status_code == 404
    # A file that came after the submission is not named in it.
    later = EvidenceFile.objects.get(pk=file.pk)
    later.pk, later.stored_name, later.submitted_at = None, "later.pdf", None
    later.save()
    address = reverse("applications:file_page", args=[later.pk])
    assert officer.get(address).status_code == 404


def test_a_removed_file_stays_for_the_submission_that_names_it(world, browser_of, settings):
    case = world.case("returned")
    file = case.files.get(need=NEED)
    Path(settings.UPLOADS_FOLDER).mkdir()
    (Path(settings.UPLOADS_FOLDER) / file.stored_name).write_bytes(samples.pdf())
    client = browser_of(case.applicant)
    client.post(reverse("applications:file_change", args=[case.pk, file.pk, "remove"]))
    file.refresh_from_db()
    assert file.removed_at is not None
    officer = browser_of(world.officer("机电检测所"))
    assert officer.get(reverse("applications:file_page", args=[file.pk])).status_code == 200


def test_a_file_whose_row_cannot_be_written_does_not_stay(empty, settings, monkeypatch):
    from applications import evidence
    from applications.case import Case

    def fail(*args):
        raise RuntimeError

    monkeypatch.setattr(evidence, "_add", fail)
    need = evidence.need_of(Case(empty), NEED)
    with pytest.raises(RuntimeError):
        evidence.add_files(
            application=empty,
            actor=empty.applicant,
            need=need,
            files=[SimpleUploadedFile("a.pdf", samples.pdf())],
        )
    assert kept(settings) == []


def test_a_parser_that_hangs_or_dies_is_a_refusal(tmp_path, monkeypatch):
    child = tmp_path / "child.py"
    monkeypatch.setattr(uploads, "SANDBOX", child)
    monkeypatch.setattr(uploads, "SECONDS", 1)
    child.write_text("import time; time.sleep(30)")
    assert uploads.run_sandbox("inspect") == {"refused": "too_heavy"}
    child.write_text("import os; os.abort()")
    assert uploads.run_sandbox("inspect") == {"refused": "too_heavy"}


def test_the_child_process_cannot_take_more_memory_than_it_may():
    import subprocess
    import sys

    limited = f"import runpy; runpy.run_path({str(uploads.SANDBOX)!r})['_limit']()"
    greedy = f"{limited}; bytearray(900_000_000)"
    done = subprocess.run([sys.executable, "-I", "-c", greedy], capture_output=True, check=False)
    assert done.returncode != 0 and b"MemoryError" in done.stderr
