"""Typed values as the forms print them: months, periods, choices, quantities."""

from datetime import date
from functools import lru_cache

from applications.steps.parse import BadValue, parse
from applications.steps.spec import Choices, Field, Kind

_MONTH = Field("month", "时间", Kind.MONTH)
RUNNING = "至今"


@lru_cache(maxsize=16_384)
def month(typed: str | None) -> str:
    """A typed month or day as `2016.09`; what is no date stays as it was typed, blank is ""."""
    if not typed:
        return ""
    try:
        value = parse(_MONTH, typed)
    except BadValue:
        return typed.strip()
    return value[:7].replace("-", ".") if value else ""


def month_in_words(typed: str | None) -> str:
    """A typed month or day as `2016年9月`; what is no date stays as it was typed."""
    year, dot, number = month(typed).partition(".")
    if not (dot and year.isdigit() and number.isdigit()):
        return month(typed)
    return f"{year}年{int(number)}月"


def period(row: dict) -> str:
    """`from` and `to` of a row as `2011.07-2014.12`; an open end prints 至今."""
    start, end = month(row.get("from")), month(row.get("to"))
    if not start:
        return end
    return f"{start}-{end or RUNNING}"


def period_in_words(row: dict) -> str:
    """`from` and `to` of a row as `2011年7月` over `至2014年12月`; an open end prints 至今."""
    start, end = month_in_words(row.get("from")), month_in_words(row.get("to"))
    if not start:
        return end
    return f"{start}\n至{end}" if end else f"{start}{RUNNING}"


def day(value: date) -> str:
    """A day as `2020.10.29`."""
    return f"{value:%Y.%m.%d}"


def day_in_words(value: date) -> str:
    """A day as `2020年11月20日`."""
    return f"{value.year}年{value.month}月{value.day}日"


@lru_cache(maxsize=64)
def _labels(choices: Choices) -> dict[str, str]:
    return dict(choices)


def chosen(choices: Choices, value: str | None) -> str:
    """The Chinese label of a chosen value; "" for none or an unknown one."""
    return _labels(choices).get(value or "", "")


def plain(row: dict, name: str) -> str:
    """A typed text without outer blanks."""
    return (row.get(name) or "").strip()


def joined(*parts: str, by: str = "；") -> str:
    """The parts that are not empty, joined."""
    return by.join(part for part in parts if part)


def years(count: int | None) -> str:
    """Full years as `9年`, fewer than one as 不满1年; "" where nothing is counted."""
    if count is None:
        return ""
    return f"{count}年" if count else "不满1年"
