"""What changes people, their roles and organisations; the latter come from `registry`.

The actor is an administrator, or None for the system.
"""

from datetime import date, timedelta

from django.db import IntegrityError, transaction

from accounts import crypto, journal, rules
from accounts.clock import now, today
from accounts.enums import Role
from accounts.errors import BadInput, NotAllowed
from accounts.identifiers import mask_id
from accounts.models import Installation, Organisation, RoleAssignment, User
from accounts.passwords import random_password
from accounts.permissions import right
from accounts.registry import (
    create_organisation,
    disable_organisation,
    enable_organisation,
    update_organisation,
)
from accounts.text import clean_line

__all__ = [
    "admit_person",
    "assign_role",
    "change_password",
    "change_person",
    "create_organisation",
    "create_person",
    "disable_organisation",
    "disable_person",
    "enable_organisation",
    "enable_person",
    "end_role",
    "mark_demonstration",
    "reset_password",
    "set_id_number",
    "update_organisation",
    "update_person",
]


@transaction.atomic
def create_person(
    *,
    actor: User | None,
    username: str,
    name: str,
    phone: str = "",
    email: str = "",
    id_number: str = "",
) -> User:
    """Enter a person, who cannot log in until `reset_password` gives an initial password.

    Raises BadInput for a taken user name or ID number, NotAllowed for who may not.
    """
    rules.require_right(actor)
    username = clean_line(username).casefold()
    rules.refuse_personal_username(username)
    rules.refuse_taken_username(username)
    user = User(username=username, name=name, phone=phone, email=email)
    user.set_unusable_password()
    _save_person(user)
    if id_number:
        _store_id_number(user, id_number)
    journal.write(actor=actor, action="person_created", object=user)
    return user


@transaction.atomic
def admit_person(*, actor: User | None, **values: str) -> tuple[User, str]:
    """`create_person` and `reset_password`: the person and the initial password to hand over."""
    user = create_person(actor=actor, **values)
    return user, reset_password(actor=actor, user=user)


@transaction.atomic
def update_person(*, actor: User | None, user: User, **changes: str) -> User:
    """Change name, user name, telephone or e-mail address (`changes` by field name).

    A person may change the own telephone and e-mail address.
    """
    allowed = {"name", "username", "phone", "email"}
    if own := actor is not None and actor.pk == user.pk:
        allowed = allowed if right("accounts.manage").allows(actor) else {"phone", "email"}
    if set(changes) - allowed:
        raise NotAllowed("这些内容不能在这里修改。")
    if not own:
        rules.require_right(actor)
    rules.refuse_closed(user)
    if "username" in changes:
        changes["username"] = clean_line(changes["username"]).casefold()
        rules.refuse_personal_username(changes["username"])
        rules.refuse_taken_username(changes["username"], but=user)
    changed = [field for field, value in changes.items() if getattr(user, field) != value]
    for field in changed:
        setattr(user, field, changes[field])
    if changed:
        _save_person(user)
        journal.write(actor=actor, action="person_changed", object=user, data={"fields": changed})
    return user


@transaction.atomic
def change_person(*, actor: User | None, user: User, id_number: str = "", **changes: str) -> User:
    """`update_person` and, where a number is given, `set_id_number`, in one transaction."""
    update_person(actor=actor, user=user, **changes)
    return set_id_number(user=user, number=id_number, actor=actor) if id_number else user


@transaction.atomic
def set_id_number(*, user: User, number: str, actor: User | None) -> User:
    """Store the ID number encrypted, with its keyed hash, mask, birth date and sex.

    Its owner may set it as well; the caller decides until when. Raises BadInput with field
    `id_number` for a number that cannot be one or that another person has.
    """
    if actor is None or actor.pk != user.pk:
        rules.require_right(actor)
    rules.refuse_closed(user)
    if _store_id_number(user, number):
        journal.write(actor=actor, action="id_number_set", object=user)
    return user


@transaction.atomic
def assign_role(
    *,
    actor: User | None,
    user: User,
    role: str,
    organisation: Organisation | None,
    valid_from: date,
    valid_until: date | None = None,
) -> RoleAssignment:
    """Give a role for an organisation and a period, both days included.

    Raises BadInput where role and organisation do not fit or the periods overlap, NotAllowed to
    an administrator's own account: nobody gives rights to themselves.
    """
    rules.require_right(actor)
    rules.refuse_oneself(actor, user, "不能给自己增加角色，请由另一位系统管理员办理。")
    rules.refuse_closed(user)
    if valid_until is not None and valid_until < valid_from:
        raise BadInput({"valid_until": "结束日期不能早于开始日期。"})
    rules.check_organisation(role, organisation)
    rules.refuse_overlap(user, role, organisation, valid_from, valid_until)
    assignment = RoleAssignment.objects.create(
        user=user,
        role=role,
        organisation=organisation,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    _forget_roles(user)
    journal.write(actor=actor, action="role_assigned", object=user, data=_role_data(assignment))
    return assignment


@transaction.atomic
def end_role(
    *, actor: User | None, assignment: RoleAssignment, last_day: date | None = None
) -> None:
    """End a role after `last_day`; without one at once, so that it does not hold today.

    A role that never came into force is removed; the journal keeps that it was given.
    """
    rules.require_right(actor)
    user = assignment.user
    rules.refuse_oneself(actor, user, "不能结束自己的角色，请由另一位系统管理员办理。")
    last_day = last_day or today() - timedelta(days=1)
    if assignment.valid_until is not None and last_day > assignment.valid_until:
        raise BadInput({"last_day": "只能提前结束；这个角色原定的结束日期更早。"})
    if last_day < assignment.valid_from:
        assignment.delete()
    else:
        assignment.valid_until = last_day
        assignment.save(update_fields=["valid_until"])
    _forget_roles(user)
    if assignment.role == Role.ADMINISTRATOR:
        rules.keep_an_administrator()
    data = _role_data(assignment) | {"last_day": last_day.isoformat()}
    journal.write(actor=actor, action="role_ended", object=user, data=data)


@transaction.atomic
def disable_person(*, actor: User | None, user: User) -> User:
    """Close an account: its logins end with the next request."""
    rules.require_right(actor)
    rules.refuse_oneself(actor, user, "不能停用自己的账号。")
    if user.is_active:
        was_administrator = right("accounts.manage").allows(user)
        user.is_active = False
        user.save(update_fields=["is_active"])
        if was_administrator:
            rules.keep_an_administrator()
        journal.write(actor=actor, action="person_disabled", object=user)
    return user


@transaction.atomic
def enable_person(*, actor: User | None, user: User) -> User:
    """Open a closed account again; the password stays as it was."""
    rules.require_right(actor)
    rules.refuse_closed(user)
    if not user.is_active:
        user.is_active = True
        user.save(update_fields=["is_active"])
        journal.write(actor=actor, action="person_enabled", object=user)
    return user


@transaction.atomic
def reset_password(*, actor: User | None, user: User) -> str:
    """Set a random initial password, to be changed at the first login; ends all logins.

    Returns it, the only time that it can be seen.
    """
    rules.require_right(actor)
    rules.refuse_oneself(actor, user, "自己的密码请用“修改密码”更换。")
    rules.refuse_closed(user)
    password = random_password(user)
    _set_password(user, password, must_change=True)
    journal.write(actor=actor, action="password_reset", object=user)
    return password


@transaction.atomic
def change_password(*, user: User, password: str) -> User:
    """Set the password that the person chose; all other logins of the person end."""
    _set_password(user, password, must_change=False)
    journal.write(actor=user, action="password_changed", object=user)
    return user


def mark_demonstration() -> Installation:
    """Mark this database as a demonstration, which production refuses to serve."""
    return Installation.objects.update_or_create(pk=1, defaults={"is_demonstration": True})[0]


def _set_password(user: User, password: str, *, must_change: bool) -> None:
    user.set_password(password)
    user.must_change_password = must_change
    user.save(update_fields=["password", "must_change_password"])
    # A code that was handed out dies with the password that it would have replaced.
    user.reset_codes.filter(ended_at__isnull=True).update(ended_at=now())


def _save_person(user: User) -> None:
    # Two administrators may enter the same user name at once; the database has the last word.
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        raise BadInput({"username": rules.TAKEN_USERNAME}) from None


def _store_id_number(user: User, typed: str) -> bool:
    """Store a checked number; False when the person has it already."""
    person = rules.parsed_id_number(typed)
    digest = crypto.keyed_hash(person.number)
    if digest == user.id_number_hash:
        return False
    user.id_number_hash = digest
    user.id_number_cipher = crypto.encrypt(person.number, bound_to=f"user:{digest}")
    user.id_number_mask = mask_id(person.number)
    user.birth_date, user.sex = person.birth_date, person.sex
    fields = ["id_number_hash", "id_number_cipher", "id_number_mask", "birth_date", "sex"]
    try:
        with transaction.atomic():
            user.save(update_fields=fields)
    except IntegrityError:
        user.refresh_from_db(fields=fields)
        raise BadInput({"id_number": rules.TAKEN_ID_NUMBER}) from None
    return True


def _role_data(assignment: RoleAssignment) -> dict:
    until = assignment.valid_until
    return {
        "role": assignment.role,
        "organisation": assignment.organisation.name if assignment.organisation else "",
        "valid_from": assignment.valid_from.isoformat(),
        "valid_until": until.isoformat() if until else "",
    }


def _forget_roles(user: User) -> None:
    # What this request read of the person's roles is no longer true.
    user.__dict__.pop("_active_assignments", None)
