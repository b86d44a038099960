"""The public pages in a real browser: wide and narrow, with JavaScript and without."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.applications.selfcheck_forms import address
from tests.policy.builders import TAIYUAN

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = ["/policy/", f"/policy/{TAIYUAN}/#c-san-1-jie-zhi", "/check/", address("engineer")]


@pytest.fixture
def complaints(page):
    """What the browser says in its console."""
    heard = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("console", lambda line: heard.append(line.text) if line.type == "error" else None)
    return heard


def barriers(page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found]


def is_too_wide(page) -> bool:
    root = "document.documentElement"
    return page.evaluate(f"{root}.scrollWidth > {root}.clientWidth")


@pytest.mark.parametrize("width", [360, 1366])
def test_the_pages_fit_and_have_no_barrier(page, live_server, complaints, width):
    page.set_viewport_size({"width": width, "height": 768})
    for path in PAGES:
        page.goto(live_server.url + path)
        assert barriers(page) == [], path
        assert not is_too_wide(page), path
    assert complaints == []


def test_a_link_leads_to_its_clause(page, live_server):
    page.goto(f"{live_server.url}/policy/{TAIYUAN}/#c-bao-12")
    expect(page.locator("#c-bao-12")).to_be_in_viewport()


def answer(page) -> None:
    """A technician whom the unit has not examined yet."""
    page.fill("#person-birth_date", "1998-05-20")
    page.select_option("#person-sex", "male")
    page.select_option("#application-specialty", "food")
    page.select_option("#application-unit_kind", "non_public_enterprise")
    page.check("#application-in_service-yes")
    for name in ("civil_servant", "retired", "concurrent_public_official"):
        page.check(f"#application-{name}-no")
    page.select_option("#education-0-level", "bachelor")
    page.check("#education-0-certificates-graduation")
    page.select_option("#education-0-relation", "same")
    page.fill("#education-0-graduated", "2019.07")
    page.check("#education-0-recognized-yes")
    page.check("#examination-employer_examination_passed-no")


@pytest.mark.parametrize("width", [360, 1366])
def test_the_verdict_is_reached_and_told(page, live_server, complaints, width):
    page.set_viewport_size({"width": width, "height": 768})
    page.goto(live_server.url + address("technician"))
    answer(page)
    # Enter asks for the verdict; it adds and removes no row.
    page.locator("#person-birth_date").press("Enter")
    page.locator("#outcome-title").wait_for()
    assert "差 1 项" in page.locator("#outcome-title").inner_text()
    assert page.locator("#finding-employer_examination").is_visible()
    assert barriers(page) == []
    assert not is_too_wide(page)
    assert complaints == []


def test_it_works_without_javascript(browser, live_server):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(live_server.url + address("technician"))
    answer(page)
    page.click("button[name=add][value=work]")
    page.wait_for_url("**/#work-1")
    expect(page.locator("#work-1")).to_be_in_viewport()
    assert page.input_value("#person-birth_date") == "1998-05-20"
    page.click("button[name=remove][value=work-1]")
    page.wait_for_url("**/#section-work")
    assert page.locator("#work-1").count() == 0
    page.locator("#answers > .form-actions button").click()
    page.locator("#outcome-title").wait_for()
    assert "差 1 项" in page.locator("#outcome-title").inner_text()
    assert [cookie["name"] for cookie in context.cookies()] == ["csrftoken"]
    context.close()


def test_only_who_is_asked_sees_a_question(page, live_server):
    page.goto(live_server.url + address("engineer"))
    posts = page.locator("#field-application-appointed_to_post")
    posts.wait_for(state="hidden")
    page.select_option("#application-unit_kind", "institution")
    posts.wait_for(state="visible")
