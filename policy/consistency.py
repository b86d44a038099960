"""Checks across a policy file: ids that exist, quotes that stand in the clause they cite.

Each problem is ``path: what``, the path as in ``requirements[3].quote``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, get_args

from . import records, rules
from .words import PHRASES, WORDS

if TYPE_CHECKING:
    from .schema import Policy

_RECORDS: dict[str, type[records.Record]] = {
    "education": records.Education,
    "titles": records.Title,
    "work": records.Work,
    "sanctions": records.Sanction,
    "integrity_bans": records.IntegrityBan,
    "continuing_education": records.ContinuingEducation,
    "assessments": records.Assessment,
}
_ACHIEVEMENTS: dict[str, type[records.Record]] = {
    get_args(model.model_fields["kind"].annotation)[0]: model
    for model in (
        records.Paper,
        records.KeyProject,
        records.TechnologyApplication,
        records.Award,
        records.Patent,
        records.Substitute,
    )
}


def problems_of(policy: Policy) -> Iterator[str]:
    """Every ``path: what``; nothing when the file is sound."""
    yield from _repeated(policy)
    yield from _citations(policy)
    yield from _levels(policy)
    yield from _rule_problems(policy)


def _repeated(policy: Policy) -> Iterator[str]:
    keyed: list[tuple[str, list[str]]] = [
        ("clauses", [clause.id for clause in policy.clauses]),
        ("levels", [level.key for level in policy.levels]),
        ("specialties", [each.key for each in policy.specialties]),
        ("routes", [f"{route.level} {route.id}" for route in policy.routes]),
        ("evidence", [each.key for each in policy.evidence]),
        ("items", [item.id for item in policy.items]),
    ]
    for name, ids in keyed:
        for at, id in enumerate(ids):
            if id in ids[:at]:
                yield f"{name}[{at}]: {id} is given twice"
    seen: set[tuple[str, str]] = set()
    for at, requirement in enumerate(policy.requirements):
        for level in requirement.levels:
            if (requirement.id, level) in seen:
                yield f"requirements[{at}].levels: {requirement.id} is given twice for {level}"
            seen.add((requirement.id, level))


def _cited(policy: Policy) -> Iterator[tuple[str, str, str | None]]:
    for name in ("requirements", "routes", "items", "evidence", "elimination"):
        for at, each in enumerate(getattr(policy, name)):
            yield f"{name}[{at}]", each.clause, each.quote
    for name in ("stages", "texts"):
        for at, each in enumerate(getattr(policy, name)):
            yield f"{name}[{at}]", each.clause, None
    yield "education_counts", policy.education_counts.clause, policy.education_counts.quote
    if policy.notices:
        yield "notices", policy.notices.clause, policy.notices.quote


def _citations(policy: Policy) -> Iterator[str]:
    texts = {clause.id: clause.text for clause in policy.clauses}
    for path, clause, quote in _cited(policy):
        if clause not in texts:
            yield f"{path}.clause: no clause {clause}"
        elif quote is not None and quote not in texts[clause]:
            yield f"{path}.quote: not in the text of clause {clause}"


def _levels(policy: Policy) -> Iterator[str]:
    known = {level.key for level in policy.levels}
    for name in ("requirements", "items", "evidence", "texts"):
        for at, each in enumerate(getattr(policy, name)):
            for level in each.levels:
                if level not in known:
                    yield f"{name}[{at}].levels: no level {level}"
    for name in ("routes", "stages", "elimination"):
        for at, each in enumerate(getattr(policy, name)):
            if each.level not in known:
                yield f"{name}[{at}].level: no level {each.level}"


def _all_rules(policy: Policy) -> Iterator[tuple[str, Any]]:
    for name in ("requirements", "routes", "items", "evidence"):
        for at, each in enumerate(getattr(policy, name)):
            for key in ("applies_when", "rule", "when"):
                rule = getattr(each, key, None)
                if rule is not None:
                    yield from _walk(f"{name}[{at}].{key}", rule)


def _walk(path: str, rule: Any) -> Iterator[tuple[str, Any]]:
    yield path, rule
    for at, part in enumerate(getattr(rule, "of", ())):
        yield from _walk(f"{path}.of[{at}]", part)
    if isinstance(rule, rules.Not):
        yield from _walk(f"{path}.rule", rule.rule)


def _rule_problems(policy: Policy) -> Iterator[str]:
    routes = {route.id for route in policy.routes}
    items = {item.id for item in policy.items}
    groups = {item.group for item in policy.items}
    for path, rule in _all_rules(policy):
        match rule:
            case rules.Routes():
                yield from (f"{path}.only: no route {id}" for id in rule.only if id not in routes)
                if not routes:
                    yield f"{path}: the policy has no routes"
            case rules.Items():
                yield from (f"{path}.only: no item {id}" for id in rule.only if id not in items)
                if rule.group is not None and rule.group not in groups:
                    yield f"{path}.group: no item of group {rule.group}"
            case rules.Is() if rule.field not in PHRASES:
                yield f"{path}.field: no yes-or-no fact {rule.field}"
            case rules.OneOf() if rule.field not in WORDS:
                yield f"{path}.field: no fact of words {rule.field}"
            case rules.OneOf():
                known = WORDS[rule.field]
                yield from (f"{path}.values: no word {v}" for v in rule.values if v not in known)
            case rules.AtLeast() if rule.field != "explanation_characters":
                yield f"{path}.field: no number {rule.field}"
            case rules.Count():
                yield from _count_problems(path, rule)
            case rules.YearsInTitle() | rules.YearsSince():
                if rule.title is not None and rule.title not in policy.titles:
                    yield f"{path}.title: {rule.title} is not among the policy's titles"
    choices: list[Any] = [*policy.routes, *policy.items]
    for at, each in enumerate(choices):
        for path, rule in _walk("rule", each.rule):
            if isinstance(rule, rules.Routes | rules.Items):
                yield f"{each.id} ({at}) {path}: a route or item cannot rest on routes or items"


def _count_problems(path: str, rule: rules.Count) -> Iterator[str]:
    if rule.records == "achievements":
        if rule.kind not in _ACHIEVEMENTS:
            yield f"{path}.kind: no kind of achievement {rule.kind}"
            return
        record = _ACHIEVEMENTS[rule.kind]
    elif rule.kind is not None:
        yield f"{path}.kind: only achievements have a kind to count"
        return
    else:
        record = _RECORDS[rule.records]
    known = {field.alias or name: field for name, field in record.model_fields.items()}
    for where, condition in _conditions(f"{path}.where", rule.where):
        if condition.field is None:
            continue
        if condition.field not in known:
            yield f"{where}.field: {rule.kind or rule.records} have no {condition.field}"
            continue
        words = set(_words(known[condition.field].annotation))
        for value in condition.among or ():
            if words and value not in words:
                yield f"{where}.in: no word {value}"


def _conditions(
    path: str, conditions: list[rules.Condition]
) -> Iterator[tuple[str, rules.Condition]]:
    for at, condition in enumerate(conditions):
        yield f"{path}[{at}]", condition
        for branch, inner in enumerate(condition.any or ()):
            yield from _conditions(f"{path}[{at}].any[{branch}]", inner)


def _words(annotation: Any) -> Iterator[str]:
    """The words that a record's field allows; none for dates, numbers and bools."""
    for part in get_args(annotation):
        if isinstance(part, str):
            yield part
        else:
            yield from _words(part)
