"""Frozen cases for the exports' tests: content dicts by hand, and rows in the database."""

import copy
import hashlib
from datetime import UTC, date, datetime
from types import SimpleNamespace

from accounts import crypto
from accounts.enums import OrganisationKind, Role
from accounts.models import Organisation, RoleAssignment, User
from applications.enums import State
from applications.models import Application, ChainLink, Round, Snapshot
from applications.snapshots import canonical
from policy.loader import load_policy
from review.exports.records import FrozenCase, Judged, Notice, Said
from review.models import Evaluation, Opinion, PublicNotice, RecommendationLetter

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


class World:
    """A round with a department, its unit, an HR bureau with another, and the office."""

    def __init__(self):
        self.office = _organisation("评委会办公室", OrganisationKind.COMMITTEE_OFFICE)
        self.department = _organisation("太原市工业和信息化局", OrganisationKind.DEPARTMENT)
        self.unit = _organisation(
            "太原重型机械集团有限公司", OrganisationKind.STATE_OWNED_ENTERPRISE, self.department
        )
        self.bureau = _organisation("小店区人社局", OrganisationKind.HR_BUREAU)
        self.firm = _organisation(
            "太原某某科技有限公司", OrganisationKind.NON_PUBLIC_ENTERPRISE, self.bureau
        )
        self.round = make_round("taiyuan-2020", self.office)
        self.officer = person("department1", Role.DEPARTMENT_OFFICER, self.department)
        self.secretary = person("secretary1", Role.SECRETARY, self.office)
        self.unit_officer = person("unit1", Role.UNIT_OFFICER, self.unit)
        self.count = 0

    def case(self, data: dict | None = None, **columns) -> Application:
        """A case at the office, or in the `state` given, with all records of its chain."""
        self.count += 1
        unit = columns.pop("unit", self.unit)
        body, state = unit.parent, columns.pop("state", State.OFFICE_REVIEW)
        reached = columns.pop("reached", True)
        data = data or content(f"申报人{self.count}")
        receipt = f"2020001{self.count:07}"
        data["application"]["receipt"] = receipt
        data["unit"] |= {"id": unit.pk, "name": unit.name, "parent": body.name}
        data["chain"] = [
            {"organisation": unit.pk, "name": unit.name, "recommends": False},
            {"organisation": body.pk, "name": body.name, "recommends": True},
        ]
        made = Application.objects.create(
            round=self.round,
            applicant=person(f"applicant-{self.count}", Role.APPLICANT),
            unit=unit,
            level=data["application"]["level"],
            specialty=data["application"]["specialty"],
            applied_specialty=data["sections"]["application"][0]["applied_specialty"],
            name=data["person"]["name"],
            recommending_body=body,
            state=state,
            receipt_number=receipt,
            created_at=MOMENT,
            state_since=MOMENT,
            **columns,
        )
        self._link(made, [unit, body, self.office], reached)
        freeze(made, data)
        self._records(made, unit, body)
        return made

    def _link(self, case, organisations, reached):
        states = ("unit_review", "department_review", "office_review")
        for position, organisation in enumerate(organisations, start=1):
            ChainLink.objects.create(
                application=case,
                organisation=organisation,
                position=position,
                state=states[position - 1],
                recommends=position == 2,
                reached_at=MOMENT if position == 1 or reached else None,
            )

    def _records(self, case, unit, body):
        stamp = {"recorded_by": self.secretary, "recorded_at": MOMENT}
        for kind in ("materials", "opinion"):
            _post(kind, unit, self.round, stamp, application=case)
        if not PublicNotice.objects.filter(kind="rules", unit=unit).exists():
            _post("rules", unit, self.round, stamp)
        Evaluation.objects.create(
            application=case,
            held_on=date(2020, 11, 9),
            present=9,
            in_favour=8,
            opinion="业务能力强，同意推荐。",
            **stamp,
        )
        for organisation, state in ((unit, "unit_review"), (body, "department_review")):
            Opinion.objects.create(
                application=case,
                organisation=organisation,
                state=state,
                snapshot_number=1,
                text=f"{organisation.name}同意推荐",
                given_by=self.secretary,
                given_at=MOMENT,
            )

    def letter(self, *cases, organisation=None, number="8"):
        made = RecommendationLetter.objects.create(
            organisation=organisation or self.department,
            round=self.round,
            number=f"并工信〔2020〕{number}号",
            issued_on=date(2020, 11, 18),
            filled_by="李经办",
            telephone="0351-1234567",
            recorded_by=self.secretary,
            recorded_at=MOMENT,
        )
        made.applications.set(cases)
        return made


def make_round(key: str, office: Organisation) -> Round:
    return Round.objects.create(
        key=key,
        name="2020年度工程系列",
        policy_key=POLICY,
        year=2020,
        office=office,
        applicants_from=date(2020, 10, 27),
        applicants_until=date(2020, 11, 10),
        units_until=date(2020, 11, 15),
        recommenders_until=date(2020, 11, 20),
        office_from=date(2020, 11, 2),
        office_until=date(2020, 11, 25),
    )


def person(username: str, role: Role, organisation: Organisation | None = None) -> User:
    made = User.objects.create(username=username, name=f"人员{username}")
    RoleAssignment.objects.create(
        user=made, role=role, organisation=organisation, valid_from=date(2020, 1, 1)
    )
    return made


def freeze(application: Application, data: dict, number: int = 1) -> Snapshot:
    text = canonical(data)
    hashed = crypto.keyed_hash(f"{ID_NUMBER}{application.pk}")
    return Snapshot.objects.create(
        application=application,
        number=number,
        content=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        policy_key=POLICY,
        policy_hash="0" * 64,
        id_number_hash=hashed,
        id_number_cipher=crypto.encrypt(ID_NUMBER, bound_to=f"snapshot:{hashed}"),
        created_at=MOMENT,
    )


def _organisation(name, kind, parent=None) -> Organisation:
    return Organisation.objects.create(name=name, kind=kind, parent=parent)


def _post(kind, unit, round, stamp, application=None):
    PublicNotice.objects.create(
        kind=kind,
        unit=unit,
        round=round,
        application=application,
        first_day=date(2020, 11, 2),
        last_day=date(2020, 11, 6),
        place="单位公示栏",
        telephone="0351-1",
        handler="王经办",
        outcome="no_objection",
        snapshot_number=1 if application else None,
        **stamp,
    )
