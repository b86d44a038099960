"""Dates and numbers as the contract writes them, read strictly."""

from __future__ import annotations

import calendar
import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})-([0-9]{2})|[-.]([0-9]{2}))\Z")


@lru_cache(maxsize=8192)
def _read_date(value: str, last: bool) -> date:
    found = _DATE.match(value)
    if found is None:
        raise ValueError("not a date")
    year, month, day, month_only = found.groups()
    try:
        if day is not None:
            return date(int(year), int(month), int(day))
        whole = int(month_only)
        return date(int(year), whole, calendar.monthrange(int(year), whole)[1] if last else 1)
    except ValueError:
        raise ValueError("not a date") from None


def _plain_date(value: Any) -> date:
    if type(value) is date:
        return value
    raise ValueError("not a date")


def first_day(value: Any) -> date:
    """A date in one of the contract's forms; a month means its first day. ValueError otherwise."""
    if type(value) is str:
        return _read_date(value, False)
    return _plain_date(value)


def last_day(value: Any) -> date:
    """A date in one of the contract's forms; a month means its last day. ValueError otherwise."""
    if type(value) is str:
        return _read_date(value, True)
    return _plain_date(value)


def number(value: Any) -> Decimal:
    """A finite JSON number of zero or more, exactly. ValueError otherwise (also for a bool)."""
    kind = type(value)
    if kind is Decimal:
        result = value
    elif kind is int:
        result = Decimal(value)
    elif kind is float:
        result = Decimal(repr(value))
    else:
        raise ValueError("not a number")
    if not result.is_finite():
        raise ValueError("not a finite number")
    if result < 0:
        raise ValueError("negative")
    return result
