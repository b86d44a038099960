"""A case's events as lines that people read."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from applications.enums import Action, AppealOutcome, State
from applications.models import Event, Round
from applications.steps import STEPS
from review.enums import (
    NoticeKind,
    NoticeOutcome,
    ObjectionChannel,
    ObjectionOutcome,
    RecognitionOutcome,
)
from review.exports.base import registered
from review.wording import action_label, role_label, state_label

_REFUSING = {Action.DECLINE, Action.REFUSE, Action.LAPSE, Action.REVOKE}
_STEP_LABELS = {step.key: step.label for step in STEPS}


@dataclass(frozen=True, slots=True)
class Line:
    """One event: what, who, when (in Asia/Shanghai, to the minute; `moment` to the second);
    `look` is the timeline's class."""

    at: str
    moment: str
    title: str
    who: str
    details: list[str]
    look: str


def lines_of(events: Iterable[Event]) -> list[Line]:
    """The events in words, the newest first."""
    return [_line(event) for event in reversed(list(events))]


def _line(event: Event) -> Line:
    title = action_label(event.action)
    if event.action in Action.values and event.to_state:
        title = f"{title} → {state_label(event.to_state)}"
    local = timezone.localtime(event.at)
    at, moment = f"{local:%Y-%m-%d %H:%M}", local.isoformat(timespec="seconds")
    return Line(at, moment, title, who_did(event), list(_details(event)), _look(event))


def who_did(event: Event) -> str:
    """The person with role and organisation, or the system."""
    if event.actor is None:
        return "公众" if event.action == "objection_received" else "系统"
    role = role_label(event.role)
    if event.data.get("stand_in"):
        role = f"代{role}" if role else "代办"
    organisation = event.organisation.name if event.organisation else ""
    about = " ".join(part for part in (organisation, role) if part)
    return f"{event.actor.name}（{about}）" if about else event.actor.name


_OF_LETTERS = ("letter_recorded", "letter_changed", "letter_issued", "letter_dropped")


def _details(event: Event):
    if event.reason:
        yield f"原因：{event.reason}"
    yield from what_it_says(event)


def what_it_says(event: Event):
    """The figures, days and outcomes that an entry holds, as sentences; its reason apart."""
    data = event.data
    if event.action == Action.RETURN:
        steps = "、".join(_STEP_LABELS.get(key, "") for key in data.get("open_steps", []))
        yield f"可修改：{steps}；修改截止{data.get('until', '')}"
    elif event.action == Action.SUBMIT:
        yield f"第{data.get('snapshot', 1)}次提交"
    elif event.action == Action.REVOKE:
        yield f"取消申报资格：{data.get('barred_from')} 至 {data.get('barred_until')}"
    elif event.action == "deadline_extended":
        yield f"截止日期由 {data.get('before')} 延长至 {data.get('until')}"
    elif event.action == "appeal_decided":
        yield f"处理结果：{_label(AppealOutcome, data.get('outcome'))}"
    elif event.action == "recognition_doubt_decided":
        yield f"异议{_label(RecognitionOutcome, data.get('outcome'))}"
    elif event.action == "notice_recorded":
        kind = _label(NoticeKind, data.get("kind"))
        yield f"“{kind}”，{data.get('first_day')}至{data.get('last_day')}"
    elif event.action == "notice_outcome_recorded":
        kind = _label(NoticeKind, data.get("kind"))
        yield f"“{kind}”：{_label(NoticeOutcome, data.get('outcome', ['', ''])[1])}"
    elif event.action == "objection_received":
        way = _label(ObjectionChannel, data.get("channel"))
        named = "匿名" if data.get("anonymous") else "实名"
        yield f"“{_label(NoticeKind, data.get('kind'))}”公示，{way}，{named}"
    elif event.action == "objection_handled":
        found = _label(ObjectionOutcome, data.get("outcome", ["", ""])[1])
        yield f"“{_label(NoticeKind, data.get('kind'))}”公示的异议：{found}"
    elif event.action == "evaluation_recorded":
        yield f"{data['held_on']}，参加{data['present']}人，同意{data['in_favour']}人"
    elif event.action == "examination_recorded":
        yield f"{data['held_on']}，{'合格' if data['passed'] == 'True' else '不合格'}"
    elif event.action == "stand_in_named":
        yield f"代办期限：{data['from']}至{data['until']}"
    elif event.action in _OF_LETTERS:
        yield f"{data['number']}，{data['issued_on']}"
    elif event.action == "originals_checked":
        wrong = sum(1 for is_consistent in data.values() if not is_consistent)
        yield f"核验{len(data)}项" + (f"，{wrong}项不一致" if wrong else "，均一致")
    elif event.action == "export":
        form = registered().get(data.get("form", ""))
        label = form.label if form else "表格"
        yield f"{label}，{data.get('format', '')}，{data.get('count', 0)}人"
    elif event.action in ("staff_imported", "staff_exported"):
        numbers = "，带完整身份证号" if data.get("with_numbers") else ""
        yield f"{data.get('people', 0)}人{numbers}"
    elif event.action == "round_changed":
        yield from _changes_of_round(data)


def _changes_of_round(data: dict):
    """Each date of a round that was moved: from when to when."""
    for name, (before, after) in data.items():
        label = Round._meta.get_field(name).verbose_name
        named = name != "office"  # the log has its key only
        yield f"{label}：{before or '无'} → {after or '无'}" if named else f"{label}有更改"


def _label(choices, value) -> str:
    return choices(value).label if value in choices.values else ""


def _look(event: Event) -> str:
    if event.action in _REFUSING:
        return "is-refused"
    if event.action == Action.RETURN or event.to_state == State.RETURNED:
        return "is-refused"
    return "is-done" if event.action in Action.values else ""
