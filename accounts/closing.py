"""Closing one's own account: what stands against it, and what is erased.

Higher floors register what they know of a person, as they do with `journal`.
"""

from collections.abc import Callable
from datetime import timedelta

from axes.utils import reset as forget_failed_logins
from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts import journal, rules, unit_registration
from accounts.addresses import counted_username
from accounts.clock import database_now, today
from accounts.enums import Role
from accounts.errors import BadInput, GuardFailed
from accounts.models import Affiliation, Invitation, ResetCode, User

ERASED_NAME = "已注销"
Reasons = Callable[[User], list[str]]
Eraser = Callable[[User], None]
_rules: list[tuple[Reasons, Eraser]] = []


def register(reasons: Reasons, erase: Eraser) -> None:
    """Let `reasons(user)` name what stands against closing, and `erase(user)` remove what the
    floor keeps; both within the closing's transaction."""
    if (reasons, erase) not in _rules:
        _rules.append((reasons, erase))


def reasons_against(user: User) -> list[str]:
    """Why the account cannot be closed now, in Chinese; empty when it can."""
    found = [
        f"您还担任“{role.get_role_display()}”"
        f"{f'（{role.organisation}）' if role.organisation else ''}，请先由系统管理员结束这个角色。"
        for role in user.assignments.select_related("organisation")
        if role.role != Role.APPLICANT and role.phase != "past"
    ]
    for reasons, _ in _rules:
        found += reasons(user)
    return found


@transaction.atomic
def close_account(*, user: User, password: str) -> User:
    """Close the account for good: nobody can log in, personal data is erased, the user name stays
    taken. Entries of the log, and what was submitted, stay as they are.

    Raises BadInput for a wrong password, GuardFailed with what stands against it.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if not user.check_password(password):
        raise BadInput({"password": "密码不对，请重新输入。"})
    if found := reasons_against(user):
        raise GuardFailed(found)
    for _, erase in _rules:
        erase(user)
    _erase_belongings(user)
    journal.write(actor=user, action="account_closed", object=user)
    forget_failed_logins(username=counted_username(None, {"username": user.username}))
    _erase(user)
    return user


def _erase_belongings(user: User) -> None:
    unit_registration.withdraw_all(officer=user)
    Affiliation.objects.filter(user=user).delete()
    ResetCode.objects.filter(user=user).delete()
    Invitation.objects.filter(used_by=user).update(name="", phone="", email="")
    user.consents.filter(withdrawn_at__isnull=True).update(withdrawn_at=database_now())
    yesterday = today() - timedelta(days=1)
    user.assignments.filter(valid_from__gt=yesterday).delete()
    user.assignments.filter(valid_until__isnull=True).update(valid_until=yesterday)
    user.assignments.filter(valid_until__gt=yesterday).update(valid_until=yesterday)


def _erase(user: User) -> None:
    user.retired_username_hash = rules.retired(user.username)
    user.username = f"{rules.CLOSED_PREFIX}{user.pk}"
    user.name, user.phone, user.email = ERASED_NAME, "", ""
    user.id_number_cipher = user.id_number_mask = user.sex = ""
    user.id_number_hash = user.birth_date = None
    user.password = make_password(None)
    user.is_active, user.closed_at = False, database_now()
    user.save()
