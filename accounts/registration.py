"""How people come in by themselves: registration, invitation by a unit, and their unit."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import codes, consent, journal, mail, rules
from accounts.access import record_access
from accounts.clock import database_now, today
from accounts.enums import UNIT_KINDS, Role
from accounts.errors import BadInput, NotAllowed, StaleState
from accounts.models import Affiliation, Invitation, Organisation, User
from accounts.passwords import Newcomer
from accounts.permissions import organisations_of
from accounts.services import assign_role, create_person

# One answer for every reason that would tell a stranger who has an account.
CANNOT_REGISTER = "无法用这些信息注册，请核对姓名和身份证号。如已有账号，请直接登录；忘记密码的，请用“忘记密码”找回。"
_INVITATION = "invitation"
_GROUPS = 4
GONE = "这个邀请已失效：可能已经用过、过期或被单位撤回。请联系本单位经办人重新邀请。"


@transaction.atomic
def register_person(
    *, password: str, consent_version: str, staff: bool = False, **person: str
) -> User:
    """Make an account that its owner registers: `name`, `username`, `phone`, `email`,
    `id_number`; with consent, and no role yet.

    `staff` holds the password to the rule of those who will act for others. Raises BadInput; for
    an ID number that has an account only the one neutral sentence, at no field.
    """
    username = person["username"].strip().casefold()
    number = rules.parsed_id_number(person["id_number"]).number if person["id_number"] else ""
    rules.refuse_personal_username(username, number)
    _refuse_weak_password(password, person, number, staff=staff)
    # Hashing takes most of the time: before it is known whether the number has an account.
    hashed = make_password(password)
    try:
        user = create_person(actor=None, **person)
    except BadInput as error:
        if error.fields.get("id_number") != rules.TAKEN_ID_NUMBER:
            raise
        raise BadInput({"": CANNOT_REGISTER}) from None
    user.password = hashed
    user.save(update_fields=["password"])
    consent.give(user=user, version=consent_version)
    return user


@transaction.atomic
def register_applicant(*, unit: Organisation, **values: str) -> User:
    """`register_person` as an applicant of the unit. Raises BadInput."""
    _check_unit(unit)
    user = register_person(**values)
    _make_applicant(user, unit)
    journal.write(actor=user, action="registered", object=user, data={"unit": unit.pk})
    return user


@transaction.atomic
def register_invited(*, code: str, **values: str) -> User:
    """`register_applicant` by an invitation: unit and name are the invitation's, the code is
    used up. Raises BadInput, NotAllowed for a code that is not open."""
    invitation = _locked(code)
    user = register_applicant(unit=invitation.unit, **values | {"name": invitation.name})
    _use(invitation, user)
    return user


@transaction.atomic
def accept_invitation(*, code: str, user: User) -> Affiliation:
    """Let a person who has an account already join the unit that invited them."""
    invitation = _locked(code)
    if invitation.name != user.name:
        raise NotAllowed("这个邀请是发给别人的：姓名与您的账号不同。")
    _use(invitation, user)
    if not user.assignments.filter(role=Role.APPLICANT).exists():
        _make_applicant(user, invitation.unit)
    return affiliate(user=user, unit=invitation.unit)


@transaction.atomic
def affiliate(*, user: User, unit: Organisation) -> Affiliation:
    """Set the unit in which the person works; earlier cases keep the unit they were made with."""
    _check_unit(unit)
    affiliation, _ = Affiliation.objects.update_or_create(
        user=user, defaults={"unit": unit, "since": today()}
    )
    journal.write(actor=user, action="unit_chosen", object=user, data={"unit": unit.pk})
    return affiliation


@transaction.atomic
def invite(
    *, actor: User, unit: Organisation, name: str, phone: str, email: str = ""
) -> tuple[Invitation, str]:
    """Invite a person to register with the unit: the invitation, and its code, seen this once."""
    _require_officer(actor, unit)
    _check_unit(unit)
    code, moment = codes.make(_GROUPS), database_now()
    invitation = Invitation.objects.create(
        unit=unit,
        name=name,
        phone=phone,
        email=email,
        code_hash=codes.digest(code, purpose=_INVITATION),
        made_by=actor,
        made_at=moment,
        expires_at=moment + timedelta(days=settings.INVITATION_DAYS),
    )
    data = {"invitation": invitation.pk}
    journal.write(actor=actor, action="person_invited", object=unit, data=data)
    mail.send(
        to=email,
        subject=f"{unit.name}邀请您注册职称申报账号",
        template="mail/invitation.txt",
        invitation=invitation,
        code=code,
    )
    return invitation, code


@transaction.atomic
def revoke_invitation(*, actor: User, invitation: Invitation) -> Invitation:
    """Take back an invitation that was not used. Raises StaleState where it was."""
    _require_officer(actor, invitation.unit)
    open_ones = Invitation.objects.filter(used_at__isnull=True, revoked_at__isnull=True)
    if not open_ones.filter(pk=invitation.pk).update(revoked_at=database_now()):
        raise StaleState("这个邀请已经用过或撤回了。")
    data = {"invitation": invitation.pk}
    journal.write(actor=actor, action="invitation_revoked", object=invitation.unit, data=data)
    return invitation


def open_invitation(code: str) -> Invitation | None:
    """The invitation that the code opens now, or None."""
    found = Invitation.objects.select_related("unit").filter(
        code_hash=codes.digest(code, purpose=_INVITATION),
        used_at__isnull=True,
        revoked_at__isnull=True,
        expires_at__gt=database_now(),
        unit__is_active=True,
    )
    return found.first()


def record_refusal(error: BadInput) -> None:
    """Note in the access log that a stranger was refused neutrally; nothing of what was typed."""
    if CANNOT_REGISTER in error.fields.values():
        record_access(user=None, what="registration", object="", outcome="refused")


def _locked(code: str) -> Invitation:
    invitation = open_invitation(code)
    if invitation is None:
        raise NotAllowed(GONE)
    return Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)


def _use(invitation: Invitation, user: User) -> None:
    # Two windows may hold the same code; the second finds nothing to use up.
    left = Invitation.objects.filter(
        pk=invitation.pk, used_at__isnull=True, revoked_at__isnull=True
    )
    if not left.update(used_by=user, used_at=database_now()):
        raise NotAllowed(GONE)


def _make_applicant(user: User, unit: Organisation) -> None:
    assign_role(actor=None, user=user, role=Role.APPLICANT, organisation=None, valid_from=today())
    Affiliation.objects.update_or_create(user=user, defaults={"unit": unit, "since": today()})


def _check_unit(unit: Organisation) -> None:
    if unit.kind not in UNIT_KINDS or not unit.is_active:
        raise BadInput({"unit": "这个单位现在不能选择，请重新查找。"})


def _require_officer(actor: User, unit: Organisation) -> None:
    if unit.pk not in organisations_of(actor, Role.UNIT_OFFICER):
        raise NotAllowed("只有本单位的经办人可以邀请。")


def _refuse_weak_password(password: str, person: dict, number: str, *, staff: bool) -> None:
    known = {field: person[field] for field in ("username", "name", "phone", "email")}
    try:
        validate_password(password, Newcomer(id_number=number, is_staff=staff, **known))
    except ValidationError as error:
        raise BadInput({"password1": " ".join(error.messages)}) from None
