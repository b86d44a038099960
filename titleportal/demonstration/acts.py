"""What the demonstration's officers do with a case, each act by its service."""

from dataclasses import dataclass, field
from datetime import date

from accounts.clock import today
from accounts.enums import ROLE_OF_KIND, OrganisationKind
from accounts.models import Organisation, User
from applications.case import Case
from applications.enums import Action
from applications.models import Application, EvidenceFile, Round
from applications.moves import is_recognized_by_unit
from applications.workflow import find_move
from review.guards import parts_of
from review.models import PublicNotice, RecommendationLetter
from review.queries import declarations_of, snapshot_data
from review.services.evaluation import record_evaluation, record_examination
from review.services.issuing import issue_letter
from review.services.letters import draft_letter
from review.services.notices import (
    Posting,
    close_notice,
    record_notices,
    record_rules_notice,
)
from review.services.objections import (
    Said,
    handle_objection,
    receive_objection,
    record_objection,
)
from review.services.originals import check_originals
from titleportal.demonstration.files import Shelf

PASSED = "经民主评议，该同志符合申报条件，业绩真实，同意推荐。"
OBJECTION = "公示材料里写的项目，他是中途参加的，是不是主要技术骨干，请核实。"
FOUND = (
    "反映申报人在项目中不是主要技术骨干。经查阅项目任务书、验收资料并询问项目负责人，"
    "申报人负责其中的方案设计和调试，与申报一致。"
)
EXAMINED = "经考察，掌握本专业基础理论和专业技术知识，能完成一般技术辅助性工作，合格。"


@dataclass(slots=True)
class Desk:
    """The officers of all organisations, and the files that applicants hand in."""

    shelf: Shelf
    officers: dict[int, User] = field(default_factory=dict)
    letters: dict[int, int] = field(default_factory=dict)

    def officer_of(self, organisation: Organisation) -> User:
        """The officer who acts for the organisation in its kind's role."""
        if organisation.pk not in self.officers:
            role = ROLE_OF_KIND[OrganisationKind(organisation.kind)]
            self.officers[organisation.pk] = User.objects.get(
                assignments__organisation=organisation, assignments__role=role
            )
        return self.officers[organisation.pk]

    def attach_evidence(self, application: Application) -> None:
        """One file for each entry of the list that is required."""
        EvidenceFile.objects.bulk_create(
            self.shelf.put(application, need)
            for need in Case(application).evidence
            if need.required and need.by == "applicant"
        )

    def post_rules(self, unit: Organisation, round: Round, first: date) -> None:
        officer = self.officer_of(unit)
        record_rules_notice(
            actor=officer, unit=unit, round=round, posting=self._posting(officer, first)
        )

    def close_rules(self, unit: Organisation, round: Round) -> None:
        notice = PublicNotice.objects.get(unit=unit, round=round, kind="rules")
        close_notice(actor=self.officer_of(unit), notice=notice)

    def post(self, application: Application, kind: str, first: date) -> None:
        officer = self.officer_of(application.unit)
        record_notices(
            actor=officer,
            kind=kind,
            applications=[application],
            posting=self._posting(officer, first),
        )

    def close_notice(self, application: Application, kind: str) -> None:
        notice = application.notices.get(kind=kind)
        close_notice(actor=self.officer_of(application.unit), notice=notice)

    def receive_objection_online(self, application: Application) -> None:
        """One that waits to be looked into."""
        notice = application.notices.get(kind="materials")
        receive_objection(notice=notice, said=Said(OBJECTION, "程立新", "0351-8250017"))

    def take_objection_by_telephone(self, application: Application) -> None:
        record_objection(
            actor=self.officer_of(application.unit),
            notice=application.notices.get(kind="materials"),
            channel="phone",
            received_on=today(),
            said=Said(OBJECTION),
        )

    def handle_objections(self, application: Application) -> None:
        """Every one found unfounded."""
        for notice in application.notices.all():
            for objection in notice.objections.all():
                handle_objection(
                    actor=self.officer_of(application.unit),
                    objection=objection,
                    outcome="unfounded",
                    text=FOUND,
                )

    @staticmethod
    def _posting(officer: User, first: date) -> Posting:
        return Posting(
            first_day=first,
            place="单位一楼公示栏",
            telephone=officer.phone,
            handler=officer.name,
            staff_representatives="田志军、霍晓燕",
            supervisor="宁卫国",
        )

    def last_notice_day(self, application: Application) -> date:
        return max(notice.last_day for notice in application.notices.all())

    def examine(self, application: Application) -> None:
        """Today's evaluation, or for a technician the examination."""
        officer = self.officer_of(application.unit)
        if is_recognized_by_unit(application):
            record_examination(
                actor=officer,
                application=application,
                held_on=today(),
                passed=True,
                result=EXAMINED,
            )
            return
        present = 7 + application.pk % 5
        record_evaluation(
            actor=officer,
            application=application,
            held_on=today(),
            present=present,
            in_favour=present - application.pk % 3,
            opinion=PASSED,
        )

    def forward(self, teller) -> None:
        """Passed on from where the case stands, with what its line of the table asks for."""
        application = teller.application
        officer = self.officer_of(application.holder)
        move = find_move(Action.FORWARD, application.state)
        data: dict = {"opinion": "同意推荐。"}
        if "unit_commitment" in move.guards:
            data["commitment"] = True
            data["confirmed"] = [key for key, _ in declarations_of(application)]
        elif application.holder_id == application.recommending_body_id:
            self._write_letter(application, officer)
        teller.do(Action.FORWARD, officer, **data)

    def _write_letter(self, application: Application, officer: User) -> None:
        self.issue(draft_letter(actor=officer, applications=[application]), officer)

    def issue(self, letter: RecommendationLetter, officer: User) -> None:
        """Issued with the next number of its body's series."""
        body = letter.organisation
        count = self.letters.get(body.pk, 0) + 1
        self.letters[body.pk] = count
        day = today()
        issue_letter(
            actor=officer,
            letter=letter,
            number=f"{body.short_name}推〔{day.year}〕{count}号",
            issued_on=day,
            signer=officer.name,
        )

    def check_originals(self, application: Application) -> None:
        parts = parts_of(snapshot_data(application))
        check_originals(
            actor=self.officer_of(application.holder),
            application=application,
            results={need: (True, "") for need, _ in parts},
        )
