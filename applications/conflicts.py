"""Two windows typed into the same place: what each has, field by field."""

from dataclasses import dataclass

from applications.case import Case
from applications.display import shown
from applications.models import Entry
from applications.steps.spec import Section


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that differs: the stored text and the typed one, and the values to send again."""

    name: str
    label: str
    stored: str
    typed: str
    values: list[str]


def conflict_of(case: Case, section: Section, stored: Entry, typed: dict) -> list[Clash]:
    """The fields whose typed value is not the stored one."""
    return [
        Clash(
            spec.name,
            spec.label,
            shown(spec, stored.values.get(spec.name), case.context) or "（空白）",
            shown(spec, typed[spec.name], case.context) or "（空白）",
            typed[spec.name] if isinstance(typed[spec.name], list) else [typed[spec.name]],
        )
        for spec in section.fields
        if spec.name in typed
        and spec.name != "id_number"
        and _plain(typed[spec.name]) != _plain(stored.values.get(spec.name))
    ]


def _plain(value):
    return value.replace("\r\n", "\n") if isinstance(value, str) else (value or "")
