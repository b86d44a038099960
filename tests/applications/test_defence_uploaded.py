"""The defence paper uploaded, checked and mended; what officers get of either."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader

from applications.defence import CHECK, ORIGINAL, PAPER
from documents.forms.defence_paper import defence_paper_docx, defence_paper_pdf
from tests.applications import samples
from tests.applications.defence_papers import (
    TEXTS,
    address,
    answer_to,
    bytes_of,
    good_paper,
    kept,
    page,
    photo,
    send,
    state,
    typed,
    word,
)


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    """Uploads and previews of this test alone."""
    settings.UPLOADS_FOLDER = tmp_path / "uploads"
    settings.DATA_FOLDER = tmp_path


@pytest.fixture
def case(draft):
    """The draft, its paper not yet begun."""
    draft.entries.filter(section="defence").delete()
    return draft


def test_a_paper_in_the_wrong_format_is_listed_mended_and_replaced(case, applicant, settings):
    typed(case, "uploaded")
    assert send(applicant, case, ("我的.docx", word("带式输送机", "正文"))).status_code == 302
    (original,), (mended,) = kept(case, ORIGINAL), kept(case, PAPER)
    assert bytes_of(original, settings) != bytes_of(mended, settings)
    shown = page(applicant, case)
    assert "页边距" in shown
    assert "下载改好格式的文件" in shown
    assert reverse("applications:file_download", args=[mended.pk]) in shown
    assert state(case).problems == []
    applicant.post(address("defence_mended", case))
    assert kept(case, ORIGINAL) == []
    assert "没有发现格式问题，也没有发现身份信息" in page(applicant, case)


def test_a_paper_that_names_the_person_blocks_and_shows_where(case, applicant):
    typed(case, "uploaded")
    body = f"正文。\n负责人{case.applicant.name}，单位{case.unit.short_name}。"
    send(applicant, case, ("a.docx", defence_paper_docx(good_paper(body))))
    assert {each.field for each in state(case).problems} == {"paper"}
    shown = page(applicant, case)
    assert "须由您改掉的身份信息" in shown
    assert f"负责人{case.applicant.name}" in shown
    send(applicant, case, ("b.docx", defence_paper_docx(good_paper())))
    assert state(case).problems == []
    assert len(kept(case, PAPER)) == 1


def test_a_pdf_is_kept_cleaned_only(case, applicant, settings):
    typed(case, "uploaded")
    data = samples.pdf(2, lambda writer: writer.add_metadata({"/Author": case.applicant.name}))
    send(applicant, case, ("a.pdf", data))
    (file,) = kept(case, PAPER)
    assert kept(case, ORIGINAL) == []
    assert file.pages == 2
    assert case.applicant.name not in str(PdfReader(io.BytesIO(bytes_of(file, settings))).metadata)
    assert state(case).problems == []
    assert "已自动清除的隐藏信息" in page(applicant, case)


def test_a_pdf_that_names_the_person_on_a_page_blocks(case, applicant):
    typed(case, "uploaded")
    paper = defence_paper_pdf(good_paper(f"本人{case.applicant.name}。"))
    send(applicant, case, ("a.pdf", paper))
    assert [each.field for each in state(case).problems] == ["paper"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.docx", b"PK\x03\x04" + b"\0" * 40, "。"),
        ("a.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "只收 DOCX、PDF"),
        ("a.docx", samples.pdf(), "不一致"),
        ("a.pdf", samples.pdf(password="x"), "密码"),
        ("a.docx", b"", "没有内容"),
    ],
)
def test_an_unreadable_file_is_refused_and_leaves_nothing(
    name, content, reason, case, applicant, settings
):
    typed(case, "uploaded")
    response = send(applicant, case, (name, content))
    assert response.status_code == 422
    assert reason in response.content.decode()
    folder = Path(settings.UPLOADS_FOLDER)
    assert list(folder.glob("*")) == []
    assert not case.entries.filter(section=CHECK).exists()
    assert [each.field for each in state(case).problems] == ["paper"]


def test_a_file_too_large_is_refused(case, applicant, settings):
    settings.UPLOAD_FILE_BYTES = 1000
    response = send(applicant, case, ("a.docx", word("正文")))
    assert response.status_code == 422
    assert "超过" in response.content.decode()


def test_a_changed_name_asks_for_a_new_check(case, applicant):
    typed(case, "uploaded")
    send(applicant, case, ("a.docx", defence_paper_docx(good_paper("感谢欧阳明远的工作。"))))
    assert state(case).problems == []
    person = case.entries.get(section="person")
    person.values["name"] = "欧阳明远"
    person.save()
    assert "重新检查" in state(case).problems[0].message
    applicant.post(address("defence_recheck", case))
    assert "欧阳明远" in state(case).problems[0].message


def test_a_slot_of_the_evidence_takes_no_word_file(case, applicant):
    response = send_evidence(applicant, case, ("a.docx", word("正文")))
    assert response.status_code == 422


def send_evidence(client, case, file):
    sent = [SimpleUploadedFile(*file)]
    return client.post(address("upload", case, "identity_card"), {"files": sent})


def test_nobody_else_reaches_the_paper(case, world, browser_of, applicant):
    typed(case, "uploaded")
    send(applicant, case, ("a.docx", word("正文")))
    other = browser_of(world.applicant()[0])
    officer = browser_of(world.officer("机电检测所"))
    for file in (*kept(case, PAPER), *kept(case, ORIGINAL)):
        place = reverse("applications:file_download", args=[file.pk])
        assert answer_to(applicant, place) == 200
        assert answer_to(other, place) == 404
        assert answer_to(officer, place) == 404
    assert other.get(address("defence_download", case, "docx")).status_code == 404


def test_officers_get_the_mended_paper_and_never_the_original(case, world, browser_of, applicant):
    typed(case, "uploaded", body="旧的正文")
    send(applicant, case, ("张三的.docx", word("带式输送机", "正文")))
    world._submit(case)
    data = case.snapshots.get().data
    (mended,), (original,) = kept(case, PAPER), kept(case, ORIGINAL)
    assert [each["id"] for each in data["paper_files"]] == [mended.pk]
    assert data["paper_files"][0]["name"] == "答辩材料.docx"
    assert data["sections"]["defence"][0]["body"] == ""
    officer = browser_of(world.officer("机电检测所"))
    download = reverse("applications:file_download", args=[mended.pk])
    shown = officer.get(reverse("review:application", args=[case.pk])).content.decode()
    assert download in shown
    assert "已改为报-12规定的格式；未发现身份信息" in shown
    assert answer_to(officer, download) == 200
    hidden = reverse("applications:file_download", args=[original.pk])
    assert answer_to(officer, hidden) == 404


def test_a_submitted_written_paper_shows_its_texts_and_pictures(case, world, browser_of, applicant):
    typed(case, "written")
    send(applicant, case, ("一.jpg", photo()), to="defence_pictures")
    world._submit(case)
    officer = browser_of(world.officer("机电检测所"))
    shown = officer.get(reverse("review:application", args=[case.pk])).content.decode()
    assert TEXTS["title"] in shown
    assert "第二段。" in shown
    assert "答辩材料图片" in shown


def test_the_check_page_lists_the_paper_and_leads_to_what_is_missing(case, applicant):
    typed(case, "uploaded")
    check = address("check", case)
    assert "#defence-paper" in applicant.get(check).content.decode()
    send(applicant, case, ("a.pdf", samples.pdf(1)))
    shown = applicant.get(check).content.decode()
    assert "PDF，已清除隐藏信息；未发现身份信息" in shown
    assert "#defence-paper" not in shown
