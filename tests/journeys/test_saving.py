"""Typing in a real browser while everything goes wrong: what was said to be saved is saved, what
was not is said, kept and saved later."""

import re
import time

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from applications.models import Entry
from tests.builders import PASSWORD

pytestmark = pytest.mark.browser

FIELD = "department_in_unit"
SAVED = re.compile(r"已保存\s+\d\d:\d\d:\d\d")


@pytest.fixture
def draft(world):
    return world.draft()


@pytest.fixture
def applicant(draft, person, on_day):
    """The draft's applicant at the step that tells of the unit and the specialty."""
    with on_day(60):
        one = person(draft.applicant)
        # htmx writes each answer that is an error to the console; these are meant.
        one.meant += ("HTMLFormElement]",)
        one.go(step(draft))
        yield one


def step(draft, key: str = "application") -> str:
    return f"/apply/{draft.pk}/steps/{key}/"


def stored(draft) -> str:
    return Entry.objects.get(application=draft, section="application").values.get(FIELD, "")


def comes_true(condition, seconds: float = 15) -> None:
    """Wait for what the server does without the page being told."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.1)


def field(page):
    return page.locator(f"#form-application [name={FIELD}]")


def mark(page):
    return page.locator("#saved-mark")


def test_a_second_after_typing_stops_it_is_saved_and_said(applicant, draft):
    page, before = applicant.page, stored(draft)
    requests = []
    page.on("request", lambda sent: requests.append(sent) if sent.method == "POST" else None)
    field(page).fill("")
    field(page).press_sequentially("设备检测室", delay=100)
    expect(mark(page)).to_have_text("有改动，正在保存…")
    assert (stored(draft), requests) == (before, [])
    expect(mark(page)).to_have_text(SAVED)
    assert stored(draft) == "设备检测室"
    assert len(requests) == 1


def test_typing_on_while_an_answer_is_under_way_is_not_called_saved(applicant, draft):
    page, held = applicant.page, []
    page.route("**/save/", lambda route: held.append(route), times=1)
    with page.expect_request("**/save/"):
        field(page).fill("一室")
    field(page).press_sequentially("和二室", delay=10)
    with page.expect_response("**/save/"):
        held[0].continue_()
    expect(mark(page)).to_have_text("有改动，正在保存…")
    expect(mark(page)).to_have_text(SAVED)
    assert stored(draft) == "一室和二室"


def test_going_to_another_step_saves_first(applicant, draft):
    page = applicant.page
    field(page).fill("三室")
    with page.expect_navigation():
        page.get_by_role("link", name="填写清单").first.click()
    assert stored(draft) == "三室"


@pytest.mark.parametrize("way", ["close", "address"])
def test_leaving_right_after_typing_keeps_the_text(applicant, draft, way):
    page = applicant.page
    field(page).fill("四室")
    if way == "close":
        page.close()
    else:
        applicant.go("/apply/")
    comes_true(lambda: stored(draft) == "四室")


def test_two_tabs_show_both_texts_and_lose_neither(applicant, draft):
    first, second = applicant.page, applicant.context.new_page()
    second.goto(first.url)
    field(first).fill("第一个窗口")
    expect(mark(first)).to_have_text(SAVED)
    field(second).fill("第二个窗口")
    clash = second.locator("form.conflict")
    expect(clash).to_contain_text("第一个窗口")
    expect(clash).to_contain_text("第二个窗口")
    expect(mark(second)).to_contain_text("未保存：另一个窗口先保存了")
    assert stored(draft) == "第一个窗口"
    with second.expect_navigation():
        clash.get_by_role("button", name="保存选择的内容").click()
    assert stored(draft) == "第二个窗口"


@pytest.mark.parametrize("way", ["expired", "logged out in another window"])
def test_a_login_that_ended_while_typing_loses_nothing(applicant, draft, way):
    page = applicant.page
    if way == "expired":
        Session.objects.all().delete()
    else:  # the logout has the browser clear its cookies, the forms' token among them
        applicant.context.clear_cookies()
    field(page).fill("登录过期时输入的")
    expect(mark(page)).to_contain_text("未保存：登录已过期")
    expect(field(page)).to_have_value("登录过期时输入的")
    with applicant.context.expect_page() as opened:
        mark(page).get_by_role("link", name="在新窗口登录").click()
    login = opened.value
    login.fill("[name=username]", draft.applicant.username)
    login.fill("[name=password]", PASSWORD)
    login.get_by_role("button", name="登录", exact=True).click()
    login.wait_for_url(lambda url: "/login/" not in url)
    login.close()
    mark(page).get_by_role("button", name="立即保存").click()
    expect(mark(page)).to_have_text(SAVED)
    assert stored(draft) == "登录过期时输入的"


def test_a_dropped_network_is_told_and_made_good_when_it_is_back(applicant, draft, no_barriers):
    page = applicant.page
    applicant.meant += ("ERR_INTERNET_DISCONNECTED",)
    applicant.context.set_offline(True)
    field(page).fill("断网时输入的")
    expect(mark(page)).to_contain_text("未保存，请检查网络")
    no_barriers(page)
    page.locator("#form-application button[type=submit]").click()
    expect(field(page)).to_have_value("断网时输入的")
    applicant.context.set_offline(False)
    expect(mark(page)).to_have_text(SAVED)
    assert stored(draft) == "断网时输入的"


@pytest.mark.parametrize("status", [500, 503])
def test_a_server_that_fails_is_told_and_asked_again(applicant, draft, status):
    page = applicant.page
    applicant.meant += (f"status of {status}",)
    page.route("**/save/", lambda route: route.fulfill(status=status, body="<h1>出错了</h1>"))
    field(page).fill("服务器出错时输入的")
    expect(mark(page)).to_contain_text("未保存：服务器暂时不能保存")
    page.locator("#form-application button[type=submit]").click()
    expect(field(page)).to_have_value("服务器出错时输入的")
    page.unroute("**/save/")
    expect(mark(page)).to_have_text(SAVED)
    assert stored(draft) == "服务器出错时输入的"


def test_leaving_with_something_unsaved_asks_first(applicant, draft):
    page = applicant.page
    applicant.meant += ("status of 500",)
    page.route("**/save/", lambda route: route.fulfill(status=500, body=""))
    field(page).fill("还没有保存")
    expect(mark(page)).to_contain_text("未保存")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("link", name="填写清单").first.click()
    comes_true(lambda: page.evaluate("1") and asked)
    assert asked == ["beforeunload"]
    expect(field(page)).to_have_value("还没有保存")
    page.unroute("**/save/")
    expect(mark(page)).to_have_text(SAVED)


def test_without_javascript_the_buttons_save(draft, person, on_day):
    with on_day(60):
        one = person(draft.applicant, java_script_enabled=False)
        one.go(step(draft))
        field(one.page).fill("没有脚本")
        one.send("#form-application button[type=submit]")
        assert stored(draft) == "没有脚本"
