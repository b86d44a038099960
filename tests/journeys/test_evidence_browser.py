"""Evidence in a real browser: an upload that is cut off, order by dragging, turning."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.applications import samples

pytestmark = pytest.mark.browser
NEED = "identity_card"


@pytest.fixture
def draft(world, settings, tmp_path):
    settings.UPLOADS_FOLDER, settings.DATA_FOLDER = tmp_path / "uploads", tmp_path
    draft = world.draft()
    draft.files.all().delete()
    return draft


@pytest.fixture
def applicant(draft, person, on_day):
    with on_day(60):
        one = person(draft.applicant)
        one.meant += ("ERR_FAILED", "ERR_INTERNET_DISCONNECTED")
        one.go(f"/apply/{draft.pk}/steps/evidence/")
        yield one


@pytest.fixture
def photos(tmp_path) -> list[Path]:
    paths = [tmp_path / f"{name}.jpg" for name in ("一", "二", "三")]
    for number, path in enumerate(paths):
        path.write_bytes(samples.image("JPEG", (60 + number, 80)))
    return paths


def need(page):
    return page.locator(f"#need-{NEED}")


def names(draft) -> list[str]:
    return [file.name for file in draft.files.filter(removed_at__isnull=True)]


def test_an_upload_that_is_cut_off_is_tried_again_by_itself(applicant, draft, photos):
    page = applicant.page
    page.route("**/upload/**", lambda route: route.abort("failed"), times=1)
    need(page).locator("input[type=file]").set_input_files(photos[0])
    expect(need(page).locator("[data-upload-text]")).to_contain_text(
        "正在自动重试（第 1 次，共 3 次）"
    )
    expect(need(page).get_by_text("已上传 1 个", exact=True)).to_be_visible(timeout=15_000)
    assert names(draft) == ["一.jpg"]


def test_an_upload_whose_answer_is_lost_makes_one_row(applicant, draft, photos):
    page = applicant.page

    def lose(route):
        route.fetch()
        route.abort("failed")

    page.route("**/upload/**", lose, times=1)
    need(page).locator("input[type=file]").set_input_files(photos[0])
    expect(need(page).get_by_text("已上传 1 个", exact=True)).to_be_visible(timeout=15_000)
    assert names(draft) == ["一.jpg"]


def test_files_are_dragged_into_order_and_turned(applicant, draft, photos, no_barriers):
    page = applicant.page
    need(page).locator("input[type=file]").set_input_files(photos)
    expect(need(page).get_by_text("已上传 3 个", exact=True)).to_be_visible(timeout=15_000)
    no_barriers(page)
    rows = need(page).locator("[data-file]")
    with page.expect_navigation():
        rows.nth(2).drag_to(rows.nth(0), target_position={"x": 20, "y": 4})
    assert names(draft) == ["三.jpg", "一.jpg", "二.jpg"]
    with page.expect_navigation():
        rows.nth(1).locator("button", has_text="向右转").click()
    assert names(draft) == ["三.jpg", "一.jpg", "二.jpg"]
    assert draft.files.count() == 4
