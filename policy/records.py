"""The records that facts are made of, and the contract's words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, ValidationInfo, field_validator

from .scalars import first_day, last_day, number

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
