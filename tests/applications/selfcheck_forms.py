"""Facts of the eligibility contract as somebody would type them into the self-check."""

from __future__ import annotations

from typing import Any

from tests.policy.builders import TAIYUAN

NEWEST = f"/check/{TAIYUAN}"
_YES_NO = (
    "in_service",
    "civil_servant",
    "retired",
    "concurrent_public_official",
    "failed_last_defence",
)
_INSTITUTION = ("appointed_to_post", "post_salary_paid", "moved_from_government")
_LISTS = ("work", "titles", "assessments", "continuing_education", "sanctions")


def address(level: str) -> str:
    """The form of a level while no round is open."""
    return f"{NEWEST}/{level}/"


def typed(facts: dict[str, Any]) -> dict[str, Any]:
    """The form's data for these facts; KeyError where they leave out what the form insists on."""
    data: dict[str, Any] = {
        "person-birth_date": facts["birth_date"],
        "person-sex": facts["sex"],
        "person-worker_category": facts.get("worker_category", ""),
        "application-specialty": facts["specialty"],
        "application-unit_kind": facts["unit_kind"],
        "application-new_materials": _said(facts.get("new_materials_since_failure")),
        "examination-employer_examination_passed": _said(facts.get("employer_examination_passed")),
        "performance-outstanding_performance": _said(facts.get("outstanding_performance")),
        "explanation-explanation_characters": str(facts.get("explanation_characters", "")),
        "term_assessment-result": facts.get("term_assessment", ""),
    }
    for name in _YES_NO:
        data[f"application-{name}"] = _said(facts.get(name))
    if facts["unit_kind"] == "institution":
        for name in _INSTITUTION:
            data[f"application-{name}"] = _said(facts.get("institution", {}).get(name))
    for number, each in enumerate(facts.get("education", [])):
        data |= _row("education", number, _education(each))
    for key in _LISTS:
        for number, each in enumerate(facts.get(key, [])):
            data |= _row(key, number, _work(each) if key == "work" else each)
    if any("result" not in each for each in facts.get("assessments", [])):
        raise KeyError("result")  # on the form a year that nobody completed is no answer
    for number, each in enumerate(facts.get("integrity_bans", [])):
        data |= _row("bans", number, each)
    counts: dict[str, int] = {}
    for each in facts.get("achievements", []):
        number = counts.get(each["kind"], 0)
        counts[each["kind"]] = number + 1
        data |= _row(each["kind"], number, _achievement(each))
    return data


def _said(value: bool | None) -> str:
    return "yes" if value else "no"


def _row(key: str, number: int, values: dict[str, Any]) -> dict[str, Any]:
    if not values:
        raise KeyError(key)  # a row of which nothing is known is none on the form
    return {
        f"{key}-{number}-{name}": _said(value) if isinstance(value, bool) else _text(value)
        for name, value in values.items()
    }


def _text(value: Any) -> Any:
    return value if isinstance(value, list) else "" if value is None else str(value)


def _education(fact: dict[str, Any]) -> dict[str, Any]:
    return {
        "level": fact["level"],
        "certificates": fact["certificates"],
        "relation": fact["field"],
        "graduated": fact["awarded"],
        "degree_awarded": fact["awarded"],
        "recognized": fact.get("recognized", False),
    }


def _work(fact: dict[str, Any]) -> dict[str, Any]:
    return {"in_specialty": False, "grassroots": False} | fact


def _achievement(fact: dict[str, Any]) -> dict[str, Any]:
    values = {name: value for name, value in fact.items() if name != "kind"}
    if fact["kind"] == "paper":
        values["database"] = "cnki" if values.pop("verified_in_database", False) else "none"
        values.setdefault("in_specialty", False)
    return values
