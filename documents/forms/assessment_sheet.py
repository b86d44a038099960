"""附件6 《…综合考评表》: one person, exactly one A3 landscape sheet, .xlsx and PDF."""

from documents.forms.assessment_data import (
    Assessments,
    AssessmentSheet,
    Award,
    Basic,
    Block,
    Education,
    Opinions,
    Paper,
    ProjectPlan,
    Promotion,
    Report,
    Result,
    Standard,
    WorkPeriod,
)

__all__ = [
    "AssessmentSheet",
    "Assessments",
    "Award",
    "Basic",
    "Block",
    "Education",
    "LIMITS",
    "Opinions",
    "Paper",
    "ProjectPlan",
    "Promotion",
    "Report",
    "Result",
    "Standard",
    "WorkPeriod",
]

LIMITS: dict[str, int] = {}
"""Most characters of each field that print at 6 pt or more, by ``block.field``."""
