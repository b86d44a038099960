"""Anniversaries, retirement by the dated schedule, working days by the official calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.calendar import (
    YearCalendar,
    full_years,
    is_published,
    is_working_day,
    last_day,
    merged,
    retirement_date,
    working_days_between,
)

REFORMED, BEFORE = date(2025, 11, 3), date(2024, 12, 31)


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        ("2016-12-31", "2020-12-31", 4),
        ("2017-01-01", "2020-12-31", 3),
        ("2016-02-29", "2017-02-27", 0),
        ("2016-02-29", "2017-02-28", 1),
        ("2016-02-29", "2020-02-28", 3),
        ("2016-02-29", "2020-02-29", 4),
        ("2021-01-01", "2020-12-31", 0),
    ],
)
def test_full_years_by_anniversary(start, end, years):
    assert full_years(date.fromisoformat(start), date.fromisoformat(end)) == years


@given(st.dates(max_value=date(9990, 1, 1)), st.dates(), st.integers(0, 400))
def test_a_later_end_never_has_fewer_years(start, end, more):
    later = min(end, date(9990, 1, 1)) + timedelta(more)
    assert full_years(start, later) >= full_years(start, min(end, later))


@pytest.mark.parametrize(
    ("birth", "group", "on", "retires"),
    [
        ("1965-01-15", "male", REFORMED, "2025-02-15"),
        ("1964-12-31", "male", REFORMED, "2024-12-31"),
        ("1968-09-01", "male", REFORMED, "2029-09-01"),
        ("1976-09-30", "male", REFORMED, "2039-09-30"),
        ("1990-01-01", "male", REFORMED, "2053-01-01"),
        ("1970-05-01", "female_cadre", REFORMED, "2025-07-01"),
        ("1975-11-01", "female_worker", REFORMED, "2026-05-01"),
        ("1984-11-01", "female_worker", REFORMED, "2039-11-01"),
        ("1965-08-31", "male", REFORMED, "2025-10-31"),
        ("1966-10-31", "male", REFORMED, "2027-04-30"),
        ("1968-09-01", "male", BEFORE, "2028-09-01"),
        ("1970-05-01", "female_cadre", BEFORE, "2025-05-01"),
        ("1975-11-01", "female_worker", BEFORE, "2025-11-01"),
        ("1960-02-29", "female_cadre", BEFORE, "2015-02-28"),
        ("9990-01-01", "male", BEFORE, "9999-12-31"),
    ],
)
def test_retirement_by_the_schedule_in_force(birth, group, on, retires):
    assert retirement_date(date.fromisoformat(birth), group, on).isoformat() == retires


def test_periods_that_overlap_or_touch_are_one():
    assert merged([(5, 9), (1, 4), (8, 12), (20, 21)]) == [(1, 12), (20, 21)]


def test_the_second_to_the_sixth_of_november_2020_are_five_working_days():
    first = date(2020, 11, 2)
    assert working_days_between(first, date(2020, 11, 6)) == 5
    assert last_day(first, 5, first_day_counts=True) == date(2020, 11, 6)
    assert last_day(first, 5, first_day_counts=False) == date(2020, 11, 9)
    assert last_day(date(2020, 10, 31), 1, first_day_counts=True) == first


def test_holidays_and_make_up_workdays():
    assert not is_working_day(date(2020, 10, 8))
    assert is_working_day(date(2020, 10, 10))
    assert last_day(date(2020, 9, 30), 2, first_day_counts=True) == date(2020, 10, 9)


def test_a_year_without_a_calendar_has_weekends_alone():
    assert is_published(2020) and not is_published(2050)
    assert is_working_day(date(2050, 10, 3)) and not is_working_day(date(2050, 10, 1))


def test_an_administrator_enters_a_years_calendar():
    entered = {
        2050: YearCalendar(
            holidays=frozenset({date(2050, 10, 3)}), workdays=frozenset({date(2050, 10, 1)})
        )
    }
    assert is_published(2050, entered)
    assert not is_working_day(date(2050, 10, 3), entered)
    assert is_working_day(date(2050, 10, 1), entered)
    assert working_days_between(date(2050, 10, 1), date(2050, 10, 4), entered) == 2


def test_a_period_has_a_day():
    with pytest.raises(ValueError, match="working day"):
        last_day(date(2020, 11, 2), 0, first_day_counts=True)
    assert working_days_between(date(2020, 11, 6), date(2020, 11, 2)) == 0
