"""Somebody applies for the first time and does only what the screen says."""

import re

import pytest
from playwright.sync_api import expect

from applications.enums import State
from applications.models import Application
from tests.applications import samples

pytestmark = pytest.mark.browser
LEFT = ("honours_any", "honours", "defence", "explanation", "performance", "summary")


@pytest.fixture
def draft(world, settings, tmp_path):
    """Half filled, without a single file: what the demonstration's first applicant finds."""
    settings.UPLOADS_FOLDER, settings.DATA_FOLDER = tmp_path / "uploads", tmp_path
    draft = world.draft()
    draft.files.all().delete()
    draft.entries.filter(section__in=LEFT).delete()
    return draft


@pytest.fixture
def papers(tmp_path):
    photo, scan = tmp_path / "照片.jpg", tmp_path / "扫描件.pdf"
    photo.write_bytes(samples.image("JPEG", (295, 413)))
    scan.write_bytes(samples.pdf(1))
    return {"need-photo": photo}, scan


@pytest.mark.parametrize("width", [360, 1280])
def test_a_half_filled_draft_is_submitted_by_what_the_screen_says(
    draft, papers, person, on_day, width
):
    with on_day(60):
        one = person(draft.applicant, width=width)
        one.press("继续填写")
        one.sees("还差 1 处")
        follow(one, "继续：业绩")
        one.page.get_by_label("任现职期间主要工作业绩").fill("负责关键设备改造，完成项目三项。")
        one.press("保存")
        follow(one, "下一步：奖惩")
        for question in ("受过立功、奖励", "受过处分"):
            one.page.get_by_role("group", name=question).get_by_label("否").check()
        expect(one.page.locator("#saved-mark")).to_contain_text("已保存")
        follow(one, "下一步：工作总结")
        one.page.get_by_label("工作总结").fill("独立完成工作，处理技术难题，指导技术员。" * 90)
        one.press("保存并继续")
        one.page.get_by_label("提交方式").select_option("在线填写正文")
        one.page.get_by_label("题目").fill("断带保护装置的改进")
        one.page.get_by_label("内容概述 1").fill("分析断带的原因。")
        one.page.get_by_label("正文").fill("本文分析断带的原因，提出改进办法。")
        one.press("保存并继续")
        follow(one, "下一步：证明材料")
        upload_what_is_asked(one, *papers)
        follow(one, "下一步：核对并提交")
        one.press("提交申报")
        one.page.get_by_role("alert").get_by_role("link", name="请先阅读并勾选承诺书").click()
        expect(one.page.get_by_label("我已逐项核对")).to_be_focused()
        one.page.keyboard.press("Space")
        one.press("提交申报")
        one.sees("申报已提交")
        one.sees("受理编号")
    assert Application.objects.get(pk=draft.pk).state == State.UNIT_REVIEW


def follow(one, name: str) -> None:
    with one.page.expect_navigation():
        one.page.get_by_role("link", name=name, exact=True).click()


def upload_what_is_asked(one, special: dict, scan) -> None:
    """The line on top names the next document until nothing is missing."""
    page, left = one.page, one.page.locator("#needs-left")
    while (link := left.get_by_role("link")).count():
        before = left.text_content()
        need = re.search(r"need-[\w-]+", link.get_attribute("href"))[0]
        link.click()
        page.locator(f"#{need} input[type=file]").set_input_files(special.get(need, scan))
        expect(left).not_to_have_text(before)
        # The place is kept: what was just uploaded is still in sight.
        expect(page.locator(f"#{need}")).to_be_in_viewport()
    expect(left).to_have_text("必须上传的都有了。")
