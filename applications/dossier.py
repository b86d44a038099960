"""A case as a readable dossier: the check page's and the officers' pages.

`dossier_of` takes sections as they lie in a draft (`sections_of(case)`) or in a snapshot's data;
`dossier_from_snapshot` and `differences` serve the pages of officers.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from applications import derived
from applications.case import Case
from applications.display import row_title, shown
from applications.models import Snapshot
from applications.steps import choices, steps_for
from applications.steps.spec import Context, Kind, Section, Step
from policy.facts import Facts, parse_facts

Sections = dict[str, list[dict]]
MOST_COLUMNS = 5


@dataclass(slots=True)
class Item:
    """One label with its text; `was` is the earlier text of a changed one."""

    name: str
    label: str
    text: str
    is_long: bool = False
    is_changed: bool = False
    was: str = ""


@dataclass(slots=True)
class Row:
    """One row of a list; `mark` is "", `added`, `removed` or `changed`."""

    title: str
    items: list[Item]
    mark: str = ""


@dataclass(slots=True)
class SectionView:
    """One section: `items` of a single one, `rows` of a list, `computed` values below."""

    key: str
    label: str
    is_list: bool
    items: list[Item] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    computed: list[Item] = field(default_factory=list)

    @property
    def is_table(self) -> bool:
        """Whether the rows are short enough to stand as a table."""
        return (
            bool(self.rows)
            and len(self.rows[0].items) <= MOST_COLUMNS
            and not any(item.is_long for row in self.rows for item in row.items)
            and len({len(row.items) for row in self.rows}) == 1
        )

    @property
    def is_changed(self) -> bool:
        changed = any(item.is_changed for item in (*self.items, *self.computed))
        return changed or any(row.mark for row in self.rows)


@dataclass(slots=True)
class Part:
    """One step of the form with its sections."""

    key: str
    label: str
    sections: list[SectionView]
    step: Step

    @property
    def is_changed(self) -> bool:
        return any(section.is_changed for section in self.sections)


def sections_of(case: Case) -> Sections:
    """A draft's typed values in the shape of a snapshot's `sections`."""
    return {key: [row["values"] for row in rows] for key, rows in case.typed.items()}


def dossier_of(
    sections: Sections,
    context: Context,
    *,
    facts: Facts,
    person: dict,
    unit: dict,
) -> list[Part]:
    """The steps that apply, with every declared field in the order of the form.

    `person` has `id_number` (mask), `birth_date`, `sex_label`; `unit` has `name`, `kind_label`,
    `parent`: both as a snapshot holds them.
    """
    return [
        Part(step.key, step.label, views, step)
        for step in steps_for(context)
        if not step.special
        and (views := _views(step, sections, context, facts, {"person": person, "unit": unit}))
    ]


def dossier_of_case(case: Case) -> list[Part]:
    """A draft as the reviewers would see it."""
    person, unit = case.applicant, case.application.unit
    return dossier_of(
        sections_of(case),
        case.context,
        facts=case.facts,
        person={
            "id_number": person.id_number_mask,
            "birth_date": person.birth_date.isoformat() if person.birth_date else "",
            "sex_label": person.get_sex_display(),
        },
        unit={
            "name": unit.name if unit else "",
            "kind_label": unit.get_kind_display() if unit else "",
            "parent": unit.parent.name if unit and unit.parent_id else "",
        },
    )


def dossier_from_snapshot(snapshot: Snapshot) -> list[Part]:
    """A submission as its officers read it; one query at most (the round)."""
    data = snapshot.data
    return dossier_of(
        data["sections"],
        context_of(snapshot),
        facts=parse_facts(data["facts"]),
        person=data["person"],
        unit=data["unit"],
    )


def context_of(snapshot: Snapshot) -> Context:
    """The context in which a snapshot was typed: its level and unit, the round's policy."""
    data = snapshot.data
    policy = snapshot.application.round.policy
    return Context(data["application"]["level"], data["unit"]["kind"], policy)


def differences(old: Snapshot, new: Snapshot) -> list[Part]:
    """The later submission with its changed fields and rows marked; removed rows are kept."""
    before = {part.key: part for part in dossier_from_snapshot(old)}
    parts = dossier_from_snapshot(new)
    for part in parts:
        earlier = before.get(part.key)
        known = {section.key: section for section in earlier.sections} if earlier else {}
        for section in part.sections:
            _mark(section, known.get(section.key))
    return parts


def _views(step: Step, sections: Sections, context: Context, facts: Facts, records: dict):
    return [
        _section(section, sections.get(section.key, []), sections, context, facts, records)
        for section in step.sections
        if section.applies(context) and not (section.rows and _is_denied(section, sections))
    ]


def _is_denied(section: Section, sections: Sections) -> bool:
    if section.ask is None:
        return False
    asked, name = section.ask
    return (sections.get(asked) or [{}])[0].get(name) == "no"


def _section(section, rows, sections, context, facts, records) -> SectionView:
    view = SectionView(section.key, section.label, section.rows)
    if section.rows:
        view.rows = [
            Row(
                row_title(section, values, context) or f"第{number}条",
                _items(section, values, context, records),
            )
            for number, values in enumerate(rows, start=1)
        ]
    else:
        view.items = _items(section, rows[0] if rows else {}, context, records)
    view.computed = [
        Item(label, label, text)
        for label, text in computed(section.key, sections, facts, context, records["person"])
    ]
    return view


def _items(section: Section, values: dict, context: Context, records: dict) -> list[Item]:
    return [
        Item(
            spec.name,
            spec.label,
            _special(spec, records) or shown(spec, values.get(spec.name), context),
            is_long=spec.kind is Kind.LONG,
        )
        for spec in section.fields
        if spec.applies(context) and _is_told(spec, values)
    ]


def _is_told(spec, values: dict) -> bool:
    # A field that another one's answer makes pointless is not printed while it is blank.
    if spec.needs is None or values.get(spec.name):
        return True
    name, wanted = spec.needs
    typed = values.get(name) or ""
    return bool(set(typed if isinstance(typed, list) else [typed]) & set(wanted))


def _special(spec, records: dict) -> str:
    if spec.kind is Kind.ID_NUMBER:
        return records["person"].get("id_number", "")
    return records["unit"].get("name", "") if spec.kind is Kind.UNIT else ""


def computed(
    section: str, sections: Sections, facts: Facts, context: Context, person: dict
) -> list[tuple[str, str]]:
    """What the portal computes beside a section, as labels and texts."""
    policy = context.policy
    if section == "person":
        return [("性别", person.get("sex_label", "")), ("出生日期", person.get("birth_date", ""))]
    if section == "education":
        return [("最高学历", _education(derived.highest_education(sections)))]
    if section == "work":
        years = derived.years_in_specialty(facts, policy)
        return [("专业年限", "" if years is None else f"满{years}年")]
    if section == "titles":
        title = derived.present_title(facts, policy)
        return [("任职年限", f"{title.appointed:%Y.%m} 起聘任，满{title.years}年" if title else "")]
    if section == "assessments":
        counts = derived.assessment_counts(facts)
        text = f"共{counts.total}次，优秀{counts.excellent}次，称职（合格）{counts.competent}次"
        return [("考核次数", text)]
    return []


def _education(row: dict) -> str:
    words = dict(choices.EDUCATION_LEVELS)
    parts = (words.get(row.get("level", ""), ""), row.get("school", ""), row.get("major", ""))
    return "，".join(part for part in parts if part)


def _mark(section: SectionView, before: SectionView | None) -> None:
    if before is None:
        for row in section.rows:
            row.mark = "added"
        return
    _mark_items(section.items, before.items)
    _mark_items(section.computed, before.computed)
    _mark_rows(section, before.rows)


def _mark_items(items: Iterable[Item], before: Iterable[Item]) -> None:
    texts = {item.name: item.text for item in before}
    for item in items:
        was = texts.get(item.name, "")
        if item.text != was:
            item.is_changed, item.was = True, was


def _mark_rows(section: SectionView, before: list[Row]) -> None:
    """Equal rows first, then rows of the same title, then what is left in its order."""
    left = list(before)
    changed = [row for row in section.rows if not _take(left, row, _is_same)]
    for is_pair in (_has_same_title, _is_any):
        for row in list(changed):
            if old := _take(left, row, is_pair):
                row.mark = "changed"
                _mark_items(row.items, old.items)
                changed.remove(row)
    for row in changed:
        row.mark = "added"
    section.rows += [Row(row.title, row.items, "removed") for row in left]


def _is_same(old: Row, row: Row) -> bool:
    return [(item.name, item.text) for item in old.items] == [
        (item.name, item.text) for item in row.items
    ]


def _has_same_title(old: Row, row: Row) -> bool:
    return old.title == row.title


def _is_any(old: Row, row: Row) -> bool:
    return True


def _take(rows: list[Row], wanted: Row, matches) -> Row | None:
    for index, row in enumerate(rows):
        if matches(row, wanted):
            return rows.pop(index)
    return None
