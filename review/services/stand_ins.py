"""Naming who acts for an organisation on one case of which nobody there may (代办人)."""

from datetime import date, timedelta

from django.db import transaction

from accounts import form_keys
from accounts.clock import database_now, today
from accounts.enums import ROLE_OF_KIND, OrganisationKind
from accounts.errors import BadInput, NotAllowed
from accounts.models import Organisation, User
from accounts.permissions import right
from applications import log
from applications.models import Application, StandIn
from applications.stand_in_messages import tell_ended, tell_named
from applications.standing_in import may_stand_in, naming_body, running

MOST_DAYS = 180


@transaction.atomic
def name_stand_in(
    *, actor: User, application: Application, person: User, reason: str, until: date
) -> StandIn:
    """Let `person` act for the organisation that holds the case, on this case only, from today
    until a day (included).

    Raises NotAllowed (nobody waits for the actor's body to name one), BadInput (who cannot be
    one, no reason, a bad day).
    """
    form_keys.claim(f"stand_in:{application.pk}")
    case = (
        Application.objects.select_for_update(of=("self",))
        .select_related("round", "applicant", "holder")
        .get(pk=application.pk)
    )
    if not right("name_stand_in").allows(actor, case):
        raise NotAllowed("这份申报现在不需要由您的单位指定代办人。")
    body, day, holder = body_of(case), today(), case.holder
    assert holder is not None, "a case under review is held by somebody"
    _check(case, body, person, reason, until, day)
    moment = database_now()
    # One whose days are over, or who has left, makes room.
    before = StandIn.objects.filter(application=case, organisation=holder, ended_at__isnull=True)
    before.update(ended_at=moment, ended_by=actor, end_reason="期限已过或本人已离开，另行指定。")
    made = StandIn.objects.create(
        application=case,
        organisation=holder,
        person=person,
        named_for=body,
        named_by=actor,
        named_at=moment,
        reason=reason.strip(),
        valid_from=day,
        valid_until=until,
    )
    _note_until(person)
    data = {"person": person.pk, "from": day.isoformat(), "until": until.isoformat()}
    _log("stand_in_named", actor, made, made.reason, data)
    tell_named(made)
    return made


def body_of(case: Application) -> Organisation:
    """The body that names a stand-in for the case; it has one where the right found the case."""
    pk = naming_body(case)
    assert pk is not None, "a case that waits for a stand-in has a body that names one"
    return Organisation.objects.get(pk=pk)


def _check(case, body, person: User, reason: str, until: date, day: date) -> None:
    problems = {}
    if not may_stand_in(case, body).filter(pk=person.pk).exists():
        problems["person"] = "请在名单中选择代办人：本单位的其他人员，或上级的经办人。"
    if not reason.strip() or len(reason.strip()) > 300:
        problems["reason"] = "请填写指定代办人的原因，最多300字。"
    if until < day:
        problems["until"] = "截止日期不能早于今天。"
    elif until > day + timedelta(days=MOST_DAYS):
        problems["until"] = f"代办最长{MOST_DAYS}天，请改为更早的日期。"
    if problems:
        raise BadInput(problems)


@transaction.atomic
def end_stand_in(*, actor: User, stand_in: StandIn, reason: str) -> StandIn:
    """End a stand-in before its last day; the person loses the case at once.

    Raises NotAllowed, BadInput (no reason).
    """
    form_keys.claim(f"stand_in_end:{stand_in.pk}")
    found = (
        StandIn.objects.select_for_update(of=("self",))
        .select_related("application__applicant", "organisation", "named_for", "person")
        .get(pk=stand_in.pk)
    )
    if not right("end_stand_in").allows(actor, found):
        raise NotAllowed("这位代办人不是您的单位指定的。")
    if found.ended_at is not None:
        raise NotAllowed("这次代办已经结束。")
    if not reason.strip() or len(reason.strip()) > 300:
        raise BadInput({"reason": "请填写结束代办的原因，最多300字。"})
    found.ended_at, found.ended_by = database_now(), actor
    found.end_reason = reason.strip()
    found.save(update_fields=["ended_at", "ended_by", "end_reason"])
    _note_until(found.person)
    _log("stand_in_ended", actor, found, found.end_reason, {"person": found.person_id})
    tell_ended(found)
    return found


def _note_until(person: User) -> None:
    """Keep on the person's row until when there is anything to look for."""
    last = person.stand_ins.filter(running()).order_by("-valid_until").first()
    person.stands_in_until = last.valid_until if last else None
    person.save(update_fields=["stands_in_until"])
    person.__dict__.pop("_stand_ins", None)


def _log(action: str, actor: User, stand_in: StandIn, reason: str, data: dict) -> None:
    body = stand_in.named_for
    log.append(
        action=action,
        actor=actor,
        role=ROLE_OF_KIND[OrganisationKind(body.kind)],
        organisation=body,
        application=stand_in.application,
        object=f"user:{stand_in.person_id}",
        reason=reason,
        data=data,
    )
