"""A small round in the database: frozen cases with their records, planted without the workflow, so
that each value is known."""

import hashlib
from datetime import date

from accounts import crypto
from accounts.enums import OrganisationKind, Role
from accounts.models import Organisation, RoleAssignment, User
from applications.enums import State
from applications.models import Application, ChainLink, Round, Snapshot
from applications.snapshots import canonical
from review.models import Evaluation, Opinion, PublicNotice, RecommendationLetter
from tests.review.exports.samples import ID_NUMBER, MOMENT, POLICY, content


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
            filled_by="李经办",
            telephone="0351-1234567",
            recorded_by=self.secretary,
            recorded_at=MOMENT,
        )
        for case in cases:
            made.entries.create(application=case, snapshot_number=1)
        # As the services do: the list stands before the letter is frozen.
        RecommendationLetter.objects.filter(pk=made.pk).update(
            status="issued",
            is_paper=True,
            number=f"并工信〔2020〕{number}号",
            year=2020,
            issued_on=date(2020, 11, 18),
            issued_by=self.secretary,
            issued_at=MOMENT,
        )
        return RecommendationLetter.objects.get(pk=made.pk)


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
