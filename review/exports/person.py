"""What both forms print of a person: schooling, present title, counted years."""

from dataclasses import dataclass

from applications.derived import (
    assessment_counts,
    first_education,
    highest_education,
    month_of,
    present_title,
    years_in_specialty,
)
from applications.steps import choices
from policy.facts import Facts, parse_facts
from policy.schema import Policy
from review.exports.records import FrozenCase
from review.exports.texts import chosen, month, plain

# A degree is not called by the words for the studies that lead to it.
DEGREES = {"doctorate": "博士学位", "master": "硕士学位", "bachelor": "学士学位"}
_DEGREE_RANK = list(DEGREES)


@dataclass(frozen=True, slots=True)
class Schooling:
    """One line of 学历 as the forms have it."""

    level: str = ""
    school: str = ""
    major: str = ""
    study_mode: str = ""
    graduated: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """What is computed of a person; years are full years, None where nothing is counted.

    `assessments` are their number, the excellent and the competent among them.
    """

    first: Schooling
    highest: Schooling
    title: str
    authority: str  # who granted it
    obtained: str
    appointed: str
    years_in_title: int | None
    years_in_specialty: int | None
    assessments: tuple[int, int, int]


def person_of(case: FrozenCase, policy: Policy) -> Person:
    """The person as the frozen case tells."""
    sections, facts = case.data["sections"], parse_facts(case.data["facts"])
    title = present_title(facts, policy)
    row = _title_row(case.rows("titles"), facts, policy)
    counts = assessment_counts(facts)
    return Person(
        first=_schooling(first_education(sections)),
        highest=highest_schooling(case.rows("education")),
        title=plain(row, "name"),
        authority=plain(row, "authority"),
        obtained=month(row.get("obtained")),
        appointed=month(row.get("appointed")),
        years_in_title=title.years if title else None,
        years_in_specialty=years_in_specialty(facts, policy),
        assessments=(counts.total, counts.excellent, counts.competent),
    )


def highest_schooling(rows: list[dict]) -> Schooling:
    """最高学历: the highest with a graduation certificate; a higher degree held without one
    stands beside it as 学位 (domain/forms.md)."""
    graduated = [row for row in rows if "graduation" in (row.get("certificates") or [])]
    found = highest_education({"education": graduated})
    degree = _degree_row(rows)
    if not degree or (found and not _is_higher(degree, found)):
        return _schooling(found)
    if not found:
        return _schooling(degree, DEGREES[degree["level"]])
    beside = f"{_level(found)}（学位：{DEGREES[degree['level']]}）"
    return _schooling(found, beside)


def _degree_row(rows: list[dict]) -> dict:
    """The highest degree that no graduation certificate goes with; {} for none."""
    alone = [
        row
        for row in rows
        if "degree" in (row.get("certificates") or [])
        and "graduation" not in row["certificates"]
        and row.get("level") in DEGREES
    ]
    return min(alone, key=lambda row: _DEGREE_RANK.index(row["level"]), default={})


def _is_higher(degree: dict, graduated: dict) -> bool:
    order = [level for level, _ in choices.EDUCATION_LEVELS]
    return order.index(degree["level"]) < order.index(graduated["level"])


def _level(row: dict) -> str:
    return chosen(choices.EDUCATION_LEVELS, row.get("level"))


def _schooling(row: dict, level: str = "") -> Schooling:
    if not row:
        return Schooling()
    return Schooling(
        level=level or _level(row),
        school=plain(row, "school"),
        major=plain(row, "major"),
        study_mode=chosen(choices.STUDY_MODES, row.get("study_mode")),
        graduated=month(row.get("graduated")),
    )


def _title_row(rows: list[dict], facts: Facts, policy: Policy) -> dict:
    """The typed row of the present title: the one appointed to, else the highest of the series,
    else the latest of another; {} for none."""
    own = [row for row in rows if row.get("series") == "engineering"]
    if title := present_title(facts, policy):
        same = [row for row in own if row.get("level") == title.level and row.get("appointed")]
        return min(same, key=lambda row: month_of(row["appointed"]), default={})
    order = list(policy.titles)
    in_order = [row for row in own if row.get("level") in order]
    if in_order:
        return max(in_order, key=lambda row: order.index(row["level"]))
    return max(rows, key=lambda row: month_of(row.get("obtained")), default={})
