"""A unit's people and a sheet laid side by side: who is new, who changes, what is wrong."""

from dataclasses import dataclass, field
from datetime import date

from accounts.clock import today
from accounts.crypto import keyed_hash
from accounts.identifiers import ResidentId, parse_resident_id
from accounts.models import Organisation
from accounts.text import clean_line, clean_person_name
from applications.models import StaffMember
from applications.staff.cells import Fault, SheetRow, Table
from applications.staff.columns import IDENTITY, Form
from applications.steps.spec import Kind
from applications.steps.state import parse_values

NEW, CHANGED, SAME = "new", "changed", "same"
Typed = dict[str, str | list[str]]


def typed_of(member: StaffMember) -> Typed:
    """A stored person as the form types them; the ID number stays where it is."""
    own: Typed = {"name": member.name, "phone": member.phone}
    if not member.id_number_hash:
        own |= {"sex": member.sex, "birth_date": member.birth_date.isoformat()}
    return {**member.values, **own}


@dataclass(slots=True)
class PlannedRow:
    """One row of the sheet with the person whom it is about and what it would change."""

    row: SheetRow
    member: StaffMember | None = None
    number: ResidentId | None = None
    typed: Typed = field(default_factory=dict)  # as it would stand afterwards
    changed: list[str] = field(default_factory=list)  # labels

    @property
    def status(self) -> str:
        """`new`, `changed` or `same`."""
        if self.member is None:
            return NEW
        return CHANGED if self.changed else SAME


@dataclass(slots=True)
class Plan:
    """What a sheet would do to a unit's list."""

    table: Table
    rows: list[PlannedRow]

    @property
    def faults(self) -> list[Fault]:
        """Every bad cell, top down."""
        found = [fault for planned in self.rows for fault in planned.row.faults]
        at = {spec.name: number for number, spec in self.table.columns.items()}
        return sorted(found, key=lambda fault: (fault.row, at.get(fault.name, 0)))

    def count(self, status: str) -> int:
        """How many rows have that status."""
        return sum(planned.status == status for planned in self.rows)


def plan_of(table: Table, form: Form, unit: Organisation) -> Plan:
    """Lay the sheet beside the unit's list; faults of rows are added to those of cells."""
    book = _Book(unit)
    plan = Plan(table, [_planned(row, form, book, table) for row in table.rows])
    seen: dict[object, int] = {}
    for planned in plan.rows:
        key = _key(planned)
        if key is None:
            continue
        if key in seen:
            name = "id_number" if planned.number else "name"
            _blame(planned.row, table, name, f"与第{seen[key]}行是同一个人，请只留一行。", form)
        seen.setdefault(key, planned.row.number)
    return plan


class _Book:
    """The unit's people, found by number or by name and day of birth."""

    def __init__(self, unit: Organisation):
        self.by_hash: dict[str, StaffMember] = {}
        self.by_birth: dict[tuple[str, date], list[StaffMember]] = {}
        for member in StaffMember.objects.filter(unit=unit):
            if member.id_number_hash:
                self.by_hash[member.id_number_hash] = member
            self.by_birth.setdefault((member.name, member.birth_date), []).append(member)

    def find(self, name: str, number: ResidentId | None, born: date | None) -> list[StaffMember]:
        """Whom a row may be about; more than one where the name and the day fit several."""
        if number is not None:
            known = self.by_hash.get(keyed_hash(number.number))
            if known is not None:
                return [known]
            born = number.birth_date
        found = self.by_birth.get((name, born), []) if born else []
        return [each for each in found if number is None or not each.id_number_hash]


def _planned(row: SheetRow, form: Form, book: _Book, table: Table) -> PlannedRow:
    planned = PlannedRow(row)
    given = {name: value for name, value in row.typed.items() if value}
    bad = {fault.name for fault in row.faults}
    parsed, errors = parse_values(form.section, given, form.context)
    if not {"name", "id_number", "birth_date"} & bad and not {"name", "id_number"} & set(errors):
        planned.number = _number(given)
        found = book.find(
            clean_person_name(str(given["name"])), planned.number, _day(parsed.get("birth_date"))
        )
        if len(found) > 1:
            message = "名单里有同名同日生的人，请填身份证号。"
            _blame(row, table, "name", message, form)
        planned.member = found[0] if len(found) == 1 else None
    _merge(planned, given, form, table, bad)
    return planned


def _number(given: Typed) -> ResidentId | None:
    typed = given.get("id_number")
    return parse_resident_id(str(typed), today=today()) if typed else None


def _day(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None


def _merge(planned: PlannedRow, given: Typed, form: Form, table: Table, bad: set[str]) -> None:
    """What the row says, over what is known; blank cells change nothing."""
    known = typed_of(planned.member) if planned.member else {}
    planned.typed = {**known, **given}
    parsed, errors = parse_values(form.section, planned.typed, form.context)
    if planned.member and planned.member.id_number_hash:
        # The number is known already, and is not in what the form types.
        for name in ("sex", "birth_date"):
            if not planned.typed.get(name):
                errors.pop(name, None)
    if "id_number" in bad:
        bad = bad | {"sex", "birth_date"}  # asked for only where there is no number
    for name, message in errors.items():
        if name not in bad:
            _blame(planned.row, table, name, message, form)
    planned.typed = canonical(planned.typed, parsed, form)
    if planned.member is not None:
        planned.changed = _changes(planned, known, form)


def _changes(planned: PlannedRow, known: Typed, form: Form) -> list[str]:
    assert planned.member is not None
    found = [
        spec.label
        for spec in form.fields
        if spec.name not in ("id_number", "sex", "birth_date")
        and planned.typed.get(spec.name) != known.get(spec.name)
        and (planned.typed.get(spec.name) or known.get(spec.name))
    ]
    number = planned.number
    if number and keyed_hash(number.number) != planned.member.id_number_hash:
        found.append("身份证号")
    return found


def canonical(typed: Typed, parsed: dict, form: Form) -> Typed:
    """The typed values in one way of writing: dates with dashes, names and lines cleaned."""
    found = dict(typed)
    for spec in form.fields:
        value, read = typed.get(spec.name), parsed.get(spec.name)
        if not value or read is None or isinstance(value, list):
            continue
        if spec.kind in (Kind.MONTH, Kind.DATE, Kind.DECIMAL, Kind.PHONE):
            found[spec.name] = str(read)
        elif spec.kind is Kind.TEXT:
            found[spec.name] = clean_line(str(value))
    return found


def _key(planned: PlannedRow) -> object:
    if planned.member is not None:
        return planned.member.pk
    if planned.number is not None:
        return planned.number.number
    name, born = planned.typed.get("name"), planned.typed.get("birth_date")
    return (name, born) if name and born else None


def _blame(row: SheetRow, table: Table, name: str, message: str, form: Form) -> None:
    spec = next((each for each in form.fields if each.name == name), None)
    label = spec.label if spec else "姓名"
    row.faults.append(Fault(row.number, table.letter_of(name), label, message, name))


def kept_values(typed: Typed) -> Typed:
    """What is kept of the columns beside who it is; years that nobody asks any more stay."""
    return {name: value for name, value in typed.items() if value and name not in IDENTITY}
