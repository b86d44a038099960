"""What is computed from typed values and facts, never typed (domain/fields.md).

Pure: sections (section -> rows of typed values, of a draft or of a snapshot) and facts go in,
values come out. Pages, the dossier and the official forms use the same.
"""

from dataclasses import dataclass
from datetime import date

from applications.steps import choices
from applications.steps.parse import BadValue, comparable, parse
from applications.steps.spec import Field, Kind
from policy.calendar import days_within, merged
from policy.case import Frame
from policy.facts import Facts
from policy.operators.years import years_by
from policy.schema import Policy

Sections = dict[str, list[dict]]
_RANK = {level: rank for rank, (level, _) in enumerate(choices.EDUCATION_LEVELS)}
_MONTH = Field("", "", Kind.MONTH)


def first_education(sections: Sections) -> dict:
    """The row marked as first education; {} when none is."""
    rows = sections.get("education", [])
    return next((row for row in rows if row.get("is_first") == "yes"), {})


def highest_education(sections: Sections) -> dict:
    """The row of the highest level, the latest of equals; {} when there is none."""
    rows = [row for row in sections.get("education", []) if row.get("level") in _RANK]
    if not rows:
        return {}
    best = min(_RANK[row["level"]] for row in rows)
    equals = [row for row in rows if _RANK[row["level"]] == best]
    return max(equals, key=lambda row: month_of(row.get("graduated")))


def month_of(typed: str | None) -> str:
    """A typed month or day as a text that sorts in time; "" for a blank or a wrong one."""
    try:
        return comparable(parse(_MONTH, typed or ""))
    except BadValue:
        return ""


def cut_off_of(policy: Policy) -> date:
    """The day up to which the round counts years (三-1-截止)."""
    return Frame(policy).cut_off


def years_in_specialty(facts: Facts, policy: Policy) -> int | None:
    """Full years of work in the specialty up to the round's cut-off; None without any work.

    Periods that overlap count once; their days are counted as one unbroken period, as the
    engine does.
    """
    cut_off = cut_off_of(policy)
    periods = merged(
        (work.start.toordinal(), (work.to or cut_off).toordinal())
        for work in facts.work
        if work.start and work.in_specialty and work.start <= (work.to or cut_off)
    )
    if not periods:
        return None
    days = days_within(periods, 1, cut_off.toordinal())
    start = date.fromordinal(cut_off.toordinal() + 1 - days)
    return years_by(Frame(policy), start, cut_off) if days else 0


@dataclass(frozen=True, slots=True)
class PresentTitle:
    """The highest title held in the series, since when appointed, and for how many full years."""

    level: str
    appointed: date
    years: int


def present_title(facts: Facts, policy: Policy) -> PresentTitle | None:
    """The present title; None without an appointment."""
    order: list[str] = list(policy.titles)
    first: dict[str, date] = {}
    for title in facts.titles:
        if title.level in order and title.appointed:
            known = first.get(title.level, title.appointed)
            first[title.level] = min(known, title.appointed)
    if not first:
        return None
    level = max(first, key=order.index)
    return PresentTitle(
        level, first[level], years_by(Frame(policy), first[level], cut_off_of(policy))
    )


def years_in_title(facts: Facts, policy: Policy) -> int | None:
    """Full years appointed to the present title up to the round's cut-off; None without one."""
    title = present_title(facts, policy)
    return title.years if title else None


@dataclass(frozen=True, slots=True)
class AssessmentCounts:
    """Yearly assessments: how many, how many excellent, how many competent (称职 and 合格)."""

    total: int
    excellent: int
    competent: int


def assessment_counts(facts: Facts) -> AssessmentCounts:
    """Counts of the yearly assessments typed with a year and a result."""
    results = [assessment.result for assessment in facts.assessments]
    return AssessmentCounts(
        len(results),
        results.count("excellent"),
        results.count("competent") + results.count("qualified"),
    )


def term_start(facts: Facts, policy: Policy) -> date | None:
    """Since when the present post counts: the appointment, else the first specialty work."""
    if title := present_title(facts, policy):
        return title.appointed
    starts = [work.start for work in facts.work if work.start and work.in_specialty]
    return min(starts, default=None)


def is_in_present_post(row: dict, since: date | None) -> bool | None:
    """Whether an achievement falls into the present post (现职期间), by its end or, where it has
    none, its start or publication; None while the day is unknown."""
    day = month_of(row.get("to")) or month_of(row.get("published")) or month_of(row.get("from"))
    if not day or since is None:
        return None
    # A month is compared with a month: it has no day.
    return day[:7] >= since.isoformat()[:7]
