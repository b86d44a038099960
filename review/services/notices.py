"""The unit's public notices: posting them, and what came of them (程-2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts import form_keys
from accounts.clock import database_now, today
from accounts.enums import Role
from accounts.errors import BadInput, GuardFailed, NotAllowed
from accounts.models import Organisation, User
from accounts.permissions import reread_roles
from applications import log
from applications.enums import State
from applications.models import Application, Round
from policy.schema import Notices
from review.enums import CLEAN_OUTCOMES, NoticeKind, NoticeOutcome, ObjectionOutcome
from review.models import Evaluation, Examination, PublicNotice
from review.models.notice import new_token
from review.periods import least_period
from review.queries import has_published_change, notices_of, snapshot_data
from review.rules_notices import may_post_rules
from review.services.objections import lock_notice
from review.services.scope import lock_held, named
from review.wording import day_text

# How far from today a first day may lie; beyond it is a slip of the pen.
MOST_DAYS_AWAY = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Posting:
    """What is written on a notice. Without a `last_day` the shortest allowed is computed."""

    first_day: date
    place: str
    telephone: str
    handler: str
    last_day: date | None = None
    staff_representatives: str = ""
    supervisor: str = ""


@transaction.atomic
def record_rules_notice(
    *, actor: User, unit: Organisation, round: Round, posting: Posting, again: bool = False
) -> PublicNotice:
    """Record the notice of conditions and procedure, once a unit and round.

    `again` replaces one recorded before. Raises BadInput (dates), NotAllowed, GuardFailed (there
    is one, an evaluation was held before it).
    """
    form_keys.claim(f"rules_notice:{unit.pk}:{round.pk}")
    reread_roles(actor)
    if not may_post_rules(actor, unit, round):
        raise NotAllowed("您不是这个单位的经办人，也不在这个批次为它代办。")
    Round.objects.select_for_update().get(pk=round.pk)  # two officers post one notice
    last = _checked_last_day(posting, _asked(round))
    earlier = PublicNotice.objects.filter(
        kind=NoticeKind.RULES, unit=unit, round=round, replaced_at__isnull=True
    ).first()
    if earlier and not again:
        raise GuardFailed(["本单位这一批次的评审条件、评议程序公示已经登记。"])
    if earlier and _has_open_objection(earlier):
        raise GuardFailed([_OPEN_OBJECTION])
    # After an upheld objection what was mended is posted anew, whatever was held meanwhile.
    upheld = earlier is not None and earlier.outcome == NoticeOutcome.FOUNDED
    first = None if upheld else _first_evaluation(unit, round)
    if first is not None and posting.first_day > first:
        raise GuardFailed([f"已登记{day_text(first)}的民主评议，这项公示应在当天或之前开始。"])
    return _post(actor, NoticeKind.RULES, (unit, round, None), posting, last, earlier)


def _first_evaluation(unit: Organisation, round: Round) -> date | None:
    held = [
        model.objects.filter(application__unit=unit, application__round=round)
        .exclude(application__state__in=[State.WITHDRAWN, State.LAPSED])
        .order_by("held_on")
        .values_list("held_on", flat=True)
        .first()
        for model in (Evaluation, Examination)
    ]
    return min((day for day in held if day), default=None)


@transaction.atomic
def record_notices(
    *,
    actor: User,
    kind: str,
    applications: Iterable[Application],
    posting: Posting,
    again: bool = False,
) -> list[PublicNotice]:
    """Record the notice of materials or of the unit's opinion for one or more cases.

    All or none: GuardFailed names each person for whom it cannot be posted. Raises BadInput
    (dates too short or impossible), NotAllowed (not held by the actor's unit).
    """
    form_keys.claim("notices")
    chosen = list(applications)
    # Locked in the order of their keys, so that two officers never wait for each other in a circle.
    held = {
        each.pk: lock_held(actor, each, [State.UNIT_REVIEW])
        for each in sorted(chosen, key=lambda each: each.pk)
    }
    cases = [held[each.pk] for each in chosen]
    if not cases:
        raise BadInput({"": "请先选择申报人。"})
    reasons, ready = [], []
    for case in cases:
        last = _checked_last_day(posting, _asked(case.round))
        notices = notices_of(case)
        reasons += [named(case, why) for why in _why_not(case, kind, posting, notices, again)]
        ready.append((case, last, notices.get(kind)))
    if reasons:
        raise GuardFailed(reasons)
    return [
        _post(actor, kind, (case.unit, case.round, case), posting, last, earlier)
        for case, last, earlier in ready
    ]


_OPEN_OBJECTION = "以前这项公示还有异议没有处理，请先核查并登记结果，再重新公示。"


def _has_open_objection(notice: PublicNotice) -> bool:
    return notice.objections.filter(outcome=ObjectionOutcome.OPEN).exists()


def _asked(round: Round) -> Notices:
    if round.policy.notices is None:
        raise NotAllowed("本批次的政策没有要求单位公示。")
    return round.policy.notices


def _checked_last_day(posting: Posting, rules: Notices) -> date:
    """The notice's last day; too short a period is refused with the first day that is not."""
    if abs(posting.first_day - today()) > MOST_DAYS_AWAY:
        raise BadInput({"first_day": "公示第一天离今天太远，请核对年份。"})
    least = least_period(posting.first_day, rules)
    if posting.last_day is None:
        return least.last
    if posting.last_day < least.last:
        raise BadInput(
            {
                "last_day": f"公示期不少于{rules.min_working_days}个工作日，"
                f"最早到{day_text(least.last)}结束。{least.remark}"
            }
        )
    if posting.last_day - posting.first_day > MOST_DAYS_AWAY:
        raise BadInput({"last_day": "公示时间过长，请核对年份。"})
    return posting.last_day


def _why_not(case: Application, kind: str, posting: Posting, notices: dict, again: bool) -> list:
    reasons = []
    earlier = notices.get(kind)
    if earlier is not None:
        changed = has_changed_since(case, earlier)
        if earlier.outcome == NoticeOutcome.FOUNDED and not changed:
            reasons.append("这项公示的异议已查实成立，不能重新公示。")
        elif not again and not changed:
            reasons.append("这项公示已经登记过。")
        elif _has_open_objection(earlier):
            reasons.append(_OPEN_OBJECTION)
    if kind == NoticeKind.MATERIALS:
        return reasons + _before_submission(case, posting)
    if kind == NoticeKind.OPINION:
        return reasons + _before_evaluation(case, posting)
    raise BadInput({"kind": "请选择公示内容。"})


def has_changed_since(case: Application, notice: PublicNotice) -> bool:
    """Whether the applicant changed, by a later submission, what the notice published."""
    latest = snapshot_data(case)
    if notice.snapshot_number in (None, latest["application"]["number"]):
        return False
    posted = case.snapshots.get(number=notice.snapshot_number)
    return has_published_change(notice.kind, posted.data, latest)


def _before_submission(case: Application, posting: Posting) -> list[str]:
    submitted = timezone.localdate(case.submitted_at)
    if posting.first_day < submitted:
        return [f"{day_text(submitted)}才提交，个人申报材料公示不能早于这一天。"]
    return []


def _before_evaluation(case: Application, posting: Posting) -> list[str]:
    held = (
        Evaluation.objects.filter(application=case).first()
        or Examination.objects.filter(application=case).first()
    )
    if held is None:
        return ["请先登记民主评议（技术员登记考察），再公示单位鉴定意见。"]
    if posting.first_day < held.held_on:
        return [f"{day_text(held.held_on)}才评议（考察），单位鉴定意见公示不能早于这一天。"]
    return []


def _post(actor, kind, about, posting: Posting, last: date, earlier) -> PublicNotice:
    unit, round, case = about
    moment = database_now()
    if earlier is not None:
        earlier.replaced_at = moment
        earlier.save(update_fields=["replaced_at"])
    alike = {
        "kind": kind,
        "unit": unit,
        "round": round,
        "first_day": posting.first_day,
        "last_day": last,
        "place": posting.place,
        "telephone": posting.telephone,
        "handler": posting.handler,
        "staff_representatives": posting.staff_representatives,
        "supervisor": posting.supervisor,
    }
    # What is posted alike hangs on the wall as one sheet, whether many or one were chosen.
    beside = PublicNotice.objects.filter(**alike, replaced_at__isnull=True).first()
    notice = PublicNotice.objects.create(
        **alike,
        token=beside.token if beside else new_token(),
        application=case,
        snapshot_number=snapshot_data(case)["application"]["number"] if case else None,
        recorded_by=actor,
        recorded_at=moment,
    )
    data = {"kind": kind, "first_day": str(notice.first_day), "last_day": str(last)}
    if earlier is not None:
        data["replaces"] = earlier.pk
    _log("notice_recorded", actor, notice, data)
    return notice


@transaction.atomic
def close_notice(*, actor: User, notice: PublicNotice) -> PublicNotice:
    """Close a notice that ran to its end, by the database's clock: without objection, or with
    every one found to be unfounded.

    Raises GuardFailed (the last day is not over, an objection waits or is upheld), NotAllowed.
    """
    form_keys.claim(f"notice_outcome:{notice.pk}")
    notice = lock_notice(actor, notice)
    if notice.application is not None:
        lock_held(actor, notice.application, [State.UNIT_REVIEW])
    outcomes = set(notice.objections.values_list("outcome", flat=True))
    if reasons := why_not_closed(notice, outcomes, timezone.localdate(database_now())):
        raise GuardFailed([_about(notice, reason) for reason in reasons])
    before = notice.outcome
    notice.outcome = NoticeOutcome.UNFOUNDED if outcomes else NoticeOutcome.NO_OBJECTION
    notice.save(update_fields=["outcome"])
    data = {"kind": notice.kind, "outcome": [before, notice.outcome]}
    _log("notice_outcome_recorded", actor, notice, data)
    return notice


@transaction.atomic
def close_notices(*, actor: User, notices: Iterable[PublicNotice]) -> list[PublicNotice]:
    """Close several notices, all or none."""
    in_order = sorted(notices, key=lambda each: (each.application_id or 0, each.pk))
    return [close_notice(actor=actor, notice=notice) for notice in in_order]


def why_not_closed(notice: PublicNotice, outcomes: Iterable[str], day: date) -> list[str]:
    """Why a notice with objections of those outcomes cannot be closed on that day."""
    outcomes = list(outcomes)
    if notice.outcome in CLEAN_OUTCOMES:
        return ["这项公示已经登记过结果。"]
    if notice.first_day > day:
        return ["公示还没有开始。"]
    if notice.last_day >= day:
        return [f"公示要到{day_text(notice.last_day)}结束，不能提前结束；结束后再登记结果。"]
    if ObjectionOutcome.FOUNDED in outcomes:
        return ["有异议经核查成立，不能按无异议结束。"]
    if ObjectionOutcome.OPEN in outcomes:
        return ["还有异议没有处理，请先核查并登记每一件异议的结果。"]
    return []


def _about(notice: PublicNotice, reason: str) -> str:
    return named(notice.application, reason) if notice.application else reason


def _log(action: str, actor: User, notice: PublicNotice, data: dict) -> None:
    log.append(
        action=action,
        actor=actor,
        role=Role.UNIT_OFFICER,
        organisation=notice.unit,
        application=notice.application,
        object=f"notice:{notice.pk}",
        data=data,
    )
