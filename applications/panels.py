"""The verdict as pages show it: each finding with its label, its state and where to mend it."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from applications.case import Case
from applications.clauses import clause_addresses
from applications.links import step_address, steps_mending
from applications.steps.spec import Step
from policy.schema import Policy
from policy.verdict import MET, NOT_APPLICABLE, Finding, Verdict

# Status -> (class of the design, word read aloud and seen).
_LOOKS = {
    MET: ("finding-met", "已满足"),
    NOT_APPLICABLE: ("finding-na", "不涉及"),
}
_UNMET = ("finding-missing", "未满足")


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding; `children` are its parts, routes or items."""

    id: str
    label: str
    status: str
    look: str
    word: str
    message: str
    have: str
    need: str
    clause: str
    address: str  # of the clause on the policy's page
    quote: str
    interpretation: str | None
    links: tuple[tuple[str, str], ...] = ()
    children: tuple["FindingView", ...] = ()


@dataclass(frozen=True, slots=True)
class Panel:
    """The whole verdict; `first_year` is told when the person has to wait for a later round."""

    is_eligible: bool
    missing: tuple[FindingView, ...]
    met: tuple[FindingView, ...]
    not_applicable: tuple[FindingView, ...]
    first_year: int | None
    year: int
    details: str = ""  # where a brief panel's met findings can be read

    @property
    def drawn(self) -> SafeString:
        """The panel as HTML."""
        return _drawn(self)

    @property
    def swapped_in(self) -> SafeString:
        """The same as a part that takes the place of the one on the page."""
        return _drawn(self, oob=True)


# A verdict stays the same over many looks at a page, and all that is drawn is in the panel.
@lru_cache(maxsize=300)
def _drawn(panel: Panel, *, oob: bool = False) -> SafeString:
    return render_to_string("applications/parts/verdict.html", {"panel": panel, "oob": oob})


def panel_of(case: Case, verdict: Verdict, *, is_brief: bool = False) -> Panel:
    """The verdict of a case for a page of its applicant; a brief one has no parts of findings
    and tells of the met ones only how many they are."""
    views = finding_views(
        case.context.policy, case.application.level, verdict.findings, deep=not is_brief
    )
    for index, finding in enumerate(verdict.findings):
        if finding.status not in (MET, NOT_APPLICABLE):
            links = _links(case, steps_mending(finding, case.context))
            views[index] = replace(views[index], links=links)
    year = case.application.round.year
    panel = _panel(views, verdict.eligible, verdict.earliest_round, year)
    if not is_brief:
        return panel
    address = reverse("applications:task_list", args=[case.application.pk])
    return replace(panel, details=f"{address}#verdict")


def frozen_panel(data: dict, policy: Policy) -> Panel:
    """The verdict in a snapshot's data, for the pages of officers."""
    verdict, level = data["verdict"], data["application"]["level"]
    findings = [in_third_person(_finding(each)) for each in verdict["findings"]]
    views = finding_views(policy, level, findings)
    year = data["application"]["year"]
    return _panel(views, verdict["eligible"], verdict["earliest_round"], year)


def finding_views(
    policy: Policy, level: str, findings: list[Finding], *, deep: bool = True
) -> list[FindingView]:
    """Findings of a level for a page, in policy order, each with its clause's address."""
    labels, addresses = _labels(policy, level), clause_addresses(policy)
    return [_view(finding, labels, addresses, deep) for finding in findings]


def _panel(views: list[FindingView], is_eligible: bool, first: int | None, year: int) -> Panel:
    return Panel(
        is_eligible,
        tuple(view for view in views if view.status not in (MET, NOT_APPLICABLE)),
        tuple(view for view in views if view.status == MET),
        tuple(view for view in views if view.status == NOT_APPLICABLE),
        first if first is not None and first > year else None,
        year,
    )


def _labels(policy: Policy, level: str) -> dict[str, str]:
    """Requirements, routes and items by id: their labels stand for them."""
    key = (policy.key, policy.round.year, level)
    if key not in _known_labels:
        _known_labels[key] = {
            **{each.id: each.label for each in policy.requirements if level in each.levels},
            **{each.id: each.label for each in policy.routes if each.level == level},
            **{each.id: each.label for each in policy.items if level in each.levels},
        }
    return _known_labels[key]


_known_labels: dict[tuple, dict[str, str]] = {}


def _view(
    finding: Finding, labels: dict[str, str], addresses: dict[str, str], deep: bool = True
) -> FindingView:
    look, word = _LOOKS.get(finding.status, _UNMET)
    return FindingView(
        finding.id,
        labels.get(finding.id) or finding.need,
        finding.status,
        look,
        word,
        finding.message,
        finding.have,
        finding.need,
        finding.clause,
        addresses.get(finding.clause, ""),
        finding.quote,
        finding.interpretation,
        children=tuple(_view(child, labels, addresses) for child in finding.children if deep),
    )


def _finding(frozen: dict) -> Finding:
    return Finding(
        **{name: frozen[name] for name in _NAMES},
        interpretation=frozen.get("interpretation"),
        children=tuple(_finding(child) for child in frozen["children"]),
    )


def in_third_person(finding: Finding) -> Finding:
    """The finding in words about the person, not to the person, as it was frozen."""
    return replace(
        finding,
        message=about_applicant(finding.message),
        children=tuple(in_third_person(child) for child in finding.children),
    )


def about_applicant(message: str) -> str:
    """A finding's message for others than the applicant, whom it addresses at the beginning of its
    parts; a 您 in what the person typed stays."""
    return _ADDRESSED.sub("申报人", message)


_ADDRESSED = re.compile(r"(?:(?<![^；，：。（\s])|(?<=还不知道))您")
_NAMES = ("id", "status", "clause", "quote", "have", "need", "message")


def _links(case: Case, steps: list[Step]) -> tuple[tuple[str, str], ...]:
    return tuple((step.label, step_address(case.application, step)) for step in steps)
