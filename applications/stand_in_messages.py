"""Who is told of stand-ins: the body that has to name one, the person named, the applicant."""

from collections.abc import Iterable
from datetime import date, datetime

from django.urls import reverse

from accounts.enums import OFFICER_ROLES
from accounts.models import RoleAssignment, User
from accounts.queries import in_force
from accounts.text import clean_line
from applications.attempts import Attempt, follower
from applications.enums import REVIEW_STATES
from applications.enums import NotificationKind as Kind
from applications.models import Application, Notification, StandIn
from applications.notifications import deliver
from applications.standing_in import naming_body, nobody_acts

_CASE, _PROGRESS = "review:application", "applications:progress"


@follower
def tell_naming_body(attempt: Attempt) -> None:
    """Tell the body above where a case has come to where nobody may act on it."""
    case = attempt.application
    if case.state not in REVIEW_STATES or case.holder is None:
        return
    if not Application.objects.filter(nobody_acts(), pk=case.pk).exists():
        return
    if (body := naming_body(case)) is None:
        return
    text = (
        f"{_about(case)}到了{clean_line(case.holder.name)}，但那里没有可以办理它的经办人"
        "（任何人都不能办理本人的申报）。"
    )
    step = "请在“代办人”页面为这一份申报指定代办人，指定后才能继续办理。"
    page = reverse("review:stand_ins")
    people = _officers_of(body, but=case.applicant)
    _deliver(people, case, Kind.STAND_IN_NEEDED, text, step, page, attempt.at)


def tell_named(stand_in: StandIn) -> None:
    """Tell the person what to do and until when, and the applicant who handles the case."""
    case, at, until = stand_in.application, stand_in.named_at, stand_in.valid_until
    unit, body = clean_line(stand_in.organisation.name), clean_line(stand_in.named_for.name)
    text = f"{body}指定您代{unit}办理{_about(case)}。原因：{clean_line(stand_in.reason)}"
    step = "请打开这份申报，像单位经办人一样办理；只限这一份，到期后不能再办理和查看。"
    page = reverse(_CASE, args=[case.pk])
    _deliver([stand_in.person], case, Kind.STAND_IN_NAMED, text, step, page, at, until)
    text = f"您的申报（受理编号{case.receipt_number}）由{body}指定的代办人代{unit}办理。"
    step = "您现在不需要做什么。"
    page = reverse(_PROGRESS, args=[case.pk])
    _deliver([case.applicant], case, Kind.STAND_IN_NAMED, text, step, page, at)


def tell_ended(stand_in: StandIn) -> None:
    """Tell the person that the body has ended it and why, and the applicant that it has."""
    case, at = stand_in.application, stand_in.ended_at
    assert at is not None, "it is told once it has ended"
    unit, body = clean_line(stand_in.organisation.name), clean_line(stand_in.named_for.name)
    text = (
        f"{body}结束了对{_about(case)}的代办（代{unit}）。原因：{clean_line(stand_in.end_reason)}"
    )
    step, home = "不再需要您办理，也不能再查看。", reverse("home")
    _deliver([stand_in.person], case, Kind.STAND_IN_ENDED, text, step, home, at)
    text = f"{body}结束了对您的申报（受理编号{case.receipt_number}）的代办。"
    page = reverse(_PROGRESS, args=[case.pk])
    step = "您现在不需要做什么；仍须代办的，由上级另行指定。"
    _deliver([case.applicant], case, Kind.STAND_IN_ENDED, text, step, page, at)


def _about(case: Application) -> str:
    return f"{clean_line(case.applicant.name)}的申报（受理编号{case.receipt_number}）"


def _officers_of(body: int, *, but: User) -> Iterable[User]:
    held = RoleAssignment.objects.filter(in_force(), organisation=body, role__in=OFFICER_ROLES)
    return User.objects.filter(pk__in=held.values("user"), is_active=True).exclude(pk=but.pk)


def _deliver(
    people: Iterable[User],
    case: Application,
    kind: Kind,
    text: str,
    next_step: str,
    address: str,
    at: datetime,
    until: date | None = None,
) -> None:
    deliver(
        Notification(
            person=person,
            application=case,
            kind=kind,
            text=text,
            next_step=next_step,
            until=until,
            address=address,
            created_at=at,
        )
        for person in people
        if person.is_active
    )
