"""The log of one case in plain words, for its applicant."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from applications.enums import Action
from applications.models import Application, Event
from applications.steps import step_of

_TITLES = {
    "start": "开始填写",
    Action.SUBMIT: "提交申报",
    Action.WITHDRAW: "撤回申报",
    Action.RETURN: "退回修改",
    Action.DECLINE: "不予推荐",
    Action.LAPSE: "逾期自动关闭",
    Action.FORWARD: "审核通过并上报",
    Action.RECOGNIZE: "认定通过",
    Action.ACCEPT: "受理",
    Action.REFUSE: "不予受理",
    Action.REVOKE: "查实虚假材料，取消资格",
    "deadline_extended": "延长截止日期",
    "malware_found": "一个上传的文件查出病毒，已封存；请换一个文件",
}
_BAD = {"malware_found", Action.RETURN, Action.DECLINE, Action.REFUSE, Action.LAPSE, Action.REVOKE}
# Before publication nobody reads from the history how it ended.
_HIDDEN = {"decide"}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the timeline, the newest first on the page."""

    title: str
    at: datetime
    who: str
    note: str
    open_steps: list[str]
    is_bad: bool


def lines_of(application: Application, events: Iterable[Event]) -> list[Line]:
    """The moves of a case, newest first; the organisation is named, the officer is not."""
    lines = [
        Line(
            str(_TITLES[event.action]),
            event.at,
            event.organisation.name if event.organisation else _own(event),
            event.reason,
            [step_of(key).label for key in event.data.get("open_steps", [])],
            event.action in _BAD,
        )
        for event in events
        if event.action in _TITLES and event.action not in _HIDDEN
    ]
    return lines[::-1]


def _own(event: Event) -> str:
    return "本人" if event.role == "applicant" else "系统"
