"""A later last day for one case, granted by the office with a reason (workflow contract)."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from accounts import form_keys
from accounts.clock import database_now, today
from accounts.enums import OFFICER_ROLES, Role
from accounts.errors import BadInput, NotAllowed
from accounts.models import Organisation, RoleAssignment, User
from accounts.permissions import right
from applications import log
from applications.deadlines import closing_day, deadline_of
from applications.enums import NotificationKind, State
from applications.models import Application, DeadlineExtension, Notification
from applications.notifications import deliver
from applications.standing_in import stand_in_for
from review.wording import day_text

LATEST = 180  # days after the office's own deadline; a later one is a slip of the pen
LONGEST_REASON = 200
# In the order of the way: who hands in or passes on by which of the case's own columns.
_WAY = ("applicant_deadline", "unit_deadline", "recommender_deadline")
_FIRST = {
    State.DRAFT: "applicant_deadline",
    State.UNIT_REVIEW: "unit_deadline",
    State.DEPARTMENT_REVIEW: "recommender_deadline",
    State.HR_REVIEW: "recommender_deadline",
    State.OFFICE_REVIEW: "office_deadline",
}


@transaction.atomic
def extend_deadline(
    *, actor: User, application: Application, until: date, reason: str
) -> DeadlineExtension:
    """Move the last day of where the case stands; the levels after it keep at least the round's
    days for corrections.

    Raises BadInput, NotAllowed (not this office's, nothing runs any more).
    """
    case = (
        Application.objects.select_for_update(of=("self",))
        .select_related("round", "round__office", "applicant", "holder")
        .get(pk=application.pk)
    )
    form_keys.claim(f"extension:{case.pk}")
    if not right("extend_deadlines").allows(actor, case):
        raise NotAllowed("只有本批次的评委会办可以延长截止日期。")
    before = deadline_of(case)
    if before is None:
        raise NotAllowed(f"“{case.get_state_display()}”的申报没有正在计算的截止日期，不能延长。")
    reason = reason.strip()
    if problems := _problems(case, before, until, reason):
        raise BadInput(problems)
    changes = _changes(case, until)
    Application.objects.filter(pk=case.pk).update(**changes)
    made = DeadlineExtension.objects.create(
        application=case,
        state=case.state,
        before=before,
        until=until,
        reason=reason,
        organisation=case.round.office,
        granted_by=actor,
        granted_at=database_now(),
    )
    log.append(
        action="deadline_extended",
        actor=actor,
        role=Role.SECRETARY,
        organisation=case.round.office,
        application=case,
        object=case.receipt_number or "",
        reason=reason,
        data={"before": before.isoformat(), "until": until.isoformat(), "state": case.state},
    )
    _tell(case, actor, until, reason)
    return made


def _problems(case: Application, before: date, until: date, reason: str) -> dict[str, str]:
    problems = {}
    latest = case.round.office_until + timedelta(days=LATEST)
    closes = closing_day(case, case.round) or before
    if until <= max(before, closes):
        problems["until"] = f"要晚于现在的截止日期{day_text(max(before, closes))}。"
    elif until < today():
        problems["until"] = "不能早于今天。"
    elif until > latest:
        problems["until"] = f"不能晚于{day_text(latest)}（评委会办受理截止后{LATEST}天）。"
    if not reason or len(reason) > LONGEST_REASON:
        problems["reason"] = f"请填写原因，最多{LONGEST_REASON}字。"
    return problems


def _changes(case: Application, until: date) -> dict[str, date]:
    """The case's own days: the one that is moved, and those after it where they would be less
    than the round's days for corrections apart."""
    after: tuple[str, ...]
    if case.state == State.RETURNED:
        changes, after = {"correction_until": until}, _WAY[1:]
    else:
        first = _FIRST[State(case.state)]
        changes = {first: until}
        after = _WAY[_WAY.index(first) + 1 :] if first in _WAY else ()
    days = timedelta(days=case.round.correction_days)
    for place, column in enumerate(after, start=1):
        needed = until + place * days
        level = {"unit_deadline": "units", "recommender_deadline": "recommenders"}[column]
        general = getattr(case.round, f"{level}_until")
        if max(general, getattr(case, column) or general) < needed:
            changes[column] = needed
    return changes


def _tell(case: Application, actor: User, until: date, reason: str) -> None:
    about = {
        "application": case,
        "until": until,
        "created_at": database_now(),
    }
    level = case.level_label
    messages = []
    if case.applicant.is_active:
        is_own = case.state in (State.DRAFT, State.RETURNED)
        messages.append(
            Notification(
                person=case.applicant,
                kind=NotificationKind.EXTENDED,
                text=f"您的“{case.round.name}”{level}申报，截止日期延长至{day_text(until)}。"
                f"原因：{reason}",
                next_step="请在新的截止日期前提交。" if is_own else "您现在不需要做什么。",
                address=reverse(
                    f"applications:{'task_list' if is_own else 'progress'}", args=[case.pk]
                ),
                **about,
            )
        )
    for officer in _handling(case):
        if officer.pk not in (actor.pk, case.applicant_id):
            text = f"{case.name}的“{case.round.name}”{level}申报（受理编号{case.receipt_number}），"
            messages.append(
                Notification(
                    person=officer,
                    kind=NotificationKind.EXTENDED_BELOW,
                    text=f"{text}本级截止日期延长至{day_text(until)}。原因：{reason}",
                    next_step="请在新的截止日期前办理。",
                    address=reverse("review:application", args=[case.pk]),
                    **about,
                )
            )
    deliver(messages)


def _handling(case: Application) -> list[User]:
    """Who has the case in hand: the holder's officers, and who stands in for them on it."""
    if case.holder is None:
        return []
    stand_in = stand_in_for(case)
    people = _officers_of(case.holder) + ([stand_in.person] if stand_in else [])
    return list({each.pk: each for each in people}.values())


def _officers_of(holder: Organisation) -> list[User]:
    day = today()
    held = RoleAssignment.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=day),
        organisation=holder,
        role__in=OFFICER_ROLES,
        valid_from__lte=day,
        user__is_active=True,
    )
    return [each.user for each in held.select_related("user").order_by("pk")]
