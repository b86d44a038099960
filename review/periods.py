"""How long a public notice runs, in working days of the State Council's calendar (程-2)."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from applications.deadlines import closing_day
from applications.models import Application
from policy.calendar import is_published, is_working_day, last_day, working_days_between
from policy.schema import Notices


@dataclass(frozen=True, slots=True)
class Period:
    """A notice's first and last day, both included, and how many working days that counts."""

    first: date
    last: date
    working_days: int

    @property
    def unpublished_years(self) -> list[int]:
        """Years whose holidays are not published: counted by weekends alone."""
        years = range(self.first.year, self.last.year + 1)
        return [year for year in years if not is_published(year)]

    @property
    def remark(self) -> str:
        """What the page says about an unpublished calendar; "" where there is nothing to say."""
        if not (years := self.unpublished_years):
            return ""
        named = "、".join(f"{year}年" for year in years)
        return f"{named}的节假日安排尚未公布，暂按周末推算；公布后请核对最后一天。"

    @property
    def counted(self) -> list[date]:
        """The working days that make up the period, in order; the day of posting is not among
        them where the policy does not count it."""
        span = range((self.last - self.first).days + 1)
        days = [self.first + timedelta(n) for n in span]
        worked = [day for day in days if is_working_day(day)]
        return worked[len(worked) - self.working_days :]


def least_period(first: date, rules: Notices) -> Period:
    """The shortest period that the policy allows for a notice posted on `first`."""
    last = last_day(first, rules.min_working_days, rules.first_day_counts)
    return Period(first, last, rules.min_working_days)


@lru_cache(maxsize=500)  # every case of a unit shows the same notices
def period_of(first: date, last: date, first_day_counts: bool) -> Period:
    """The period between two days, its working days counted."""
    days = working_days_between(first, last)
    if not first_day_counts:
        days -= working_days_between(first, first)
    return Period(first, last, days)


def ends_too_late(case: Application, last: date) -> bool:
    """Whether a notice that ends on `last` leaves its case no day to be passed on, grace included."""
    closing = closing_day(case, case.round)
    return closing is not None and last >= closing
