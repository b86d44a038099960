"""Addresses of a case's pages: where a step, a section or a problem is mended."""

from accounts.paths import path_to
from applications.case import Case
from applications.models import Application
from applications.steps import ACHIEVEMENT_KINDS, section_of, step_of_section, steps_for
from applications.steps.spec import Context, Section, Step
from applications.steps.state import Problem
from policy.verdict import Finding


def step_address(application: Application, step: Step) -> str:
    """The page of a step."""
    if step.special:
        return path_to(f"applications:{step.special}", application.pk)
    return path_to("applications:step", application.pk, step.key)


def section_address(application: Application, section: Section) -> str:
    """The page that holds a section; each kind of achievement has one of its own."""
    if section.key in ACHIEVEMENT_KINDS:
        return path_to("applications:achievements", application.pk, section.key)
    return step_address(application, step_of_section(section.key))


def problem_address(case: Case, problem: Problem) -> str:
    """The field that mends a problem, with what is missing shown."""
    application = case.application
    if problem.section == "evidence":
        return f"{path_to('applications:evidence', application.pk)}#need-{problem.field}"
    section = section_of(problem.section)
    page = section_address(application, section)
    if section.rows:
        rows = case.typed.get(section.key, [])
        if not problem.field or problem.row >= len(rows):
            return f"{page}?check=1#rows-{section.key}"
        entry = rows[problem.row]["id"]
        return f"{page}?edit={entry}&check=1#{section.key}-{problem.field}"
    return f"{page}?check=1#{section.key}-{problem.field}"


def problem_place(case: Case, problem: Problem, *, with_step: bool) -> str:
    """Which row a problem stands in, with its step on a page of all steps: `业绩，专利第2条：`."""
    if problem.section == "evidence":
        return "证明材料：" if with_step else ""
    section, step = section_of(problem.section), step_of_section(problem.section)
    rows = case.typed.get(section.key, []) if section.rows else []
    row = f"第{problem.row + 1}条" if problem.field and problem.row < len(rows) else ""
    if row and section.label != step.label:
        row = f"{'，' if with_step else ''}{section.label}{row}"
    place = (step.label if with_step else "") + row
    return f"{place}：" if place else ""


def steps_mending(finding: Finding, context: Context) -> list[Step]:
    """The steps whose fields bear on a requirement, in order."""
    return [step for step in steps_for(context) if finding.id in step.requirements]
