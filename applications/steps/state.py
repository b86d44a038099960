"""What a case's steps say of themselves: parsed values, errors, completeness.

Reads declarations and typed entries only; the same functions serve the form, the task list,
the check page, the facts and the snapshot.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from applications.steps.parse import BadValue, parse
from applications.steps.spec import Context, Field, Kind, Section, Step

# Typed entries of a case: section -> rows in order, each {"id", "version", "values"}.
Typed = dict[str, list[dict]]


class StepStatus(StrEnum):
    """The words of the task list."""

    EMPTY = "未填"
    STARTED = "填写中"
    DONE = "已完成"
    TO_MEND = "待修改"


@dataclass(slots=True)
class Problem:
    """One thing to mend: which section, row (0-based) and field, and why."""

    section: str
    row: int
    field: str
    message: str
    label: str = ""


@dataclass(slots=True)
class StepState:
    """A step of one case with what is typed and what is missing."""

    step: Step
    status: StepStatus
    problems: list[Problem] = field(default_factory=list)
    is_open: bool = True


def is_needed(spec: Field, values: dict) -> bool:
    """Whether the field must be filled, given the other typed values of its section."""
    if spec.needs is None:
        return spec.required
    name, wanted = spec.needs
    typed = values.get(name) or ""
    return bool(set(typed if isinstance(typed, list) else [typed]) & set(wanted))


def parse_values(
    section: Section, values: dict, context: Context
) -> tuple[dict[str, object], dict[str, str]]:
    """Parsed values and messages by field of one row; missing ones are messages too."""
    parsed: dict[str, object] = {}
    errors: dict[str, str] = {}
    for spec in section.fields:
        if spec.kind in (Kind.ID_NUMBER, Kind.UNIT) or not spec.applies(context):
            continue
        _parse_one(spec, values, parsed, errors, context)
    for name, message in section.check(parsed, context).items():
        errors.setdefault(name, message)
    return parsed, errors


def parse_row(
    section: Section, row: dict, context: Context
) -> tuple[dict[str, object], dict[str, str]]:
    """`parse_values` of one row of a case, done once while the case is at hand: the facts, the
    steps' states and the page all ask for it."""
    if "parsed" not in row:
        row["parsed"] = parse_values(section, row["values"], context)
    return row["parsed"]


def _parse_one(spec: Field, values: dict, parsed: dict, errors: dict, context: Context) -> None:
    typed = values.get(spec.name) or ""
    if spec.kind is Kind.MANY:
        parsed[spec.name] = list(typed)
        if not typed and is_needed(spec, values):
            errors[spec.name] = f"请选择{spec.label}。"
        return
    try:
        parsed[spec.name] = parse(spec, typed)
    except BadValue as error:
        errors[spec.name] = str(error)
        return
    if spec.offers and typed and typed not in dict(spec.offers(context)):
        errors[spec.name] = "请从列出的选项中选择。"
    elif len(typed) > spec.limit and spec.kind in (Kind.TEXT, Kind.LONG):
        errors[spec.name] = f"最多{spec.limit}字，现在{len(typed)}字。"
    elif parsed[spec.name] is None and is_needed(spec, values):
        verb = "选择" if spec.kind in (Kind.CHOICE, Kind.YES_NO) else "填写"
        errors[spec.name] = f"请{verb}“{spec.label}”。"


def section_problems(section: Section, typed: Typed, context: Context) -> list[Problem]:
    """What is missing or wrong in one section."""
    rows = typed.get(section.key, [])
    if not section.rows:
        rows = rows or [{"values": {}}]
    problems = [
        Problem(section.key, index, name, message, section.field(name).label)
        for index, row in enumerate(rows)
        for name, message in parse_row(section, row, context)[1].items()
    ]
    if section.rows and len(rows) < least_rows(section, typed):
        problems.append(Problem(section.key, len(rows), "", f"请至少填写一条{section.label}。"))
    return problems


def is_answered_away(section: Section, typed: Typed) -> bool:
    """Whether a “no” to the section's question says that it has no rows."""
    return section.ask is not None and _answer(section.ask, typed) == "no"


def least_rows(section: Section, typed: Typed) -> int:
    """How many rows the section must have, given the answer to its yes-or-no question."""
    if section.ask is None:
        return section.least
    return 1 if _answer(section.ask, typed) == "yes" else 0


def _answer(ask: tuple[str, str], typed: Typed) -> str:
    section, name = ask
    return (typed.get(section) or [{"values": {}}])[0]["values"].get(name) or ""


def step_problems(step: Step, typed: Typed, context: Context) -> list[Problem]:
    """What is missing or wrong in the declared sections of one step."""
    problems = [
        problem
        for section in step.sections
        if section.applies(context) and not is_answered_away(section, typed)
        for problem in section_problems(section, typed, context)
    ]
    if step.key == "education":
        problems += _first_education(typed)
    return problems


def _first_education(typed: Typed) -> list[Problem]:
    firsts = [row for row in typed.get("education", []) if row["values"].get("is_first") == "yes"]
    if len(firsts) == 1 or not typed.get("education"):
        return []
    message = "请将其中一条标为第一学历。" if not firsts else "只能有一条第一学历，请核对。"
    return [Problem("education", 0, "is_first", message, "第一学历")]


def has_typed(step: Step, typed: Typed) -> bool:
    """Whether anything was typed into the step."""
    return any(
        any(row["values"].values())
        for section in step.sections
        for row in typed.get(section.key, [])
    )


def declared_state(
    step: Step, context: Context, typed: Typed, *, open_steps: list[str] | None = None
) -> StepState:
    """The state of one applying step as far as its declared sections tell.

    `open_steps` is None for a draft (all open), the named keys for a returned case.
    """
    problems = [] if step.special else step_problems(step, typed, context)
    return StepState(
        step,
        _status(step, typed, problems),
        problems,
        open_steps is None or step.key in open_steps or step.special == "check",
    )


def _status(step: Step, typed: Typed, problems: list[Problem]) -> StepStatus:
    if not problems:
        return StepStatus.DONE
    return StepStatus.STARTED if has_typed(step, typed) else StepStatus.EMPTY
