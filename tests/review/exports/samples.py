"""Frozen cases for the exports' tests: their content by hand, without a database."""

import copy
from datetime import UTC, date, datetime
from types import SimpleNamespace

from policy.loader import load_policy
from review.exports.records import FrozenCase, Judged, Notice, Said

POLICY = "taiyuan-engineering-2020"
MOMENT = datetime(2020, 11, 20, 2, tzinfo=UTC)
ID_NUMBER = "140105198805121234"
UNIT, BODY = 11, 12

WORK = [
    {"from": "2011.07", "to": "2014.12", "unit": "太原重型机械集团", "specialty": "起重机设计"},
    {"from": "2015-01", "to": "", "unit": "太原重型机械集团", "specialty": "机械设计"},
]
EDUCATION = [
    {
        "level": "associate",
        "is_first": "yes",
        "certificates": ["graduation"],
        "school": "太原科技大学",
        "major": "机械制造",
        "study_mode": "full_time",
        "graduated": "2011年7月",
    },
    {
        "level": "bachelor",
        "is_first": "no",
        "certificates": ["graduation", "degree"],
        "school": "太原理工大学",
        "major": "机械工程",
        "study_mode": "correspondence",
        "graduated": "2014.07",
    },
    {
        "level": "master",
        "is_first": "no",
        "certificates": ["degree"],
        "school": "中北大学",
        "major": "工程管理",
        "study_mode": "on_the_job",
        "graduated": "2019.06",
    },
]
TITLES = [
    {"series": "other", "level": "other", "name": "经济员", "obtained": "2019.01", "appointed": ""},
    {
        "series": "engineering",
        "level": "assistant_engineer",
        "name": "助理工程师",
        "obtained": "2014.12",
        "appointed": "2015.01",
    },
]
FACTS = {
    "birth_date": "1988-05-12",
    "education": [
        {"level": "bachelor", "certificates": ["graduation"], "awarded": "2014-07"},
    ],
    "titles": [
        {"level": "assistant_engineer", "obtained": "2014-12", "appointed": "2015-01"},
    ],
    "work": [
        {"from": "2011-07", "to": "2014-12", "in_specialty": True},
        {"from": "2015-01", "in_specialty": True},
    ],
    "assessments": [
        {"year": 2017, "result": "excellent"},
        {"year": 2018, "result": "competent"},
        {"year": 2019, "result": "qualified"},
        {"year": 2016, "result": "basically_competent"},
    ],
}


def content(name: str = "张晋平", level: str = "engineer", **changes) -> dict:
    """What a submission freezes, as `applications.snapshots` tells; `sections` and `unit` are
    merged into the sample's, other keys replace it."""
    labels = {each.key: each.label for each in load_policy(POLICY).levels}
    data = {
        "application": {
            "receipt": "20200010000001",
            "number": 1,
            "round": POLICY,
            "year": 2020,
            "level": level,
            "level_label": labels[level],
            "specialty": "electromechanical",
            "as_of": "2020-11-20",
        },
        "person": {
            "name": name,
            "id_number": "1401**********1234",
            "birth_date": "1988-05-12",
            "sex": "male",
            "sex_label": "男",
        },
        "unit": {
            "id": UNIT,
            "name": "太原重型机械集团有限公司",
            "kind": "state_owned_enterprise",
            "kind_label": "国有企业",
            "parent": "太原市工业和信息化局",
        },
        "chain": [
            {"organisation": UNIT, "name": "u", "state": "unit_review", "recommends": False},
            {"organisation": BODY, "name": "b", "state": "department_review", "recommends": True},
        ],
        "sections": {
            "person": [{"name": name, "phone": "13900001111"}],
            "application": [
                {
                    "applied_specialty": "机械制造",
                    "current_specialty": "机械设计",
                    "work_started": "2011.07",
                }
            ],
            "education": EDUCATION,
            "work": WORK,
            "titles": TITLES,
            "performance": [{"main_achievements": "独立承担主梁设计 12 项。"}],
        },
        "facts": FACTS,
        "verdict": {
            "level": level,
            "eligible": True,
            "routes": ["bachelor_5y", "bachelor_assistant_4y", "associate_7y"],
            "achievement_items": ["paper", "patent"],
        },
    }
    data = copy.deepcopy(data)
    for key in ("sections", "unit", "application", "verdict"):
        data[key].update(changes.pop(key, {}))
    return {**data, **changes}


def notice(kind: str, outcome: str = "no_objection") -> Notice:
    return Notice(kind, date(2020, 11, 2), date(2020, 11, 6), outcome)


def said(organisation: int = UNIT, text: str = "同意推荐", **changes) -> Said:
    state = "unit_review" if organisation == UNIT else "department_review"
    values = {
        "organisation_id": organisation,
        "organisation": f"单位{organisation}",
        "state": state,
        "snapshot_number": 1,
        "text": text,
        "remark": "",
    }
    return Said(**{**values, **changes})


def frozen(data: dict | None = None, **records) -> FrozenCase:
    """A case without a database; `records` as the fields of `FrozenCase`."""
    data = data or content()
    snapshot = SimpleNamespace(
        data=data,
        number=data["application"]["number"],
        id_number=ID_NUMBER,
        application=SimpleNamespace(name="", name_key=""),
    )
    usual = {
        "notices": {kind: notice(kind) for kind in ("rules", "materials", "opinion")},
        "opinions": [said(remark="破格"), said(BODY, "同意上报", remark="")],
        "evaluation": Judged(date(2020, 11, 9), 9, 8, "业务能力强，同意推荐。"),
    }
    return FrozenCase(snapshot, **{**usual, **records})
