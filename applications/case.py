"""One case read whole: what was typed, the files, the facts, the verdict, the steps' states."""

from datetime import date
from functools import cached_property

from accounts.clock import today
from accounts.models import User
from accounts.prepared import Prepared
from applications.defence import STEP as DEFENCE
from applications.defence.state import changed_at, problems_of
from applications.enums import State
from applications.facts import facts_of
from applications.integrity import bans_of
from applications.models import Application, Entry, EvidenceFile
from applications.steps import steps_for
from applications.steps.spec import Context, Step
from applications.steps.state import Problem, StepState, StepStatus, Typed, declared_state
from policy.engine import check
from policy.evidence import EvidenceNeed, evidence_for
from policy.facts import Facts, parse_facts
from policy.verdict import Verdict

# Asked by the forms (评审表, 证书), not by the policy.
PHOTO = EvidenceNeed(
    key="photo",
    label="近期免冠照片",
    required=True,
    reason="印在评审表和资格证书上。",
    clause="",
    quote="",
    order=0,
    annex=None,
    submission=None,
    by="applicant",
    count=1,
    formats=("jpg", "png"),
)


# Plain rows: making objects of some thirty entries costs a page more than reading them.
_entries = Prepared(
    lambda case: Entry.objects.filter(application=case, removed_at__isnull=True).values_list(
        "section", "pk", "version", "values", "updated_at", named=True
    )
)
_files = Prepared(
    lambda case: EvidenceFile.objects.filter(application=case, removed_at__isnull=True)
)


class Case:
    """A case with everything that its pages ask, read in three queries and computed once."""

    def __init__(self, application: Application):
        self.application = application

    @property
    def applicant(self) -> User:
        return self.application.applicant

    @cached_property
    def context(self) -> Context:
        unit = self.application.unit
        return Context(
            self.application.level, unit.kind if unit else "", self.application.round.policy
        )

    @cached_property
    def typed(self) -> Typed:
        """Entries by section, rows in order; removed ones are left out."""
        typed: Typed = {}
        for entry in _entries(case=self.application.pk):
            row = {
                "id": entry.pk,
                "version": entry.version,
                "values": entry.values,
                "updated_at": entry.updated_at,
            }
            typed.setdefault(entry.section, []).append(row)
        return typed

    def one(self, section: str) -> dict:
        """The typed values of a section that exists once."""
        rows = self.typed.get(section)
        return rows[0]["values"] if rows else {}

    @cached_property
    def files(self) -> dict[str, list[EvidenceFile]]:
        """Files by entry of the evidence list, in order."""
        files: dict[str, list[EvidenceFile]] = {}
        for file in _files(case=self.application.pk):
            file.application = self.application
            files.setdefault(file.need, []).append(file)
        return files

    @cached_property
    def facts(self) -> Facts:
        return parse_facts(facts_of(self.typed, self.applicant, self.context, self._bans()))

    def _bans(self) -> list[dict]:
        return [
            {"from": ban.start.isoformat(), "until": ban.until.isoformat()}
            for ban in bans_of(self.applicant.id_number_hash or "")
        ]

    def verdict(self, as_of: date | None = None) -> Verdict:
        """The verdict on what is typed now, as of a day (today unless told)."""
        return check(self.context.policy, self.application.level, self.facts, as_of or today())

    @cached_property
    def evidence(self) -> list[EvidenceNeed]:
        """What this person has to prove, and why (附件 1, 报送要求); the photo stands first."""
        return [
            PHOTO,
            *evidence_for(self.context.policy, self.application.level, self.facts, today()),
        ]

    @cached_property
    def states(self) -> list[StepState]:
        """The state of every step that applies, specials included."""
        states = [self.state_of(step) for step in self.steps]
        self._judge_check_step(states)
        return states

    def state_of(self, step: Step) -> StepState:
        """The state of one step; the check step's own follows from the others, see `states`."""
        returned = self.application.state == State.RETURNED
        state = declared_state(
            step,
            self.context,
            self.typed,
            open_steps=self.application.open_steps if returned else None,
        )
        state.problems += self._special_problems(state)
        if state.problems and state.status is StepStatus.DONE:
            state.status = StepStatus.STARTED
        if step.special == "evidence" and state.problems and not self.files:
            state.status = StepStatus.EMPTY
        if returned and self._waits_for_mending(state):
            state.status = StepStatus.TO_MEND
        return state

    def _special_problems(self, state: StepState) -> list[Problem]:
        if state.step.key == "person" and not self.applicant.id_number_hash:
            return [Problem("person", 0, "id_number", "请填写“身份证号”。", "身份证号")]
        if state.step.key == "application" and self.application.unit_id is None:
            return [Problem("application", 0, "unit", "请选择“工作单位”。", "工作单位")]
        if state.step.key == DEFENCE:
            return problems_of(self)
        if state.step.special == "evidence":
            return [
                Problem("evidence", 0, need.key, f"请上传“{need.label}”。", need.label)
                for need in self.evidence
                if need.required and need.by == "applicant" and not self.files.get(need.key)
            ]
        return []

    def _waits_for_mending(self, state: StepState) -> bool:
        if state.step.key not in self.application.open_steps:
            return False
        since = self.application.state_since
        if state.step.special == "evidence":
            changed = [file.uploaded_at for files in self.files.values() for file in files]
        else:
            changed = [
                row["updated_at"]
                for section in state.step.sections
                for row in self.typed.get(section.key, [])
            ]
            changed += changed_at(self) if state.step.key == DEFENCE else []
        return not any(moment > since for moment in changed)

    @staticmethod
    def _judge_check_step(states: list[StepState]) -> None:
        ready = all(
            state.status is StepStatus.DONE for state in states if state.step.special != "check"
        )
        for state in states:
            if state.step.special == "check":
                state.status = StepStatus.STARTED if ready else StepStatus.EMPTY

    @property
    def problems(self) -> list[Problem]:
        """Everything that is missing or wrong, in the order of the steps."""
        return [problem for state in self.states for problem in state.problems]

    @property
    def steps(self):
        return steps_for(self.context)
