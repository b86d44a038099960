"""The dossier: which documents this person needs, in binding order, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .case import Case
from .engine import program_for
from .facts import Facts
from .operators import Judge, Scope, compile_rule
from .schema import Evidence, Policy


@dataclass(frozen=True, slots=True)
class EvidenceNeed:
    """One document to hand in; ``order`` is its place in the bound dossier, from 1.

    ``reason`` is a Chinese sentence; ``formats`` are file endings; ``annex`` and ``submission``
    are its numbers in the annex of the binding order and in the list of what to submit, where it
    has one; ``by`` is ``applicant`` or ``unit``; ``count`` is how many are expected.
    """

    key: str
    label: str
    required: bool
    reason: str
    clause: str
    quote: str
    order: int
    annex: int | None
    submission: int | None
    by: str
    count: int
    formats: tuple[str, ...]


def evidence_for(
    policy: Policy, level: str, facts: Facts, as_of: date | None = None
) -> list[EvidenceNeed]:
    """The documents asked of this person, in binding order.

    ``as_of`` is the day of application, by default the round's first. Raises UnknownLevel.
    """
    program = program_for(policy, level)
    case = Case(facts, as_of or policy.round.accepts_from, program.frame, program)
    asked = [each for each, when in _conditions(policy, level) if when is None or when(case).met]
    return sorted((_need(each, facts) for each in asked), key=lambda need: need.order)


def _conditions(policy: Policy, level: str) -> list[tuple[Evidence, Judge | None]]:
    key = f"evidence {level}"
    if key not in policy._programs:
        policy._programs[key] = [
            (each, each.when and compile_rule(each.when, Scope(policy, level, each.key, each)))
            for each in policy.evidence
            if level in each.levels
        ]
    return policy._programs[key]


def _need(each: Evidence, facts: Facts) -> EvidenceNeed:
    records = len(getattr(facts, each.per)) if each.per else 0
    return EvidenceNeed(
        each.key,
        each.label,
        each.required,
        each.reason,
        each.clause,
        each.quote,
        each.order,
        each.annex,
        each.submission,
        each.by,
        records or each.count,
        tuple(each.formats),
    )
