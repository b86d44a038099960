"""Rules on single facts: a yes or no, a word, a number, a period in force, an age."""

from __future__ import annotations

from datetime import date
from operator import attrgetter

from ..calendar import retirement_date, retirement_group
from ..case import Case
from ..records import IntegrityBan, Sanction
from ..rules import AtLeast, BelowRetirementAge, Is, NoneInForce, OneOf
from ..words import FIELDS, PHRASES, SANCTIONS, WORDS
from .base import Judge, Outcome, Scope, operator, show


@operator("is")
def _is(rule: Is, scope: Scope) -> Judge:
    get, wanted = attrgetter(rule.field), rule.value
    yes, no = PHRASES[rule.field]
    good, bad = (yes, no) if wanted else (no, yes)
    met = Outcome(True, good, good, f"您{good}，符合要求", scope.year, constant=True)
    unmet = Outcome(False, bad, good, f"您{bad}，要求{good}", None, constant=True)

    def judge(case: Case) -> Outcome:
        return met if get(case.facts) is wanted else unmet

    return judge


@operator("one_of")
def _one_of(rule: OneOf, scope: Scope) -> Judge:
    get, values, name = attrgetter(rule.field), frozenset(rule.values), FIELDS[rule.field]
    need = rule.need

    def outcome(word: str, label: str) -> Outcome:
        if word in values:
            message = f"您的{name}是{label}，符合要求"
            return Outcome(True, label, need, message, scope.year, constant=True)
        message = f"您的{name}是{label}，要求{need}"
        return Outcome(False, label, need, message, None, constant=True)

    outcomes: dict[str | None, Outcome] = {
        word: outcome(word, label) for word, label in WORDS[rule.field].items()
    }
    message = f"还不知道您的{name}，要求{need}，请填写{name}"
    outcomes[None] = Outcome(None, f"{name}未填写", need, message, None, constant=True)

    def judge(case: Case) -> Outcome:
        return outcomes[get(case.facts)]

    return judge


@operator("at_least")
def _at_least(rule: AtLeast, scope: Scope) -> Judge:
    get, least, name = attrgetter(rule.field), rule.value, FIELDS[rule.field]
    unit = rule.unit
    need = f"{name} {show(least)} {unit}以上"

    def judge(case: Case) -> Outcome:
        value = get(case.facts)
        if value is None:
            message = f"{name}未填写，要求 {show(least)} {unit}以上，请补充"
            return Outcome(None, f"{name}未填写", need, message, None)
        have = f"{name} {show(value)} {unit}"
        if value >= least:
            return Outcome(True, have, need, f"{have}，符合要求", case.frame.year)
        short = show(least - value)
        message = f"{have}，要求 {show(least)} {unit}以上，还差 {short} {unit}"
        return Outcome(False, have, need, message, None)

    return judge


def _period(record: Sanction | IntegrityBan) -> str:
    start = record.start.isoformat() if record.start else "起始日期未填写"
    return f"{start} 至 {record.until.isoformat() if record.until else '未注明截止日期'}"


@operator("none_in_force")
def _none_in_force(rule: NoneInForce, scope: Scope) -> Judge:
    kinds, noun, on, name = frozenset(rule.kinds), rule.noun, rule.on, rule.records
    need = f"没有在期限内的{noun}"

    def in_force(record: Sanction | IntegrityBan, day: date) -> bool:
        """An unknown kind or day counts as the one that bars."""
        kind = getattr(record, "kind", None)
        if kinds and kind is not None and kind not in kinds:
            return False
        if record.start is not None and record.start > day:
            return False
        return record.until is None or record.until >= day

    def judge(case: Case) -> Outcome:
        day = case.day(on) or case.as_of
        barring = [each for each in getattr(case.facts, name) if in_force(each, day)]
        if not barring:
            have = f"没有在期限内的{noun}"
            return Outcome(True, have, need, f"{day} 当日{have}，符合要求", case.frame.year)
        listed = sorted(
            (SANCTIONS[each.kind] + " " if getattr(each, "kind", None) else "") + _period(each)
            for each in barring
        )
        have = "、".join(listed)
        known = any(
            each.start is not None and getattr(each, "kind", "") is not None for each in barring
        )
        message = f"{day} 当日仍在{noun}期限内（{have}），期满后方可申报"
        if not known:
            message = f"{noun}的类别或日期没有填全（{have}），无法判断是否在期限内，请补充"
        return Outcome(False if known else None, have, need, message, None)

    return judge


@operator("below_retirement_age")
def _below_retirement_age(rule: BelowRetirementAge, scope: Scope) -> Judge:
    on = rule.on
    need = "未达到国家法定退休年龄"

    def judge(case: Case) -> Outcome:
        facts, day = case.facts, case.day(on)
        group = retirement_group(facts.sex, facts.worker_category)
        if facts.birth_date is None or group is None or day is None:
            missing = "、".join(_missing(case))
            message = f"缺少{missing}，无法判断是否达到法定退休年龄，请补充"
            return Outcome(None, f"{missing}未填写", need, message, None)
        retires = retirement_date(facts.birth_date, group, day)
        have = f"法定退休日期 {retires}"
        if retires > day:
            message = f"您的{have}，在 {day} 之后，未达到退休年龄"
            return Outcome(True, have, need, message, case.frame.year)
        message = f"您的{have}，到开始受理材料的 {day} 已达到法定退休年龄，不能申报"
        return Outcome(False, have, need, message, None)

    return judge


def _missing(case: Case) -> list[str]:
    facts = case.facts
    names = [name for name in ("birth_date", "sex") if getattr(facts, name) is None]
    if facts.sex == "female" and facts.worker_category is None:
        names.append("worker_category")
    return [FIELDS[name] for name in names]
