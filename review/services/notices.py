"""The unit's public notices: posting them, and what came of them (程-2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.clock import database_now, today
from accounts.enums import Role
from accounts.errors import BadInput, GuardFailed, NotAllowed
from accounts.models import Organisation, User
from applications import log
from applications.enums import State
from applications.models import Application, Round
from policy.schema import Notices
from review.enums import CLEAN_OUTCOMES, NoticeKind, NoticeOutcome
from review.models import Evaluation, Examination, PublicNotice
from review.periods import least_period
from review.queries import has_published_change, notices_of, snapshot_data
from review.services.scope import lock_held, named, organisation_of
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
    organisation_of(actor, Role.UNIT_OFFICER, unit)
    Round.objects.select_for_update().get(pk=round.pk)  # two officers post one notice
    last = _checked_last_day(posting, _asked(round))
    earlier = PublicNotice.objects.filter(
        kind=NoticeKind.RULES, unit=unit, round=round, replaced_at__isnull=True
    ).first()
    if earlier and not again:
        raise GuardFailed(["本单位这一批次的评审条件、评议程序公示已经登记。"])
    first = _first_evaluation(unit, round)
    if first is not None and posting.first_day > first:
        raise GuardFailed([f"已登记{day_text(first)}的民主评议，这项公示应在当天或之前开始。"])
    return _post(actor, NoticeKind.RULES, unit, round, None, posting, last, earlier)


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
    cases = [lock_held(actor, each, [State.UNIT_REVIEW]) for each in applications]
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
        _post(actor, kind, case.unit, case.round, case, posting, last, earlier)
        for case, last, earlier in ready
    ]


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


def _post(actor, kind, unit, round, case, posting: Posting, last: date, earlier) -> PublicNotice:
    moment = database_now()
    if earlier is not None:
        earlier.replaced_at = moment
        earlier.save(update_fields=["replaced_at"])
    notice = PublicNotice.objects.create(
        kind=kind,
        unit=unit,
        round=round,
        application=case,
        snapshot_number=snapshot_data(case)["application"]["number"] if case else None,
        first_day=posting.first_day,
        last_day=last,
        place=posting.place,
        telephone=posting.telephone,
        handler=posting.handler,
        staff_representatives=posting.staff_representatives,
        supervisor=posting.supervisor,
        recorded_by=actor,
        recorded_at=moment,
    )
    data = {"kind": kind, "first_day": str(notice.first_day), "last_day": str(last)}
    if earlier is not None:
        data["replaces"] = earlier.pk
    _log("notice_recorded", actor, notice, data)
    return notice


@transaction.atomic
def record_outcome(
    *, actor: User, notice: PublicNotice, outcome: str, objection: str = ""
) -> PublicNotice:
    """Record what came of a notice: no objection, or one with its handling.

    A good outcome is taken only after the last day: a notice does not end early. Raises
    BadInput, GuardFailed (too early), NotAllowed.
    """
    notice = (
        PublicNotice.objects.select_for_update(of=("self",))
        .select_related("unit", "round", "application")
        .get(pk=notice.pk)
    )
    if notice.application is None:
        organisation_of(actor, Role.UNIT_OFFICER, notice.unit)
    elif lock_held(actor, notice.application, [State.UNIT_REVIEW]).holder_id != notice.unit_id:
        raise NotAllowed("这项公示是申报人以前所在单位的，不能再登记结果。")
    if notice.replaced_at is not None:
        raise NotAllowed("这项公示已被重新公示代替。")
    _check_outcome(notice, outcome, objection)
    data = {"kind": notice.kind, "outcome": [notice.outcome, outcome]}
    notice.outcome = outcome
    notice.objection = "" if outcome == NoticeOutcome.NO_OBJECTION else objection.strip()
    notice.save(update_fields=["outcome", "objection"])
    _log("notice_outcome_recorded", actor, notice, data)
    return notice


@transaction.atomic
def record_outcomes(
    *, actor: User, notices: Iterable[PublicNotice], outcome: str, objection: str = ""
) -> list[PublicNotice]:
    """Record the same outcome for several notices, all or none."""
    return [
        record_outcome(actor=actor, notice=notice, outcome=outcome, objection=objection)
        for notice in notices
    ]


def _check_outcome(notice: PublicNotice, outcome: str, objection: str) -> None:
    if outcome not in NoticeOutcome.values or outcome == NoticeOutcome.OPEN:
        raise BadInput({"outcome": "请选择公示结果。"})
    if outcome != NoticeOutcome.NO_OBJECTION and not objection.strip():
        raise BadInput({"objection": "请写明异议内容和核查处理情况。"})
    day = today()
    if outcome in CLEAN_OUTCOMES and notice.last_day >= day:
        raise GuardFailed(
            [f"公示要到{day_text(notice.last_day)}结束，不能提前结束；结束后再登记结果。"]
        )
    if notice.first_day > day:
        raise GuardFailed(["公示还没有开始。"])


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
