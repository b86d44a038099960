"""What pages say of the time that is left."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.clock import standing_at
from applications.models import Round
from applications.remaining import Remaining

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("before_end", "text"),
    [
        (timedelta(days=3, hours=5, minutes=7), "还有3天5小时"),
        (timedelta(hours=5, minutes=20), "还有5小时20分"),
        (timedelta(minutes=12, seconds=30), "还有12分钟"),
        (timedelta(seconds=5), "还有0分钟"),
        (timedelta(), "已经截止"),
        (timedelta(seconds=-1), "已经截止"),
    ],
)
def test_the_time_left_runs_to_the_end_of_the_closing_day(before_end, text):
    end = datetime(2026, 12, 11, tzinfo=SHANGHAI)
    day = (end - timedelta(days=1)).date()
    # Whatever the zone in which the clock is read.
    now = (end - before_end).astimezone(ZoneInfo("UTC"))
    assert Remaining(day, day, now).text == text


def test_the_check_page_shows_the_servers_time_and_closes_its_button(world, draft, browser_of):
    browser, page = browser_of(draft.applicant), f"/apply/{draft.pk}/check/"
    with standing_at(world.moment(0)):
        shown = browser.get(page).content.decode()
    assert "2026年12月10日 24:00" in shown and "还有20天12小时" in shown
    assert "现在是2026年11月20日 12:00:00，以服务器时间（北京时间）为准" in shown
    with standing_at(datetime(2026, 12, 11, tzinfo=SHANGHAI)):
        closed = browser.get(page).content.decode()
    assert "已经截止" in closed and 'btn-lg" disabled>提交申报' in closed


@pytest.mark.parametrize(
    ("back", "said"),
    [
        (-12, ""),
        (-13, "还有7天截止：最晚2026年12月10日24时以前提交"),
        (-20, "今天截止"),
        (-22, "宽限至2026年12月12日（含当天）"),
        (-23, "已于2026年12月12日截止，不能再提交"),
    ],
)
def test_the_applicant_is_warned_from_a_week_before(world, draft, browser_of, back, said):
    Round.objects.update(applicants_grace_until=world.calendar.day(-22))
    browser = browser_of(draft.applicant)
    with world.at(back):
        for page in ("/apply/", f"/apply/{draft.pk}/"):
            shown = browser.get(page).content.decode()
            assert said in shown if said else "截止：最晚" not in shown


def test_every_page_of_the_form_says_that_the_last_day_is_over(world, draft, browser_of):
    browser, pages = (
        browser_of(draft.applicant),
        ("steps/work/", "steps/evidence/", "unit/", "check/"),
    )
    said = "截止，不能再提交。已填写的内容都保留着"
    for back, times in ((-20, 0), (-21, 1)):
        with world.at(back):
            shown = [browser.get(f"/apply/{draft.pk}/{page}").content.decode() for page in pages]
            assert [each.count(said) for each in shown] == [times] * len(pages), back


def test_what_is_typed_after_the_last_day_is_kept_all_the_same(world, draft, browser_of):
    entry = draft.entries.get(section="summary")
    typed = {"text": "截止以后", "version": entry.version}
    with world.at(-21):
        browser_of(draft.applicant).post(f"/apply/{draft.pk}/sections/summary/save/", typed)
    entry.refresh_from_db()
    assert entry.values["text"] == "截止以后"
