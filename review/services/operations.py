"""What can be done with many cases at once, one case at a time: a registry.

Each operation is a service that checks role, organisation and state itself, at the moment when
the case's turn comes.
"""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.errors import GuardFailed
from accounts.models import User
from applications.enums import Action
from applications.models import Application
from applications.workflow import perform
from review.enums import OFFICERS_MOVES, NoticeKind
from review.periods import ends_too_late
from review.queries import notices_of
from review.services.evaluation import record_evaluation
from review.services.notices import Posting, close_notice, record_notices
from review.wording import day_text

Run = Callable[[User, Application, dict, int], str]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: `run(actor, case, data, version)` does it and tells what was done, or raises
    a DomainError; `right` is who may use it at all."""

    key: str
    label: str
    run: Run
    right: str = "read_submitted"
    is_ending: bool = False

    @property
    def is_move(self) -> bool:
        """Whether it is a line of the workflow's table."""
        return self.key in Action.values


def _mover(action: Action) -> Run:
    def run(actor: User, case: Application, data: dict, version: int) -> str:
        moved = perform(action=action, application=case, actor=actor, data=data, version=version)
        return f"已办理，现在是“{moved.get_state_display()}”。"

    return run


def _notice(actor: User, case: Application, data: dict, version: int) -> str:
    values = dict(data)
    kind, again = values.pop("kind"), values.pop("again", False)
    (made,) = record_notices(
        actor=actor, kind=kind, applications=[case], posting=Posting(**values), again=again
    )
    late = "期满后来不及上报，请核对日期。" if ends_too_late(case, made.last_day) else ""
    return f"已登记，公示到{day_text(made.last_day)}结束。{late}"


def _notice_outcome(actor: User, case: Application, data: dict, version: int) -> str:
    kind = NoticeKind(data["kind"])
    notice = notices_of(case).get(kind)
    if notice is None:
        raise GuardFailed([f"尚未登记“{kind.label}”公示。"])
    closed = close_notice(actor=actor, notice=notice)
    return f"“{kind.label}”公示的结果已登记：{closed.get_outcome_display()}。"


def _evaluation(actor: User, case: Application, data: dict, version: int) -> str:
    record_evaluation(actor=actor, application=case, **data)
    return f"民主评议已登记：{data['present']}人参加，{data['in_favour']}人同意。"


_ENDING = (Action.DECLINE, Action.REFUSE)
OPERATIONS: dict[str, Operation] = {
    each.key: each
    for each in (
        *(
            Operation(action.value, action.label, _mover(action), is_ending=action in _ENDING)
            for action in OFFICERS_MOVES
        ),
        Operation("notice", "登记公示", _notice, "record_notices"),
        Operation("notice-outcome", "登记公示结果", _notice_outcome, "record_notices"),
        Operation("evaluation", "登记民主评议", _evaluation, "record_notices"),
    )
}
