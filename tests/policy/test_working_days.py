"""Working days over 国庆 and 春节 of many years, as the State Council published them."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest

from policy.calendar import DayKind, day_kind, is_published, last_day, working_days_between

DATA = tomllib.loads((Path(__file__).parents[1] / "data" / "working-days.toml").read_text())
FESTIVALS = DATA["festivals"]
NAMES = [each["name"] for each in FESTIVALS]
day = date.fromisoformat


def days(first: str, last: str) -> list[date]:
    span = range((day(last) - day(first)).days + 1)
    return [day(first) + timedelta(n) for n in span]


@pytest.mark.parametrize("festival", FESTIVALS, ids=NAMES)
def test_every_day_off_is_a_holiday_and_every_day_worked_instead_is_marked(festival):
    assert {day_kind(each) for each in days(*festival["off"])} == {DayKind.HOLIDAY}
    assert {day_kind(day(each)) for each in festival["worked"]} == {DayKind.MAKE_UP}
    assert working_days_between(*map(day, festival["off"])) == 0


@pytest.mark.parametrize("festival", FESTIVALS, ids=NAMES)
def test_five_working_days_end_where_they_end_by_hand(festival):
    found = {first: last_day(day(first), 5, True).isoformat() for first in festival["ends"]}
    assert found == festival["ends"]
    for first, last in festival["ends"].items():
        assert working_days_between(day(first), day(last)) == 5
        assert working_days_between(day(first), day(last) - timedelta(1)) == 4


def test_the_day_of_posting_is_left_out_where_the_policy_says_so():
    wanted = DATA["from_the_next_day"]
    assert {first: last_day(day(first), 5, False).isoformat() for first in wanted} == wanted


def test_the_years_turn_is_counted_by_each_years_own_calendar():
    wanted = DATA["over_the_year"]
    assert {first: last_day(day(first), 5, True).isoformat() for first in wanted} == wanted


def test_each_year_of_the_table_is_published():
    assert {name[:4] for name in NAMES} == {str(year) for year in range(2019, 2027)}
    assert all(is_published(year) for year in range(2019, 2027))


def test_of_an_unknown_year_weekends_alone_are_told():
    assert [day_kind(date(2050, 10, n)) for n in (1, 3)] == [DayKind.WEEKEND, DayKind.WORKDAY]
