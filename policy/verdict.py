"""What the engine answers: a verdict with a tree of findings, as the contract's JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

MET = "met"
UNMET = "unmet"
NOT_APPLICABLE = "not_applicable"


@dataclass(slots=True)
class Finding:
    """One requirement, route, item or part of it: what is there, what is needed, what to do.

    ``quote`` is the policy's own sentence; ``message`` one Chinese sentence for the applicant.
    """

    id: str
    status: str
    clause: str
    quote: str
    have: str
    need: str
    message: str
    interpretation: str | None = None
    children: tuple[Finding, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The finding as the contract's JSON object; ``interpretation`` only when there is one."""
        result: dict[str, Any] = {
            "id": self.id,
            "status": self.status,
            "clause": self.clause,
            "quote": self.quote,
            "have": self.have,
            "need": self.need,
            "message": self.message,
        }
        if self.interpretation is not None:
            result["interpretation"] = self.interpretation
        result["children"] = [child.to_dict() for child in self.children]
        return result


@dataclass(slots=True)
class Verdict:
    """The outcome of one check; ``findings`` are the level's requirements in policy order."""

    policy: str
    level: str
    as_of: date
    routes: list[str]
    achievement_items: list[str]
    unmet: list[str]
    earliest_round: int | None
    findings: list[Finding]

    @property
    def eligible(self) -> bool:
        """True when no requirement is unmet."""
        return not self.unmet

    def finding(self, requirement: str) -> Finding | None:
        """The finding of a requirement by its id; None where the level does not have it."""
        return next((each for each in self.findings if each.id == requirement), None)

    def to_dict(self) -> dict[str, Any]:
        """The verdict as the contract's JSON object."""
        return {
            "policy": self.policy,
            "level": self.level,
            "as_of": self.as_of.isoformat(),
            "eligible": self.eligible,
            "routes": self.routes,
            "achievement_items": self.achievement_items,
            "unmet": self.unmet,
            "earliest_round": self.earliest_round,
            "findings": [finding.to_dict() for finding in self.findings],
        }
