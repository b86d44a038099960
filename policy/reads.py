"""Which facts a level's verdict looks at, so that a form can ask for those and no others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .rules import (
    All,
    AnyOf,
    AtLeast,
    BelowRetirementAge,
    Condition,
    Count,
    EducationAtLeast,
    Is,
    Items,
    NoneInForce,
    Not,
    OneOf,
    Routes,
    TermAssessments,
    YearlySums,
    YearsInTitle,
    YearsOfWork,
    YearsSince,
)
from .schema import Policy

# What a policy may name by a word is itself read from these.
_TERM_START = ("titles", "work", "work.in_specialty")


def facts_read(policy: Policy, level: str) -> frozenset[str]:
    """Paths of the facts that bear on a level's verdict: ``birth_date``, ``institution.x``, a
    list's name, a list's field where only some levels ask it (``work.grassroots``), and
    ``achievements.KIND`` for each kind that counts."""
    found: set[str] = set()
    for requirement in policy.requirements:
        if level in requirement.levels:
            found.update(_reads(requirement.rule))
            if requirement.applies_when is not None:
                found.update(_reads(requirement.applies_when))
    for route in policy.routes:
        if route.level == level:
            found.update(_reads(route.rule))
    for item in policy.items:
        if level in item.levels:
            found.update(_reads(item.rule))
    return frozenset(found)


def _reads(rule: Any) -> Iterator[str]:
    match rule:
        case All() | AnyOf():
            for part in rule.of:
                yield from _reads(part)
        case Not():
            yield from _reads(rule.rule)
        case Is() | OneOf() | AtLeast():
            yield rule.field
        case BelowRetirementAge():
            yield from ("birth_date", "sex", "worker_category")
        case EducationAtLeast():
            yield "education"
        case YearsInTitle():
            yield from ("titles", "titles.appointed")
        case YearsOfWork():
            yield "work"
            if rule.in_specialty:
                yield "work.in_specialty"
            if rule.grassroots:
                yield "work.grassroots"
        case YearsSince():
            yield from _EVENTS[rule.event]
        case NoneInForce():
            yield rule.records
        case Count():
            yield f"{rule.records}.{rule.kind}" if rule.kind else rule.records
            for condition in rule.where:
                if condition.field and not rule.kind:
                    yield f"{rule.records}.{condition.field}"
                yield from _dates_named(condition)
        case YearlySums():
            yield rule.records
        case TermAssessments():
            yield from ("assessments", "term_assessment", "titles.appointed", *_TERM_START)
        case Routes() | Items():
            return  # each is judged, and read, by itself
        case _:
            raise TypeError(f"no reader for {rule.op}")


_EVENTS = {
    "graduation": ("education",),
    "title_obtained": ("titles", "titles.obtained"),
    "first_work": ("work",),
    "first_specialty_work": ("work", "work.in_specialty"),
}


def _dates_named(condition: Condition) -> Iterator[str]:
    if "term_start" in (condition.since, condition.until):
        yield from ("titles.appointed", *_TERM_START)
    for branch in condition.any or []:
        for each in branch:
            yield from _dates_named(each)
