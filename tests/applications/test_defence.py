"""The defence paper: written in the portal, or uploaded and checked."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from PIL import Image
from pypdf import PdfReader

from applications.case import Case
from applications.defence import CHECK, ORIGINAL, PAPER, PICTURE
from applications.models import Application, Entry, EvidenceFile
from documents.forms.defence_paper import DefencePaper, defence_paper_docx, defence_paper_pdf
from tests.applications import samples

TEXTS = {
    "title": "带式输送机断带保护装置的改进",
    "summary_1": "分析断带的原因。",
    "body": "第一段。\n【图1】\n第二段。",
}


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


def address(name: str, case, *more) -> str:
    return reverse(f"applications:{name}", args=[case.pk, *more])


def page(client, case, query: str = "") -> str:
    return client.get(address("step", case, "defence") + query).content.decode()


def typed(case, way: str, **values) -> None:
    entry, _ = Entry.objects.get_or_create(
        application=case, section="defence", defaults={"updated_at": case.created_at}
    )
    entry.values = {**TEXTS, "way": way, **values}
    entry.save()


def state(case):
    fresh = Case(Application.objects.get(pk=case.pk))
    return next(each for each in fresh.states if each.step.key == "defence")


def send(client, case, *files, to: str = "defence_paper"):
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(address(to, case), {"files": sent})


def word(*lines: str) -> bytes:
    """A .docx in nobody's prescribed format."""
    document = Document()
    document.core_properties.author = "某某"
    for line in lines:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def good_paper(body: str = "正文一段。") -> DefencePaper:
    return DefencePaper("带式输送机的改进", ("分析原因。",), body)


def photo() -> bytes:
    stream = io.BytesIO()
    exif = Image.Exif()
    exif[0x013B] = "张三"
    Image.new("RGB", (300, 200), (10, 90, 200)).save(stream, "JPEG", exif=exif)
    return stream.getvalue()


def kept(case, need: str) -> list[EvidenceFile]:
    return list(case.files.filter(need=need, removed_at__isnull=True))


def answer_to(client, place: str) -> int:
    """The status alone; the file that is sent is closed."""
    response = client.get(place)
    # What `close()` would do, less the signal that closes the test's connection.
    for close in response._resource_closers:
        close()
    return response.status_code


def bytes_of(file: EvidenceFile, settings) -> bytes:
    return (Path(settings.UPLOADS_FOLDER) / file.stored_name).read_bytes()


# -- the way ---------------------------------------------------------------------------------


def test_a_way_has_to_be_chosen(case):
    typed(case, "")
    assert [each.field for each in state(case).problems] == ["way"]


def test_a_written_paper_needs_a_body_and_an_uploaded_one_a_file(case):
    typed(case, "written", body="")
    assert [each.field for each in state(case).problems] == ["body"]
    typed(case, "uploaded", body="")
    assert [each.field for each in state(case).problems] == ["paper"]


# -- written ---------------------------------------------------------------------------------


def test_a_name_in_a_typed_text_is_told_at_its_field_and_blocks(case, applicant):
    name, unit = case.applicant.name, case.unit.name
    typed(case, "written", body=f"本人{name}参加了项目。", title=f"{unit}的改进")
    assert {each.field for each in state(case).problems} == {"title", "body"}
    shown = page(applicant, case)
    assert "出现姓名" in shown.split('id="defence-body-error"')[1].split("</div>")[0]
    assert "出现单位名称" in shown.split('id="defence-title-error"')[1].split("</div>")[0]


def test_saving_while_typing_tells_the_name_at_once(case, applicant):
    phone = case.entries.get(section="person").values["phone"]
    response = applicant.post(
        address("save", case, "defence"),
        {**TEXTS, "way": "written", "body": f"电话{phone}，{case.applicant.name}"},
        headers={"HX-Request": "true"},
    )
    told = response.content.decode().split('id="defence-body-error"')[1].split("</div>")[0]
    assert "出现姓名" in told
    assert "出现电话号码" in told


def test_pinyin_is_a_warning_that_does_not_block(case, applicant):
    from pypinyin import lazy_pinyin

    typed(case, "written", body=f"见 {' '.join(lazy_pinyin(case.applicant.name))} 等的研究。")
    assert state(case).problems == []
    assert "疑似出现姓名拼音" in page(applicant, case)


def test_pictures_are_drawn_anew_ordered_captioned_and_put_back(case, applicant, settings):
    typed(case, "written")
    send(
        applicant,
        case,
        ("一.jpg", photo()),
        ("二.png", samples.image("PNG")),
        to="defence_pictures",
    )
    first, second = kept(case, PICTURE)
    assert "张三".encode() not in bytes_of(first, settings)
    assert not Image.open(io.BytesIO(bytes_of(first, settings))).getexif()
    applicant.post(address("defence_picture", case, second.pk, "up"))
    assert kept(case, PICTURE) == [second, first]
    applicant.post(address("defence_captions", case), {f"caption-{first.pk}": "装置　总图"})
    first.refresh_from_db()
    assert first.caption == "装置 总图"
    applicant.post(address("defence_picture", case, second.pk, "remove"))
    assert kept(case, PICTURE) == [first]
    assert "撤销删除" in page(applicant, case, f"?removed_picture={second.pk}")
    applicant.post(address("defence_picture", case, second.pk, "restore"))
    assert len(kept(case, PICTURE)) == 2


def test_what_is_no_picture_is_refused_with_the_reason(case, applicant):
    response = send(applicant, case, ("a.pdf", samples.pdf()), to="defence_pictures")
    assert response.status_code == 422
    assert "只收 JPG、PNG" in response.content.decode()
    assert "请先选择图片" in send(applicant, case, to="defence_pictures").content.decode()


def test_a_caption_that_names_the_person_blocks_and_a_long_one_stays_on_the_page(case, applicant):
    typed(case, "written")
    send(applicant, case, ("一.jpg", photo()), to="defence_pictures")
    (file,) = kept(case, PICTURE)
    applicant.post(
        address("defence_captions", case), {f"caption-{file.pk}": f"{case.applicant.name}在现场"}
    )
    assert [each.field for each in state(case).problems] == ["pictures"]
    assert "出现姓名" in page(applicant, case)
    response = applicant.post(address("defence_captions", case), {f"caption-{file.pk}": "长" * 61})
    assert response.status_code == 422
    assert "长" * 61 in response.content.decode()


def test_the_written_paper_comes_as_word_and_as_pdf_with_its_pictures(case, applicant):
    typed(case, "written")
    send(applicant, case, ("一.jpg", photo()), to="defence_pictures")
    made = applicant.get(address("defence_download", case, "docx"))
    document = Document(io.BytesIO(b"".join(made.streaming_content)))
    assert len(document.inline_shapes) == 1
    assert "第二段。" in [each.text for each in document.paragraphs]
    made = applicant.get(address("defence_download", case, "pdf"))
    assert "attachment" in made["Content-Disposition"]
    text = "".join(
        each.extract_text()
        for each in PdfReader(io.BytesIO(b"".join(made.streaming_content))).pages
    )
    assert "内容概述" in text
    assert applicant.get(address("defence_download", case, "exe")).status_code == 404


# -- uploaded --------------------------------------------------------------------------------


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


# -- submitted -------------------------------------------------------------------------------


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
