"""Worlds for tests: organisations, people and cases, brought to a state through the workflow, so
that no impossible state can be built."""

from datetime import date, datetime

from django.utils import timezone

from accounts import consent
from accounts.clock import standing_at
from accounts.enums import Role
from accounts.models import Organisation, RoleAssignment, User
from accounts.services import set_id_number
from applications import drafts
from applications.enums import Action, State
from applications.models import Application, EvidenceFile, Round
from applications.workflow import perform
from titleportal.demonstration import organisations
from titleportal.demonstration.acts import Desk
from titleportal.demonstration.calendar import Calendar
from titleportal.demonstration.content import sections_of
from titleportal.demonstration.people import Person, invent

TODAY = date(2026, 11, 20)
PASSWORD = "correct horse 2026"


class RowsOnly:
    """Evidence as rows with names and hashes, for tests that never open a file."""

    def __init__(self) -> None:
        self.count = 0

    def put(self, application: Application, need) -> EvidenceFile:
        self.count += 1
        return EvidenceFile(
            application=application,
            need=need.key,
            name=f"{need.label}.pdf",
            stored_name=f"test-{self.count}.pdf",
            content_type="application/pdf",
            size=1000,
            sha256=f"{self.count:064x}",
            uploaded_at=timezone.now(),
        )


class World:
    """The demonstration's organisations with a round around TODAY, and people as asked for.

    The clock of every act stands at noon of some day before TODAY; a test that goes on from
    there wraps its own acts in `at()`.
    """

    def __init__(self, today: date = TODAY) -> None:
        self.calendar = Calendar(today)
        self.organisations = organisations.create(password="!", since=self.calendar.day(400))
        self.round: Round = self.calendar.open_round(self.organisations[organisations.OFFICE])
        self.desk = Desk(RowsOnly())
        self.units: dict[str, Organisation] = {
            each.short_name: each for each in self.organisations.values()
        }
        self.count = 0

    def at(self, back: int = 0, minute: int = 180):
        """A clock that stands so many days before TODAY."""
        return standing_at(self.calendar.moment(back, minute))

    def moment(self, back: int = 0) -> datetime:
        return self.calendar.moment(back, 180)

    def person(
        self, username: str, role: Role, organisation=None, *, has_agreed: bool = True, **fields
    ) -> User:
        """Somebody with one role since long ago."""
        user = User.objects.create(username=username, name=fields.pop("name", username), **fields)
        RoleAssignment.objects.create(
            user=user, role=role, organisation=organisation, valid_from=self.calendar.day(400)
        )
        if role == Role.APPLICANT and has_agreed:
            consent.give(user=user, version=consent.CURRENT.version)
        return user

    def officer(self, short_name: str) -> User:
        """The officer of the organisation with that short name."""
        return self.desk.officer_of(self.units[short_name])

    def applicant(self, *, level: str = "engineer", years: int = 9) -> tuple[User, Person]:
        self.count += 1
        invented = invent(
            self.count, year=self.calendar.year, level=level, years=years, education="bachelor"
        )
        user = self.person(
            f"person{self.count}", Role.APPLICANT, name=invented.name, phone="13900000000"
        )
        return set_id_number(user=user, number=invented.id_number, actor=None), invented

    def officers_own_case(self, short_name: str) -> Application:
        """The submitted case of the organisation's only officer: nobody there may act on it."""
        officer = self.officer(short_name)
        self.count += 1
        invented = invent(self.count, year=self.calendar.year, level="engineer", years=9)
        RoleAssignment.objects.create(
            user=officer, role=Role.APPLICANT, valid_from=self.calendar.day(400)
        )
        set_id_number(user=officer, number=invented.id_number, actor=None)
        consent.give(user=officer, version=consent.CURRENT.version)
        application = self._draft_of(officer, invented, short_name, "engineer")
        self._submit(application)
        return Application.objects.get(pk=application.pk)

    def draft(self, *, unit: str = "机电检测所", level: str = "engineer", years: int = 9):
        """A complete draft, typed ten weeks ago."""
        user, invented = self.applicant(level=level, years=years)
        return self._draft_of(user, invented, unit, level)

    def _draft_of(self, user: User, invented: Person, unit: str, level: str) -> Application:
        with self.at(70):
            application = drafts.start_application(
                round=self.round, applicant=user, level=level, unit=self.units[unit]
            )
            sections = sections_of(invented, self.units[unit], year=self.calendar.year)
            drafts.fill(application=application, actor=user, sections=sections)
            self.desk.attach_evidence(application)
        return Application.objects.get(pk=application.pk)

    def case(self, state: str, *, unit: str = "机电检测所", level: str = "engineer") -> Application:
        """A case in a state that the workflow can reach."""
        application = self.draft(unit=unit, level=level)
        for step in _WAYS[State(state)]:
            getattr(self, f"_{step}")(application)
            application = Application.objects.get(pk=application.pk)
        assert application.state == state, f"{application.state} instead of {state}"
        return application

    def do(self, action: Action, application: Application, actor: User | None, back: int, **data):
        with self.at(back):
            return perform(action=action, application=application, actor=actor, data=data)

    # -- acts on the way to a state -------------------------------------------------------------

    def _submit(self, application) -> None:
        self.do(Action.SUBMIT, application, application.applicant, 69, commitment=True)

    def prepare(self, application: Application) -> None:
        """The unit's notices and evaluation, all over by four weeks ago."""
        if not application.unit.notices.filter(kind="rules", round=self.round).exists():
            with self.at(73):
                self.desk.post_rules(application.unit, self.round, self.calendar.day(73))
            with self.at(58):
                self.desk.close_rules(application.unit, self.round)
        self.prepare_without_rules(application)

    def prepare_without_rules(self, application: Application) -> None:
        """What `prepare` does once the unit's rules were posted."""
        with self.at(68):
            self.desk.post(application, "materials", self.calendar.day(68))
        with self.at(53):
            self.desk.close_notice(application, "materials")
            self.desk.examine(application)
            self.desk.post(application, "opinion", self.calendar.day(53))
        with self.at(38):
            self.desk.close_notice(application, "opinion")

    _prepare = prepare

    def forward(self, application: Application, back: int = 30) -> Application:
        """Passed on by whoever holds it."""
        with self.at(back):
            mover = _Mover(application)
            self.desk.forward(mover)
        return mover.application

    def _forward(self, application) -> None:
        self.forward(application)

    def _forward_to_office(self, application) -> None:
        while application.state != State.OFFICE_REVIEW:
            application = self.forward(application, 20)

    def _check_originals(self, application) -> None:
        with self.at(10):
            self.desk.check_originals(application)

    def _accept(self, application) -> None:
        self.do(Action.ACCEPT, application, self.officer("评委会办"), 9)

    def _return(self, application) -> None:
        self.do(
            Action.RETURN,
            application,
            self.desk.officer_of(application.holder),
            5,
            reason="工作经历与档案不一致，请核对。",
            open_steps=["work", "evidence"],
            correction_until=self.calendar.day(-8),
        )

    def _decline(self, application) -> None:
        officer = self.desk.officer_of(application.holder)
        self.do(Action.DECLINE, application, officer, 8, reason="民主评议未通过。")

    def _refuse(self, application) -> None:
        officer = self.desk.officer_of(application.holder)
        self.do(Action.REFUSE, application, officer, 8, reason="学历不符。")

    def _withdraw(self, application) -> None:
        self.do(Action.WITHDRAW, application, application.applicant, 8, confirmed=True)

    def _recognize(self, application) -> None:
        officer = self.desk.officer_of(application.holder)
        self.do(Action.RECOGNIZE, application, officer, 8)

    def _revoke(self, application) -> None:
        self.revoke(application, 3)

    def revoke(self, application: Application, back: int, **data) -> Application:
        """Revoked by the office after a finding, with a ban of two years from that day."""
        day = self.calendar.day(back)
        finding = {
            "reason": "论文经核查为他人作品，署名造假。",
            "basis": "期刊社复函〔2026〕18号，核查记录。",
            "decided_on": day,
            "barred_from": day,
            "years": 2,
            "confirmed": True,
        }
        office = self.officer("评委会办")
        return self.do(Action.REVOKE, application, office, back, **finding | data)

    def _lapse(self, application) -> None:
        self.do(Action.LAPSE, application, None, -60)


class _Mover:
    """What the desk wants of who forwards: the case, and `do`."""

    def __init__(self, application: Application):
        self.application = application

    def do(self, action: Action, actor: User, **data) -> None:
        self.application = perform(
            action=action, application=self.application, actor=actor, data=data
        )


_TO_OFFICE = ("submit", "prepare", "forward", "forward_to_office")
_WAYS = {
    State.DRAFT: (),
    State.UNIT_REVIEW: ("submit",),
    State.DEPARTMENT_REVIEW: ("submit", "prepare", "forward"),
    State.HR_REVIEW: ("submit", "prepare", "forward"),
    State.OFFICE_REVIEW: _TO_OFFICE,
    State.ACCEPTED: (*_TO_OFFICE, "check_originals", "accept"),
    State.RETURNED: ("submit", "return"),
    State.REFUSED: (*_TO_OFFICE, "refuse"),
    State.DECLINED: ("submit", "decline"),
    State.LAPSED: ("lapse",),
    State.WITHDRAWN: ("submit", "withdraw"),
    State.RECOGNIZED: ("submit", "prepare", "recognize"),
    State.REVOKED: ("submit", "revoke"),
}
# A unit whose way leads to the HR bureau.
UNIT_OF = {State.HR_REVIEW: "龙城精密"}
LEVEL_OF = {State.RECOGNIZED: "technician"}


def case_in(world: World, state: str) -> Application:
    """A case in `state`, of a unit and a level that can come there."""
    return world.case(
        state,
        unit=UNIT_OF.get(State(state), "机电检测所"),
        level=LEVEL_OF.get(State(state), "engineer"),
    )
