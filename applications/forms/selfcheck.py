"""The self-check's form as the template needs it: one block a section, rows numbered."""

from dataclasses import dataclass

from applications.forms.typed import FieldView, drawn, view_of
from applications.selfcheck.answers import Answers
from applications.steps import ACHIEVEMENT_KINDS
from applications.steps.spec import Context, Kind, Section
from applications.steps.state import Problem


@dataclass(slots=True)
class RowView:
    """One row of a list, or the one of a section that exists once."""

    id: str
    number: int
    fields: list[FieldView]


@dataclass(slots=True)
class BlockView:
    """One section of the form."""

    key: str
    label: str
    hint: str
    is_list: bool
    is_achievement: bool
    rows: list[RowView]
    most: int
    next_row: str  # the id that a row added now will have

    @property
    def is_full(self) -> bool:
        return len(self.rows) >= self.most


def blocks_of(
    answers: Answers, sections: tuple[Section, ...], context: Context, problems: list[Problem]
) -> list[BlockView]:
    """The form bound to the answers, messages at their fields."""
    errors = {(each.section, each.row, each.field): each.message for each in problems}
    return [_block(section, answers[section.key], context, errors) for section in sections]


def _block(section: Section, rows: list[dict], context: Context, errors: dict) -> BlockView:
    return BlockView(
        section.key,
        section.label,
        section.hint,
        section.rows,
        section.key in ACHIEVEMENT_KINDS,
        [_row(section, number, row, context, errors) for number, row in enumerate(rows)],
        section.most,
        f"{section.key}-{len(rows)}",
    )


def _row(section: Section, number: int, row: dict, context: Context, errors: dict) -> RowView:
    start = start_of(section, number)
    typed = {spec.name: row.get(spec.name) or _blank(spec.kind) for spec in section.fields}
    views = []
    for spec in section.fields:
        error = errors.get((section.key, number, spec.name), "")
        view = view_of(section, spec, typed, error, context, start=start)
        views.append(drawn(view, spec, context))
    return RowView(start.rstrip("-"), number + 1, views)


def _blank(kind: Kind) -> str | list[str]:
    return [] if kind is Kind.MANY else ""


def start_of(section: Section, number: int) -> str:
    """What the names and ids of a row's fields begin with."""
    return f"{section.key}-{number}-" if section.rows else f"{section.key}-"


def lines_of(problems: list[Problem], sections: tuple[Section, ...]) -> list[tuple[str, str]]:
    """Addresses and sentences for the summary on top."""
    known = {section.key: section for section in sections}
    lines = []
    for each in problems:
        section = known[each.section]
        if not each.field:
            lines.append((f"#section-{section.key}", f"{section.label}：{each.message}"))
            continue
        place = f"{section.label} 第 {each.row + 1} 条" if section.rows else section.label
        address = f"#{start_of(section, each.row)}{each.field}"
        # Most messages name their field themselves.
        named = "" if f"“{each.label}”" in each.message else f"，{each.label}"
        lines.append((address, f"{place}{named}：{each.message}"))
    return lines
