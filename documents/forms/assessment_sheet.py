"""附件6 《…综合考评表》: one person, exactly one A3 landscape sheet, .xlsx and PDF."""

from collections.abc import Iterable

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
from documents.forms.assessment_layout import sheet_grid
from documents.grid import grids_xlsx
from documents.grid_pdf import grids_pdf

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
    "assessment_sheets_pdf",
    "assessment_sheets_xlsx",
]

LIMITS: dict[str, int] = {
    "title": 50,
    "unit": 60,
    "applied_specialty": 40,
    "filled_on": 20,
    "basic.name": 30,
    "basic.gender": 4,
    "basic.born": 10,
    "basic.id_number": 18,
    "basic.work_started": 10,
    "basic.current_title": 30,
    "basic.obtained": 10,
    "basic.appointed": 10,
    "basic.unit_kind": 20,
    "basic.department": 30,
    "basic.current_specialty": 30,
    "basic.years_in_specialty": 10,
    "education.level": 24,
    "education.school": 50,
    "education.study_mode": 20,
    "education.major": 40,
    "education.graduated": 10,
    "work.period": 20,
    "work.unit": 35,
    "work.specialty": 30,
    "assessments.total": 10,
    "assessments.excellent": 10,
    "assessments.competent": 10,
    "awards.name": 35,
    "awards.awarded_by": 50,
    "awards.awarded": 20,
    "papers.title": 80,
    "papers.words": 10,
    "papers.journal": 40,
    "papers.journal_number": 40,
    "papers.organiser": 50,
    "papers.published": 10,
    "papers.rank": 20,
    "main_achievements": 800,
    "opinions.notices": 300,
    "opinions.panel": 300,
    "opinions.unit": 300,
    "opinions.department": 300,
}
"""Most characters of each field that print at 6 pt or more, by ``block.field``.

Whatever is longer is cut on the print and stands in full in the spreadsheet cell's note.
"""

for _block, _fourth in (
    ("reports", "funds"),
    ("project_plans", "funds"),
    ("standards", "funds"),
    ("promotions", "benefit"),
):
    LIMITS |= {
        f"{_block}.name": 80,
        f"{_block}.approved_by": 60,
        f"{_block}.period": 20,
        f"{_block}.{_fourth}": 50,
        f"{_block}.role": 40,
    }
LIMITS |= {
    "results.project": 80,
    "results.result": 60,
    "results.awarded": 20,
    "results.awarded_by": 50,
    "results.role": 40,
}


def assessment_sheets_xlsx(sheets: Iterable[AssessmentSheet]) -> bytes:
    """Return a workbook with one worksheet a person, each printing on one A3 landscape page."""
    return grids_xlsx(map(sheet_grid, sheets))


def assessment_sheets_pdf(sheets: Iterable[AssessmentSheet]) -> bytes:
    """Return a PDF with exactly one A3 landscape page a person; ValueError without any."""
    sheets = list(sheets)
    return grids_pdf(map(sheet_grid, sheets), title=sheets[0].title if sheets else "")
