"""Time as the law counts it: anniversaries, retirement, working days.

Years run by anniversary (Civil Code articles 201 and 202). 29 February has its anniversary on
28 February in a common year, the month's last day, as article 202 says.
"""

from __future__ import annotations

import calendar as _months
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

_STATUTES = Path(__file__).parent / "statutes"


def anniversary(start: date, years: int) -> tuple[int, int, int]:
    """The ``years``-th anniversary as (year, month, day): its year may lie beyond 9999."""
    year = start.year + years
    if start.month == 2 and start.day == 29 and not _months.isleap(year):
        return year, 2, 28
    return year, start.month, start.day


def full_years(start: date, end: date) -> int:
    """Full years from ``start``: its anniversaries that fall on or before ``end``; at least 0."""
    years = end.year - start.year
    if years > 0 and anniversary(start, years) > (end.year, end.month, end.day):
        years -= 1
    return max(years, 0)


def merged(periods: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Inclusive day ranges (ordinals) in order, overlapping or touching ones made one."""
    result: list[tuple[int, int]] = []
    for first, last in sorted(periods):
        if result and first <= result[-1][1] + 1:
            if last > result[-1][1]:
                result[-1] = (result[-1][0], last)
        else:
            result.append((first, last))
    return result


def days_within(periods: Iterable[tuple[int, int]], first: int, last: int) -> int:
    """Days that merged inclusive ranges have between two ordinals, both included."""
    total = 0
    for start, end in periods:
        overlap = min(end, last) - max(start, first) + 1
        if overlap > 0:
            total += overlap
    return total


# Retirement


@cache
def _schedules() -> list[dict[str, Any]]:
    text = (_STATUTES / "retirement.toml").read_text(encoding="utf-8")
    return sorted(tomllib.loads(text)["schedules"], key=lambda schedule: schedule["from"])


def retirement_group(sex: str | None, category: str | None) -> str | None:
    """``male``, ``female_cadre`` or ``female_worker``; None where the facts do not tell."""
    if sex == "male":
        return "male"
    if sex == "female" and category in ("cadre", "worker"):
        return f"female_{category}"
    return None


@cache
def _ages(on: date) -> dict[str, dict[str, Any]]:
    in_force = [schedule for schedule in _schedules() if schedule["from"] <= on]
    return {row["group"]: row for row in (in_force or _schedules())[-1]["ages"]}


def retirement_date(birth: date, group: str, on: date) -> date:
    """The day of statutory retirement by the schedule in force ``on`` that day.

    Month arithmetic, the day clamped to the month's end (policy/statutes/retirement.toml).
    """
    rule = _ages(on)[group]
    month = birth.year * 12 + birth.month - 1
    retires = month + rule["age"] * 12 + _delay(rule, month)
    year, month = retires // 12, retires % 12 + 1
    if year > date.max.year:
        return date.max
    return date(year, month, min(birth.day, _months.monthrange(year, month)[1]))


def _delay(rule: dict[str, Any], month: int) -> int:
    if "first_birth_month" not in rule:
        return 0
    year, first_month = rule["first_birth_month"].split("-")
    first = int(year) * 12 + int(first_month) - 1
    if month < first:
        return 0
    return int(min(rule["most_months"], (month - first) // rule["step_months"] + 1))


# Working days


@dataclass(frozen=True, slots=True)
class YearCalendar:
    """One year's official calendar as an administrator enters it: what differs from the week."""

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()


Calendars = Mapping[int, YearCalendar]


def is_published(year: int, calendars: Calendars | None = None) -> bool:
    """Whether the year's calendar of holidays and make-up workdays is known."""
    if calendars and year in calendars:
        return True
    import chinese_calendar

    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except (NotImplementedError, ValueError):
        return False
    return True


def is_working_day(day: date, calendars: Calendars | None = None) -> bool:
    """By the State Council's calendar of that year, or by weekends alone while it is unknown."""
    if calendars and day.year in calendars:
        entered = calendars[day.year]
        if day in entered.workdays:
            return True
        return day not in entered.holidays and day.weekday() < 5
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


class DayKind(StrEnum):
    """What a day is in the official calendar."""

    WORKDAY = "workday"
    MAKE_UP = "make-up"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


def day_kind(day: date, calendars: Calendars | None = None) -> DayKind:
    """Working day, make-up workday, weekend or holiday; weekends that belong to a holiday are
    part of it. Of a year that is not published only weekends are known."""
    if is_working_day(day, calendars):
        return DayKind.WORKDAY if day.weekday() < 5 else DayKind.MAKE_UP
    if day.weekday() < 5 or _is_named_holiday(day, calendars):
        return DayKind.HOLIDAY
    return DayKind.WEEKEND


def _is_named_holiday(day: date, calendars: Calendars | None) -> bool:
    if calendars and day.year in calendars:
        return day in calendars[day.year].holidays
    import chinese_calendar

    try:
        return chinese_calendar.get_holiday_detail(day)[1] is not None
    except NotImplementedError:
        return False


def working_days_between(first: date, last: date, calendars: Calendars | None = None) -> int:
    """Working days from ``first`` to ``last``, both included; 0 when ``last`` is earlier."""
    span = range((last - first).days + 1)
    return sum(is_working_day(first + timedelta(n), calendars) for n in span)


def last_day(
    first: date, days: int, first_day_counts: bool, calendars: Calendars | None = None
) -> date:
    """The day on which a period of ``days`` working days (1 or more) ends.

    ``first`` is the day of posting; whether it is counted, when a working day, is the policy's.
    """
    if days < 1:
        raise ValueError("a period has one working day or more")
    day = first if first_day_counts else first + timedelta(1)
    left = days
    while True:
        left -= is_working_day(day, calendars)
        if left == 0:
            return day
        day += timedelta(1)
