"""The lists of staff that two of the demonstration's units keep; everybody on them is invented."""

from accounts.models import Organisation, User
from applications.staff.columns import Form, form_for
from applications.staff.services import save_member
from titleportal.demonstration.people import Person, invent

UNITS = ("机电检测所", "龙城精密")
_FIRST = 40_001  # of invented people: no applicant has such a number
# Education, full years of specialty work, title and years since it was appointed, what is held.
_PLANS: tuple[tuple[str, int, str, int, tuple[str, ...]], ...] = (
    ("bachelor", 9, "assistant_engineer", 5, ("paper",)),
    ("bachelor", 6, "assistant_engineer", 3, ("technology_application",)),
    ("bachelor", 5, "assistant_engineer", 2, ()),
    ("bachelor", 3, "assistant_engineer", 1, ()),
    ("bachelor", 1, "none", 0, ()),
    ("bachelor", 0, "none", 0, ()),
    ("master", 2, "assistant_engineer", 1, ("patent",)),
    ("master", 0, "none", 0, ()),
    ("associate", 7, "assistant_engineer", 3, ("key_project",)),
    ("associate", 4, "technician", 2, ()),
    ("associate", 2, "technician", 1, ()),
    ("associate", 1, "none", 0, ()),
    ("secondary_vocational", 6, "technician", 3, ()),
    ("secondary_vocational", 1, "none", 0, ()),
    ("bachelor", 15, "engineer", 6, ("paper", "patent")),
    ("bachelor", 34, "assistant_engineer", 20, ()),
)


def enter_staff(units: dict[str, Organisation], officers, *, year: int) -> None:
    """Let the officers of two units enter their people; `officers(unit)` is who acts for one."""
    for at, short in enumerate(UNITS):
        unit, form = units[short], form_for(units[short])
        actor: User = officers(unit)
        for number, plan in enumerate(_PLANS[: 16 - 4 * at]):
            person = invent(_FIRST + at * 100 + number, year=year, years=plan[1], education=plan[0])
            save_member(actor=actor, unit=unit, form=form, typed=_typed(person, plan, form))


def enter_applicant(user: User, person: Person, unit: Organisation, actor: User) -> None:
    """Let a unit's list have somebody who has an account already."""
    plan = (person.education, person.years, "none", 0, ())
    form = form_for(unit)
    typed = {**_typed(person, plan, form), "phone": user.phone}
    save_member(actor=actor, unit=unit, form=form, typed=typed)


def _typed(person: Person, plan: tuple, form: Form) -> dict:
    education, years, title, since, held = plan
    year = form.year
    typed: dict = {
        "name": person.name,
        "id_number": person.id_number,
        "phone": f"1380351{person.seed % 10000:04}",
        "position": person.specialty[3][0],
        "worker_category": "cadre",
        "specialty": person.specialty[0],
        "work_from": f"{year - years}.07",
        "grassroots": "no",
        "education": education,
        "certificates": "both" if education in ("bachelor", "master") else "graduation",
        "graduated": f"{year - years}.07",
        "relation": "same",
        "recognized": "yes",
        "title": title,
        "post": "yes",
        "achievements": list(held),
    }
    if title != "none":
        typed |= {"obtained": f"{year - since}.01", "appointed": f"{year - since}.03"}
    for spec in form.fields:
        kind, _, which = spec.name.rpartition("_")
        if kind == "assessment" and int(which) > year - years:
            typed[spec.name] = "qualified"
        elif kind == "hours":
            typed[spec.name] = "96" if person.seed % 4 else "60"
        elif kind == "public_hours":
            typed[spec.name] = "32"
    return typed
