"""What a policy file may say. Unknown keys, missing citations and unknown ids are refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, PrivateAttr, StringConstraints, model_validator

from . import rules
from .records import Certificate, FieldRelation, TitleLevel
from .rules import Key, Part, Quantity, Rule, Text

MonthDay = Annotated[str, StringConstraints(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")]


class Clause(Part):
    """One sentence or numbered point of the document, as published."""

    id: Text
    heading: Text
    text: Text


class Cited(Part):
    """Something that the document says: the clause and the sentence quoted from it."""

    clause: Text
    quote: Text
    interpretation: Text | None = None


class RoundDates(Part):
    """The year judged and the days on which material is accepted, both included."""

    year: int = Field(ge=1990, le=2200)
    accepts_from: date
    accepts_until: date

    @model_validator(mode="after")
    def _ordered(self) -> RoundDates:
        if self.accepts_until < self.accepts_from:
            raise ValueError("accepts_until before accepts_from")
        return self


class Counting(Part):
    """How years are counted: up to which day of the round's year, and in which way.

    ``anniversary``: full years by anniversary. ``calendar_year``: the difference of the years.
    """

    cut_off: MonthDay
    mode: Literal["anniversary", "calendar_year"] = "anniversary"


class EducationCounts(Cited):
    """Which education records count: any of these certificates and relations, and recognised."""

    certificates: list[Certificate] = Field(min_length=1)
    fields: list[FieldRelation] = Field(min_length=1)
    recognized: bool = True


class Level(Part):
    key: Key
    label: Text
    grade: Literal["junior", "intermediate", "senior"]


class Specialty(Part):
    key: Key
    label: Text


class Requirement(Cited):
    """A requirement of some levels. Several may share an id when their levels differ.

    Where ``applies_when`` is not met, the requirement is ``otherwise``; ``advice`` tells the
    applicant what to do when it is unmet.
    """

    id: Key
    label: Text
    levels: list[Key] = Field(min_length=1)
    applies_when: Rule | None = None
    otherwise: Literal["met", "not_applicable"] = "not_applicable"
    otherwise_message: Text | None = None
    advice: Text | None = None
    rule: Rule

    @model_validator(mode="after")
    def _says_otherwise(self) -> Requirement:
        if (self.applies_when is None) != (self.otherwise_message is None):
            raise ValueError("applies_when and otherwise_message belong together")
        return self


class Route(Cited):
    """One education-and-years route to a level."""

    id: Key
    level: Key
    label: Text
    rule: Rule


class Item(Cited):
    """One performance item of some levels; ``group`` is free, for rules that count by group."""

    id: Key
    levels: list[Key] = Field(min_length=1)
    label: Text
    group: Key | None = None
    rule: Rule


class Evidence(Part):
    """A document of the dossier: when it is asked and why, in the binding order.

    ``order`` sorts the bound dossier; ``annex`` is its number in the document's annex of the
    binding order, ``submission`` that in the list of what to submit, where it has one. ``by``
    tells who provides it. One is asked for each record of the list ``per``, or ``count``.
    """

    key: Key
    label: Text
    levels: list[Key] = Field(min_length=1)
    required: bool = True
    reason: Text
    clause: Text
    quote: Text
    order: int = Field(ge=1)
    annex: int | None = None
    submission: int | None = None
    by: Literal["applicant", "unit"] = "applicant"
    count: int = Field(1, ge=1)
    per: rules.RecordList | None = None
    formats: list[Key] = ["pdf", "jpg", "png"]
    when: Rule | None = None


class Criterion(Part):
    label: Text
    full_marks: Quantity


class Stage(Part):
    """A scoring stage of a level; weights of a level add up to 1."""

    level: Key
    stage: Key
    label: Text
    weight: Quantity
    anonymous: bool
    source: Literal["ours", "policy"]
    clause: Text
    criteria: list[Criterion] = Field(min_length=1)


class NoticeKind(Part):
    kind: Literal["rules", "materials", "opinion"]
    label: Text


class Notices(Cited):
    """The unit's public notices, their least length in working days."""

    min_working_days: int = Field(ge=1)
    first_day_counts: bool
    kinds: list[NoticeKind] = Field(min_length=1)


class WrittenText(Part):
    """A text that the applicant writes, in characters; ``about`` is a length to aim at."""

    key: Key
    label: Text
    levels: list[Key] = Field(min_length=1)
    min_characters: int | None = None
    about_characters: int | None = None
    clause: Text


class Elimination(Cited):
    """The least share of a level's candidates that does not pass."""

    level: Key
    rate: Quantity


class Policy(Part):
    """One published policy: its document, sentence by sentence, and its rules."""

    key: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    title: Text
    number: Text
    issuer: Text
    issued: date
    titles: list[TitleLevel] = Field(min_length=1)
    round: RoundDates
    counting: Counting
    education_counts: EducationCounts
    levels: list[Level] = Field(min_length=1)
    specialties: list[Specialty] = Field(min_length=1)
    clauses: list[Clause] = Field(min_length=1)
    requirements: list[Requirement] = Field(min_length=1)
    routes: list[Route] = []
    items: list[Item] = []
    evidence: list[Evidence] = []
    stages: list[Stage] = []
    notices: Notices | None = None
    texts: list[WrittenText] = []
    elimination: list[Elimination] = []

    _hash: str | None = PrivateAttr(default=None)
    _programs: dict[str, Any] = PrivateAttr(default_factory=dict)

    @model_validator(mode="after")
    def _consistent(self) -> Policy:
        from .consistency import problems_of

        problems = list(problems_of(self))
        if problems:
            raise ValueError("\n".join(problems))
        return self

    def level(self, key: str) -> Level:
        """The level of that key. Raises KeyError."""
        for level in self.levels:
            if level.key == key:
                return level
        raise KeyError(key)

    def clause(self, id: str) -> Clause:
        """The clause of that id. Raises KeyError."""
        for clause in self.clauses:
            if clause.id == id:
                return clause
        raise KeyError(id)

    def stages_for(self, level: str) -> list[Stage]:
        """The scoring stages of a level, in policy order."""
        return [stage for stage in self.stages if stage.level == level]

    def elimination_rate(self, level: str) -> Decimal:
        """The least share that does not pass; 0 where the policy sets none."""
        return next((each.rate for each in self.elimination if each.level == level), Decimal(0))
