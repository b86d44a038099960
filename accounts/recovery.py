"""Setting a new password without the old one: by mail, or by a code that an officer hands over."""

from datetime import timedelta

from axes.utils import reset as forget_failed_logins
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from accounts import attempts, codes, journal, mail
from accounts.addresses import counted_username
from accounts.clock import database_now
from accounts.enums import Role
from accounts.errors import BadInput, NotAllowed
from accounts.models import Organisation, ResetCode, User
from accounts.models.recovery import MOST_TRIES
from accounts.permissions import active_assignments, right
from accounts.services import change_password

WRONG = "用户名或代码不对，或者代码已经失效。请核对后再试；仍不行的，请重新领取代码。"
_CODE = "reset-code"
_GROUPS = 3


def request_mail(*, who: str) -> None:
    """Write to the owner of that user name or e-mail address, where there is one with an address.

    The caller answers the same whether anything was sent.
    """
    known = Q(username__iexact=who) | (Q(email__iexact=who) & ~Q(email=""))
    for user in User.objects.filter(known, is_active=True)[:3]:
        if user.email and user.has_usable_password():
            _mail_link(user)


def user_of_link(key: str, token: str) -> User | None:
    """Whom a mailed link lets set a password now; None when it is used, too old or forged.

    The token covers the password and the last login, so that it dies with either's change.
    """
    try:
        user = User.objects.get(pk=int(urlsafe_base64_decode(key)), is_active=True)
    except (ValueError, OverflowError, User.DoesNotExist):
        return None
    return user if default_token_generator.check_token(user, token) else None


@transaction.atomic
def reset_by_link(*, key: str, token: str, password: str) -> User:
    """Set the password by a mailed link. Raises NotAllowed for a dead link, BadInput for a weak
    password."""
    user = user_of_link(key, token)
    # Locked and asked again: of two clicks at once the second finds another password.
    if user is not None and User.objects.select_for_update().filter(pk=user.pk).exists():
        user = user_of_link(key, token)
    if user is None:
        raise NotAllowed("这个链接已经失效，请重新申请。")
    _check_password(password, user)
    return _set(user, password, "password_reset_by_mail")


@transaction.atomic
def make_code(*, actor: User, user: User) -> str:
    """A one-time code for a person, to be handed over; seen this once. An older one dies.

    Raises NotAllowed where `actor` may not for this person.
    """
    if not right("accounts.hand_reset_code").allows(actor, user):
        raise NotAllowed("只能为本单位的申报人生成密码重置代码。")
    User.objects.select_for_update().get(pk=user.pk)
    code, moment = codes.make(_GROUPS), database_now()
    user.reset_codes.filter(ended_at__isnull=True).update(ended_at=moment)
    ResetCode.objects.create(
        user=user,
        code_hash=codes.digest(code, purpose=_CODE),
        made_by=actor,
        made_for=_acting_for(actor),
        made_at=moment,
        expires_at=moment + timedelta(hours=settings.RESET_CODE_HOURS),
    )
    journal.write(actor=actor, action="reset_code_made", object=user)
    _tell(user, "有人为您生成了密码重置代码", "mail/reset_code_made.txt")
    return code


def reset_by_code(*, username: str, code: str, password: str) -> User:
    """Set the password by a code. Raises BadInput: field `code`, one sentence for every reason;
    field `password1` for a weak password, which uses up neither code nor try."""
    open_code = _tried(username, code)
    if open_code is None:
        raise BadInput({"code": WRONG})
    user = open_code.user
    _check_password(password, user)
    with transaction.atomic():
        moment = database_now()
        unused = ResetCode.objects.filter(pk=open_code.pk, ended_at__isnull=True)
        if not unused.update(used_at=moment, ended_at=moment):
            raise BadInput({"code": WRONG})
        return _set(user, password, "password_reset_by_code")


@transaction.atomic
def _tried(username: str, code: str) -> ResetCode | None:
    """The open code that was typed right, or None; a wrong one is counted, the last one ends it."""
    typed, moment = codes.digest(code, purpose=_CODE), database_now()
    found = (
        ResetCode.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(
            user__username__iexact=username.strip(),
            user__is_active=True,
            ended_at__isnull=True,
            expires_at__gt=moment,
        )
        .first()
    )
    if found is None:
        return None
    if constant_time_compare(found.code_hash, typed):
        return found
    found.tries += 1
    if found.tries >= MOST_TRIES:
        found.ended_at = moment
        journal.write(actor=None, action="reset_code_exhausted", object=found.user)
    found.save(update_fields=["tries", "ended_at"])
    return None


def _mail_link(user: User) -> None:
    if attempts.count(attempts.RESET_MAIL, user.pk) > settings.MAILS_PER_ACCOUNT:
        return
    key = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("accounts:reset_link", args=[key, default_token_generator.make_token(user)])
    journal.write(actor=None, action="reset_mail_sent", object=user)
    mail.send(
        to=user.email,
        subject="重设密码",
        template="mail/reset.txt",
        username=user.username,
        link=mail.link(path),
        minutes=settings.PASSWORD_RESET_TIMEOUT // 60,
    )


def _set(user: User, password: str, action: str) -> User:
    journal.write(actor=user, action=action, object=user)
    change_password(user=user, password=password)
    # The owner is here: failures that somebody else made no longer keep the owner out.
    forget_failed_logins(username=counted_username(None, {"username": user.username}))
    _tell(user, "您的密码已经重设", "mail/password_changed.txt")
    return user


def _tell(user: User, subject: str, template: str) -> None:
    mail.send(to=user.email, subject=subject, template=template, username=user.username)


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise BadInput({"password1": " ".join(error.messages)}) from None


def _acting_for(actor: User) -> Organisation | None:
    acting = (Role.SECRETARY, Role.UNIT_OFFICER)
    held = [each for each in active_assignments(actor) if each.role in acting]
    return held[0].organisation if held else None
