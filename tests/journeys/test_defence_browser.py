"""The defence paper in a real browser: written or uploaded, its faults told, mended, submitted."""

import pytest
from playwright.sync_api import expect

from applications.defence import ORIGINAL, PAPER, PICTURE
from applications.enums import State
from applications.models import Application, Entry
from tests.applications.defence_papers import kept, photo, word
from titleportal.demonstration.files import Shelf

pytestmark = pytest.mark.browser
WIDTHS = (360, 768, 1280, 1440)
FORM = "#form-defence"


@pytest.fixture
def draft(world, settings, tmp_path):
    settings.UPLOADS_FOLDER, settings.DATA_FOLDER = tmp_path / "uploads", tmp_path
    world.desk.shelf = Shelf()  # the check page shows the files
    draft = world.draft()
    draft.entries.filter(section="defence").delete()
    return draft


@pytest.fixture
def faulty(draft, tmp_path):
    """A paper in nobody's format that names its author."""
    path = tmp_path / "我的论文.docx"
    path.write_bytes(word("带式输送机的改进", f"本文由{draft.applicant.name}完成。"))
    return path


@pytest.fixture
def plain(tmp_path):
    """A paper in nobody's format that names nobody."""
    path = tmp_path / "改过的论文.docx"
    path.write_bytes(word("带式输送机的改进", "本文分析断带的原因。"))
    return path


@pytest.fixture
def writer(draft, person, on_day):
    with on_day(60):
        one = person(draft.applicant, width=1280)
        one.go(f"/apply/{draft.pk}/steps/defence/")
        yield one


def paper_panel(page):
    return page.locator("#defence-paper")


def type_cover(page, way: str) -> None:
    page.get_by_label("提交方式").select_option(way)
    page.get_by_label("题目").fill("带式输送机断带保护装置的改进")
    page.get_by_label("内容概述 1").fill("分析断带的原因。")


def fits_everywhere(page, no_barriers) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, width
        no_barriers(page)


def stored(draft) -> dict:
    return Entry.objects.get(application=draft, section="defence").values


def test_an_uploaded_paper_is_checked_mended_and_submitted(
    writer, draft, faulty, plain, no_barriers
):
    page, panel = writer.page, paper_panel(writer.page)
    type_cover(page, "uploaded")
    expect(page.locator("#defence-pictures")).to_be_hidden()
    panel.locator("input[type=file]").set_input_files(faulty)
    expect(panel.get_by_role("heading", name="须由您改掉的身份信息")).to_be_visible()
    expect(panel.get_by_text(f"本文由{draft.applicant.name}完成").first).to_be_visible()
    # The panel alone was drawn anew: what was typed beside it stands and is saved.
    expect(page.locator("#saved-mark")).to_contain_text("已保存")
    assert stored(draft)["title"] == page.get_by_label("题目").input_value()
    fits_everywhere(page, no_barriers)
    panel.locator("input[type=file]").set_input_files(plain)
    expect(panel.get_by_role("heading", name="须由您改掉的身份信息")).to_have_count(0)
    expect(panel.get_by_role("heading", name="门户已替您改好的问题")).to_be_visible()
    fits_everywhere(page, no_barriers)
    with page.expect_download() as taken:
        panel.get_by_role("link", name="下载改好格式的文件").click()
    assert taken.value.suggested_filename.endswith(".docx")
    with page.expect_navigation():
        panel.get_by_role("button", name="用改好的文件替换").click()
    expect(panel.get_by_text("检查通过")).to_be_visible()
    assert kept(draft, ORIGINAL) == []
    assert len(kept(draft, PAPER)) == 1
    submit(writer, draft)


def submit(writer, draft) -> None:
    writer.go(f"/apply/{draft.pk}/check/")
    writer.page.get_by_label("我已逐项核对").check()
    writer.press("提交申报")
    writer.sees("申报已提交")
    assert Application.objects.get(pk=draft.pk).state == State.UNIT_REVIEW


def test_a_refused_upload_says_why_and_leaves_the_typed_text_alive(writer, draft, tmp_path):
    page, panel = writer.page, paper_panel(writer.page)
    broken = tmp_path / "坏的.docx"
    broken.write_bytes(b"no document")
    page.get_by_label("提交方式").select_option("uploaded")
    expect(page.locator("#saved-mark")).to_contain_text("已保存")
    panel.locator("input[type=file]").set_input_files(broken)
    expect(panel.locator(".invalid-feedback")).not_to_be_empty()
    expect(page.locator("#defence-pictures")).to_be_hidden()
    with page.expect_response("**/save/"):
        page.get_by_label("题目").fill("接着填写的题目")
    expect(page.locator("#saved-mark")).to_contain_text("已保存")
    assert stored(draft)["title"] == "接着填写的题目"


def test_a_written_paper_is_laid_out_with_its_pictures(writer, draft, tmp_path, no_barriers):
    page = writer.page
    type_cover(page, "written")
    expect(paper_panel(page)).to_be_hidden()
    page.get_by_label("正文").fill(f"第一段。\n【图1】\n{draft.applicant.name}完成。")
    writer.send(f"{FORM} button[type=submit]")
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("出现姓名")
    expect(summary).to_contain_text("写了【图1】，图片还没有上传")
    fits_everywhere(page, no_barriers)
    picture = tmp_path / "装置.jpg"
    picture.write_bytes(photo())
    pictures = page.locator("#defence-pictures")
    pictures.locator("input[type=file]").set_input_files(picture)
    pictures.get_by_label("图1的说明").fill("断带保护装置")
    with page.expect_navigation():
        pictures.get_by_role("button", name="保存图片说明").click()
    page.get_by_label("正文").fill("第一段。\n【图1】\n第二段。")
    expect(page.locator("#saved-mark")).to_contain_text("已保存")
    fits_everywhere(page, no_barriers)
    for kind in ("下载 .docx", "下载 PDF"):
        with page.expect_download() as taken:
            pictures.get_by_role("link", name=kind).click()
        assert taken.value.path().stat().st_size > 2000
    assert [file.caption for file in kept(draft, PICTURE)] == ["断带保护装置"]
    submit(writer, draft)


def test_everything_is_reached_by_keyboard(writer, draft):
    page = writer.page
    page.get_by_label("提交方式").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("提交方式")).to_have_value("uploaded")
    reached = []
    for _ in range(25):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("document.activeElement.id || document.activeElement.innerText")
        )
    wanted = ["defence-title", "defence-summary_1", "保存并继续", "files-paper", "下一步：文字说明"]
    met = dict.fromkeys(each.strip() for each in reached)  # the way may have gone round
    assert [each for each in met if each in wanted] == wanted


def test_without_javascript_the_paper_is_uploaded_and_told(draft, faulty, person, on_day):
    with on_day(60):
        one = person(draft.applicant, java_script_enabled=False, width=360)
        one.go(f"/apply/{draft.pk}/steps/defence/")
        type_cover(one.page, "uploaded")
        one.send(f"{FORM} button[type=submit]")
        one.go(f"/apply/{draft.pk}/steps/defence/")
        panel = paper_panel(one.page)
        panel.locator("input[type=file]").set_input_files(faulty)
        with one.page.expect_navigation():
            panel.get_by_role("button", name="上传", exact=True).click()
        expect(panel.get_by_role("heading", name="须由您改掉的身份信息")).to_be_visible()
        assert one.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
