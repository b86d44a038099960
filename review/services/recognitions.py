"""Objections to a recognition: recorded within the round, decided, told to whom they concern."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts import form_keys
from accounts.clock import database_now, today
from accounts.enums import ROLE_OF_KIND, OrganisationKind, Role
from accounts.errors import BadInput, NotAllowed, StaleState
from accounts.models import Organisation, RoleAssignment, User
from accounts.permissions import organisations_of
from accounts.queries import in_force
from applications import log
from applications.authority import is_own
from applications.enums import NotificationKind, State
from applications.models import Application, Notification
from applications.notifications import deliver
from applications.permissions import in_jurisdiction
from review.enums import RecognitionOutcome
from review.models import RecognitionObjection
from review.wording import day_text

LONGEST = 500
WHOSE = "{whose}"  # replaced by 您的 or by the name; what was typed may hold braces of its own


def why_no_objection(application: Application, actor: User) -> str:
    """Why the actor cannot object to the recognition now; "" when they can. An open objection is
    not looked at."""
    if application.state != State.RECOGNIZED:
        return "这份申报现在不是“已认定”，不能提出异议。"
    body = application.recommending_body
    if body is None or not _acts_for_body(application, actor):
        return "对认定的异议由推荐部门的经办人登记。"
    if is_own(application, actor):
        return "不能办理本人的申报，请由其他经办人办理。"
    last = application.round.office_until
    if today() > last:
        return f"本批次{day_text(last)}结束，已经过了提出异议的时间。"
    return ""


def _body_of(application: Application) -> Organisation:
    body = application.recommending_body
    assert body is not None, "a case that was submitted has its way"
    return body


def _acts_for_body(application: Application, actor: User) -> bool:
    body = _body_of(application)
    role = ROLE_OF_KIND[OrganisationKind(body.kind)]
    return body.pk in organisations_of(actor, role)


@transaction.atomic
def record_objection(*, actor: User, application: Application, reason: str) -> RecognitionObjection:
    """Object to a recognition; unit and applicant are told.

    Raises BadInput (no reason), NotAllowed (not this body, not now), StaleState (one is open).
    """
    form_keys.claim(f"recognition_objection:{application.pk}")
    case = _locked(application)
    if why := why_no_objection(case, actor):
        raise NotAllowed(why)
    reason = _checked(reason, "reason", "异议理由")
    try:
        with transaction.atomic():
            made = RecognitionObjection.objects.create(
                application=case,
                organisation=_body_of(case),
                reason=reason,
                recorded_by=actor,
                recorded_at=database_now(),
            )
    except IntegrityError:
        raise StaleState("这项认定已经有一条异议正在核查，请先登记它的处理结果。") from None
    _log("recognition_doubted", actor, made, reason=reason)
    by = _body_of(case).name
    _tell(
        case,
        f"{by}对{WHOSE}认定提出异议。理由：{reason}",
        f"请等待核查；需要说明情况的，请与单位和{by}联系。",
        f"请核对考察和公示情况，按{by}的要求说明。",
    )
    return made


@transaction.atomic
def decide_objection(
    *, actor: User, objection: RecognitionObjection, outcome: str, finding: str
) -> RecognitionObjection:
    """Close an objection as upheld or not. Upheld, those who may revoke are told to.

    Raises BadInput, NotAllowed, StaleState (it was closed meanwhile).
    """
    form_keys.claim(f"recognition_outcome:{objection.pk}")
    case = _locked(objection.application)
    if not _acts_for_body(case, actor):
        raise NotAllowed("异议的处理结果由提出异议的部门登记。")
    if is_own(case, actor):
        raise NotAllowed("不能办理本人的申报，请由其他经办人办理。")
    if outcome not in (RecognitionOutcome.UPHELD, RecognitionOutcome.REJECTED):
        raise BadInput({"outcome": "请选择处理结果。"})
    finding = _checked(finding, "finding", "核查情况")
    values = {
        "outcome": outcome,
        "finding": finding,
        "decided_by": actor,
        "decided_at": database_now(),
    }
    still_open = RecognitionObjection.objects.filter(pk=objection.pk, outcome="open")
    if not still_open.update(**values):
        raise StaleState("这条异议刚刚已经登记了处理结果，请刷新后再看。")
    decided = RecognitionObjection.objects.select_related("organisation").get(pk=objection.pk)
    _log("recognition_doubt_decided", actor, decided, reason=finding)
    _tell_outcome(case, decided)
    return decided


def _tell_outcome(case: Application, decided: RecognitionObjection) -> None:
    by, label = decided.organisation.name, decided.get_outcome_display()
    text = f"{by}对{WHOSE}认定的异议已核查，结果：{label}。核查情况：{decided.finding}"
    if decided.outcome == RecognitionOutcome.REJECTED:
        _tell(case, text, "认定有效，您不需要做什么。", "认定有效，不需要做什么。")
        return
    last = "将由人社部门或评委会办按规定取消资格，决定作出后会再通知。"
    _tell(case, text, last, last)
    _tell_those_who_revoke(case, text.replace(WHOSE, f"{case.name}的“{case.level_label}”"))


def _locked(application: Application) -> Application:
    cases = Application.objects.select_for_update(of=("self",)).select_related(
        "round", "applicant", "unit", "recommending_body"
    )
    return cases.get(pk=application.pk)


def _checked(text: str, field: str, label: str) -> str:
    text = text.strip()
    if not text:
        raise BadInput({field: f"请填写{label}。"})
    if len(text) > LONGEST:
        raise BadInput({field: f"{label}最多{LONGEST}字。"})
    return text


def _tell(case: Application, text: str, own_next: str, unit_next: str) -> None:
    """The applicant and the unit's officers, each in their own words."""
    messages = []
    if case.applicant.is_active:
        words = text.replace(WHOSE, f"您的“{case.level_label}”")
        address = reverse("applications:progress", args=[case.pk])
        messages.append(_message(case.applicant, case, words, own_next, address))
    words = text.replace(WHOSE, f"{case.name}的“{case.level_label}”")
    address = reverse("review:application", args=[case.pk])
    officers = _officers(Role.UNIT_OFFICER, [case.unit_id or 0])
    messages += [_message(each, case, words, unit_next, address) for each in officers]
    deliver(messages)


def _tell_those_who_revoke(case: Application, text: str) -> None:
    found: dict[int, User] = {}
    here = Application.objects.filter(pk=case.pk)
    for role in (Role.HR_OFFICER, Role.SECRETARY):
        acting = RoleAssignment.objects.filter(in_force(), role=role, user__is_active=True)
        for each in acting.select_related("user"):
            if here.filter(in_jurisdiction(role, [each.organisation_id or 0])).exists():
                found[each.user_id] = each.user
    address = reverse("review:integrity_revoke", args=[case.pk])
    step = "请核对后办理取消资格；不属于您办理的，可以不处理。"
    deliver(_message(user, case, text, step, address) for user in found.values())


def _officers(role: Role, organisations: list[int]) -> Iterable[User]:
    held = RoleAssignment.objects.filter(
        in_force(), role=role, organisation__in=organisations, user__is_active=True
    )
    return list({each.user_id: each.user for each in held.select_related("user")}.values())


def _message(person: User, case: Application, text: str, step: str, address: str) -> Notification:
    return Notification(
        person=person,
        application=case,
        kind=NotificationKind.RECOGNITION_OBJECTION,
        text=text,
        next_step=step,
        address=address,
        created_at=database_now(),
    )


def _log(action: str, actor: User, objection: RecognitionObjection, *, reason: str) -> None:
    case, body = objection.application, objection.organisation
    log.append(
        action=action,
        actor=actor,
        role=ROLE_OF_KIND[OrganisationKind(body.kind)],
        organisation=body,
        application=case,
        object=case.receipt_number or "",
        reason=reason,
        data={"objection": objection.pk, "outcome": objection.outcome},
    )
