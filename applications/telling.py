"""Who is told what after each move (workflow contract, "Moves"): one table, read by one function.

Each text says what happened, what to do next and, with `until`, by when.
"""

from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.enums import OFFICER_ROLES, ROLE_OF_KIND, OrganisationKind
from accounts.models import RoleAssignment, User
from accounts.prepared import Prepared
from accounts.text import clean_line
from applications.attempts import Attempt, follower
from applications.deadlines import deadline_of
from applications.enums import Action
from applications.enums import NotificationKind as Kind
from applications.models import Notification
from applications.notifications import deliver
from applications.steps import step_of

PROGRESS, TASKS, CASE = "applications:progress", "applications:task_list", "review:application"
ROUND_END = "the round's end"
LEVEL_END = "the deadline of where the case now stands"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: to whom, what about, the words, the page, the date that counts."""

    to: str
    kind: Kind
    text: str
    next_step: str
    page: str
    until: str = ""


_CASE = "{name}的“{round}”{level}申报（受理编号{receipt}）"
_OWN = "您的“{round}”{level}申报（受理编号{receipt}）"

TOLD: dict[Action, tuple[Line, ...]] = {
    Action.SUBMIT: (
        Line(
            "applicant",
            Kind.SUBMITTED,
            f"{_OWN}已提交{{times}}，下一站是{{holder}}审核。",
            "您现在不需要做什么。单位审核时可能要看原件，请提前准备好；截止日期是单位审核的最后一天。",
            PROGRESS,
            LEVEL_END,
        ),
        Line(
            "holder",
            Kind.ARRIVED,
            f"{_CASE}已提交到{{holder}}{{times}}。",
            "请在截止日期前核对原件和申报内容，办理公示和评议，再审核上报或退回修改。",
            CASE,
            LEVEL_END,
        ),
    ),
    Action.RETURN: (
        Line(
            "applicant",
            Kind.RETURNED,
            f"{_OWN}被{{by}}退回修改。原因：{{reason}}",
            "请在截止日期前修改这些步骤，再重新提交：{steps}。其他步骤不能改动。",
            TASKS,
            LEVEL_END,
        ),
        Line(
            "earlier",
            Kind.RETURNED_BELOW,
            f"{_CASE}被{{by}}退回申报人修改。原因：{{reason}}",
            "现在不需要做什么。申报人须在截止日期前重新提交，之后仍由单位起逐级审核。",
            CASE,
            LEVEL_END,
        ),
    ),
    Action.WITHDRAW: (
        Line(
            "reached",
            Kind.WITHDRAWN,
            f"{_CASE}已由本人撤回。",
            "不再需要审核。正在办理的公示和评议请按规定了结。",
            CASE,
        ),
    ),
    Action.FORWARD: (
        Line(
            "applicant",
            Kind.FORWARDED,
            f"{{by}}审核通过了{_OWN}，现在由{{holder}}审核。",
            "您现在不需要做什么；截止日期是这一级审核的最后一天。",
            PROGRESS,
            LEVEL_END,
        ),
        Line(
            "holder",
            Kind.ARRIVED,
            f"{_CASE}由{{by}}上报到{{holder}}。",
            "请在截止日期前审核办理。",
            CASE,
            LEVEL_END,
        ),
    ),
    Action.DECLINE: (
        Line(
            "applicant",
            Kind.DECLINED,
            f"{{by}}没有推荐{_OWN}。原因：{{reason}}",
            "本年度这份申报到此结束。对原因有疑问的，请向{by}询问；以后年度可以重新申报。",
            PROGRESS,
        ),
    ),
    Action.REFUSE: (
        Line(
            "applicant",
            Kind.REFUSED,
            f"{{by}}没有受理{_OWN}。原因：{{reason}}",
            "本年度这份申报到此结束。对原因有疑问的，请向{by}询问；以后年度可以重新申报。",
            PROGRESS,
        ),
    ),
    Action.LAPSE: (
        Line(
            "applicant",
            Kind.LAPSED,
            "您的“{round}”{level}申报已由系统自动关闭。原因：办理截止日期{last}已过。",
            "本年度这份申报到此结束，已填的内容可以复制到以后年度的申报里。",
            PROGRESS,
        ),
    ),
    Action.RECOGNIZE: (
        Line(
            "applicant",
            Kind.RECOGNIZED,
            f"{{by}}认定了{_OWN}，您已取得{{level}}资格。",
            "您现在不需要做什么。{body}在截止日期前可以提出异议。",
            PROGRESS,
            ROUND_END,
        ),
        Line(
            "body",
            Kind.RECOGNIZED_BELOW,
            f"{{by}}认定了{_CASE}。",
            "请查阅考察结果和公示情况；认为不符合条件的，可以在截止日期前提出异议。",
            CASE,
            ROUND_END,
        ),
    ),
    Action.ACCEPT: (
        Line(
            "applicant",
            Kind.ACCEPTED,
            f"{{by}}受理了{_OWN}。",
            "您现在不需要做什么，等待评审；结果公示后可以在办理进度里看到。",
            PROGRESS,
        ),
        Line(
            "unit",
            Kind.ACCEPTED_BELOW,
            f"{{by}}受理了{_CASE}。",
            "现在不需要做什么，等待评审和结果公示。",
            CASE,
        ),
    ),
}

# All officers of a case's way, with how far it came, in one query a move.
_officers = Prepared(
    lambda case, day: (
        RoleAssignment.objects.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=day),
            valid_from__lte=day,
            role__in=OFFICER_ROLES,
            user__is_active=True,
            organisation__links__application=case,
        )
        .annotate(
            position=F("organisation__links__position"),
            reached_at=F("organisation__links__reached_at"),
            stop_state=F("organisation__links__state"),
        )
        .select_related("user", "organisation")
    )
)
Chosen = Callable[[Attempt, RoleAssignment], bool]


def _is_earlier(attempt: Attempt, officer) -> bool:
    return bool(officer.reached_at) and officer.organisation_id != attempt.organisation.pk


AUDIENCES: dict[str, Chosen] = {
    "unit": lambda attempt, officer: officer.organisation_id == attempt.application.unit_id,
    "holder": lambda attempt, officer: officer.organisation_id == attempt.application.holder_id,
    "earlier": _is_earlier,
    "reached": lambda attempt, officer: bool(officer.reached_at),
    "body": lambda attempt, officer: bool(officer.position) and not officer.stop_state,
}


@follower
def tell(attempt: Attempt) -> None:
    """Write a message to everybody whom the table names for this move."""
    lines = TOLD.get(attempt.move.action, ())
    if not lines:
        return
    officers = []
    if any(line.to != "applicant" for line in lines):
        officers = _acting(attempt)
    values = _values(attempt)
    deliver(
        _message(line, person, attempt, values)
        for line in lines
        for person in _people(line.to, attempt, officers)
    )


def _acting(attempt: Attempt) -> list[RoleAssignment]:
    """The officers of the case's way, without its own applicant: nobody handles one's own."""
    case = attempt.application
    found = _officers(case=case.pk, day=timezone.localdate(attempt.at))
    number = case.applicant.id_number_hash
    return [
        each
        for each in found
        if ROLE_OF_KIND[OrganisationKind(each.organisation.kind)] == each.role
        and each.user_id != case.applicant_id
        and not (number and each.user.id_number_hash == number)
    ]


def _people(to: str, attempt: Attempt, officers: Iterable[RoleAssignment]) -> list[User]:
    if to == "applicant":
        applicant = attempt.application.applicant
        return [applicant] if applicant.is_active else []
    chosen = AUDIENCES[to]
    people = {each.user_id: each.user for each in officers if chosen(attempt, each)}
    # Who made the move need not be told of it.
    if attempt.actor is not None:
        people.pop(attempt.actor.pk, None)
    return list(people.values())


def _message(line: Line, person: User, attempt: Attempt, values: dict) -> Notification:
    case = attempt.application
    return Notification(
        person=person,
        application=case,
        kind=line.kind,
        text=line.text.format_map(values),
        next_step=line.next_step.format_map(values),
        until=_until(line, attempt),
        address=reverse(line.page, args=[case.pk]),
        created_at=attempt.at,
    )


def _until(line: Line, attempt: Attempt) -> date | None:
    if line.until == ROUND_END:
        return attempt.application.round.office_until
    return deadline_of(attempt.application) if line.until == LEVEL_END else None


def _values(attempt: Attempt) -> dict[str, str]:
    """What the table's words name; each is one line but for the reason."""
    case = attempt.application
    number = attempt.log_data.get("snapshot", 1)
    lines = {
        "name": case.applicant.name,
        "round": case.round.name,
        "level": case.level_label,
        "receipt": case.receipt_number or "",
        "holder": case.holder.name if case.holder else "",
        "by": attempt.organisation.name if attempt.organisation else "",
        "body": case.recommending_body.name if attempt.move.action == Action.RECOGNIZE else "",
        "steps": "、".join(step_of(key).label for key in case.open_steps),
        "times": f"（修改后第{number}次提交）" if number > 1 else "",
        "last": _day(_passed(attempt)),
    }
    values = {name: clean_line(value) for name, value in lines.items()}
    return values | {"reason": attempt.data.get("reason", "").strip()}


def _passed(attempt: Attempt) -> date | None:
    """The last day where the case stood before the move."""
    before = copy(attempt.application)
    before.state = attempt.move.source
    return deadline_of(before)


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
