"""What an invented applicant types, section by section, as the form takes it."""

import random

from accounts.models import Organisation
from titleportal.demonstration import texts
from titleportal.demonstration.people import SCHOOLS, Person

Sections = dict[str, list[dict]]

_DURATION = {
    "master": "三年",
    "bachelor": "四年",
    "associate": "三年",
    "secondary_vocational": "三年",
}
_STUDY_YEARS = {"master": 3, "bachelor": 4, "associate": 3, "secondary_vocational": 3}


def sections_of(person: Person, unit: Organisation, *, year: int) -> Sections:
    """Every section that the level asks for, complete; the person is eligible when their
    `years` suffice."""
    chance = random.Random(person.seed)
    typed = {
        "notice": [{"acknowledged": "yes", "sensitive_consent": "yes"}],
        "person": [_person(person, chance)],
        "application": [_application(person, unit, chance, year)],
        "education": _education(person, chance, year),
        **_training(chance, year),
        "work": _work(person, unit, year),
        **_titles(person, year),
        **_honours(person, chance, year),
        **_achievements(person, chance, year),
    }
    if person.level != "technician":
        typed |= _yearly(person, chance, year)
        typed["summary"] = [{"text": texts.work_summary(person, unit.name)}]
    if person.level == "engineer":
        typed["defence"] = [{"way": "written", **texts.defence(person)}]
        typed["explanation"] = [{"text": texts.explanation(person)}]
    return typed


def _person(person: Person, chance: random.Random) -> dict:
    return {
        "name": person.name,
        "former_name": "",
        "ethnicity": chance.choices(("汉族", "回族", "满族"), (94, 4, 2))[0],
        "birth_place": "山西" + chance.choice(("太原", "大同", "晋中", "临汾", "运城", "长治")),
        "health": "healthy",
        "phone": f"1390351{person.seed % 10000:04}",
        "email": "",
        "worker_category": "cadre",
    }


def _application(person: Person, unit: Organisation, chance, year: int) -> dict:
    key, applied, _, current = person.specialty
    values = {
        "level": person.level,
        "specialty": key,
        "applied_specialty": applied,
        "current_specialty": chance.choice(current),
        "department_in_unit": chance.choice(("技术部", "工艺室", "检测一室", "设备部", "研发中心")),
        "work_started": f"{year - person.years}.07",
        "in_service": "yes",
        "civil_servant": "no",
        "retired": "no",
        "concurrent_public_official": "no",
        "foreign_language": chance.choice(("英语", "英语", "日语", "")),
        "failed_last_defence": "no",
    }
    if unit.kind == "institution":
        values |= {
            "appointed_to_post": "yes",
            "post_salary_paid": "yes",
            "moved_from_government": "no",
        }
    return values


def _education(person: Person, chance, year: int) -> list[dict]:
    end = year - person.years
    rows = [_degree(person, person.education, chance, end, is_first=person.education != "master")]
    if person.education == "master":
        rows.insert(0, _degree(person, "bachelor", chance, end - 3, is_first=True))
    return rows


def _degree(person: Person, level: str, chance, graduated: int, *, is_first: bool) -> dict:
    has_degree = level in ("master", "bachelor")
    values = {
        "level": level,
        "is_first": "yes" if is_first else "no",
        "certificates": ["graduation", "degree"] if has_degree else ["graduation"],
        "graduation_number": f"1011{graduated}05{person.seed:06}",
        "school": chance.choice(SCHOOLS[level]),
        "major": person.specialty[2],
        "relation": "same",
        "study_mode": "full_time",
        "duration": _DURATION[level],
        "entered": f"{graduated - _STUDY_YEARS[level]}.09",
        "graduated": f"{graduated}.07",
        "recognized": "yes",
    }
    if has_degree:
        values |= {
            "degree_number": f"10112{graduated}4{person.seed:06}",
            "degree_awarded": f"{graduated}.07",
        }
    return values


def _training(chance, year: int) -> Sections:
    if chance.random() < 0.4:
        return {"training_any": [{"any": "no"}]}
    return {
        "training_any": [{"any": "yes"}],
        "training": [
            {
                "from": f"{year - 2}.05",
                "to": f"{year - 2}.06",
                "content": "专业技术人员知识更新培训",
                "place": "太原",
                "witness": "韩立军",
            }
        ],
    }


def _work(person: Person, unit: Organisation, year: int) -> list[dict]:
    start, specialty = year - person.years, person.specialty[3][0]
    common = {"specialty": specialty, "in_specialty": "yes", "grassroots": "no"}
    if person.years < 5:
        return [
            {**common, "from": f"{start}.07", "to": "", "unit": unit.name, "position": "技术员"}
        ]
    middle = start + 3
    return [
        {
            **common,
            "from": f"{start}.07",
            "to": f"{middle}.06",
            "unit": unit.name,
            "position": "技术员",
        },
        {**common, "from": f"{middle}.07", "to": "", "unit": unit.name, "position": "技术主管"},
    ]


def _titles(person: Person, year: int) -> Sections:
    start = year - person.years
    if person.level == "technician" or (person.level != "engineer" and person.seed % 3):
        return {"titles_any": [{"any": "no"}]}
    level, name, after = {
        "engineer": ("assistant_engineer", "助理工程师", 1),
        "assistant_engineer": ("technician", "技术员", 1),
    }[person.level]
    row = {
        "series": "engineering",
        "level": level,
        "name": name,
        "obtained": f"{start + after}.11",
        "authority": "太原市人力资源和社会保障局",
        "certificate_number": f"140100{start + after}{person.seed:06}",
        "appointed": f"{start + after}.12",
    }
    return {"titles_any": [{"any": "yes"}], "titles": [row]}


def _yearly(person: Person, chance, year: int) -> Sections:
    first = max(year - person.years + 1, year - 12)
    return {
        "assessments_any": [{"any": "yes" if first < year else "no"}],
        "assessments": [
            {
                "year": str(each),
                "result": chance.choices(("excellent", "competent"), (15, 85))[0],
            }
            for each in range(first, year)
        ],
        "term_assessment": [{"result": "competent"}],
        "continuing_education": [
            {
                "year": str(each),
                "hours": str(chance.randint(90, 120)),
                "public_hours": str(chance.randint(30, 42)),
                "certificate": "继续教育登记证书",
            }
            for each in (year - 1, year)
        ],
    }


def _honours(person: Person, chance, year: int) -> Sections:
    has = chance.random() < 0.35
    typed: Sections = {"honours_any": [{"honours": "yes" if has else "no", "sanctions": "no"}]}
    if has:
        typed["honours"] = [
            {
                "name": chance.choice(("先进工作者", "技术标兵", "优秀共产党员", "劳动竞赛一等奖")),
                "authority": "本单位",
                "awarded": f"{year - 2}.12",
            }
        ]
    return typed


def _achievements(person: Person, chance, year: int) -> Sections:
    typed: Sections = {
        "performance": [
            {"main_achievements": texts.main_achievements(person), "outstanding_performance": ""}
        ]
    }
    if person.level != "engineer":
        return typed
    kinds = chance.choice((("paper", "key_project"), ("key_project",), ("technology_application",)))
    kinds = kinds if person.seed > 6 else ("paper", "key_project")
    makers = {
        "paper": lambda: [texts.paper(person, year)],
        "key_project": lambda: [texts.key_project(person, year)],
        "technology_application": lambda: texts.applications_of_technology(person, year),
    }
    return typed | {kind: makers[kind]() for kind in kinds}
