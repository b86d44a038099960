"""Eligibility: one function decides it, everywhere. Numbers and words live in the policy files."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from .case import Case, Frame
from .facts import Facts
from .operators import Judge, Outcome, Scope, compile_rule
from .schema import Item, Policy, Requirement, Route
from .verdict import MET, NOT_APPLICABLE, UNMET, Finding, Verdict


class UnknownLevel(ValueError):
    """The policy has no such level."""


def check(policy: Policy, level: str, facts: Facts, as_of: date) -> Verdict:
    """Whether these facts meet every requirement of the level on the day of application.

    ``as_of`` need not lie within the round. Raises UnknownLevel.
    """
    program = program_for(policy, level)
    case = Case(facts, as_of, program.frame, program)
    findings = [requirement.judge(case) for requirement in program.requirements]
    firsts = [route.first for route in case.routes if route.first is not None]
    return Verdict(
        policy=policy.key,
        level=level,
        as_of=as_of,
        routes=[route.id for route in case.routes if route.met],
        achievement_items=[item.id for item in case.items if item.met],
        unmet=[finding.id for finding in findings if finding.status == UNMET],
        earliest_round=min(firsts) if firsts else None,
        findings=findings,
    )


class Answer:
    """A route's or an item's outcome with its finding; ``missing`` counts its unmet parts."""

    __slots__ = ("finding", "first", "have", "id", "message", "met", "missing", "started")

    def __init__(self, id: str, outcome: Outcome, finding: Finding):
        self.id = id
        self.met = bool(outcome.met)
        self.first = outcome.first
        self.have = outcome.have
        self.message = outcome.message
        self.finding = finding
        # Parts that lack; an item that nobody filled in has nothing to say in a summary.
        self.missing = 0 if outcome.met else _lacking(outcome)
        self.started = not outcome.constant


def _lacking(outcome: Outcome) -> int:
    return sum(child.status == UNMET for child in outcome.children)


@dataclass(slots=True)
class Choice:
    """A compiled route or item."""

    source: Route | Item
    rule: Judge
    made: dict[Outcome, Answer] = field(default_factory=dict)

    def judge(self, case: Case) -> Answer:
        outcome = self.rule(case)
        if not outcome.constant:
            return self._answer(outcome)
        if outcome not in self.made:
            self.made[outcome] = self._answer(outcome)
        return self.made[outcome]

    def _answer(self, outcome: Outcome) -> Answer:
        source = self.source
        finding = Finding(
            source.id,
            MET if outcome.met else UNMET,
            source.clause,
            source.quote,
            outcome.have,
            source.label,
            outcome.message + "。",
            source.interpretation,
            outcome.children,
        )
        return Answer(source.id, outcome, finding)


@dataclass(slots=True)
class CompiledRequirement:
    """A requirement's rule and its guard, and the ready finding where it does not apply."""

    source: Requirement
    rule: Judge
    guard: Judge | None
    otherwise: Finding | None
    made: dict[Outcome, Finding] = field(default_factory=dict)

    def judge(self, case: Case) -> Finding:
        if self.guard is not None and self.otherwise is not None:
            applies = self.guard(case).met
            # Unknown whether it applies: "not_applicable" waits for the fact, "met" is judged.
            if applies is False or (applies is None and self.otherwise.status == NOT_APPLICABLE):
                return self.otherwise
        outcome = self.rule(case)
        if not outcome.constant:
            return self._finding(outcome)
        if outcome not in self.made:
            self.made[outcome] = self._finding(outcome)
        return self.made[outcome]

    def _finding(self, outcome: Outcome) -> Finding:
        source = self.source
        message = outcome.message
        if not outcome.met and source.advice:
            message = f"{message}；{source.advice}"
        return Finding(
            source.id,
            MET if outcome.met else UNMET,
            source.clause,
            source.quote,
            outcome.have,
            outcome.need,
            message + "。",
            source.interpretation,
            outcome.children,
        )


@dataclass(slots=True)
class Program:
    """A policy's level, compiled once: what checks run."""

    frame: Frame
    requirements: list[CompiledRequirement]
    routes: list[Choice]
    items: list[Choice]


def program_for(policy: Policy, level: str) -> Program:
    """The compiled level, kept with the policy. Raises UnknownLevel."""
    program: Program | None = policy._programs.get(level)
    if program is None:
        if all(each.key != level for each in policy.levels):
            raise UnknownLevel(level)
        program = policy._programs[level] = _compile(policy, level)
    return program


def _compile(policy: Policy, level: str) -> Program:
    def choice(source: Route | Item) -> Choice:
        return Choice(source, compile_rule(source.rule, Scope(policy, level, source.id, source)))

    return Program(
        Frame(policy),
        [_requirement(policy, level, each) for each in policy.requirements if level in each.levels],
        [choice(route) for route in policy.routes if route.level == level],
        [choice(item) for item in policy.items if level in item.levels],
    )


def _requirement(policy: Policy, level: str, source: Requirement) -> CompiledRequirement:
    scope = Scope(policy, level, source.id, source)
    rule = compile_rule(source.rule, scope)
    if source.applies_when is None:
        return CompiledRequirement(source, rule, None, None)
    otherwise = Finding(
        source.id,
        source.otherwise,
        source.clause,
        source.quote,
        "不适用",
        "不适用",
        f"{source.otherwise_message}。",
        source.interpretation,
    )
    return CompiledRequirement(source, rule, compile_rule(source.applies_when, scope), otherwise)
