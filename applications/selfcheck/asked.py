"""What the self-check asks at a level.

It asks the declared fields of the steps by name, as far as the level's rules look at them; its own
fields are those that a case has from elsewhere: the account, the unit's record, the office.
"""

from dataclasses import replace
from functools import lru_cache
from typing import Any

from accounts.enums import UNIT_KINDS, Sex
from applications.steps import section_of
from applications.steps.checks import check_sanction
from applications.steps.spec import Field, Kind, Section, always
from policy.reads import facts_read
from policy.rules import TermAssessments, YearlySums
from policy.schema import Policy

_INSTITUTION = {"applies": always, "required": False, "needs": ("unit_kind", ("institution",))}
_OWN_FIELDS = {
    "birth_date": Field("birth_date", "出生日期", Kind.DATE, hint="如：1988-03-02"),
    "sex": Field("sex", "性别", Kind.CHOICE, choices=tuple(Sex.choices)),
    "unit_kind": Field(
        "unit_kind",
        "单位性质",
        Kind.CHOICE,
        choices=tuple((kind.value, kind.label) for kind in UNIT_KINDS),
    ),
    "employer_examination_passed": Field(
        "employer_examination_passed",
        "用人单位已考察专业知识和工作能力，合格",
        Kind.YES_NO,
        hint="还没有考察的选“否”。",
    ),
    "explanation_characters": Field(
        "explanation_characters",
        "文字说明字数",
        Kind.INTEGER,
        required=False,
        hint="打算提交的文字说明有多少字；没有的留空。有符合条件的论文则不需要。",
    ),
}
OWN_SECTIONS = {
    "examination": Section("examination", "用人单位考察", ()),
    "bans": Section(
        "bans",
        "取消申报资格",
        (
            Field("from", "取消资格起始日", Kind.DATE),
            Field("until", "取消资格截止日", Kind.DATE),
        ),
        rows=True,
        most=10,
        hint="因提供虚假材料被取消过申报资格的才填。",
        check=check_sanction,
    ),
}
# Section -> field -> the fact that it gives; a field is asked where the level reads its fact.
_ASKED: dict[str, dict[str, str]] = {
    "person": {name: name for name in ("birth_date", "sex", "worker_category")},
    "application": {
        "specialty": "specialty",
        "unit_kind": "unit_kind",
        **{
            name: f"institution.{name}"
            for name in ("appointed_to_post", "post_salary_paid", "moved_from_government")
        },
        **{
            name: name
            for name in (
                "in_service",
                "civil_servant",
                "retired",
                "concurrent_public_official",
                "failed_last_defence",
            )
        },
        "new_materials": "new_materials_since_failure",
    },
    "education": dict.fromkeys(
        ("level", "certificates", "relation", "graduated", "degree_awarded", "recognized"),
        "education",
    ),
    "work": {
        "from": "work",
        "to": "work",
        "in_specialty": "work.in_specialty",
        "grassroots": "work.grassroots",
    },
    "titles": {"level": "titles", "obtained": "titles.obtained", "appointed": "titles"},
    "examination": {"employer_examination_passed": "employer_examination_passed"},
    "assessments": dict.fromkeys(("year", "result"), "assessments"),
    "term_assessment": {"result": "term_assessment"},
    "continuing_education": dict.fromkeys(
        ("year", "hours", "public_hours"), "continuing_education"
    ),
    "paper": dict.fromkeys(
        (
            "published",
            "characters",
            "journal_level",
            "author_rank",
            "database",
            "in_specialty",
        ),
        "achievements.paper",
    ),
    "key_project": dict.fromkeys(("role", "tier", "accepted_by"), "achievements.key_project"),
    "technology_application": dict.fromkeys(
        ("role", "accepted_by"), "achievements.technology_application"
    ),
    "award": dict.fromkeys(("role", "award_tier", "within_quota"), "achievements.award"),
    "patent": dict.fromkeys(("patent_kind", "inventor_role", "granted"), "achievements.patent"),
    "substitute": dict.fromkeys(
        ("material", "role", "benefit_yuan", "has_contract", "has_financial_statement"),
        "achievements.substitute",
    ),
    "performance": {"outstanding_performance": "outstanding_performance"},
    "explanation": {"explanation_characters": "explanation_characters"},
    "sanctions": dict.fromkeys(("kind", "from", "until"), "sanctions"),
    "bans": dict.fromkeys(("from", "until"), "integrity_bans"),
}
# Where the form stands alone, some things are asked in another way.
_CHANGED: dict[tuple[str, str], dict[str, Any]] = {
    ("person", "worker_category"): {"required": False, "needs": ("sex", ("female",))},
    ("application", "appointed_to_post"): _INSTITUTION,
    ("application", "post_salary_paid"): _INSTITUTION,
    ("application", "moved_from_government"): _INSTITUTION,
}
_LABELS = {
    "person": "个人",
    "application": "单位和专业",
    "titles": "工程系列职称",
    "performance": "业绩突出",
}
# What the short form leaves unasked because it asks for nothing else.
IMPLIED = {"titles": {"series": "engineering"}}


@lru_cache(maxsize=64)
def _sections(policy_key: str, level: str, read: frozenset[str]) -> tuple[Section, ...]:
    made = []
    for key, fields in _ASKED.items():
        asked = tuple(_field(key, name) for name, fact in fields.items() if _is_read(fact, read))
        if not asked:
            continue
        declared = OWN_SECTIONS.get(key) or section_of(key)
        label = _LABELS.get(key, declared.label)
        made.append(replace(declared, label=label, fields=asked, ask=None, applies=always))
    return tuple(made)


def _is_read(fact: str, read: frozenset[str]) -> bool:
    return fact in read or any(each.startswith(f"{fact}.") for each in read)


def _field(section: str, name: str) -> Field:
    if name in _OWN_FIELDS:
        return _OWN_FIELDS[name]
    declared = (OWN_SECTIONS.get(section) or section_of(section)).field(name)
    return replace(declared, **_CHANGED.get((section, name), {}))


def asked_sections(policy: Policy, level: str) -> tuple[Section, ...]:
    """The sections of the form at a level, each with the fields that bear on its verdict."""
    return _sections(policy.key, level, facts_read(policy, level))


def years_asked(policy: Policy, level: str) -> dict[str, list[int]]:
    """The years that the level's rules want records of, by section."""
    years: dict[str, list[int]] = {}
    this = policy.round.year
    for requirement in policy.requirements:
        if level not in requirement.levels:
            continue
        match requirement.rule:
            case YearlySums(records=records, years=offsets):
                years[records] = [this + offset for offset in offsets]
            case TermAssessments(years_before=count):
                years["assessments"] = list(range(this - count, this))
    return years
