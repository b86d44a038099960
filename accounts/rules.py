"""What a change to people, roles and organisations must hold; services ask before they write."""

import re
from datetime import date

from django.db.models import Q

from accounts import queries
from accounts.clock import today
from accounts.crypto import keyed_hash
from accounts.enums import ROLE_OF_KIND, UNIT_KINDS, OrganisationKind, Role
from accounts.errors import BadInput, NotAllowed
from accounts.identifiers import BadIdentifier, ResidentId, parse_resident_id
from accounts.models import Organisation, User
from accounts.permissions import right

TAKEN_USERNAME = "这个用户名已经有人使用，请换一个。"
TAKEN_ID_NUMBER = "这个身份证号已经登记过，一个人只能有一个账号。请在人员列表中按身份证号查找。"
PERSONAL_USERNAME = "用户名不能是身份证号，也不能含有身份证号，请换一个。"
# Names of closed accounts begin so; nobody else's may.
CLOSED_PREFIX = "closed-"
_LIKE_AN_ID_NUMBER = re.compile(r"\d{15,}")
KINDS_OF_ROLE = {
    Role.UNIT_OFFICER: UNIT_KINDS,
    Role.DEPARTMENT_OFFICER: (OrganisationKind.DEPARTMENT,),
    Role.HR_OFFICER: (OrganisationKind.HR_BUREAU,),
    Role.SECRETARY: (OrganisationKind.COMMITTEE_OFFICE,),
}


def require_right(actor: User | None) -> None:
    """Raise NotAllowed unless `actor` is an administrator or the system (None)."""
    if actor is not None and not right("accounts.manage").allows(actor):
        raise NotAllowed("只有系统管理员可以管理人员和单位。")


def refuse_oneself(actor: User | None, user: User, message: str) -> None:
    """Raise NotAllowed with `message` where `actor` would act on the own account."""
    if actor is not None and actor.pk == user.pk:
        raise NotAllowed(message)


def refuse_taken_username(username: str, *, but: User | None = None) -> None:
    """Raise BadInput for an empty user name or one that another person has."""
    if not username:
        raise BadInput({"username": "请填写用户名。"})
    if username.startswith(CLOSED_PREFIX):
        raise BadInput({"username": TAKEN_USERNAME})
    taken = Q(username__iexact=username) | Q(retired_username_hash=retired(username))
    others = User.objects.filter(taken)
    if (others.exclude(pk=but.pk) if but else others).exists():
        raise BadInput({"username": TAKEN_USERNAME})


def retired(username: str) -> str:
    """The keyed hash by which the name of a closed account stays taken."""
    return keyed_hash(username.casefold(), purpose="user-name")


def refuse_personal_username(username: str, number: str = "") -> None:
    """Raise BadInput for a user name that is or holds the ID number, or looks like one."""
    digits = number[:17]
    if _LIKE_AN_ID_NUMBER.search(username) or (digits and digits in username):
        raise BadInput({"username": PERSONAL_USERNAME})


def refuse_closed(user: User) -> None:
    """Raise NotAllowed where the account was closed by its owner: its data is gone."""
    if user.closed_at is not None:
        raise NotAllowed("本人已注销这个账号，不能再启用或修改。")


def parsed_id_number(typed: str) -> ResidentId:
    """The checked ID number; BadInput with the reason."""
    try:
        return parse_resident_id(typed, today=today())
    except BadIdentifier as error:
        raise BadInput({"id_number": str(error)}) from None


def check_organisation(role: str, organisation: Organisation | None) -> None:
    """Raise BadInput unless the role can be held for the organisation."""
    if role not in Role.values:
        raise BadInput({"role": "请选择角色。"})
    kinds = KINDS_OF_ROLE.get(Role(role))
    if organisation is None:
        if kinds:
            raise BadInput({"organisation": "这个角色要选择所代表的单位。"})
        return
    if not organisation.is_active:
        raise BadInput({"organisation": "这个单位已停用，不能再安排角色。"})
    if kinds and organisation.kind not in kinds:
        fitting = ROLE_OF_KIND[OrganisationKind(organisation.kind)]
        hint = f"这个单位的性质是“{organisation.get_kind_display()}”"
        raise BadInput({"organisation": f"{hint}，可以安排的角色是“{fitting.label}”。"})


def refuse_overlap(
    user: User, role: str, organisation: Organisation | None, first: date, last: date | None
) -> None:
    """Raise BadInput where the person has the role there already in a part of the period."""
    same = user.assignments.filter(role=role, organisation=organisation)
    meets = same.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=first))
    if (meets.filter(valid_from__lte=last) if last else meets).exists():
        raise BadInput({"role": "这段时间里已经有同一单位的同一角色，不必重复添加。"})


def keep_an_administrator() -> None:
    """Raise NotAllowed where nobody could administer any more."""
    if not queries.active_administrators().exists():
        raise NotAllowed("系统至少要保留一位启用的系统管理员。")
