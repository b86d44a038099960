"""A case as a readable dossier: the check page's and the officers' pages.

`dossier_of` takes sections as they lie in a draft (`sections_of(case)`) or in a snapshot's data;
`dossier_from_snapshot` and `differences` serve the pages of officers.
"""

from applications.case import Case
from applications.computed import computed, present_post_text
from applications.display import row_title, shown
from applications.dossier_parts import Item, Part, Row, SectionView, mark_changes
from applications.models import Snapshot
from applications.steps import ACHIEVEMENT_KINDS, steps_for
from applications.steps.spec import Context, Kind, Section, Step
from policy.facts import Facts, parse_facts

Sections = dict[str, list[dict]]


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
            "parent": unit.parent.name if unit and unit.parent else "",
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
            mark_changes(section, known.get(section.key))
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
                _items(section, values, context, records) + _added(section, values, facts, context),
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


def _added(section: Section, values: dict, facts: Facts, context: Context) -> list[Item]:
    """What is computed of a row by itself."""
    if section.key not in ACHIEVEMENT_KINDS:
        return []
    return [Item("in_present_post", "现职期间", present_post_text(values, facts, context))]


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
