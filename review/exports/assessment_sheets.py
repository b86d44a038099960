"""附件6, the assessment sheet: one A3 page a person from the frozen case."""

from collections.abc import Sequence
from datetime import date
from typing import IO

from documents.forms.assessment_data import (
    Assessments,
    AssessmentSheet,
    Basic,
    Block,
    Education,
    Opinions,
    WorkPeriod,
)
from documents.forms.assessment_sheet import assessment_sheets_pdf, assessment_sheets_xlsx
from documents.pdf import merge_pdfs
from policy.schema import Policy
from review.exports import opinions
from review.exports.achievements import achievement_blocks, honours_block
from review.exports.base import Export, register
from review.exports.person import Person, Schooling, person_of
from review.exports.records import FrozenCase, in_order
from review.exports.selection import Selection
from review.exports.texts import day_in_words, month, period, plain, years
from review.exports.titles import form_title

PERIODS = 4  # of work that the form has room for
BATCH = 40  # sheets rendered at once; what one render holds grows with them


@register
class AssessmentSheets(Export):
    """综合考评表, a sheet a person."""

    key = "assessment-sheets"
    label = "综合考评表（附件6）"
    title = "综合考评表"
    most = {"xlsx": 500, "pdf": 100}

    def write(self, selection: Selection, format: str, file: IO[bytes]) -> int:
        policy = selection.round.policy
        sheets = in_order(selection, lambda case: assessment_sheet(case, policy))
        if sheets:
            made = _pdf(sheets) if format == "pdf" else assessment_sheets_xlsx(sheets)
            file.write(made)
        return len(sheets)


def _pdf(sheets: list[AssessmentSheet]) -> bytes:
    if len(sheets) <= BATCH:
        return assessment_sheets_pdf(sheets)
    batches = (sheets[start : start + BATCH] for start in range(0, len(sheets), BATCH))
    return merge_pdfs(map(assessment_sheets_pdf, batches), title=sheets[0].title)


def assessment_sheet(case: FrozenCase, policy: Policy) -> AssessmentSheet:
    """One person's sheet."""
    data, person = case.data, person_of(case, policy)
    return AssessmentSheet(
        title=form_title(policy, "综合考评表"),
        unit=data["unit"]["name"],
        applied_specialty=plain(case.one("application"), "applied_specialty"),
        filled_on=day_in_words(date.fromisoformat(data["application"]["as_of"])),
        basic=_basic(case, person),
        first_education=_education(person.first),
        highest_education=_education(person.highest),
        work=work_block(case.rows("work")),
        assessments=Assessments(*map(str, person.assessments)),
        awards=honours_block(case),
        main_achievements=plain(case.one("performance"), "main_achievements"),
        opinions=Opinions(
            notices=opinions.notices_text(case),
            panel=opinions.evaluation_text(case),
            unit=opinions.unit_opinion(case),
            department=opinions.department_opinion(case),
        ),
        **achievement_blocks(case),
    )


def _basic(case: FrozenCase, person: Person) -> Basic:
    data, about = case.data, case.one("application")
    return Basic(
        name=data["person"]["name"],
        gender=data["person"]["sex_label"],
        born=month(data["person"]["birth_date"]),
        id_number=case.id_number,
        work_started=month(about.get("work_started")),
        current_title=person.title,
        obtained=person.obtained,
        appointed=person.appointed,
        unit_kind=data["unit"]["kind_label"],
        department=data["unit"]["parent"],
        current_specialty=plain(about, "current_specialty"),
        years_in_specialty=years(person.years_in_specialty),
    )


def _education(schooling: Schooling) -> Education:
    return Education(
        level=schooling.level,
        school=schooling.school,
        study_mode=schooling.study_mode,
        major=schooling.major,
        graduated=schooling.graduated,
    )


def work_block(rows: Sequence[dict]) -> Block[WorkPeriod]:
    """The latest periods in the order of time; earlier ones are counted."""
    ordered = sorted(rows, key=lambda row: month(row.get("from")))
    shown = tuple(
        WorkPeriod(period(row), plain(row, "unit"), plain(row, "specialty"))
        for row in ordered[-PERIODS:]
    )
    return Block(shown, more=len(rows) - len(shown))
