"""What is read from each clause, in plain Chinese words, for people and never for a verdict.

A rule's words are those that its operator tells an applicant as what is needed, so that the page
of the policy and a verdict cannot say different things.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from .case import Case
from .engine import program_for
from .facts import Facts
from .operators import Scope, compile_rule
from .operators.base import show
from .rules import All, AnyOf, Count, Not
from .schema import Cited, Evidence, Item, Policy, Requirement, Route, Stage, WrittenText
from .words import CERTIFICATES, RELATIONS


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing read from a clause: its kind in words, for which levels, what it asks.

    ``quote`` is the sentence read, "" where the policy file names the clause only. ``is_ours``
    marks what the document leaves open and the portal has set.
    """

    kind: str
    label: str
    levels: tuple[str, ...]
    words: str
    quote: str = ""
    conditions: tuple[str, ...] = ()
    note: str = ""
    interpretation: str | None = None
    is_ours: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """Readings of one clause that are of one kind and for the same levels."""

    kind: str
    levels: tuple[str, ...]
    readings: tuple[Reading, ...]


def boxes(read: list[Reading]) -> tuple[Box, ...]:
    """The readings of a clause as they stand together on a page, the order kept."""
    grouped = groupby(read, key=lambda each: (each.kind, each.levels))
    return tuple(Box(kind, levels, tuple(group)) for (kind, levels), group in grouped)


def readings(policy: Policy) -> dict[str, list[Reading]]:
    """What is read from each clause, by the clause's id, in the order of the policy file."""
    found: dict[str, list[Reading]] = {clause.id: [] for clause in policy.clauses}
    for clause, reading in _all(policy):
        found[clause].append(reading)
    return found


def _all(policy: Policy) -> Iterator[tuple[str, Reading]]:
    counts = policy.education_counts
    yield counts.clause, _education_counts(policy)
    for requirement in policy.requirements:
        for reading in _requirement(policy, requirement):
            yield requirement.clause, reading
    for route in policy.routes:
        yield route.clause, _choice(policy, route, "学历年限途径", [route.level])
    for item in policy.items:
        yield item.clause, _choice(policy, item, "业绩条件", item.levels)
    for text in policy.texts:
        yield text.clause, _text(policy, text)
    for stage in policy.stages:
        yield stage.clause, _stage(policy, stage)
    for rate in policy.elimination:
        words = f"淘汰率不低于 {_percent(rate.rate)}"
        labels = _levels(policy, [rate.level])
        yield (
            rate.clause,
            Reading(
                "评审", "淘汰率", labels, words, rate.quote, interpretation=rate.interpretation
            ),
        )
    if policy.notices is not None:
        yield policy.notices.clause, _notices(policy)
    for evidence in policy.evidence:
        yield evidence.clause, _evidence(policy, evidence)


def _levels(policy: Policy, keys: Iterable[str]) -> tuple[str, ...]:
    """Labels of levels; empty when all are meant."""
    wanted = set(keys)
    labels = tuple(level.label for level in policy.levels if level.key in wanted)
    return labels if len(labels) < len(policy.levels) else ()


def need_in_words(policy: Policy, level: str, rule: Any, source: Cited | Evidence) -> str:
    """What a rule asks at a level, as a finding says it under ``need``."""
    program = program_for(policy, level)
    case = Case(Facts(), policy.round.accepts_from, program.frame, program)
    return compile_rule(rule, Scope(policy, level, "words", source))(case).need


def _requirement(policy: Policy, source: Requirement) -> Iterator[Reading]:
    """One reading, or one a level where levels are told different words (their own routes)."""
    told: dict[str, list[str]] = {}
    for level in source.levels:
        told.setdefault(need_in_words(policy, level, source.rule, source), []).append(level)
    for words, levels in told.items():
        note = ""
        if source.applies_when is not None:
            note = f"{source.otherwise_message}。"
            if source.otherwise == "met":
                guard = need_in_words(policy, levels[0], source.applies_when, source)
                note = f"只用于：{guard}。"
        yield Reading(
            "申报条件",
            source.label,
            _levels(policy, levels),
            words,
            source.quote,
            tuple(_conditions(source.rule)),
            note,
            source.interpretation,
        )


def _choice(policy: Policy, source: Route | Item, kind: str, levels: list[str]) -> Reading:
    return Reading(
        kind,
        source.label,
        _levels(policy, levels),
        need_in_words(policy, levels[0], source.rule, source),
        source.quote,
        tuple(_conditions(source.rule)),
        interpretation=source.interpretation,
    )


def _conditions(rule: Any) -> Iterator[str]:
    """What each counted record must show."""
    match rule:
        case All() | AnyOf():
            for part in rule.of:
                yield from _conditions(part)
        case Not():
            return
        case Count():
            yield from (each.why for each in rule.where)


def _education_counts(policy: Policy) -> Reading:
    source = policy.education_counts
    certificates = "或".join(CERTIFICATES[each] for each in source.certificates)
    fields = "或".join(RELATIONS[each] for each in source.fields)
    words = f"作为依据的学历须有{certificates}，所学专业与从事专业{fields}"
    if source.recognized:
        words += "，并为国家教育行政部门承认"
    return Reading(
        "学历认定", "哪些学历算数", (), words, source.quote, interpretation=source.interpretation
    )


def _text(policy: Policy, source: WrittenText) -> Reading:
    words = "须提交"
    if source.min_characters:
        words = f"{source.min_characters} 字以上"
    elif source.about_characters:
        words = f"{source.about_characters} 字左右"
    return Reading("文字材料", source.label, _levels(policy, source.levels), words)


def _stage(policy: Policy, source: Stage) -> Reading:
    marks = "；".join(f"{each.label} {show(each.full_marks)} 分" for each in source.criteria)
    is_ours = source.source == "ours"
    named = "评分项和满分（政策没有规定，由系统拟定）" if is_ours else "评分项和满分"
    anonymous = "，匿名进行" if source.anonymous else ""
    return Reading(
        "评审",
        source.label,
        _levels(policy, [source.level]),
        f"占总成绩的 {_percent(source.weight)}{anonymous}。{named}：{marks}",
        is_ours=is_ours,
    )


def _notices(policy: Policy) -> Reading:
    source = policy.notices
    assert source is not None
    kinds = "；".join(kind.label for kind in source.kinds)
    first = "从张贴当日起算" if source.first_day_counts else "从张贴次日起算"
    return Reading(
        "公示",
        f"{len(source.kinds)} 次公示",
        (),
        f"{kinds}。每次不少于 {source.min_working_days} 个工作日，{first}",
        source.quote,
        interpretation=source.interpretation,
    )


def _evidence(policy: Policy, source: Evidence) -> Reading:
    return Reading(
        "证明材料", source.label, _levels(policy, source.levels), source.reason, source.quote
    )


def _percent(rate: Decimal) -> str:
    return f"{show((rate * 100).normalize())}%"
