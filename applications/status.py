"""Where a case stands, in the applicant's words: what happens next and by when."""

from dataclasses import dataclass
from datetime import date, datetime

from applications.deadlines import days_left, deadline_of
from applications.enums import APPLICANT_LABELS, EDITABLE_STATES, REVIEW_STATES, State
from applications.links import step_address
from applications.models import Application
from applications.remaining import is_over, warning_of
from applications.standing_in import holds_office, waits_for
from applications.steps import step_of

_TONES = {
    State.DRAFT: "info",
    State.RETURNED: "warning",
    State.ACCEPTED: "success",
    State.PASSED: "success",
    State.CERTIFIED: "success",
    State.RECOGNIZED: "success",
    State.NOT_PASSED: "danger",
    State.REFUSED: "danger",
    State.DECLINED: "danger",
    State.REVOKED: "danger",
    **dict.fromkeys(REVIEW_STATES, "waiting"),
}
_NEXT = {
    State.DRAFT: "填写各步内容，核对后提交给所在单位。",
    State.RETURNED: "按退回原因修改开放的步骤，再次提交。",
    State.ACCEPTED: "等待评审委员会评审，结果公示后可以在这里看到。",
    State.CERTIFIED: "已取得资格。",
    State.RECOGNIZED: "单位已认定您的技术员资格。",
    State.PASSED: "等待结果公示和发证。",
    State.NOT_PASSED: "本年度评审没有通过，可以准备新的业绩材料，以后年度再申报。",
    State.REFUSED: "评委会办没有受理这份申报。",
    State.DECLINED: "单位或主管部门没有推荐这份申报。",
    State.LAPSED: "办理截止日期已过，这份申报已自动关闭。",
    State.WITHDRAWN: "您已撤回这份申报。申报期内可以重新申报。",
    State.REVOKED: "资格已被取消。",
}
CLOSED = "已填写的内容可以查看和打印。要继续申报，须由评委会办批准延期。"
HIDDEN_RESULT = {State.PASSED, State.NOT_PASSED}


@dataclass(frozen=True, slots=True)
class Card:
    """One case as its applicant sees it."""

    application: Application
    label: str
    tone: str
    next: str
    deadline: date | None
    days_left: int | None
    deadline_label: str
    reason: str
    open_steps: list[tuple[str, str]]  # label and address
    can_edit: bool
    can_withdraw: bool
    since: datetime
    is_over: bool  # no longer to be submitted
    warning: str  # that the last day is near


def card_of(application: Application, day: date) -> Card:
    """The case on that day; reads nothing beyond `round`, `unit` and `holder`."""
    state = State(application.state)
    last, over = deadline_of(application), is_over(application, day)
    return Card(
        application,
        str(APPLICANT_LABELS[state]),
        _TONES.get(state, "neutral"),
        CLOSED if over else _next(application, state),
        last,
        days_left(last, day) if last else None,
        "最晚提交日期" if state in EDITABLE_STATES else "本级办理截止",
        application.return_reason or application.closing_reason,
        [_open_step(application, key) for key in application.open_steps],
        state in EDITABLE_STATES,
        state in (*REVIEW_STATES, State.RETURNED),
        application.state_since,
        over,
        warning_of(application, day),
    )


def _open_step(application: Application, key: str) -> tuple[str, str]:
    step = step_of(key)
    return step.label, step_address(application, step)


def why_it_waits(application: Application) -> str:
    """Where nobody of the holder may act on the case: why, and who has to do what; else ""."""
    found = waits_for(application)
    if found is None:
        return ""
    named, body = found
    holder = application.holder.name
    if named is not None:
        until = f"{named.valid_until:%Y-%m-%d}"
        return f"“{holder}”没有其他经办人能办理这份申报，现由“{named.named_for.name}”指定的代办人办理（至{until}）。"
    is_officer = holds_office(application.applicant, application.holder)
    why = (
        f"您是“{holder}”唯一的经办人，任何人都不能办理本人的申报"
        if is_officer
        else f"“{holder}”现在没有经办人"
    )
    if body is None:
        return f"{why}，上级也没有经办人可以指定代办人，请联系系统管理员。"
    return f"{why}，须由“{body.name}”为这份申报指定代办人。已经通知对方，您也可以直接联系。"


def _next(application: Application, state: State) -> str:
    if state in REVIEW_STATES:
        holder = application.holder.name if application.holder else ""
        return f"现在由“{holder}”审核，您不需要做什么。"
    return _NEXT[state]
