"""What can be known of an applicant: the facts of the eligibility contract, parsed strictly.

Every key is optional; ``null`` is the same as left out. A list left out is empty, a bool left out
is false, anything else left out is ``None`` (unknown). Dates are ``YYYY-MM-DD``, ``YYYY-MM`` or
``YYYY.MM``; a month means its first day, in ``to`` and ``until`` its last.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import ValidationError

from .records import (
    Achievement,
    Assessment,
    ContinuingEducation,
    Education,
    FirstDay,
    Institution,
    IntegrityBan,
    Record,
    Result,
    Sanction,
    Title,
    Whole,
    Work,
)


class Facts(Record):
    """One applicant's facts; build them with :func:`parse_facts`."""

    birth_date: FirstDay | None = None
    sex: Literal["male", "female"] | None = None
    worker_category: Literal["cadre", "worker"] | None = None
    retired: bool = False
    civil_servant: bool = False
    unit_kind: (
        Literal[
            "institution",
            "state_owned_enterprise",
            "non_public_enterprise",
            "social_organization",
            "individual_business",
            "government",
        ]
        | None
    ) = None
    in_service: bool = False
    specialty: (
        Literal[
            "electromechanical",
            "metallurgy",
            "chemical",
            "light_industry",
            "textile",
            "food",
            "other_engineering",
            "urban_construction",
            "non_engineering",
        ]
        | None
    ) = None
    institution: Institution = Institution()
    concurrent_public_official: bool = False
    sanctions: list[Sanction] = []
    integrity_bans: list[IntegrityBan] = []
    education: list[Education] = []
    titles: list[Title] = []
    employer_examination_passed: bool = False
    work: list[Work] = []
    outstanding_performance: bool = False
    continuing_education: list[ContinuingEducation] = []
    assessments: list[Assessment] = []
    term_assessment: Result | None = None
    achievements: list[Achievement] = []
    explanation_characters: Whole | None = None
    failed_last_defence: bool = False
    new_materials_since_failure: bool = False


class FactsError(ValueError):
    """Malformed facts. ``fields`` maps each bad field's path to what is wrong with it."""

    def __init__(self, fields: Mapping[str, str]):
        self.fields = dict(fields)
        super().__init__("; ".join(f"{path}: {why}" for path, why in self.fields.items()))


class Repeated(dict[str, Any]):
    """A JSON object in which a key was given twice; ``names`` are those keys."""

    def __init__(self, pairs: list[tuple[str, Any]]):
        super().__init__(pairs)
        seen: set[str] = set()
        self.names = [key for key, _ in pairs if key in seen or seen.add(key)]  # type: ignore[func-returns-value]


def parse_facts(obj: Any) -> Facts:
    """The facts in a decoded JSON object. Raises FactsError that names every bad field."""
    if not isinstance(obj, dict):
        raise FactsError({"facts": "not an object"})
    repeated: dict[str, str] = {}
    given = _given(obj, repeated)
    try:
        facts = Facts.model_validate(given)
    except ValidationError as error:
        raise FactsError(repeated | _problems(error)) from None
    if repeated:
        raise FactsError(repeated)
    return facts


def _given(obj: dict[str, Any], repeated: dict[str, str]) -> dict[str, Any]:
    """The object without its nulls, two levels deep, which is as deep as records lie."""
    result = {}
    _note_repeated(obj, "", repeated)
    for key, value in obj.items():
        if value is None:
            continue
        if type(value) is list:
            value = [
                _record(item, f"{key}[{at}].", repeated) if isinstance(item, dict) else item
                for at, item in enumerate(value)
            ]
        elif isinstance(value, dict):
            value = _record(value, f"{key}.", repeated)
        result[key] = value
    return result


def _record(record: dict[str, Any], path: str, repeated: dict[str, str]) -> dict[str, Any]:
    _note_repeated(record, path, repeated)
    for value in record.values():
        if value is None:
            return {key: value for key, value in record.items() if value is not None}
    return record


def _note_repeated(record: dict[str, Any], path: str, repeated: dict[str, str]) -> None:
    if type(record) is Repeated:
        repeated.update((path + name, "given twice") for name in record.names)


_WHY = {
    "extra_forbidden": "unknown key",
    "literal_error": "unknown word",
    "bool_type": "not true or false",
    "int_type": "not a whole number",
    "greater_than_equal": "negative",
    "list_type": "not a list",
    "model_type": "not an object",
    "dict_type": "not an object",
    "model_attributes_type": "not an object",
    "union_tag_not_found": "missing",
    "union_tag_invalid": "unknown word",
    "invalid_key": "unknown key",
    "string_unicode": "holds half a character",
}


def _problems(error: ValidationError) -> dict[str, str]:
    problems: dict[str, str] = {}
    for item in error.errors(include_url=False, include_input=False):
        path = _path(item["loc"]) or "facts"
        if item["type"].startswith("union_tag"):
            path += ".kind"
        if item["type"] == "value_error":
            why = str(item["ctx"]["error"])
        else:
            why = _WHY.get(item["type"], "not allowed here")
        problems.setdefault(path, why)
    return problems


def _path(loc: tuple[int | str, ...]) -> str:
    """``("achievements", 0, "paper", "published")`` as ``achievements[0].published``."""
    parts = list(loc)
    if len(parts) > 2 and parts[0] == "achievements" and isinstance(parts[1], int):
        del parts[2]
    text = ""
    for part in parts:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text
