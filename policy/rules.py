"""The rule language: what a requirement, route, item or piece of evidence may ask.

A rule is a table with ``op`` and that operator's own keys; unknown keys are refused. What each
operator means is in ``policy/operators``.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    model_validator,
)

from .records import Certificate, EducationLevel, FieldRelation, Result, TitleLevel
from .scalars import number

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


def _exact(value: Any) -> Decimal:
    return number(Decimal(value) if isinstance(value, str) else value)


# TOML floats are binary; a quantity with a fraction is written as a string.
Quantity = Annotated[Decimal, BeforeValidator(_exact), PlainSerializer(str)]
NamedDate = Literal["as_of", "accepts_from", "cut_off", "term_start"]
RecordList = Literal[
    "achievements",
    "education",
    "titles",
    "work",
    "sanctions",
    "integrity_bans",
    "continuing_education",
    "assessments",
]


class Part(BaseModel):
    """Base of everything in a policy file: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False)


class RuleBase(Part):
    """``id`` names the finding of this part under its parent's id; by default the operator."""

    id: Key | None = None


class All(RuleBase):
    """Every rule of ``of`` is met."""

    op: Literal["all"]
    of: list[Rule] = Field(min_length=1)


class AnyOf(RuleBase):
    """One rule of ``of`` or more is met."""

    op: Literal["any"]
    of: list[Rule] = Field(min_length=1)


class Not(RuleBase):
    """The rule is not met; ``have`` and ``need`` say it in words."""

    op: Literal["not"]
    rule: Rule
    need: Text


class Is(RuleBase):
    """A bool of the facts has this value. ``institution.x`` names a bool of that record."""

    op: Literal["is"]
    field: Text
    value: bool


class OneOf(RuleBase):
    """A word of the facts is one of ``values``; unknown is not."""

    op: Literal["one_of"]
    field: Text
    values: list[Text] = Field(min_length=1)
    need: Text


class AtLeast(RuleBase):
    """A number of the facts is ``value`` or more."""

    op: Literal["at_least"]
    field: Text
    value: Quantity
    unit: Text


class NoneInForce(RuleBase):
    """No record of the list (of these ``kinds``, if given) is in force on the day, both days in."""

    op: Literal["none_in_force"]
    records: Literal["sanctions", "integrity_bans"] = Field(alias="list")
    kinds: list[Text] = []
    on: NamedDate = "as_of"
    noun: Text


class BelowRetirementAge(RuleBase):
    """Under the statutory retirement age on a day; who reaches it on that day is not."""

    op: Literal["below_retirement_age"]
    on: NamedDate = "accepts_from"


class EducationAtLeast(RuleBase):
    """An education record that counts, of this level or a higher one.

    The policy's ``education_counts`` say which records count; the keys here narrow them.
    """

    op: Literal["education"]
    level: EducationLevel
    certificates: list[Certificate] | None = None
    fields: list[FieldRelation] | None = None


class YearsInTitle(RuleBase):
    """Years appointed to a title, until the first appointment to a higher one."""

    op: Literal["years_in_title"]
    title: TitleLevel
    years: int = Field(ge=1, le=60)


class YearsOfWork(RuleBase):
    """Years worked, periods added up, overlaps counted once."""

    op: Literal["years_of_work"]
    years: int = Field(ge=1, le=60)
    in_specialty: bool = False
    grassroots: bool = False


class YearsSince(RuleBase):
    """Years since an event: graduation at a level or above, a title obtained, a first work day."""

    op: Literal["years_since"]
    event: Literal["graduation", "title_obtained", "first_work", "first_specialty_work"]
    years: int = Field(ge=1, le=60)
    education: EducationLevel | None = None
    title: TitleLevel | None = None

    @model_validator(mode="after")
    def _has_its_event(self) -> YearsSince:
        if (self.event == "graduation") != (self.education is not None):
            raise ValueError("education belongs to event graduation, and only there")
        if (self.event == "title_obtained") != (self.title is not None):
            raise ValueError("title belongs to event title_obtained, and only there")
        return self


class Condition(Part):
    """What one record must show; ``why`` is the Chinese phrase for a record that does not.

    Exactly one of ``in``, ``is``, ``at_least``, ``since``, ``until`` with ``field``; or ``any``:
    lists of conditions, one of which holds as a whole.
    """

    field: Text | None = None
    why: Text
    among: list[str | int] | None = Field(None, alias="in")
    equals: bool | None = Field(None, alias="is")
    at_least: Quantity | None = None
    since: NamedDate | date | None = None
    until: NamedDate | date | None = None
    any: list[list[Condition]] | None = None

    @model_validator(mode="after")
    def _one_test(self) -> Condition:
        tests = (self.among, self.equals, self.at_least, self.since, self.until)
        given = sum(test is not None for test in tests)
        if self.any is not None and (given or self.field is not None):
            raise ValueError("any stands alone")
        if self.any is None and (given != 1 or self.field is None):
            raise ValueError("field and exactly one of in, is, at_least, since, until")
        return self


class Count(RuleBase):
    """So many records of a list meet every condition of ``where``."""

    op: Literal["count"]
    records: RecordList = Field(alias="list")
    where: list[Condition] = []
    at_least: int = Field(1, ge=1)
    kind: Text | None = None
    noun: Text
    unit: Text = "项"


class YearlySum(Part):
    """A field that adds up to this much in a year."""

    field: Literal["hours", "public_hours"]
    at_least: Quantity
    label: Text


class YearlySums(RuleBase):
    """In each year (0 the round's, -1 the one before) the sums are reached, exactly added."""

    op: Literal["yearly_sums"]
    records: Literal["continuing_education"] = Field(alias="list")
    years: list[int] = Field(min_length=1)
    sums: list[YearlySum] = Field(min_length=1)
    unit: Text


class TermAssessments(RuleBase):
    """Every assessment of the present term is ``good``, and none is missing.

    One is asked for each of the ``years_before`` years before the round's that was worked
    through; so many uncovered days of the year are forgiven.
    """

    op: Literal["term_assessments"]
    good: list[Result] = Field(min_length=1)
    years_before: int = Field(ge=0, le=10)
    forgiven_days: int = Field(ge=0, le=365)


class Routes(RuleBase):
    """One of the level's education-and-years routes is met (of ``only``, if given)."""

    op: Literal["routes"]
    only: list[Key] = []


class Items(RuleBase):
    """So many of the level's performance items are met, of a group or of ``only`` if given."""

    op: Literal["items"]
    at_least: int = Field(1, ge=1)
    group: Key | None = None
    only: list[Key] = []


Rule = Annotated[
    All
    | AnyOf
    | Not
    | Is
    | OneOf
    | AtLeast
    | NoneInForce
    | BelowRetirementAge
    | EducationAtLeast
    | YearsInTitle
    | YearsOfWork
    | YearsSince
    | Count
    | YearlySums
    | TermAssessments
    | Routes
    | Items,
    Field(discriminator="op"),
]

for _model in (All, AnyOf, Not, Condition):
    _model.model_rebuild()
