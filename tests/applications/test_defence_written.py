"""The defence paper written in the portal, with pictures."""

import io

import pytest
from docx import Document
from PIL import Image
from pypdf import PdfReader

from applications.defence import PICTURE
from tests.applications import samples
from tests.applications.defence_papers import (
    TEXTS,
    address,
    bytes_of,
    kept,
    page,
    photo,
    send,
    state,
    typed,
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


def test_a_way_has_to_be_chosen(case):
    typed(case, "")
    assert [each.field for each in state(case).problems] == ["way"]


def test_a_written_paper_needs_a_body_and_an_uploaded_one_a_file(case):
    typed(case, "written", body="")
    assert [each.field for each in state(case).problems] == ["body"]
    typed(case, "uploaded", body="")
    assert [each.field for each in state(case).problems] == ["paper"]


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
