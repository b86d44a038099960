"""What happened to each invented applicant, told as stories that run side by side.

A story yields the moment of its next act and then acts; `run` lets the earliest go first, so
that the log of the round is in order of time. Every act goes through the services and the
workflow, with the clock standing at its moment.
"""

import heapq
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.clock import standing_at
from accounts.models import Organisation, User
from applications import drafts
from applications.enums import Action
from applications.models import Application, Round
from applications.workflow import perform
from review.services.extensions import extend_deadline
from review.services.integrity import enter_appeal
from titleportal.demonstration.acts import Desk
from titleportal.demonstration.calendar import Calendar
from titleportal.demonstration.content import sections_of
from titleportal.demonstration.people import Person

Story = Iterator[datetime]
ACTS_A_TRANSACTION = 200


@dataclass(slots=True)
class Teller:
    """Everything that a story of one applicant needs."""

    calendar: Calendar
    round: Round
    person: Person
    user: User
    unit: Organisation
    desk: Desk
    application: Application | None = None

    # -- acts ---------------------------------------------------------------------------------

    def type_draft(self, *, leave_out: Iterable[str] = (), files: bool = True) -> None:
        """Open the draft and fill it; `leave_out` names sections that stay empty."""
        self.application = drafts.start_application(
            round=self.round, applicant=self.user, level=self.person.level, unit=self.unit
        )
        sections = sections_of(self.person, self.unit, year=self.calendar.year)
        for key in leave_out:
            sections.pop(key, None)
        drafts.fill(application=self.application, actor=self.user, sections=sections)
        if files:
            self.desk.attach_evidence(self.application)

    def do(self, action: Action, actor: User, **data) -> None:
        """One move of the workflow."""
        self.application = perform(
            action=action, application=self.application, actor=actor, data=data
        )

    # -- parts of stories ----------------------------------------------------------------------

    def submitted(self, back: int, minute: int) -> Story:
        yield self.calendar.moment(back, minute)
        self.type_draft()
        yield self.calendar.moment(back, minute + 30)
        self.do(Action.SUBMIT, self.user, commitment=True)

    def examined_by_unit(self, back: int, minute: int, *, objection: bool = False) -> Story:
        """Both notices, and the evaluation or examination between them; ends when all is over.

        With an `objection` to the materials, which turned out to be unfounded.
        """
        yield self.calendar.moment(back, minute)
        self.desk.post(self.application, "materials", self.calendar.day(back))
        if objection:
            yield self.calendar.moment(back - 2, minute)
            self.desk.take_objection_by_telephone(self.application)
            yield self.calendar.moment(back - 4, minute)
            self.desk.handle_objections(self.application)
        back = self._last_back()
        yield self.calendar.moment(back, minute)
        self.desk.close_notice(self.application, "materials")
        self.desk.examine(self.application)
        self.desk.post(self.application, "opinion", self.calendar.day(back))
        yield self.calendar.moment(self._last_back(), minute)
        self.desk.close_notice(self.application, "opinion")

    def passed_on(self, minute: int, *, stops: int) -> Story:
        """Forwarded by the unit, then by so many bodies above; two days for each."""
        back = self._last_back()
        yield self.calendar.moment(back, minute + 40)
        self.desk.forward(self)
        for _ in range(stops):
            back = max(back - 3, 0)
            yield self.calendar.moment(back, minute + 60)
            self.desk.forward(self)
            if self.application.state == "office_review":
                return

    def days_since_arrival(self) -> int:
        """Days since the case reached where it stands."""
        return (self.calendar.today - timezone.localdate(self.application.state_since)).days

    def _last_back(self) -> int:
        """How many days ago was the day after the case's last notice."""
        after = self.desk.last_notice_day(self.application) + timedelta(days=1)
        return max((self.calendar.today - after).days, 0)


# -- stories ------------------------------------------------------------------------------------


def half_filled(t: Teller, minute: int) -> Story:
    yield t.calendar.moment(9, minute)
    t.type_draft(
        leave_out=("honours", "honours_any", "defence", "explanation", "performance", "summary"),
        files=False,
    )


def complete(t: Teller, minute: int) -> Story:
    yield t.calendar.moment(6, minute)
    t.type_draft()


def waiting(t: Teller, minute: int) -> Story:
    yield from t.submitted(12, minute)


def under_notice(t: Teller, minute: int) -> Story:
    yield from t.submitted(8, minute)
    yield t.calendar.moment(2, minute)
    t.desk.post(t.application, "materials", t.calendar.day(2))


def under_notice_with_objection(t: Teller, minute: int) -> Story:
    yield from under_notice(t, minute)
    yield t.calendar.moment(1, minute)
    t.desk.receive_objection_online(t.application)


def ready(t: Teller, minute: int) -> Story:
    yield from t.submitted(58, minute)
    yield from t.examined_by_unit(56, minute)


def ready_after_objection(t: Teller, minute: int) -> Story:
    yield from t.submitted(58, minute)
    yield from t.examined_by_unit(56, minute, objection=True)


def with_body(t: Teller, minute: int) -> Story:
    yield from ready(t, minute)
    yield from t.passed_on(minute, stops=0)


def with_office(t: Teller, minute: int) -> Story:
    yield from ready(t, minute)
    yield from t.passed_on(minute, stops=2)


def accepted(t: Teller, minute: int) -> Story:
    yield from with_office(t, minute)
    yield t.calendar.moment(max(t.days_since_arrival() - 2, 0), minute + 90)
    t.desk.check_originals(t.application)
    t.do(Action.ACCEPT, t.desk.officer_of(t.application.holder))


def returned(t: Teller, minute: int) -> Story:
    yield from t.submitted(10, minute)
    yield t.calendar.moment(4, minute)
    t.do(
        Action.RETURN,
        t.desk.officer_of(t.unit),
        reason="第二段工作经历的起止时间与档案不一致，请核对；继续教育登记证书缺上一年度的一页，请补传。",
        open_steps=["work", "evidence"],
        correction_until=t.calendar.day(-8),
    )


def declined(t: Teller, minute: int) -> Story:
    yield from t.submitted(30, minute)
    yield t.calendar.moment(20, minute)
    t.do(Action.DECLINE, t.desk.officer_of(t.unit), reason="民主评议同意人数未过半，不予推荐。")


def withdrawn(t: Teller, minute: int) -> Story:
    yield from t.submitted(25, minute)
    yield t.calendar.moment(24, minute)
    t.do(Action.WITHDRAW, t.user, confirmed=True)


def refused(t: Teller, minute: int) -> Story:
    yield from with_office(t, minute)
    yield t.calendar.moment(max(t.days_since_arrival() - 1, 0), minute + 90)
    t.do(
        Action.REFUSE,
        t.desk.officer_of(t.application.holder),
        reason="学历查验结果与所填学历不一致，不予受理。",
    )


def revoked(t: Teller, minute: int) -> Story:
    """Passed on by the unit, then found false; an appeal waits for its answer."""
    yield from ready(t, minute)
    if t.person.level != "technician":
        yield from t.passed_on(minute, stops=0)
    office = t.desk.officer_of(t.round.office)
    back = max(t.days_since_arrival() - 2, 3)
    yield t.calendar.moment(back, minute + 90)
    t.do(
        Action.REVOKE,
        office,
        reason="所附论文检索页经核对系伪造，期刊社复函该刊当期没有刊登这篇论文。",
        basis="期刊社复函，评委会办核查记录第3号。",
        measures="对工作单位审核把关不严予以通报批评。",
        decided_on=t.calendar.day(back),
        barred_from=t.calendar.day(back),
        years=2,
        confirmed=True,
    )
    yield t.calendar.moment(1, minute)
    enter_appeal(
        actor=office,
        record=t.application.integrity,
        filed_on=t.calendar.day(1),
        text="论文由他人代为投稿，本人不知检索页系伪造，请求减轻处分。",
    )


def extended(t: Teller, minute: int) -> Story:
    """With the unit, which was given ten days more."""
    yield from t.submitted(12, minute)
    yield t.calendar.moment(3, minute)
    extend_deadline(
        actor=t.desk.officer_of(t.round.office),
        application=t.application,
        until=t.round.units_until + timedelta(days=10),
        reason="单位经办人因病住院，民主评议推迟。",
    )


def recognized(t: Teller, minute: int) -> Story:
    yield from ready(t, minute)
    yield t.calendar.moment(t._last_back(), minute + 40)
    t.do(Action.RECOGNIZE, t.desk.officer_of(t.unit))


def run(stories: list[Story], told: Callable[[int], None] = lambda done: None) -> None:
    """Run all stories in order of time; some acts share a transaction, so that ten thousand
    applicants load in minutes."""
    waiting_stories: list[tuple[datetime, int]] = []
    for number, story in enumerate(stories):
        waiting_stories.append((next(story), number))
    heapq.heapify(waiting_stories)
    done = 0
    while waiting_stories:
        with transaction.atomic():
            for _ in range(min(ACTS_A_TRANSACTION, len(waiting_stories))):
                if not waiting_stories:
                    break
                moment, number = heapq.heappop(waiting_stories)
                with standing_at(moment):
                    following = next(stories[number], None)
                if following is not None:
                    heapq.heappush(waiting_stories, (max(following, moment), number))
                else:
                    done += 1
        told(done)
