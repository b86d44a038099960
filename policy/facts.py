"""What can be known of an applicant: the facts of the eligibility contract, parsed strictly.

Every key is optional; ``null`` is the same as left out. A list left out is empty, a bool left out
is false, anything else left out is ``None`` (unknown). Dates are ``YYYY-MM-DD``, ``YYYY-MM`` or
``YYYY.MM``; a month means its first day, in ``to`` and ``until`` its last.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationError,
    ValidationInfo,
    field_validator,
)

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})-([0-9]{2})|[-.]([0-9]{2}))\Z")


@lru_cache(maxsize=8192)
def _read_date(value: str, last: bool) -> date:
    found = _DATE.match(value)
    if found is None:
        raise ValueError("not a date")
    year, month, day, month_only = found.groups()
    try:
        if day is not None:
            return date(int(year), int(month), int(day))
        whole = int(month_only)
        return date(int(year), whole, calendar.monthrange(int(year), whole)[1] if last else 1)
    except ValueError:
        raise ValueError("not a date") from None


def _plain_date(value: Any) -> date:
    if type(value) is date:
        return value
    raise ValueError("not a date")


def first_day(value: Any) -> date:
    """A date in one of the contract's forms; a month means its first day. ValueError otherwise."""
    if type(value) is str:
        return _read_date(value, False)
    return _plain_date(value)


def last_day(value: Any) -> date:
    """A date in one of the contract's forms; a month means its last day. ValueError otherwise."""
    if type(value) is str:
        return _read_date(value, True)
    return _plain_date(value)


def number(value: Any) -> Decimal:
    """A finite JSON number of zero or more, exactly. ValueError otherwise (also for a bool)."""
    kind = type(value)
    if kind is Decimal:
        result = value
    elif kind is int:
        result = Decimal(value)
    elif kind is float:
        result = Decimal(repr(value))
    else:
        raise ValueError("not a number")
    if not result.is_finite():
        raise ValueError("not a finite number")
    if result < 0:
        raise ValueError("negative")
    return result


FirstDay = Annotated[date, PlainValidator(first_day)]
LastDay = Annotated[date, PlainValidator(last_day)]
Number = Annotated[Decimal, PlainValidator(number)]
Whole = Annotated[int, Field(strict=True, ge=0)]

EducationLevel = Literal["secondary_vocational", "associate", "bachelor", "master", "doctorate"]
EDUCATION_RANK = {
    "secondary_vocational": 1,
    "associate": 2,
    "bachelor": 3,
    "master": 4,
    "doctorate": 5,
}
TitleLevel = Literal["technician", "assistant_engineer", "engineer"]
Certificate = Literal["graduation", "degree", "professional", "completion"]
FieldRelation = Literal["same", "similar", "unrelated"]
Result = Literal[
    "excellent",
    "competent",
    "qualified",
    "basically_competent",
    "basically_qualified",
    "incompetent",
    "unqualified",
    "ungraded",
]
Role = Literal["lead", "key_member", "member"]
AcceptedBy = Literal["municipal_or_above", "other", "none"]


class Record(BaseModel):
    """Base of everything in the facts: unknown keys and loose types are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def _after_start(value: date | None, info: ValidationInfo) -> date | None:
    start = info.data.get("start")
    if value is not None and start is not None and value < start:
        raise ValueError("before from")
    return value


class Institution(Record):
    appointed_to_post: bool = False
    post_salary_paid: bool = False
    moved_from_government: bool = False


class Sanction(Record):
    """A sanction; ``until`` unknown means still in force."""

    kind: (
        Literal["government_disciplinary", "warning", "demerit", "demotion", "dismissal"] | None
    ) = None
    start: FirstDay | None = Field(None, alias="from")
    until: LastDay | None = None

    _ordered = field_validator("until")(_after_start)


class IntegrityBan(Record):
    start: FirstDay | None = Field(None, alias="from")
    until: LastDay | None = None

    _ordered = field_validator("until")(_after_start)


class Education(Record):
    level: EducationLevel | None = None
    certificates: list[Certificate] = []
    field: FieldRelation | None = None
    awarded: FirstDay | None = None
    recognized: bool = False


class Title(Record):
    level: TitleLevel | None = None
    obtained: FirstDay | None = None
    appointed: FirstDay | None = None


class Work(Record):
    """A period of work; without ``to`` it is still running."""

    start: FirstDay | None = Field(None, alias="from")
    to: LastDay | None = None
    in_specialty: bool = False
    grassroots: bool = False

    _ordered = field_validator("to")(_after_start)


class ContinuingEducation(Record):
    year: Whole | None = None
    hours: Number | None = None
    public_hours: Number | None = None

    @field_validator("public_hours")
    @classmethod
    def _within_hours(cls, value: Decimal | None, info: ValidationInfo) -> Decimal | None:
        hours = info.data.get("hours")
        if value is not None and hours is not None and value > hours:
            raise ValueError("more than hours")
        return value


class Assessment(Record):
    year: Whole | None = None
    result: Result | None = None


class Paper(Record):
    kind: Literal["paper"]
    published: FirstDay | None = None
    author_rank: Whole | None = None
    characters: Whole | None = None
    journal_level: Literal["national", "provincial", "municipal", "none"] | None = None
    in_specialty: bool = False
    verified_in_database: bool = False


class KeyProject(Record):
    kind: Literal["key_project"]
    role: Role | None = None
    tier: Literal["municipal_or_above", "large_enterprise", "other"] | None = None
    accepted_by: AcceptedBy | None = None


class TechnologyApplication(Record):
    kind: Literal["technology_application"]
    role: Role | None = None
    accepted_by: AcceptedBy | None = None


class Award(Record):
    kind: Literal["award"]
    role: Role | None = None
    award_tier: (
        Literal["municipal_or_above_innovation", "large_enterprise_science", "other"] | None
    ) = None
    within_quota: bool = False


class Patent(Record):
    kind: Literal["patent"]
    patent_kind: Literal["invention", "utility_model", "design"] | None = None
    inventor_role: Literal["main", "other"] | None = None
    granted: bool = False


class Substitute(Record):
    kind: Literal["substitute"]
    material: (
        Literal[
            "project_plan",
            "industry_standard",
            "development_report",
            "promotion_summary",
            "research_report",
            "other",
        ]
        | None
    ) = None
    role: Role | None = None
    benefit_yuan: Number | None = None
    has_contract: bool = False
    has_financial_statement: bool = False


Achievement = Annotated[
    Paper | KeyProject | TechnologyApplication | Award | Patent | Substitute,
    Field(discriminator="kind"),
]


class Facts(Record):
    """One applicant's facts; build them with :func:`parse_facts`."""

    birth_date: FirstDay | None = None
    sex: Literal["male", "female"] | None = None
    worker_category: Literal["cadre", "worker"] | None = None
    retired: bool = False
    civil_servant: bool = False
    unit_kind: (
        Literal[
            "institution",
            "state_owned_enterprise",
            "non_public_enterprise",
            "social_organization",
            "individual_business",
            "government",
        ]
        | None
    ) = None
    in_service: bool = False
    specialty: (
        Literal[
            "electromechanical",
            "metallurgy",
            "chemical",
            "light_industry",
            "textile",
            "food",
            "other_engineering",
            "urban_construction",
            "non_engineering",
        ]
        | None
    ) = None
    institution: Institution = Institution()
    concurrent_public_official: bool = False
    sanctions: list[Sanction] = []
    integrity_bans: list[IntegrityBan] = []
    education: list[Education] = []
    titles: list[Title] = []
    employer_examination_passed: bool = False
    work: list[Work] = []
    outstanding_performance: bool = False
    continuing_education: list[ContinuingEducation] = []
    assessments: list[Assessment] = []
    term_assessment: Result | None = None
    achievements: list[Achievement] = []
    explanation_characters: Whole | None = None
    failed_last_defence: bool = False
    new_materials_since_failure: bool = False


class FactsError(ValueError):
    """Malformed facts. ``fields`` maps each bad field's path to what is wrong with it."""

    def __init__(self, fields: Mapping[str, str]):
        self.fields = dict(fields)
        super().__init__("; ".join(f"{path}: {why}" for path, why in self.fields.items()))


class Repeated(dict[str, Any]):
    """A JSON object in which a key was given twice; ``names`` are those keys."""

    def __init__(self, pairs: list[tuple[str, Any]]):
        super().__init__(pairs)
        seen: set[str] = set()
        self.names = [key for key, _ in pairs if key in seen or seen.add(key)]  # type: ignore[func-returns-value]


def parse_facts(obj: Any) -> Facts:
    """The facts in a decoded JSON object. Raises FactsError that names every bad field."""
    if not isinstance(obj, dict):
        raise FactsError({"facts": "not an object"})
    repeated: dict[str, str] = {}
    given = _given(obj, repeated)
    try:
        facts = Facts.model_validate(given)
    except ValidationError as error:
        raise FactsError(repeated | _problems(error)) from None
    if repeated:
        raise FactsError(repeated)
    return facts


def _given(obj: dict[str, Any], repeated: dict[str, str]) -> dict[str, Any]:
    """The object without its nulls, two levels deep, which is as deep as records lie."""
    result = {}
    _note_repeated(obj, "", repeated)
    for key, value in obj.items():
        if value is None:
            continue
        if type(value) is list:
            value = [
                _record(item, f"{key}[{at}].", repeated) if isinstance(item, dict) else item
                for at, item in enumerate(value)
            ]
        elif isinstance(value, dict):
            value = _record(value, f"{key}.", repeated)
        result[key] = value
    return result


def _record(record: dict[str, Any], path: str, repeated: dict[str, str]) -> dict[str, Any]:
    _note_repeated(record, path, repeated)
    for value in record.values():
        if value is None:
            return {key: value for key, value in record.items() if value is not None}
    return record


def _note_repeated(record: dict[str, Any], path: str, repeated: dict[str, str]) -> None:
    if type(record) is Repeated:
        repeated.update((path + name, "given twice") for name in record.names)


_WHY = {
    "extra_forbidden": "unknown key",
    "literal_error": "unknown word",
    "bool_type": "not true or false",
    "int_type": "not a whole number",
    "greater_than_equal": "negative",
    "list_type": "not a list",
    "model_type": "not an object",
    "dict_type": "not an object",
    "model_attributes_type": "not an object",
    "union_tag_not_found": "missing",
    "union_tag_invalid": "unknown word",
    "invalid_key": "unknown key",
}


def _problems(error: ValidationError) -> dict[str, str]:
    problems: dict[str, str] = {}
    for item in error.errors(include_url=False, include_input=False):
        path = _path(item["loc"])
        if item["type"].startswith("union_tag"):
            path += ".kind"
        if item["type"] == "value_error":
            why = str(item["ctx"]["error"])
        else:
            why = _WHY.get(item["type"], "not allowed here")
        problems.setdefault(path, why)
    return problems


def _path(loc: tuple[int | str, ...]) -> str:
    """``("achievements", 0, "paper", "published")`` as ``achievements[0].published``."""
    parts = list(loc)
    if len(parts) > 2 and parts[0] == "achievements" and isinstance(parts[1], int):
        del parts[2]
    text = ""
    for part in parts:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text
