"""A notice's month calendar tells by word and number what each day is."""

from datetime import date

from policy.loader import load_policy
from review.months import months_of
from review.periods import least_period, period_of

RULES = load_policy("taiyuan-engineering-2020").notices


def cells(first: date, counts: bool = True) -> dict:
    period = least_period(first, RULES)
    if not counts:
        period = period_of(first, period.last, False)
    found = [cell for month in months_of(period) for week in month.weeks for cell in week if cell]
    return {cell.day: cell for cell in found}


def test_holidays_and_make_up_days_bear_their_mark_and_working_days_their_number():
    found = cells(date(2020, 9, 28))  # to 10 October
    marks = {each.day: each.mark for each in found.values() if each.mark}
    assert {day for day, mark in marks.items() if mark == "休"} == {
        date(2020, 10, n) for n in range(1, 9)
    }
    assert [day for day, mark in marks.items() if mark == "班"] == [date(2020, 10, 10)]
    counted = {each.count: each.day for each in found.values() if each.count}
    assert list(counted) == [1, 2, 3, 4, 5] and counted[5] == date(2020, 10, 10)


def test_each_day_is_told_in_words_too():
    found = cells(date(2020, 9, 28))
    assert found[date(2020, 10, 10)].told == "调休上班，公示第5个工作日"
    assert found[date(2020, 10, 1)].told == "节假日，不计入"
    assert found[date(2020, 10, 11)].told == "周末，不在公示期内"


def test_months_are_shown_one_after_another_and_only_their_weeks():
    months = months_of(least_period(date(2020, 9, 28), RULES))
    assert [(each.year, each.month, len(each.weeks)) for each in months] == [
        (2020, 9, 1),
        (2020, 10, 2),
    ]
    over_the_year = months_of(least_period(date(2020, 12, 31), RULES))
    assert [(each.year, each.month) for each in over_the_year] == [(2020, 12), (2021, 1)]


def test_the_day_of_posting_has_no_number_where_it_is_not_counted():
    found = cells(date(2020, 11, 2), counts=False)
    assert found[date(2020, 11, 2)].count == 0
    assert found[date(2020, 11, 6)].count == 4
