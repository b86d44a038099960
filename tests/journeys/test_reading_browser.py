"""An officer reads a case in a real browser: evidence beside the part, pages by keys, no scripts."""

import re

import pytest
from playwright.sync_api import expect

from applications.enums import State

pytestmark = pytest.mark.browser


@pytest.fixture
def cases(world, real_files):
    return [world.case(State.UNIT_REVIEW) for _ in range(2)]


@pytest.fixture
def officer(world, cases, person, on_day):
    with on_day(60):
        yield person(world.officer("机电检测所"))


def test_the_evidence_follows_what_is_read_and_keys_turn_it(officer, cases, no_barriers):
    page = officer.page
    officer.go("/review/applications/?tab=waiting&sort=since")
    officer.press(cases[0].name)
    expect(page.locator(".neighbours-place")).to_have_text(re.compile("^1 / 2"))
    expect(page.locator("#viewer .viewer")).to_have_attribute("data-step", "person")
    page.locator("#part-education").evaluate("part => part.scrollIntoView()")
    title = page.locator("#viewer .viewer-title strong")
    expect(title).to_have_text("学历查验结果")
    expect(page.locator("[data-beside]")).to_have_text("正在看“学历学位”")
    no_barriers(page)
    status = page.locator("[data-viewer-status]")
    page.keyboard.press("Alt+n")
    expect(status).to_have_text(re.compile("^学位查验结果，第4份"))
    page.keyboard.press("Alt+k")
    expect(title).to_have_text("学历查验结果")
    page.get_by_role("link", name="下一份", exact=True).press("Enter")
    expect(title).to_have_text("学位查验结果")
    assert page.evaluate("document.activeElement.id") == "viewer-file-after"
    note = page.locator("[name=text]")
    note.focus()
    page.keyboard.press("Alt+j")
    page.keyboard.press("Escape")
    note.blur()
    with page.expect_navigation():
        page.keyboard.press("Alt+.")
    expect(page.get_by_role("heading", level=1)).to_have_text(cases[1].name)
    expect(page.locator(".neighbours-place")).to_have_text(re.compile("^2 / 2"))


def test_without_scripts_links_lead_through_evidence_and_list(world, cases, person, on_day):
    with on_day(60):
        officer = person(world.officer("机电检测所"), java_script_enabled=False)
        page = officer.page
        officer.go("/review/applications/")
        officer.press(cases[0].name)
        education = page.locator("#part-education")
        with page.expect_navigation():
            education.get_by_role("link", name="学历查验结果").click()
        expect(page.locator(".viewer-title")).to_contain_text("第 3 份")
        officer.press("下一页")
        expect(page.locator(".viewer-title")).to_contain_text("学位查验结果")
        image = page.locator(".file-view img")
        assert image.evaluate("image => image.naturalWidth") > 100
        officer.press("回到申报")
        officer.go(f"/review/applications/{cases[0].pk}/?tab=waiting")
        officer.press("下一位")
        expect(page.get_by_role("heading", level=1)).to_have_text(cases[1].name)
