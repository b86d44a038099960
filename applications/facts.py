"""The one bridge from typed entries to the facts that the policy judges.

What is blank or wrongly typed is left out, and so unknown to the engine (eligibility contract).
"""

from accounts.models import User
from applications.steps import ACHIEVEMENT_KINDS, choices, section_of
from applications.steps.spec import Context
from applications.steps.state import Typed, parse_row
from applications.texts import count_characters


def facts_of(typed: Typed, applicant: User, context: Context, bans: list[dict]) -> dict:
    """The contract's facts object of a case, ready for `policy.facts.parse_facts`."""
    rows = _Rows(typed, context)
    facts = {
        "birth_date": applicant.birth_date.isoformat() if applicant.birth_date else None,
        "sex": applicant.sex or None,
        "worker_category": rows.one("person").get("worker_category"),
        "unit_kind": context.unit_kind or None,
        "integrity_bans": bans,
        # Only the unit can say; judged at `recognize`.
        "employer_examination_passed": True,
        **_application(rows.one("application"), context),
        "education": [fact for row in rows.many("education") for fact in _education(row)],
        "titles": [fact for row in rows.many("titles") if (fact := _title(row))],
        "work": [fact for row in rows.many("work") if (fact := _work(row))],
        "continuing_education": [
            fact for row in rows.many("continuing_education") if (fact := _hours(row))
        ],
        "assessments": [
            {"year": row["year"], "result": row["result"]}
            for row in rows.many("assessments")
            if row.get("year") and row.get("result")
        ],
        "term_assessment": rows.one("term_assessment").get("result"),
        "sanctions": [fact for row in rows.many("sanctions") if (fact := _sanction(row))],
        "outstanding_performance": bool(rows.one("performance").get("outstanding_performance")),
        "achievements": [
            {"kind": kind, **_ACHIEVEMENTS[kind](row)}
            for kind in ACHIEVEMENT_KINDS
            for row in rows.many(kind)
        ],
        "explanation_characters": _explanation(rows.one("explanation")),
    }
    return _known(facts)


class _Rows:
    """Parsed values of sections; wrongly typed ones are absent."""

    def __init__(self, typed: Typed, context: Context):
        self.typed, self.context = typed, context

    def many(self, key: str) -> list[dict]:
        section = section_of(key)
        if section.ask and self._denied(section.ask):
            return []
        return [self._good(section, row) for row in self.typed.get(key, [])]

    def _denied(self, ask: tuple[str, str]) -> bool:
        rows = self.typed.get(ask[0]) or [{"values": {}}]
        return rows[0]["values"].get(ask[1]) == "no"

    def one(self, key: str) -> dict:
        rows = self.typed.get(key) or [{"values": {}}]
        return self._good(section_of(key), rows[0])

    def _good(self, section, row: dict) -> dict:
        parsed, errors = parse_row(section, row, self.context)
        return {name: value for name, value in parsed.items() if name not in errors}


def _known(facts: dict) -> dict:
    return {key: value for key, value in facts.items() if value is not None}


def _application(row: dict, context: Context) -> dict:
    names = (
        "specialty",
        "in_service",
        "civil_servant",
        "retired",
        "concurrent_public_official",
        "failed_last_defence",
    )
    facts = {name: row.get(name) for name in names}
    facts["new_materials_since_failure"] = row.get("new_materials")
    if context.unit_kind == "institution":
        posts = ("appointed_to_post", "post_salary_paid", "moved_from_government")
        facts["institution"] = _known({name: row.get(name) for name in posts})
    return facts


def _education(row: dict) -> list[dict]:
    """One fact a row; two where the degree came at another time than the graduation."""
    if row.get("level") not in choices.EDUCATION_FACT_LEVELS or not row.get("certificates"):
        return []
    base = _known(
        {"level": row["level"], "field": row.get("relation"), "recognized": row.get("recognized")}
    )
    graduated, awarded = row.get("graduated"), row.get("degree_awarded")
    others = [name for name in row["certificates"] if name != "degree"]
    if "degree" not in row["certificates"] or not awarded or awarded == graduated:
        return [_known({**base, "certificates": row["certificates"], "awarded": graduated})]
    facts = [_known({**base, "certificates": ["degree"], "awarded": awarded})]
    if others:
        facts.insert(0, _known({**base, "certificates": others, "awarded": graduated}))
    return facts


def _title(row: dict) -> dict | None:
    levels = [value for value, _ in choices.TITLE_LEVELS if value != "other"]
    if row.get("series") != "engineering" or row.get("level") not in levels:
        return None
    return _known({name: row.get(name) for name in ("level", "obtained", "appointed")})


def _work(row: dict) -> dict | None:
    if not row.get("from") or "to" not in row:
        return None
    return _known(
        {
            "from": row["from"],
            "to": row["to"],
            "in_specialty": bool(row.get("in_specialty")),
            "grassroots": bool(row.get("grassroots")),
        }
    )


def _hours(row: dict) -> dict | None:
    if not row.get("year") or row.get("hours") is None or row.get("public_hours") is None:
        return None
    return {name: row[name] for name in ("year", "hours", "public_hours")}


def _sanction(row: dict) -> dict | None:
    if not row.get("kind") or not row.get("from"):
        return None
    return _known({name: row.get(name) for name in ("kind", "from", "until")})


def _explanation(row: dict) -> int | None:
    return count_characters(row["text"]) if row.get("text") else None


def _paper(row: dict) -> dict:
    names = ("published", "author_rank", "characters", "journal_level", "in_specialty")
    facts = {name: row.get(name) for name in names}
    facts["verified_in_database"] = row.get("database") not in (None, "none")
    return _known(facts)


def _picked(*names: str):
    return lambda row: _known({name: row.get(name) for name in names})


_ACHIEVEMENTS = {
    "paper": _paper,
    "key_project": _picked("role", "tier", "accepted_by"),
    "technology_application": _picked("role", "accepted_by"),
    "award": _picked("role", "award_tier", "within_quota"),
    "patent": _picked("patent_kind", "inventor_role", "granted"),
    "substitute": _picked(
        "material", "role", "benefit_yuan", "has_contract", "has_financial_statement"
    ),
}
