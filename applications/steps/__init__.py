"""The steps of the form in their order, declared in `person`, `career`, `work` and `achievements`."""

from applications.steps import achievements, career, person, work
from applications.steps.spec import Context, Section, Step

STEPS: tuple[Step, ...] = (
    person.NOTICE,
    person.PERSON,
    person.APPLICATION,
    career.EDUCATION,
    career.TRAINING,
    career.WORK,
    career.TITLES,
    work.ASSESSMENTS,
    work.CONTINUING_EDUCATION,
    achievements.ACHIEVEMENTS,
    work.HONOURS,
    work.SUMMARY,
    work.DEFENCE,
    work.EXPLANATION,
    work.EVIDENCE,
    work.CHECK,
)

ACHIEVEMENT_KINDS = (
    "paper",
    "key_project",
    "technology_application",
    "award",
    "patent",
    "substitute",
)


def steps_for(context: Context) -> list[Step]:
    """The steps that apply to a case, in order."""
    return [step for step in STEPS if step.applies(context)]


def step_of(key: str) -> Step:
    """The step of that key; KeyError when there is none."""
    return _STEPS[key]


def section_of(key: str) -> Section:
    """The section of that key; KeyError when there is none."""
    return _SECTIONS[key]


def step_of_section(key: str) -> Step:
    """The step that holds the section."""
    return _STEP_OF_SECTION[key]


_STEPS = {step.key: step for step in STEPS}
_SECTIONS = {section.key: section for step in STEPS for section in step.sections}
_STEP_OF_SECTION = {section.key: step for step in STEPS for section in step.sections}
