"""All, any, not: three-valued, a missing fact being None until it no longer matters."""

from __future__ import annotations

from collections.abc import Callable

from ..case import Case
from ..rules import All, AnyOf, Not
from ..verdict import Finding
from .base import Judge, Outcome, Scope, compile_rule, operator

Reporter = Callable[[Outcome], Finding]


def _parts(rule: All | AnyOf, scope: Scope) -> list[tuple[Judge, Reporter]]:
    names: list[str] = []
    parts = []
    for part in rule.of:
        name = part.id or part.op
        if name in names:
            name = f"{name}_{len(names) + 1}"
        names.append(name)
        inner = scope.part(name)
        parts.append((compile_rule(part, inner), inner.reporter()))
    return parts


@operator("all")
def _all(rule: All, scope: Scope) -> Judge:
    parts = _parts(rule, scope)
    made: dict[tuple[Outcome, ...], Outcome] = {}

    def judge(case: Case) -> Outcome:
        outcomes = [rule_part(case) for rule_part, _ in parts]
        for outcome in outcomes:
            if not outcome.constant:
                return combine(case, outcomes)
        key = tuple(outcomes)
        if key not in made:
            made[key] = combine(case, outcomes)
            made[key].constant = True
        return made[key]

    def combine(case: Case, outcomes: list[Outcome]) -> Outcome:
        children = [report(each) for (_, report), each in zip(parts, outcomes, strict=True)]
        failed = [outcome for outcome in outcomes if not outcome.met]
        have = "；".join([outcome.have for outcome in outcomes])
        need = "，".join([outcome.need for outcome in outcomes])
        if not failed:
            message = "；".join([outcome.message for outcome in outcomes])
            return Outcome(True, have, need, message, case.frame.year, tuple(children))
        met = None if all(outcome.met is None for outcome in failed) else False
        firsts = [outcome.first for outcome in outcomes]
        first = None if None in firsts else max(firsts)  # type: ignore[type-var]
        message = "；".join([outcome.message for outcome in failed])
        return Outcome(met, have, need, message, first, tuple(children))

    return judge


@operator("any")
def _any(rule: AnyOf, scope: Scope) -> Judge:
    parts = _parts(rule, scope)
    made: dict[Outcome, Outcome] = {}

    def taken(part: Outcome, report: Reporter) -> Outcome:
        if part in made:
            return made[part]
        children = (report(part),)
        outcome = Outcome(
            True, part.have, part.need, part.message, part.first, children, part.constant
        )
        if part.constant:
            made[part] = outcome
        return outcome

    def judge(case: Case) -> Outcome:
        outcomes: list[Outcome] = []
        for rule_part, report in parts:
            outcome = rule_part(case)
            if outcome.met:
                # One is enough; the others would only read as reproaches.
                return taken(outcome, report)
            outcomes.append(outcome)
        children = tuple(
            [report(outcome) for (_, report), outcome in zip(parts, outcomes, strict=True)]
        )
        need = "，或".join([outcome.need for outcome in outcomes])
        met = None if any(outcome.met is None for outcome in outcomes) else False
        firsts = [outcome.first for outcome in outcomes if outcome.first is not None]
        have = "；".join([outcome.have for outcome in outcomes])
        message = "；或者，".join([outcome.message for outcome in outcomes])
        return Outcome(met, have, need, message, min(firsts) if firsts else None, children)

    return judge


@operator("not")
def _not(rule: Not, scope: Scope) -> Judge:
    inner = compile_rule(rule.rule, scope)
    need = rule.need

    def judge(case: Case) -> Outcome:
        outcome = inner(case)
        met = None if outcome.met is None else not outcome.met
        if met:
            message = f"现有情况：{outcome.have}，符合“{need}”的要求"
        else:
            message = f"现有情况：{outcome.have}，要求{need}"
        return Outcome(met, outcome.have, need, message, case.frame.year if met else None)

    return judge
