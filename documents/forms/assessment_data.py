"""What one 综合考评表 (附件6) holds: plain rows of text as they are to be printed."""

from dataclasses import dataclass, field
from typing import Generic, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True)
class Block(Generic[Row]):
    """The rows of one block that are shown, and how many more there are (另有 n 项，见评审表).

    Rows beyond those the form has (four work periods, one award, two of all else) are counted
    with ``more``.
    """

    rows: tuple[Row, ...] = ()
    more: int = 0


@dataclass(frozen=True)
class Basic:
    """基本情况; ``id_number`` prints in full; dates as ``2016.09``."""

    name: str = ""
    gender: str = ""
    born: str = ""
    id_number: str = ""
    work_started: str = ""
    current_title: str = ""
    obtained: str = ""
    appointed: str = ""
    unit_kind: str = ""
    department: str = ""
    current_specialty: str = ""
    years_in_specialty: str = ""


@dataclass(frozen=True)
class Education:
    """One row of 学历情况; ``level`` may name a degree held without a graduation certificate."""

    level: str = ""
    school: str = ""
    study_mode: str = ""
    major: str = ""
    graduated: str = ""


@dataclass(frozen=True)
class WorkPeriod:
    """One period of 工作经历; an open end prints 至今."""

    period: str = ""
    unit: str = ""
    specialty: str = ""


@dataclass(frozen=True)
class Assessments:
    """考核情况: numbers of assessments; ``competent`` counts 称职 and 合格."""

    total: str = ""
    excellent: str = ""
    competent: str = ""


@dataclass(frozen=True)
class Award:
    """立功受奖."""

    name: str = ""
    awarded_by: str = ""
    awarded: str = ""


@dataclass(frozen=True)
class Paper:
    """论文."""

    title: str = ""
    words: str = ""
    journal: str = ""
    journal_number: str = ""
    organiser: str = ""
    published: str = ""
    rank: str = ""


@dataclass(frozen=True)
class Report:
    """研制报告."""

    name: str = ""
    approved_by: str = ""
    period: str = ""
    funds: str = ""
    role: str = ""


@dataclass(frozen=True)
class ProjectPlan(Report):
    """项目方案 and key projects."""


@dataclass(frozen=True)
class Standard(Report):
    """标准制定."""


@dataclass(frozen=True)
class Promotion:
    """技术推广; ``benefit`` is 经济效益情况."""

    name: str = ""
    approved_by: str = ""
    period: str = ""
    benefit: str = ""
    role: str = ""


@dataclass(frozen=True)
class Result:
    """成果专利; ``result`` is 成果专利名称及等级."""

    project: str = ""
    result: str = ""
    awarded: str = ""
    awarded_by: str = ""
    role: str = ""


@dataclass(frozen=True)
class Opinions:
    """The four boxes at the foot, left to right; empty ones are written by hand."""

    notices: str = ""
    panel: str = ""
    unit: str = ""
    department: str = ""


@dataclass(frozen=True)
class AssessmentSheet:
    """One person's sheet, exactly one A3 landscape page whatever the texts are.

    ``title`` is the whole title line (《…综合考评表》 of the round's city, series and level);
    ``filled_on`` prints after 填表日期 and is left open (年 月 日) when empty.
    """

    title: str
    unit: str = ""
    applied_specialty: str = ""
    filled_on: str = ""
    basic: Basic = Basic()
    first_education: Education = Education()
    highest_education: Education = Education()
    work: Block[WorkPeriod] = field(default_factory=Block)
    assessments: Assessments = Assessments()
    awards: Block[Award] = field(default_factory=Block)
    papers: Block[Paper] = field(default_factory=Block)
    reports: Block[Report] = field(default_factory=Block)
    project_plans: Block[ProjectPlan] = field(default_factory=Block)
    results: Block[Result] = field(default_factory=Block)
    standards: Block[Standard] = field(default_factory=Block)
    promotions: Block[Promotion] = field(default_factory=Block)
    main_achievements: str = ""
    opinions: Opinions = Opinions()
