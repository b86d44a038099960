"""Reminders before a last day: drafts, returned cases, cases that wait for an organisation.

Three for each last day, at most so many days before it as STAGES says. A night without a run
loses none: the next run sends the one that is due. None is sent twice, which the database holds.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from accounts.clock import now
from accounts.enums import OFFICER_ROLES, ROLE_OF_KIND, OrganisationKind
from accounts.models import RoleAssignment, User
from applications.deadlines import closing_day, days_left, deadline_of
from applications.enums import REVIEW_STATES, State
from applications.enums import NotificationKind as Kind
from applications.models import Application, Notification, StandIn
from applications.notifications import BATCH, deliver
from applications.standing_in import belongs, running

STAGES = (1, 3, 7)
_CASE = ("round", "applicant")


def remind(day: date) -> int:
    """Write and mail what is due on `day` and was not told yet; how many messages that were."""
    return _send([*_of_applicants(day), *_of_officers(day)])


def _next_end(case: Application, day: date) -> tuple[date | None, bool]:
    """The last day that still lies ahead, and whether it is that of the days of grace."""
    last, closes = deadline_of(case), closing_day(case, case.round)
    if last is not None and closes is not None and last < day <= closes:
        return closes, True
    return last, False


def _stage(last: date | None, day: date) -> int | None:
    """The reminder that is due on `day`; None when the last day is far off or over."""
    if last is None or last < day:
        return None
    return next((stage for stage in STAGES if days_left(last, day) <= stage), None)


def _of_applicants(day: date) -> Iterator[Notification]:
    soon = day + timedelta(days=STAGES[-1])
    open_window = Q(
        state=State.DRAFT,
        round__applicants_from__lte=day,
        round__applicants_until__gte=day,
        round__applicants_until__lte=soon,
    )
    extended = Q(state=State.DRAFT, applicant_deadline__gte=day, applicant_deadline__lte=soon)
    grace = Q(
        state=State.DRAFT,
        round__applicants_grace_until__gte=day,
        round__applicants_grace_until__lte=soon,
    )
    correcting = Q(state=State.RETURNED, correction_until__gte=day, correction_until__lte=soon)
    due = open_window | extended | grace | correcting
    cases = Application.objects.filter(due, applicant__is_active=True)
    for case in cases.select_related(*_CASE).order_by("pk"):
        last, is_grace = _next_end(case, day)
        stage = _stage(last, day)
        if last is None or stage is None:
            continue
        is_draft = case.state == State.DRAFT
        yield Notification(
            person=case.applicant,
            application=case,
            kind=Kind.DRAFT_ENDS if is_draft else Kind.CORRECTION_ENDS,
            text=f"“{case.round.name}”{'个人申报' if is_draft else '退回修改'}{_left(last, day, is_grace)}，"
            f"您的{case.level_label}申报还没有提交。",
            next_step="请在截止日期前填完各步、核对并提交；过了截止日期系统会自动关闭。"
            if is_draft
            else "请在截止日期前修改开放的步骤，核对并重新提交；过了截止日期系统会自动关闭。",
            until=last,
            address=reverse("applications:task_list", args=[case.pk]),
            once_key=f"case:{case.pk}:{last}:{stage}",
        )


def _of_officers(day: date) -> Iterator[Notification]:
    """One message to each officer for the cases that end on the same day; to who stands in, one
    for the case."""
    waiting: Counter[tuple[int, date, bool]] = Counter()
    stand_ins = _stand_ins()
    cases = Application.objects.filter(state__in=REVIEW_STATES, holder__isnull=False)
    for case in cases.select_related("round").iterator(chunk_size=2000):
        last, is_grace = _next_end(case, day)
        if last is None or _stage(last, day) is None:
            continue
        waiting[case.holder_id, last, is_grace] += 1
        if person := stand_ins.get((case.pk, case.holder_id)):
            yield _to_stand_in(person, case, last, day, is_grace)
    officers = _officers_of({organisation for organisation, _, _ in waiting}, day)
    for (organisation, last, is_grace), count in sorted(waiting.items()):
        for person in officers.get(organisation, ()):
            yield Notification(
                person=person,
                kind=Kind.WAITING_ENDS,
                text=f"还有 {count} 份申报等待本单位审核，{_left(last, day, is_grace)}。",
                next_step="请在截止日期前审核办理；过了截止日期仍未办理的，系统会自动关闭。",
                until=last,
                address=reverse("review:home"),
                once_key=f"waiting:{organisation}:{last}:{_stage(last, day)}",
            )


def _stand_ins() -> dict[tuple[int, int], User]:
    """Who stands in today, by case and organisation."""
    found = StandIn.objects.filter(running(), person__is_active=True).select_related("person")
    return {
        (each.application_id, each.organisation_id): each.person
        for each in found
        if belongs(each.person, each)
    }


def _to_stand_in(person: User, case: Application, last: date, day: date, is_grace) -> Notification:
    return Notification(
        person=person,
        application=case,
        kind=Kind.WAITING_ENDS,
        text=f"您代办的申报（受理编号{case.receipt_number}）还在等待审核，"
        f"{_left(last, day, is_grace)}。",
        next_step="请在截止日期前审核办理；过了截止日期仍未办理的，系统会自动关闭。",
        until=last,
        address=reverse("review:application", args=[case.pk]),
        once_key=f"stand_in:{case.pk}:{last}:{_stage(last, day)}",
    )


def _officers_of(organisations: set[int], day: date) -> dict[int, list[User]]:
    found: dict[int, list[User]] = {}
    held = RoleAssignment.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=day),
        valid_from__lte=day,
        role__in=OFFICER_ROLES,
        user__is_active=True,
        organisation__in=organisations,
    ).select_related("user", "organisation")
    for each in held.order_by("pk"):
        people = found.setdefault(each.organisation_id, [])
        is_its_role = ROLE_OF_KIND[OrganisationKind(each.organisation.kind)] == each.role
        if is_its_role and each.user not in people:
            people.append(each.user)
    return found


def _left(last: date, day: date, is_grace: bool) -> str:
    left = days_left(last, day)
    if is_grace:
        return f"已过截止日期，宽限期还有 {left} 天" if left else "已过截止日期，宽限期今天结束"
    return f"还有 {left} 天截止" if left else "今天截止"


def _send(due: list[Notification]) -> int:
    moment, count = now(), 0
    for start in range(0, len(due), BATCH):
        with transaction.atomic():
            fresh = _not_told(due[start : start + BATCH])
            for message in fresh:
                message.created_at = moment
            deliver(fresh)
            count += len(fresh)
    return count


def _not_told(batch: Iterable[Notification]) -> list[Notification]:
    """Those of the batch that no earlier run has written.

    Two runs at once would both find them missing: the later one then fails on the constraint
    and writes nothing.
    """
    batch = list(batch)
    told = set(
        Notification.objects.filter(once_key__in={each.once_key for each in batch}).values_list(
            "person", "once_key"
        )
    )
    return [each for each in batch if (each.person_id, each.once_key) not in told]
