"""A notice's days as small month calendars: what each day is, told by word and number as well."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date

from policy.calendar import DayKind, day_kind
from review.periods import Period

WEEKDAYS = "一二三四五六日"
_MARKS = {DayKind.HOLIDAY: "休", DayKind.MAKE_UP: "班"}
_WORDS = {
    DayKind.WORKDAY: "工作日",
    DayKind.MAKE_UP: "调休上班",
    DayKind.WEEKEND: "周末",
    DayKind.HOLIDAY: "节假日",
}


@dataclass(frozen=True, slots=True)
class Day:
    """One cell: `mark` is 休 on a holiday and 班 on a make-up workday; `count` tells which
    counted working day of the notice it is, 0 for none."""

    day: date
    mark: str
    count: int
    look: str
    told: str


@dataclass(frozen=True, slots=True)
class Month:
    """One month with the weeks that the notice touches; None where a cell is another month's."""

    year: int
    month: int
    weeks: list[list[Day | None]]


def months_of(period: Period) -> list[Month]:
    """The months from the notice's first to its last day."""
    counted = {day: n for n, day in enumerate(period.counted, start=1)}
    months, year, month = [], period.first.year, period.first.month
    while (year, month) <= (period.last.year, period.last.month):
        weeks = Calendar().monthdatescalendar(year, month)
        shown = [
            [_day(day, period, counted) if day.month == month else None for day in week]
            for week in weeks
            if any(period.first <= day <= period.last and day.month == month for day in week)
        ]
        months.append(Month(year, month, shown))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return months


def _day(day: date, period: Period, counted: dict[date, int]) -> Day:
    kind = day_kind(day)
    is_in = period.first <= day <= period.last
    count = counted.get(day, 0)
    looks = [kind.value, "is-in" if is_in else "is-out"]
    if day == period.first:
        looks.append("is-first")
    if day == period.last:
        looks.append("is-last")
    return Day(day, _MARKS.get(kind, ""), count, " ".join(looks), _told(kind, is_in, count))


def _told(kind: DayKind, is_in: bool, count: int) -> str:
    """What a reader that sees no cells hears of the day."""
    if not is_in:
        return f"{_WORDS[kind]}，不在公示期内"
    return f"{_WORDS[kind]}，公示第{count}个工作日" if count else f"{_WORDS[kind]}，不计入"
