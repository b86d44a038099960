"""When somebody of a unit can apply for what: the one engine, asked for this and later rounds.

An estimate by what the unit's list says: it goes on from today's work and post, and takes the
yearly duties of years to come as done.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from applications.models import StaffMember
from applications.selfcheck.outcome import Target
from applications.staff.facts import in_later_year, member_facts
from applications.staff.rounds import policies_ahead
from applications.steps.spec import Context
from policy.engine import check
from policy.facts import Facts, parse_facts
from policy.rules import All, AnyOf, AtLeast, Is, Items, OneOf, Routes, TermAssessments, YearlySums
from policy.schema import Level, Policy
from policy.verdict import Verdict

HELD, NOW, LATER, IF_MENDED, NOT_AHEAD = "held", "now", "later", "if_mended", "not_ahead"
# Facts that a person or the unit brings about without waiting for years to pass.
_OWN_DOING = {
    "employer_examination_passed",
    "explanation_characters",
    "failed_last_defence",
    "new_materials_since_failure",
}


@dataclass(frozen=True, slots=True)
class Outlook:
    """One person at one level: the first round in which it is possible, and what is missing.

    With `if_mended` everything that waits for years is there in `year`, and `missing` is still to
    be brought; with `not_ahead` `missing` is what stands against it in every round looked at.
    """

    level: Level
    status: str
    year: int | None = None
    missing: tuple[str, ...] = ()
    verdict: Verdict | None = None  # in the coming round


@dataclass(frozen=True, slots=True)
class Person:
    """One of the staff with an outlook a level, in the policy's order."""

    member: StaffMember
    outlooks: tuple[Outlook, ...]


@dataclass(slots=True)
class Bar:
    """How many become eligible at a level in a year: all is there, or something to be mended."""

    level: Level
    ready: int = 0
    mending: int = 0

    @property
    def total(self) -> int:
        return self.ready + self.mending


@dataclass(slots=True)
class Forecast:
    """A unit's people in the rounds ahead."""

    target: Target
    levels: list[Level]
    years: list[int]
    people: list[Person] = field(default_factory=list)

    def bars(self) -> list[tuple[int, list[Bar]]]:
        """For every year and level how many can apply then for the first time."""
        table = {year: [Bar(level) for level in self.levels] for year in self.years}
        for person in self.people:
            for at, outlook in enumerate(person.outlooks):
                if outlook.year in table:
                    bar = table[outlook.year][at]
                    if outlook.status == IF_MENDED:
                        bar.mending += 1
                    else:
                        bar.ready += 1
        return list(table.items())


def forecast(members: Iterable[StaffMember], context: Context, target: Target) -> Forecast:
    """Everybody's outlook at every level, by the rules of the coming round."""
    ahead = policies_ahead(target)
    levels = list(target.policy.levels)
    found = Forecast(target, levels, [policy.round.year for policy, _ in ahead])
    for member in members:
        found.people.append(person_of(member, context, target))
    return found


def person_of(member: StaffMember, context: Context, target: Target) -> Person:
    """One person's outlook at every level."""
    judged = _Judged(member, context, target)
    return Person(member, tuple(judged.at(level) for level in target.policy.levels))


class _Judged:
    """One person before the engine; facts of later years are made when they are asked for."""

    def __init__(self, member: StaffMember, context: Context, target: Target):
        self.title = member.values.get("title", "none")
        self.target = target
        self.ahead = policies_ahead(target)
        self.known = member_facts(member, context, target.as_of)
        self.results = {each["result"] for each in self.known["assessments"]}
        self.facts: dict[int, Facts] = {target.year: parse_facts(self.known)}

    def at(self, level: Level) -> Outlook:
        titles = self.target.policy.titles
        held = titles.index(self.title) if self.title in titles else -1
        # Who holds a title does not apply for it again, nor for one below it.
        if level.key in titles and titles.index(level.key) <= held:
            return Outlook(level, HELD)
        first = self._verdict(0, level.key)
        if first.eligible:
            return Outlook(level, NOW, self.target.year, verdict=first)
        return self._later(level, first)

    def _later(self, level: Level, first: Verdict) -> Outlook:
        at, verdict = 0, first
        while True:
            policy, _ = self.ahead[at]
            blocking = self._blocking(policy, level, verdict)
            if not blocking:
                return self._found(level, policy, verdict, first)
            at = self._next(at, policy, level.key, verdict, blocking)
            if at >= len(self.ahead):
                against = self._blocking(self.target.policy, level, first) or first.unmet
                labels = labels_of(self.target.policy, level.key, against)
                return Outlook(level, NOT_AHEAD, missing=labels, verdict=first)
            verdict = self._verdict(at, level.key)

    def _found(self, level: Level, policy: Policy, verdict: Verdict, first: Verdict) -> Outlook:
        year = policy.round.year
        if not verdict.unmet:
            return Outlook(level, LATER, year, verdict=first)
        labels = labels_of(policy, level.key, verdict.unmet)
        return Outlook(level, IF_MENDED, year, labels, first)

    def _next(self, at: int, policy: Policy, level: str, verdict: Verdict, blocking) -> int:
        """The next round worth asking about: the engine knows when years will be enough."""
        waits = [each for each in blocking if _is_route(policy, level, each)]
        if not waits:
            return at + 1
        if verdict.earliest_round is None:
            return len(self.ahead)
        return max(at + 1, at + verdict.earliest_round - policy.round.year)

    def _blocking(self, policy: Policy, level: Level, verdict: Verdict) -> list[str]:
        results = self.results
        return [r for r in verdict.unmet if not is_own_doing(policy, level.key, r, results)]

    def _verdict(self, at: int, level: str) -> Verdict:
        policy, as_of = self.ahead[at]
        year = policy.round.year
        if year not in self.facts:
            self.facts[year] = parse_facts(in_later_year(self.known, self.target.year, year))
        return check(policy, level, self.facts[year], as_of)


def labels_of(policy: Policy, level: str, unmet: Iterable[str]) -> tuple[str, ...]:
    """The requirements' names."""
    wanted = set(unmet)
    return tuple(
        each.label for each in policy.requirements if level in each.levels and each.id in wanted
    )


def is_own_doing(policy: Policy, level: str, requirement: str, results: set[str]) -> bool:
    """Whether a requirement is met by doing something rather than by waiting or by being somebody
    else: training, assessments, achievements, the examination. A bad one among the assessments'
    `results` cannot be made good."""
    return all(_is_done(each.rule, results) for each in _rules(policy, level, requirement))


def _rules(policy: Policy, level: str, requirement: str):
    return [each for each in policy.requirements if each.id == requirement and level in each.levels]


def _is_route(policy: Policy, level: str, requirement: str) -> bool:
    return any(isinstance(each.rule, Routes) for each in _rules(policy, level, requirement))


def _is_done(rule, results: set[str]) -> bool:
    match rule:
        case Items() | YearlySums():
            return True
        case TermAssessments():
            return results <= set(rule.good)
        case All() | AnyOf():
            return all(_is_done(part, results) for part in rule.of)
        case Is() | OneOf() | AtLeast():
            return rule.field in _OWN_DOING
        case _:
            return False
