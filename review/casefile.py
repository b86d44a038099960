"""Everything that the application page shows of one case, read in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts.clock import today
from accounts.models import User
from applications.deadlines import closing_day, deadline_of
from applications.enums import Action, State
from applications.foresight import why_not
from applications.models import Application, Snapshot
from applications.moves import is_recognized_by_unit
from applications.permissions import acts_for_holder, organisations_on
from applications.workflow import ROLE_OF_STATE, moves_from
from review.enums import OFFICERS_MOVES, NoticeKind
from review.frozen import Brief, drawn, drawn_history
from review.integrity import extension_link, integrity_link
from review.models import Note, PublicNotice
from review.notice_view import NoticeView, notice_view
from review.queries import (
    letters_of,
    newest_snapshot,
    notes_of,
    notices_of,
    opinions_of,
    originals_of,
)
from review.reading import list_context, submission_before, what_is_drawn
from review.recognitions import objections_of
from review.same_files import same_elsewhere
from review.wording import day_text, left_text, tone_of

_ENDING = (Action.DECLINE, Action.REFUSE)


@dataclass(frozen=True, slots=True)
class Possibility:
    """A move from where the case stands: whether it can be made now, and else why not."""

    action: str
    label: str
    reasons: list[str]
    style: str


class CaseFile:
    """One case as its officers see it."""

    def __init__(self, application: Application, user: User):
        self.application = application
        self.user = user

    @cached_property
    def snapshot(self) -> Snapshot:
        return newest_snapshot(self.application)

    @cached_property
    def data(self) -> dict:
        return self.snapshot.data

    @cached_property
    def drawn(self) -> dict:
        """Verdict, dossier and evidence as they are shown, what changed since the submission
        before marked; and the `brief`."""
        return drawn(self.snapshot, self.application, lambda: what_is_drawn(self.snapshot))

    @property
    def brief(self) -> Brief:
        return self.drawn["brief"]

    @cached_property
    def evidence(self) -> str:
        """The evidence as it is drawn; to the secretary with a note beside each file whose
        content another applicant handed in too."""
        same = same_elsewhere(self.user, self.application, self.brief.hashes)
        if not same:
            return self.drawn["evidence"]
        context = list_context(self.snapshot, submission_before(self.snapshot), same)
        return render_to_string("review/parts/evidence.html", context)

    @property
    def previous_number(self) -> int:
        """The submission that this one is compared with."""
        return self.snapshot.number - 1

    @cached_property
    def originals(self) -> list:
        """The office's checks; nobody else's page shows them."""
        if not self.is_at_office:
            return []
        return originals_of(case=self.application.pk, number=self.snapshot.number)

    @property
    def is_at_office(self) -> bool:
        states = (State.OFFICE_REVIEW, State.ACCEPTED, State.REFUSED)
        return self.application.state in states

    @cached_property
    def stored_notices(self) -> dict[str, PublicNotice]:
        return notices_of(self.application)

    @cached_property
    def notices(self) -> list[NoticeView]:
        """The three notices, each recorded or not; none where the policy asks for none."""
        policy = self.application.round.policy.notices
        if policy is None:
            return []
        return [
            notice_view(kind, self.stored_notices.get(kind), policy.first_day_counts)
            for kind in NoticeKind
        ]

    @property
    def evaluation(self):
        return getattr(self.application, "evaluation", None)

    @property
    def examination(self):
        return getattr(self.application, "examination", None)

    @property
    def is_recognized_by_unit(self) -> bool:
        return is_recognized_by_unit(self.application)

    @cached_property
    def opinions(self) -> list:
        return opinions_of(case=self.application.pk)

    @cached_property
    def letters(self) -> list:
        return letters_of(case=self.application.pk)

    @cached_property
    def history(self) -> SafeString:
        return drawn_history(self.application)

    @cached_property
    def notes(self) -> list[Note]:
        """The notes of the user's own organisations only."""
        mine = organisations_on(self.user, self.application)
        return [n for n in notes_of(case=self.application.pk) if n.organisation_id in mine]

    @property
    def deadline(self) -> date | None:
        return deadline_of(self.application)

    @property
    def deadline_text(self) -> str:
        """How far the deadline of whoever holds it is; "" when nothing is due."""
        last, closes = self.deadline, self._closes
        return left_text(last, closes, today()) if last and closes else ""

    @property
    def _closes(self) -> date | None:
        return closing_day(self.application, self.application.round)

    @property
    def is_late(self) -> bool:
        return self._closes is not None and self._closes < today()

    @property
    def tone(self) -> str:
        return tone_of(self.application.state)

    @cached_property
    def since(self) -> datetime:
        """Since when it stands where it stands."""
        return timezone.localtime(self.application.state_since)

    @property
    def since_text(self) -> str:
        return f"{day_text(self.since)} {self.since:%H:%M}"

    @property
    def holder_text(self) -> str:
        """Who has it now."""
        application = self.application
        if application.state == State.RETURNED:
            return f"申报人 {application.name}"
        if application.holder:
            return application.holder.name
        return "已办结"

    @property
    def is_held_here(self) -> bool:
        """Whether the user's organisation handles it now."""
        is_waiting = self.application.state in ROLE_OF_STATE
        return is_waiting and acts_for_holder(self.user, self.application)

    @cached_property
    def recognition_objections(self) -> list:
        """What the body above said against a technician's recognition."""
        return objections_of(self.application)

    @property
    def integrity_link(self) -> tuple[str, str] | None:
        """Where a finding of false material is recorded, or read once it is."""
        return integrity_link(self.application, self.user)

    @property
    def extension_link(self) -> str:
        """Where the office gives it a later last day."""
        return extension_link(self.application, self.user)

    @cached_property
    def possibilities(self) -> list[Possibility]:
        """What the holder can do from here; nothing for who does not hold it."""
        if not self.is_held_here:
            return []
        here = {move.action for move in moves_from(self.application.state)}
        skipped = {Action.FORWARD} if self.is_recognized_by_unit else {Action.RECOGNIZE}
        cache = self._read_already()
        return [
            Possibility(
                action,
                Action(action).label,
                why_not(action, self.application, self.user, cache),
                _style(action),
            )
            for action in OFFICERS_MOVES
            if action in here and action not in skipped
        ]

    def _read_already(self) -> dict:
        """What the page shows anyway, under the names that the guards use."""
        body = self.application.recommending_body_id
        return {
            "number": self.snapshot.number,
            "parts": self.brief.parts,
            "evaluation": self.evaluation,
            "examination": self.examination,
            "notices": self.stored_notices,
            "letter_entry": next(
                (
                    entry
                    for entry in self.letters
                    if entry.letter.organisation_id == body and entry.letter.is_in_force
                ),
                None,
            ),
            "originals": self.originals,
        } | ({} if getattr(self.application, "has_integrity", True) else {"ban": None})

    @cached_property
    def unchecked_parts(self) -> int:
        """How many parts still wait for the originals check."""
        done = {check.need for check in self.originals}
        return sum(1 for need, _ in self.brief.parts if need not in done)

    @property
    def inconsistent_parts(self) -> list[tuple[str, str]]:
        """The parts that differ from their originals: label and what differs."""
        labels = dict(self.brief.parts)
        return [
            (labels.get(check.need, ""), check.note)
            for check in self.originals
            if not check.is_consistent
        ]


def _style(action: str) -> str:
    if action in _ENDING:
        return "btn-outline-danger"
    return "btn-secondary" if action == Action.RETURN else "btn-primary"
