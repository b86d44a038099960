"""Rules on lists of records: how many meet conditions, what they add up to in a year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import ROUND_DOWN, Context, Decimal
from typing import Any

from ..case import Case
from ..rules import Condition, Count, YearlySums
from ..verdict import MET, UNMET, Finding
from .base import Judge, Outcome, Scope, operator, show

Test = Callable[[Any, Case], bool]
# Sums are exact to 60 digits and never rounded up past a threshold.
_EXACT = Context(prec=60, rounding=ROUND_DOWN, traps=[])


def _attribute(condition: Condition) -> str:
    return "start" if condition.field == "from" else condition.field or ""


def _test(condition: Condition) -> Test:
    """Whether one record shows what the condition asks; unknown does not."""
    if condition.any is not None:
        branches = [[_test(each) for each in branch] for branch in condition.any]
        return lambda record, case: any(
            all(test(record, case) for test in branch) for branch in branches
        )
    name = _attribute(condition)
    if condition.among is not None:
        among = frozenset(condition.among)
        return lambda record, case: _is_among(getattr(record, name), among)
    if condition.equals is not None:
        wanted = condition.equals
        return lambda record, case: getattr(record, name) is wanted
    if condition.at_least is not None:
        least = condition.at_least
        return lambda record, case: _at_least(getattr(record, name), least)
    if condition.since is not None:
        since = condition.since
        return lambda record, case: _in_order(case.day(since), getattr(record, name))
    until = condition.until or date.max
    return lambda record, case: _in_order(getattr(record, name), case.day(until))


def _is_among(value: Any, among: frozenset[Any]) -> bool:
    """Of a list (certificates) one word is enough."""
    if type(value) is list:
        return not among.isdisjoint(value)
    return value in among


def _at_least(value: Any, least: Decimal) -> bool:
    return value is not None and bool(value >= least)


def _in_order(earlier: date | None, later: date | None) -> bool:
    return earlier is not None and later is not None and earlier <= later


@operator("count")
def _count(rule: Count, scope: Scope) -> Judge:
    name, kind, least = rule.records, rule.kind, rule.at_least
    noun, unit = rule.noun, rule.unit
    tests = [(_test(condition), condition.why) for condition in rule.where]
    need = f"符合条件的{noun} {least} {unit}以上"
    nothing = Outcome(
        False, f"没有填写{noun}", need, f"没有填写{noun}，要求{need}；如有，请补充", None, (), True
    )

    def judge(case: Case) -> Outcome:
        records = getattr(case.facts, name)
        if kind is not None:
            records = [record for record in records if record.kind == kind]
        if not records:
            return nothing
        good, failures = 0, []
        for record in records:
            why = [reason for test, reason in tests if not test(record, case)]
            if why:
                failures.append(why)
            else:
                good += 1
        have = f"填写{noun} {len(records)} {unit}，符合条件 {good} {unit}"
        if good >= least:
            return Outcome(True, have, need, f"您{have}，达到 {least} {unit}", case.frame.year)
        message = f"您{have}，要求 {least} {unit}以上"
        if failures:
            nearest = min(failures, key=lambda why: (len(why), why))
            message += f"（最接近的一{unit}还不符合：{'、'.join(nearest)}）"
        return Outcome(False, have, need, message, None)

    return judge


@operator("yearly_sums")
def _yearly_sums(rule: YearlySums, scope: Scope) -> Judge:
    report = [(offset, scope.part(f"year_{-offset}_before").id) for offset in rule.years]
    source, name, unit = scope.source, rule.records, rule.unit
    sums = [(each.field, each.at_least, each.label) for each in rule.sums]
    asked = "，其中".join(f"{label} {show(least)} {unit}以上" for _, least, label in sums)

    def year_outcome(case: Case, year: int) -> tuple[bool, str, str]:
        records = [each for each in getattr(case.facts, name) if each.year == year]
        if not records:
            return False, f"{year} 年没有记录", f"{year} 年没有继续教育记录，要求{asked}，请补充"
        totals = [(_total(records, field), least, label) for field, least, label in sums]
        have = "、".join(f"{label} {show(total)} {unit}" for total, _, label in totals)
        have = f"{year} 年{have}"
        short = [
            f"{label}还差 {show(_EXACT.subtract(least, total))} {unit}"
            for total, least, label in totals
            if total < least
        ]
        if not short:
            return True, have, f"{have}，达到要求"
        return False, have, f"{have}，要求{asked}，{'、'.join(short)}，请补学或补报"

    def judge(case: Case) -> Outcome:
        children, haves, phrases, bad = [], [], [], []
        for offset, id in report:
            year = case.frame.year + offset
            met, have, phrase = year_outcome(case, year)
            haves.append(have)
            phrases.append(phrase)
            if not met:
                bad.append(phrase)
            need = f"{year} 年{asked}"
            status = MET if met else UNMET
            children.append(
                Finding(id, status, source.clause, source.quote, have, need, phrase + "。")
            )
        need = "、".join(f"{case.frame.year + offset}" for offset, _ in report) + f" 年每年{asked}"
        message = "；".join(bad or phrases)
        first = None if bad else case.frame.year
        return Outcome(not bad, "；".join(haves), need, message, first, tuple(children))

    return judge


def _total(records: list[Any], field: str) -> Decimal:
    total = Decimal(0)
    for record in records:
        value = getattr(record, field)
        if value is not None:
            total = _EXACT.add(total, value)
    return total
