"""What every operator gives back, and how rules become functions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from ..case import Case
from ..schema import Cited, Evidence, Policy
from ..verdict import MET, UNMET, Finding


class Outcome:
    """One rule's answer. ``met`` is None where a fact is missing, which counts as unmet.

    ``message`` is a phrase without its full stop. ``first`` is the first round's year in which
    the rule is met if the person stays in work and post; None when time alone will not do it.
    A ``constant`` outcome is made once for many cases; its finding is shared as well.
    """

    __slots__ = ("children", "constant", "first", "have", "message", "met", "need")

    def __init__(
        self,
        met: bool | None,
        have: str,
        need: str,
        message: str,
        first: int | None,
        children: tuple[Finding, ...] = (),
        constant: bool = False,
    ):
        self.met = met
        self.have = have
        self.need = need
        self.message = message
        self.first = first
        self.children = children
        self.constant = constant


Judge = Callable[[Case], Outcome]


@dataclass(frozen=True, slots=True)
class Scope:
    """Where in the policy a rule stands: what its findings are called and what they cite."""

    policy: Policy
    level: str
    id: str
    source: Cited | Evidence

    def part(self, name: str) -> Scope:
        """The scope of a part of this rule."""
        return replace(self, id=f"{self.id}.{name}")

    @property
    def year(self) -> int:
        """The year of the policy's round."""
        return self.policy.round.year

    def reporter(self) -> Callable[[Outcome], Finding]:
        """Turns an outcome of this scope into a finding without an interpretation."""
        id, clause, quote = self.id, self.source.clause, self.source.quote
        made: dict[Outcome, Finding] = {}

        def report(outcome: Outcome) -> Finding:
            if outcome.constant and outcome in made:
                return made[outcome]
            finding = Finding(
                id,
                MET if outcome.met else UNMET,
                clause,
                quote,
                outcome.have,
                outcome.need,
                outcome.message + "。",
                None,
                outcome.children,
            )
            if outcome.constant:
                made[outcome] = finding
            return finding

        return report


Compiler = Callable[[Any, Scope], Judge]
COMPILERS: dict[str, Compiler] = {}


def operator(op: str) -> Callable[[Compiler], Compiler]:
    """Registers the compiler of an operator under its name in policy files."""

    def register(compiler: Compiler) -> Compiler:
        COMPILERS[op] = compiler
        return compiler

    return register


def compile_rule(rule: Any, scope: Scope) -> Judge:
    """The function that judges a case by this rule."""
    return COMPILERS[rule.op](rule, scope)


def show(quantity: Decimal | int) -> str:
    """A quantity in digits without a needless fraction; very large or small ones in powers."""
    if isinstance(quantity, int):
        return str(quantity) if -(10**15) < quantity < 10**15 else f"{Decimal(quantity):.3e}"
    if not quantity.is_finite():
        return "极大"
    if quantity == 0:
        return "0"
    if not -6 <= quantity.adjusted() < 15:
        return f"{quantity:.3e}"
    text = f"{quantity:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
