"""The unit's democratic evaluation (程-1) and its examination of technicians (三-技术员)."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts import form_keys
from accounts.clock import database_now, today
from accounts.enums import Role
from accounts.errors import BadInput, GuardFailed, NotAllowed
from accounts.models import User
from applications import log
from applications.enums import State
from applications.models import Application
from applications.moves import is_recognized_by_unit
from review.guards import disorder
from review.models import Evaluation, Examination
from review.queries import notices_of
from review.services.scope import lock_held, named

MOST_PEOPLE = 5000


@transaction.atomic
def record_evaluation(
    *,
    actor: User,
    application: Application,
    held_on: date,
    present: int,
    in_favour: int,
    opinion: str,
) -> Evaluation:
    """Record the evaluation, or correct it while the unit holds the case; counts are persons.

    Raises BadInput, NotAllowed, GuardFailed (the notices' order does not fit the date).
    """
    case = lock_held(actor, application, [State.UNIT_REVIEW])
    if is_recognized_by_unit(case):
        raise NotAllowed("这一级别由单位考察认定，请登记考察。")
    if not 1 <= present <= MOST_PEOPLE:
        raise BadInput({"present": f"参加人数应在1至{MOST_PEOPLE}之间。"})
    if not 0 <= in_favour <= present:
        raise BadInput({"in_favour": "同意人数不能超过参加人数。"})
    _check(case, held_on, opinion, "opinion", "评议组意见")
    values = {"held_on": held_on, "present": present, "in_favour": in_favour}
    return _record(actor, case, Evaluation, values | {"opinion": opinion.strip()})


@transaction.atomic
def record_examination(
    *, actor: User, application: Application, held_on: date, passed: bool, result: str
) -> Examination:
    """Record the unit's examination of a technician, or correct it; raises as above."""
    case = lock_held(actor, application, [State.UNIT_REVIEW])
    if not is_recognized_by_unit(case):
        raise NotAllowed("这一级别须经评审委员会评审，请登记民主评议。")
    _check(case, held_on, result, "result", "考察结果")
    values = {"held_on": held_on, "passed": passed, "result": result.strip()}
    return _record(actor, case, Examination, values)


def _check(case: Application, held_on: date, text: str, field: str, label: str) -> None:
    if held_on > today():
        raise BadInput({"held_on": "日期不能晚于今天。"})
    submitted = timezone.localdate(case.snapshots.order_by("number")[0].created_at)
    if held_on < submitted:
        raise BadInput({"held_on": "日期不能早于提交申报的那一天。"})
    if not text.strip():
        raise BadInput({field: f"请填写{label}。"})
    if len(text.strip()) > 300:
        raise BadInput({field: f"{label}最多300字。"})
    if reasons := disorder(notices_of(case), held_on):
        raise GuardFailed([named(case, reason) for reason in reasons])


def _record(actor: User, case: Application, model, values: dict):
    form_keys.claim(f"{model._meta.model_name}:{case.pk}")
    earlier = model.objects.filter(application=case).first()
    moment = database_now()
    found, _ = model.objects.update_or_create(
        application=case, defaults=values | {"recorded_by": actor, "recorded_at": moment}
    )
    # The texts are the record's own; the log holds the figures, old and new.
    figures = [name for name in values if name not in ("opinion", "result")]
    data: dict = {name: str(values[name]) for name in figures}
    if earlier is not None:
        data["before"] = {name: str(getattr(earlier, name)) for name in figures}
    log.append(
        action=f"{model._meta.model_name}_recorded",
        actor=actor,
        role=Role.UNIT_OFFICER,
        organisation=case.holder,
        application=case,
        data=data,
    )
    return found
