"""One check under way: the facts, the round, and what several rules ask of them, found once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from .calendar import merged
from .facts import Facts
from .records import EDUCATION_RANK, Education
from .schema import EducationCounts, Policy

_OPEN_END = date.max.toordinal()


class Frame:
    """What a policy fixes for every check: the round's year and days, orders, ways of counting."""

    __slots__ = ("accepts_from", "cut_off", "cut_off_day", "education", "mode", "ranks", "year")

    def __init__(self, policy: Policy):
        self.year = policy.round.year
        self.accepts_from = policy.round.accepts_from
        month, day = policy.counting.cut_off.split("-")
        self.cut_off_day = (int(month), int(day))
        self.cut_off = self.cut_off_in(self.year)
        self.mode = policy.counting.mode
        self.ranks: dict[str, int] = {title: rank for rank, title in enumerate(policy.titles)}
        self.education: EducationCounts = policy.education_counts

    def cut_off_in(self, year: int) -> date:
        """The day up to which years count in that round; 29 February as 28 if need be."""
        month, day = self.cut_off_day
        try:
            return date(year, month, day)
        except ValueError:
            return date(year, month, day - 1)

    def first_round(self, year: int, month: int, day: int) -> int:
        """The first round, from this one on, whose cut-off is not before that day."""
        reached = year if (month, day) <= self.cut_off_day else year + 1
        return max(self.year, reached)


class Case:
    """Facts under judgement on a day. Rules read it; only caches are written."""

    __slots__ = ("as_of", "cache", "facts", "frame", "program", "_items", "_routes", "_term")

    def __init__(self, facts: Facts, as_of: date, frame: Frame, program: Any):
        self.facts = facts
        self.as_of = as_of
        self.frame = frame
        self.program = program
        self.cache: dict[Any, Any] = {}
        self._routes: Any = None
        self._items: Any = None
        self._term: Any = None

    @property
    def routes(self) -> list[Any]:
        """The outcome of every route of the level, in policy order."""
        if self._routes is None:
            self._routes = [route.judge(self) for route in self.program.routes]
        return self._routes

    @property
    def items(self) -> list[Any]:
        """The outcome of every performance item of the level, in policy order."""
        if self._items is None:
            self._items = [item.judge(self) for item in self.program.items]
        return self._items

    def appointments(self) -> dict[str, date]:
        """Each title's first appointment; titles without one, or outside the policy, left out."""
        found: dict[str, date] | None = self.cache.get("appointments")
        if found is None:
            found = self.cache["appointments"] = {}
            for title in self.facts.titles:
                level, appointed = title.level, title.appointed
                if level is None or appointed is None or level not in self.frame.ranks:
                    continue
                if level not in found or appointed < found[level]:
                    found[level] = appointed
        return found

    def present_title(self) -> tuple[str, date] | None:
        """The highest title appointed to and its first appointment."""
        appointments = self.appointments()
        if not appointments:
            return None
        highest = max(appointments, key=lambda title: self.frame.ranks[title])
        return highest, appointments[highest]

    def term_start(self) -> date | None:
        """The appointment to the present title, else the first specialty work, else None."""
        if self._term is None:
            present = self.present_title()
            self._term = (present[1] if present else self.first_work(in_specialty=True),)
        return self._term[0]

    def first_work(self, *, in_specialty: bool) -> date | None:
        """The first day of work (in the specialty); None where no period has a start."""
        starts = [
            period.start
            for period in self.facts.work
            if period.start is not None and (period.in_specialty or not in_specialty)
        ]
        return min(starts) if starts else None

    def work(self, in_specialty: bool, grassroots: bool) -> list[tuple[int, int]]:
        """Merged day ranges of work of that sort; a running period ends on the last day of time."""
        key = ("work", in_specialty, grassroots)
        found: list[tuple[int, int]] | None = self.cache.get(key)
        if found is None:
            found = self.cache[key] = merged(
                (
                    period.start.toordinal(),
                    _OPEN_END + 1 if period.to is None else period.to.toordinal(),
                )
                for period in self.facts.work
                if period.start is not None
                and (period.in_specialty or not in_specialty)
                and (period.grassroots or not grassroots)
            )
        return found

    def day(self, named: str | date) -> date | None:
        """A date that a policy names (``as_of``, ``cut_off`` …), or the date itself."""
        if not isinstance(named, str):
            return named
        return _NAMED[named](self)

    def best_education(
        self, certificates: frozenset[str], fields: frozenset[str]
    ) -> tuple[int, Education | None]:
        """The rank of the highest education record that counts, and the record; 0 and None."""
        key = (certificates, fields)
        found: tuple[int, Education | None] | None = self.cache.get(key)
        if found is None:
            best: Education | None = None
            rank = 0
            for record in self.facts.education:
                if (
                    record.level is not None
                    and EDUCATION_RANK[record.level] > rank
                    and self.counts(record, certificates, fields)
                ):
                    best, rank = record, EDUCATION_RANK[record.level]
            found = self.cache[key] = (rank, best)
        return found

    def counts(
        self, record: Education, certificates: frozenset[str], fields: frozenset[str]
    ) -> bool:
        """Whether an education record counts at all under the policy."""
        return (
            record.awarded is not None
            and record.awarded <= self.as_of
            and record.field in fields
            and (record.recognized or not self.frame.education.recognized)
            and not certificates.isdisjoint(record.certificates)
        )


_NAMED: dict[str, Callable[[Case], date | None]] = {
    "as_of": lambda case: case.as_of,
    "accepts_from": lambda case: case.frame.accepts_from,
    "cut_off": lambda case: case.frame.cut_off,
    "term_start": Case.term_start,
}
