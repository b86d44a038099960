"""What the reviewers' pages, guards and exports read."""

from applications.models import Application
from applications.queries import latest_snapshot
from applications.steps import ACHIEVEMENT_KINDS
from review.enums import NoticeKind
from review.models import PublicNotice


def snapshot_data(application: Application) -> dict:
    """The content of the last submission."""
    snapshot = latest_snapshot(application)
    assert snapshot is not None, "a case under review was submitted"
    return snapshot.data


def notices_of(application: Application) -> dict[str, PublicNotice]:
    """The notices that bear on a case: the unit's rules notice and its own two, by kind."""
    own = {notice.kind: notice for notice in application.notices.all()}
    rules = PublicNotice.objects.filter(
        kind=NoticeKind.RULES, unit_id=application.unit_id, round_id=application.round_id
    ).first()
    return {**own, **({NoticeKind.RULES: rules} if rules else {})}


def declarations_of(application: Application) -> list[tuple[str, str]]:
    """What the applicant declared and only the unit can confirm: key and Chinese label
    (domain/fields.md, the unit's part)."""
    sections = snapshot_data(application)["sections"]
    declared = [("education_relation", "所学专业与从事专业的关系")]
    if any(row.get("role") for kind in ACHIEVEMENT_KINDS for row in sections.get(kind, [])):
        declared.append(("achievement_roles", "业绩中的本人角色"))
    performance = (sections.get("performance") or [{}])[0]
    if performance.get("outstanding_performance") == "yes":
        declared.append(("outstanding_performance", "业绩突出"))
    return declared
