"""Rules that look at the level's routes and performance items."""

from __future__ import annotations

from typing import Any

from ..case import Case
from ..rules import Items, Routes
from ..verdict import Finding
from .base import Judge, Outcome, Scope, operator


@operator("routes")
def _routes(rule: Routes, scope: Scope) -> Judge:
    only = rule.only
    routes = [
        (at, route)
        for at, route in enumerate(r for r in scope.policy.routes if r.level == scope.level)
        if not only or route.id in only
    ]
    places = [at for at, _ in routes]
    labels = [route.label for _, route in routes]
    need = "符合下列途径之一：" + "；".join(labels) if not only else "；或".join(labels)

    def judge(case: Case) -> Outcome:
        outcomes = [case.routes[at] for at in places]
        children = () if only else tuple([each.finding for each in outcomes])
        met = [label for each, label in zip(outcomes, labels, strict=True) if each.met]
        if met:
            have = "；".join(met)
            return Outcome(True, have, need, f"您符合：{have}", case.frame.year, children)
        if only:
            have, message, first = _closed(outcomes, labels)
        else:
            have, message, first = _nearest(outcomes, labels)
        return Outcome(False, have, need, message, first, children)

    return judge


def _closed(outcomes: list[Any], labels: list[str]) -> tuple[str, str, int | None]:
    """Named routes of which none is met; what each lacks stands with the routes themselves."""
    have = f"不符合“{'”“'.join(labels)}”途径"
    firsts = [each.first for each in outcomes if each.first is not None]
    return have, have, min(firsts) if firsts else None


def _nearest(outcomes: list[Any], labels: list[str]) -> tuple[str, str, int | None]:
    """The route that time alone will open first, else the one with the least missing."""
    if not outcomes:
        return "没有可用的途径", "本级别没有学历和年限途径", None
    waiting = [(each.first, at) for at, each in enumerate(outcomes) if each.first is not None]
    if waiting:
        first, at = min(waiting)
        tail = f"；按现在的工作和岗位，最早 {first} 年度可以申报"
    else:
        first = None
        at = min(range(len(outcomes)), key=lambda n: (outcomes[n].missing, n))
        tail = ""
    nearest = outcomes[at]
    message = f"现在还没有一条学历和年限途径满足，最接近的是“{labels[at]}”：{nearest.message}{tail}"
    return nearest.have, message, first


@operator("items")
def _items(rule: Items, scope: Scope) -> Judge:
    level_items = [item for item in scope.policy.items if scope.level in item.levels]
    chosen = [
        (at, item.label)
        for at, item in enumerate(level_items)
        if (not rule.only or item.id in rule.only)
        and (rule.group is None or item.group == rule.group)
    ]
    least = rule.at_least
    need = f"下列各项中符合 {least} 项以上：" + "；".join(label for _, label in chosen)

    def judge(case: Case) -> Outcome:
        outcomes = [(case.items[at], label) for at, label in chosen]
        children: tuple[Finding, ...] = tuple([each.finding for each, _ in outcomes])
        met = [label for each, label in outcomes if each.met]
        have = "符合：" + "、".join(met) if met else "各项均不符合"
        if len(met) >= least:
            return Outcome(True, have, need, f"您{have}", case.frame.year, children)
        message = f"要求 {least} 项以上，现{have}"
        started = sorted(each.message for each, _ in outcomes if not each.met and each.started)
        if started:
            message += "；" + "；".join(started)
        elif outcomes:
            message += "，请按各项要求填写业绩"
        return Outcome(False, have, need, message, None, children)

    return judge
