"""The recommending body's letter; one may cover a batch (报-1)."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction

from accounts.clock import database_now, today
from accounts.errors import BadInput, GuardFailed
from accounts.models import User
from applications import log
from applications.enums import State
from applications.models import Application
from applications.workflow import ROLE_OF_STATE
from review.models import RecommendationLetter
from review.services.scope import lock_held, named

HOLDING = (State.DEPARTMENT_REVIEW, State.HR_REVIEW)


@transaction.atomic
def record_letter(
    *,
    actor: User,
    applications: Iterable[Application],
    number: str,
    issued_on: date,
    filled_by: str,
    telephone: str,
) -> RecommendationLetter:
    """Record one letter for the chosen cases of one round.

    All or none: GuardFailed names each case that it cannot cover. Raises BadInput (number
    taken, date), NotAllowed (not held by the actor's organisation).
    """
    cases = [lock_held(actor, each, HOLDING) for each in applications]
    if not cases:
        raise BadInput({"": "请先选择要推荐的申报人。"})
    if reasons := _why_not(cases):
        raise GuardFailed(reasons)
    if issued_on > today():
        raise BadInput({"issued_on": "推荐函日期不能晚于今天。"})
    letter = _created(
        organisation=cases[0].holder,
        round=cases[0].round,
        number=number,
        issued_on=issued_on,
        filled_by=filled_by,
        telephone=telephone,
        recorded_by=actor,
        recorded_at=database_now(),
    )
    letter.applications.set(cases)
    for case in cases:
        log.append(
            action="letter_recorded",
            actor=actor,
            role=ROLE_OF_STATE[State(case.state)],
            organisation=letter.organisation,
            application=case,
            object=f"letter:{letter.pk}",
            data={"number": number, "issued_on": issued_on.isoformat()},
        )
    return letter


def _why_not(cases: list[Application]) -> list[str]:
    first, reasons = cases[0], []
    for case in cases:
        if case.holder_id != case.recommending_body_id:
            reasons.append(named(case, "由上级人社局推荐，本单位不出推荐函。"))
        elif case.holder_id != first.holder_id:
            reasons.append(named(case, "与其他人不由同一部门推荐，请分开登记。"))
        elif case.round_id != first.round_id:
            reasons.append(named(case, "与其他人不是同一批次，请分开登记。"))
        elif known := case.letters.filter(organisation=case.holder).first():
            reasons.append(named(case, f"已在推荐函“{known.number}”中。"))
    return reasons


def _created(**values) -> RecommendationLetter:
    # The database has the last word on a number that two officers enter at once.
    try:
        with transaction.atomic():
            return RecommendationLetter.objects.create(**values)
    except IntegrityError:
        raise BadInput({"number": "这个文号已经登记过，请核对。"}) from None


@transaction.atomic
def change_letter(
    *,
    actor: User,
    letter: RecommendationLetter,
    number: str,
    issued_on: date,
    filled_by: str,
    telephone: str,
) -> RecommendationLetter:
    """Correct a letter while the body still holds every case on it; raises as `record_letter`."""
    letter = RecommendationLetter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    cases = [lock_held(actor, each, HOLDING) for each in letter.applications.all()]
    if issued_on > today():
        raise BadInput({"issued_on": "推荐函日期不能晚于今天。"})
    others = RecommendationLetter.objects.filter(organisation=letter.organisation, number=number)
    if others.exclude(pk=letter.pk).exists():
        raise BadInput({"number": "这个文号已经登记过，请核对。"})
    before = {"number": letter.number, "issued_on": letter.issued_on.isoformat()}
    letter.number, letter.issued_on = number, issued_on
    letter.filled_by, letter.telephone = filled_by, telephone
    letter.save(update_fields=["number", "issued_on", "filled_by", "telephone"])
    for case in cases:
        _log_change(actor, case, letter, before)
    return letter


def _log_change(actor: User, case: Application, letter, before: dict) -> None:
    log.append(
        action="letter_changed",
        actor=actor,
        role=ROLE_OF_STATE[State(case.state)],
        organisation=case.holder,
        application=case,
        object=f"letter:{letter.pk}",
        data={
            "number": letter.number,
            "issued_on": letter.issued_on.isoformat(),
            "before": before,
        },
    )
