"""What the self-check can be made for, and its outcome as the page tells it."""

from dataclasses import dataclass, replace
from datetime import date

from applications import clauses
from applications.case import PHOTO
from applications.links import steps_mending
from applications.models import Round
from applications.panels import FindingView, finding_views
from applications.steps.spec import Context, Section
from policy.engine import check
from policy.evidence import EvidenceNeed, evidence_for
from policy.facts import Facts
from policy.schema import Policy
from policy.verdict import UNMET, Verdict

# Requirements that no step of the form mends, and where the self-check asks about them.
_OWN_PLACES = {"employer_examination": ("examination",), "integrity": ("bans",)}


@dataclass(frozen=True, slots=True)
class Target:
    """A round, or a published policy while there is none, on the day that is judged."""

    key: str
    name: str
    policy: Policy
    as_of: date
    round: Round | None = None

    @property
    def year(self) -> int:
        return self.policy.round.year

    def is_open(self, day: date) -> bool:
        """Whether an application can be begun today."""
        return self.round is not None and self.round.is_open_to_applicants(day)


def targets(day: date) -> list[Target]:
    """The rounds that are open or will be, the next one first; else the newest policy."""
    rounds = Round.objects.filter(applicants_until__gte=day).order_by("applicants_from", "key")
    found = [_of_round(round, day) for round in rounds]
    return found or [_of_policy(policy) for policy in clauses.newest_policies()[:1]]


def target_of(key: str, day: date) -> Target | None:
    """The target of that key: a round that is not over, else a published policy."""
    round = Round.objects.filter(applicants_until__gte=day, key=key).first()
    if round is not None:
        return _of_round(round, day)
    policy = clauses.published(key)
    return _of_policy(policy) if policy else None


def _of_round(round: Round, day: date) -> Target:
    return Target(round.key, round.name, round.policy, max(day, round.applicants_from), round)


def _of_policy(policy: Policy) -> Target:
    return Target(policy.key, policy.title, policy, policy.round.accepts_from)


@dataclass(slots=True)
class NeedView:
    """One document that would be needed, with its clause's address."""

    need: EvidenceNeed
    address: str


@dataclass(slots=True)
class Outcome:
    """The verdict for the page: in words, clause by clause, and what would have to be proved."""

    verdict: Verdict
    title: str
    text: str
    findings: list[FindingView]
    unmet: list[FindingView]
    evidence: list[NeedView]


def outcome_of(
    target: Target, level: str, facts: Facts, sections: tuple[Section, ...], context: Context
) -> Outcome:
    """The one engine's verdict on these facts, ready to be shown."""
    verdict = check(target.policy, level, facts, target.as_of)
    views = finding_views(target.policy, level, verdict.findings)
    asked = {section.key: section for section in sections}
    for index, finding in enumerate(verdict.findings):
        if finding.status == UNMET:
            keys = [
                section.key for step in steps_mending(finding, context) for section in step.sections
            ]
            keys += _OWN_PLACES.get(finding.id, ())
            links = tuple((asked[key].label, f"#section-{key}") for key in keys if key in asked)
            views[index] = replace(views[index], links=links)
    addresses = clauses.clause_addresses(target.policy)
    needs = [PHOTO, *evidence_for(target.policy, level, facts, target.as_of)]
    title, text = _words(target, level, verdict)
    return Outcome(
        verdict,
        title,
        text,
        views,
        [view for view in views if view.status == UNMET],
        [NeedView(need, addresses.get(need.clause, "")) for need in needs],
    )


def _words(target: Target, level: str, verdict: Verdict) -> tuple[str, str]:
    """The verdict and the first possible round as sentences."""
    label, year = target.policy.level(level).label, target.year
    if verdict.eligible:
        return (
            f"可以申报{label}",
            f"按您填写的内容，{year} 年度符合{label}的全部申报条件。"
            "最后以单位和评委会办事机构核对原件为准。",
        )
    title = f"{year} 年度还不能申报{label}，差 {len(verdict.unmet)} 项"
    if not any(route.level == level for route in target.policy.routes):
        return title, ""
    first = verdict.earliest_round
    if first is None:
        return title, "学历和年限这一条，只等时间不会满足，先要改变下面写明的情况。"
    if first <= year:
        return title, f"学历和年限 {year} 年度就够，补上下面差的几项就可以申报。"
    return (
        title,
        f"按现在的工作和岗位不变，学历和年限最早到 {first} 年度够，那是第一个可能申报的年度。",
    )
