"""From what a unit knows of a person to the facts that the engine judges.

It takes the one bridge that drafts take. What the unit's list does not ask is taken as it usually
is: in post, no civil servant, no sanction, no ban. What a unit says it holds of achievements is
taken at its word.
"""

from datetime import date

from accounts.models import User
from applications.facts import facts_of
from applications.models import StaffMember
from applications.staff.columns import ASSESSMENT, HOURS, PUBLIC_HOURS
from applications.steps.spec import Context

# More than any policy asks: years that are still to come are taken as duly done.
AMPLE_HOURS, DULY = 2000, "qualified"
_LONG_ENOUGH = 100_000  # characters of an explanation that is written when applying
_LEADING = {"role": "lead", "accepted_by": "municipal_or_above"}
_PROJECT_PLAN = {"kind": "substitute", "material": "project_plan", **_LEADING}
_PROJECT_PLAN.pop("accepted_by")
_APPLIED = {"kind": "technology_application", **_LEADING}
# What meets the item of each kind, as the unit says that something does.
_MET: dict[str, list[dict]] = {
    "paper": [
        {
            "kind": "paper",
            "author_rank": 1,
            "characters": _LONG_ENOUGH,
            "journal_level": "national",
            "in_specialty": True,
            "verified_in_database": True,
        }
    ],
    "key_project": [{"kind": "key_project", "tier": "municipal_or_above", **_LEADING}],
    "technology_application": [_APPLIED, _APPLIED],
    "award": [
        {
            "kind": "award",
            "role": "lead",
            "award_tier": "municipal_or_above_innovation",
            "within_quota": True,
        }
    ],
    "patent": [
        {
            "kind": "patent",
            "patent_kind": "invention",
            "inventor_role": "main",
            "granted": True,
        }
    ],
    "substitute": [_PROJECT_PLAN, _PROJECT_PLAN],
}


def member_facts(member: StaffMember, context: Context, as_of: date) -> dict:
    """The contract's facts object of a person, as known on `as_of`."""
    values = member.values
    person = User(birth_date=member.birth_date, sex=member.sex)
    facts = facts_of(_typed(values), person, context, [])
    facts["achievements"] = [
        {**fact, "published": as_of.isoformat()} if kind == "paper" else fact
        for kind in values.get("achievements") or []
        for fact in _MET.get(kind, [])
    ]
    facts["explanation_characters"] = _LONG_ENOUGH
    return facts


def _typed(values: dict) -> dict:
    """The values under the sections and fields of the form that applicants fill."""
    post = values.get("post", "")
    typed: dict[str, list[dict]] = {
        "person": [{"worker_category": values.get("worker_category", "")}],
        "application": [
            {
                "specialty": values.get("specialty", ""),
                "in_service": "yes",
                "civil_servant": "no",
                "retired": "no",
                "concurrent_public_official": "no",
                "failed_last_defence": "no",
                "appointed_to_post": post,
                "post_salary_paid": post,
                "moved_from_government": "no",
            }
        ],
        "education": [_education(values)] if values.get("education") else [],
        "work": [_work(values)] if values.get("work_from") else [],
        "titles": [_title(values)] if values.get("title", "none") != "none" else [],
        "assessments": [
            {"year": name.removeprefix(f"{ASSESSMENT}_"), "result": value}
            for name, value in values.items()
            if name.startswith(f"{ASSESSMENT}_")
        ],
        "continuing_education": _hours(values),
        "performance": [
            {"outstanding_performance": _yes(values.get("grassroots") == "outstanding")}
        ],
    }
    return {key: [{"values": row} for row in rows] for key, rows in typed.items()}


def _education(values: dict) -> dict:
    held = values.get("certificates", "")
    words = {"both": ["graduation", "degree"], "neither": ["professional"]}
    return {
        "level": values["education"],
        "certificates": words.get(held, [held] if held else []),
        "relation": values.get("relation", ""),
        "graduated": values.get("graduated", ""),
        "degree_awarded": values.get("graduated", "") if held in ("both", "degree") else "",
        "recognized": values.get("recognized", ""),
    }


def _work(values: dict) -> dict:
    grassroots = values.get("grassroots") in ("yes", "outstanding")
    return {
        "from": values["work_from"],
        "to": "",
        "in_specialty": "yes",
        "grassroots": _yes(grassroots),
    }


def _title(values: dict) -> dict:
    return {
        "series": "engineering",
        "level": values["title"],
        "obtained": values.get("obtained", ""),
        "appointed": values.get("appointed", ""),
    }


def _hours(values: dict) -> list[dict]:
    years = [name.removeprefix(f"{HOURS}_") for name in values if name.startswith(f"{HOURS}_")]
    return [
        {
            "year": year,
            "hours": values[f"{HOURS}_{year}"],
            "public_hours": values.get(f"{PUBLIC_HOURS}_{year}") or "0",
        }
        for year in years
    ]


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"


def in_later_year(facts: dict, first: int, year: int) -> dict:
    """The facts as they would stand in a later round: whatever is asked of the years from `first`
    on is duly done where nothing is known of it yet."""
    assessed = {each["year"] for each in facts.get("assessments", [])}
    return {
        **facts,
        "assessments": [
            *facts.get("assessments", []),
            *({"year": y, "result": DULY} for y in range(first, year) if y not in assessed),
        ],
        "continuing_education": [
            *facts.get("continuing_education", []),
            *(
                {"year": y, "hours": AMPLE_HOURS, "public_hours": AMPLE_HOURS}
                for y in range(first, year + 1)
            ),
        ],
    }
