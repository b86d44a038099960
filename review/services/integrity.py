"""Appeals against integrity records: entered when they come in, decided once (程-4).

The record itself is written by the move `revoke` and never changes.
"""

from datetime import date

from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts import form_keys
from accounts.clock import database_now, today
from accounts.enums import Role
from accounts.errors import BadInput, NotAllowed, StaleState
from accounts.models import Organisation, User
from accounts.permissions import organisations_of, right
from applications import log
from applications.enums import AppealOutcome, NotificationKind
from applications.models import Application, IntegrityAppeal, IntegrityRecord, Notification
from applications.notifications import deliver
from applications.permissions import in_jurisdiction
from review.wording import day_text

LONGEST_TEXT, LONGEST_EXPLANATION = 1000, 500


@transaction.atomic
def enter_appeal(
    *, actor: User, record: IntegrityRecord, filed_on: date, text: str
) -> IntegrityAppeal:
    """Enter an appeal against a record. Raises BadInput, NotAllowed (scope, one is pending, the
    ban was overturned)."""
    form_keys.claim(f"appeal:{record.pk}")
    role, organisation = _acting(actor, record)
    text = text.strip()
    problems = {}
    if not record.decided_on <= filed_on <= today():
        problems["filed_on"] = f"申诉日期应在{day_text(record.decided_on)}至今天之间。"
    if not text or len(text) > LONGEST_TEXT:
        problems["text"] = f"请填写申诉内容，最多{LONGEST_TEXT}字。"
    if problems:
        raise BadInput(problems)
    if current_record(record.pk).outcome == AppealOutcome.OVERTURNED:
        raise NotAllowed("这条记录的处分已经撤销，不需要再申诉。")
    try:
        with transaction.atomic():
            appeal = IntegrityAppeal.objects.create(
                record=record,
                filed_on=filed_on,
                text=text,
                entered_by=actor,
                entered_at=database_now(),
            )
    except IntegrityError:
        raise NotAllowed("这条记录有一件申诉正在处理，处理完以后才能登记下一件。") from None
    _log("appeal_entered", actor, role, organisation, record, {"filed_on": filed_on.isoformat()})
    _tell(record, f"您对诚信记录的申诉已登记（{day_text(filed_on)}提出）。", "请等待处理结果。")
    return appeal


@transaction.atomic
def decide_appeal(
    *,
    actor: User,
    appeal: IntegrityAppeal,
    outcome: str,
    decided_on: date,
    explanation: str,
    barred_until: date | None = None,
) -> IntegrityAppeal:
    """Decide a pending appeal: upheld, overturned (the ban ends), or changed (another last day).

    Raises BadInput, NotAllowed (scope), StaleState where somebody decided it before.
    """
    form_keys.claim(f"appeal_decision:{appeal.pk}")
    record = current_record(appeal.record_id)
    role, organisation = _acting(actor, record)
    last = record.changed_until or record.barred_until
    explanation = explanation.strip()
    problems = _problems(appeal, outcome, decided_on, explanation)
    if outcome == AppealOutcome.CHANGED:
        problems |= _term_problems(record, last, barred_until)
    if problems:
        raise BadInput(problems)
    # What stands after it; None where nothing does.
    until = {AppealOutcome.UPHELD: last, AppealOutcome.CHANGED: barred_until}.get(
        AppealOutcome(outcome)
    )
    decided = IntegrityAppeal.objects.filter(pk=appeal.pk, outcome=AppealOutcome.PENDING).update(
        outcome=outcome,
        decided_on=decided_on,
        explanation=explanation,
        barred_until=until,
        organisation=organisation,
        decided_by=actor,
        decided_at=database_now(),
    )
    if not decided:
        raise StaleState("这件申诉刚刚已由别人登记了处理结果，请刷新后再看。")
    data = {
        "outcome": str(outcome),
        "decided_on": decided_on.isoformat(),
        "until": [last.isoformat(), until.isoformat() if until else ""],
    }
    _log("appeal_decided", actor, role, organisation, record, data, explanation)
    _tell(record, *_told(outcome, until, explanation))
    appeal.refresh_from_db()
    return appeal


def current_record(pk: int) -> IntegrityRecord:
    """The record with what its appeals made of it."""
    return IntegrityRecord.objects.with_appeals().select_related("application").get(pk=pk)


def _acting(actor: User, record: IntegrityRecord) -> tuple[Role, Organisation]:
    """In which role and for which organisation the actor answers for the record's case."""
    if right("answer_for_integrity").allows(actor, record.application):
        here = Application.objects.filter(pk=record.pk)
        for role in (Role.SECRETARY, Role.HR_OFFICER):
            for organisation in Organisation.objects.filter(pk__in=organisations_of(actor, role)):
                if here.filter(in_jurisdiction(role, [organisation.pk])).exists():
                    return role, organisation
    raise NotAllowed("这条诚信记录不在您的管辖范围内。")


def _problems(appeal, outcome, decided_on, explanation) -> dict[str, str]:
    problems = {}
    if outcome not in AppealOutcome.values or outcome == AppealOutcome.PENDING:
        problems["outcome"] = "请选择处理结果。"
    if not appeal.filed_on <= decided_on <= today():
        problems["decided_on"] = f"处理日期应在申诉日期（{day_text(appeal.filed_on)}）至今天之间。"
    if not explanation or len(explanation) > LONGEST_EXPLANATION:
        problems["explanation"] = f"请填写处理理由，最多{LONGEST_EXPLANATION}字。"
    return problems


def _term_problems(record, last: date, until: date | None) -> dict[str, str]:
    if until is None:
        return {"barred_until": "变更处分的，请填写变更后的截止日期。"}
    if until == last:
        return {"barred_until": "与原来的截止日期相同；不改变处分的，请选择“维持”。"}
    if not record.barred_from <= until <= last:
        first = day_text(record.barred_from)
        return {"barred_until": f"变更后的截止日期应在{first}至{day_text(last)}之间。"}
    return {}


def _told(outcome: str, until: date | None, explanation: str) -> tuple[str, str]:
    label = AppealOutcome(outcome).label
    text = f"您对诚信记录的申诉已处理，结果：{label}。理由：{explanation}"
    if until is None:
        return text, "取消申报资格的处分已撤销，可以申报；诚信记录和申诉结果仍然保留。"
    return text, f"取消申报资格至{day_text(until)}，期满以后可以申报。"


def _tell(record: IntegrityRecord, text: str, next_step: str) -> None:
    person = record.application.applicant
    if not person.is_active:
        return
    message = Notification(
        person=person,
        application=record.application,
        kind=NotificationKind.APPEAL,
        text=text,
        next_step=next_step,
        address=reverse("applications:progress", args=[record.pk]),
        created_at=database_now(),
    )
    deliver([message])


def _log(action, actor, role, organisation, record, data, reason="") -> None:
    log.append(
        action=action,
        actor=actor,
        role=str(role),
        organisation=organisation,
        application=record.application,
        object=record.application.receipt_number or "",
        reason=reason,
        data=data,
    )
