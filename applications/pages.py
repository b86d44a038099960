"""What a step's page shows: its forms, its rows, its neighbours, what is missing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse

from applications.case import Case
from applications.computed import computed, present_post_text
from applications.defence.identity import with_hits
from applications.display import brief, row_title
from applications.dossier import sections_of
from applications.forms.typed import FieldView, form_for, opening_of
from applications.links import problem_address, problem_place, section_address, step_address
from applications.steps import ACHIEVEMENT_KINDS
from applications.steps.spec import Field, Kind, Section, Step
from applications.steps.state import Problem, is_answered_away, parse_row

# What is typed here is no fact of the eligibility contract.
NOT_JUDGED = frozenset({"notice", "training_any", "training", "honours", "summary", "defence"})


@dataclass(slots=True)
class FormBlock:
    """One form: a single section, or one row of a list that is open."""

    section: Section
    action: str
    fields: list[FieldView]
    entry_id: int | None = None
    version: int | None = None
    saved_at: datetime | None = None
    back: str = ""

    @property
    def errors(self) -> list[FieldView]:
        return [view for view in self.fields if view.error]


@dataclass(slots=True)
class RowView:
    """One row of a list, closed."""

    id: int
    number: int
    title: str
    brief: list[str]
    problems: int
    form: FormBlock | None = None
    judgement: object = None


@dataclass(slots=True)
class Block:
    """One section of the page: a form, or a list with at most one row open."""

    section: Section
    address: str
    form: FormBlock | None = None
    rows: list[RowView] = field(default_factory=list)
    new_row: FormBlock | None = None
    computed: list[tuple[str, str]] = field(default_factory=list)
    asks: str = ""  # "section-field" whose "yes" opens this list
    is_answered_away: bool = False
    is_full: bool = False


@dataclass(slots=True)
class Opened:
    """Which row the address opens, and whether what is missing is told."""

    entry_id: int | None = None
    new_in: str = ""
    with_missing: bool = False


@dataclass(slots=True)
class Refused:
    """What could not be stored: shown again as typed, with the reasons."""

    section: str
    entry_id: int | None
    typed: dict
    errors: dict[str, str]

    def is_about(self, section: Section, entry_id: int | None) -> bool:
        """Whether it was typed into this form; a section that exists once needs no row's id."""
        return self.section == section.key and (not section.rows or self.entry_id == entry_id)


def blocks_of(
    case: Case, sections: list[Section], opened: Opened, refused: Refused | None = None
) -> list[Block]:
    """The given sections of a step, ready for the template."""
    return [
        _list_block(case, section, opened, refused)
        if section.rows
        else _single_block(case, section, opened, refused)
        for section in sections
        if section.applies(case.context)
    ]


def _single_block(case: Case, section: Section, opened: Opened, refused) -> Block:
    rows = case.typed.get(section.key)
    form = form_block(case, section, rows[0] if rows else None, opened, refused)
    return Block(
        section,
        section_address(case.application, section),
        form=form,
        computed=computed_values(case, section.key),
    )


def _list_block(case: Case, section: Section, opened: Opened, refused) -> Block:
    application = case.application
    stored = case.typed.get(section.key, [])
    block = Block(
        section,
        section_address(application, section),
        rows=[_row(case, section, number, row) for number, row in enumerate(stored, start=1)],
        computed=computed_values(case, section.key),
        asks="-".join(section.ask or ()),
        is_answered_away=is_answered_away(section, case.typed),
        is_full=len(stored) >= section.most,
    )
    for view, row in zip(block.rows, stored, strict=True):
        if view.id == opened.entry_id:
            view.form = form_block(case, section, row, opened, refused)
    if opened.new_in == section.key and not block.is_full:
        block.new_row = form_block(case, section, None, opened, refused)
    return block


def _row(case: Case, section: Section, number: int, row: dict) -> RowView:
    values = row["values"]
    told = brief(section, values, case.context)
    if section.key in ACHIEVEMENT_KINDS:
        post = present_post_text(values, case.facts, case.context)
        told += [f"现职期间：{post}"] if post else []
    return RowView(
        row["id"],
        number,
        row_title(section, values, case.context) or f"第{number}条",
        told,
        len(parse_row(section, row, case.context)[1]),
    )


def form_block(
    case: Case, section: Section, row: dict | None, opened: Opened, refused: Refused | None = None
) -> FormBlock:
    """The form of a single section or of one row, bound to what is stored or was just typed."""
    entry_id = row["id"] if row else None
    values, stored = dict(row["values"]) if row else {}, bool(row)
    refusal: dict[str, str] = {}
    if refused and refused.is_about(section, entry_id):
        values, refusal = {**values, **refused.typed}, refused.errors
    form = form_for(section, case.context, values)
    errors = form.shown_errors(with_missing=opened.with_missing and (stored or not section.rows))
    errors = with_hits(case, section.key, errors)
    views = iter(form.views({**errors, **refusal}))
    return FormBlock(
        section,
        reverse("applications:save", args=[case.application.pk, section.key]),
        [
            _SPECIAL[spec.kind](case, section, spec, opened, values, refusal)
            if spec.kind in _SPECIAL
            else next(views)
            for spec in section.fields
            if spec.applies(case.context)
        ],
        entry_id,
        row["version"] if row else None,
        row["updated_at"] if row else None,
        section_address(case.application, section),
    )


def _id_number(case: Case, section, spec: Field, opened, values, refusal) -> FieldView:
    mask = case.applicant.id_number_mask
    missing = "请填写“身份证号”。" if opened.with_missing and not mask else ""
    view = _special_view(section, spec, "id_number", refusal.get(spec.name) or missing)
    view.value = values.get(spec.name, "")
    view.options = [(mask, mask, True)] if mask else []
    view.opening = opening_of(view, is_fixed=bool(mask))
    return view


def _unit(case: Case, section, spec: Field, opened, values, refusal) -> FieldView:
    unit = case.application.unit
    missing = "请选择“工作单位”。" if opened.with_missing and unit is None else ""
    view = _special_view(section, spec, "unit", refusal.get(spec.name) or missing)
    view.value = unit.name if unit else ""
    view.options = [(reverse("applications:unit", args=[case.application.pk]), "", False)]
    view.opening = opening_of(view, is_fixed=True)
    return view


_SPECIAL: dict[Kind, Callable] = {Kind.ID_NUMBER: _id_number, Kind.UNIT: _unit}


def _special_view(section: Section, spec: Field, kind: str, error: str) -> FieldView:
    return FieldView(
        name=spec.name,
        id=f"{section.key}-{spec.name}",
        kind=kind,
        label=spec.label,
        hint=spec.hint,
        value="",
        required=spec.required,
        error=error,
        limit=spec.limit,
    )


def computed_values(case: Case, section: str) -> list[tuple[str, str]]:
    """What the portal computes beside a section; blanks are told as such."""
    if section not in _WITH_COMPUTED:
        return []
    person = case.applicant
    about = {
        "sex_label": person.get_sex_display(),
        "birth_date": person.birth_date.isoformat() if person.birth_date else "",
    }
    return computed(section, sections_of(case), case.facts, case.context, about)


_WITH_COMPUTED = frozenset({"person", "education", "work", "titles", "assessments", "honours_any"})


@dataclass(slots=True)
class NavEntry:
    """One step in the list of steps."""

    step: Step
    label: str
    status: str
    address: str
    is_open: bool
    problems: int = 0  # what is missing or wrong


def nav_of(case: Case) -> list[NavEntry]:
    """All steps of the case with their states."""
    return [
        NavEntry(
            state.step,
            state.step.label,
            str(state.status),
            step_address(case.application, state.step),
            state.is_open,
            len(state.problems),
        )
        for state in case.states
    ]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a step stands among those of its case."""

    number: int  # from 1
    total: int
    before: tuple[str, str] | None  # label and address
    after: tuple[str, str] | None


def place_of(case: Case, step: Step) -> Place:
    """The step's place and its neighbours."""
    steps = case.steps
    at = next(index for index, each in enumerate(steps) if each.key == step.key)

    def link(index: int) -> tuple[str, str] | None:
        if not 0 <= index < len(steps):
            return None
        return steps[index].label, step_address(case.application, steps[index])

    return Place(at + 1, len(steps), link(at - 1), link(at + 1))


def problem_lines(
    case: Case, problems: list[Problem], *, with_step: bool = False
) -> list[tuple[str, str]]:
    """Addresses and sentences for the summary on top; `with_step` names the step before each."""
    return [
        (
            problem_address(case, each),
            problem_place(case, each, with_step=with_step) + each.message,
        )
        for each in problems
    ]
