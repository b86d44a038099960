"""The registry of rights: each declared once, for an object and for a list alike.

A right answers `allows(user, obj)` and `filter(user, queryset)`; a view names it, so a list and
a page cannot disagree. There is no superuser: who holds no role holds no right.
"""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from accounts.clock import today
from accounts.enums import Role
from accounts.models import RoleAssignment, User
from accounts.prepared import Prepared

_rights: dict[str, "Right"] = {}


class Right:
    """One right: `name` in code, `label` in Chinese, `roles` that may hold it at all."""

    name = ""
    label = ""
    roles: tuple[Role, ...] = ()

    def allows(self, user: User, obj=None) -> bool:
        """Whether `user` holds the right, on `obj` where one is given."""
        return holds_role(user, self.roles)

    def filter(self, user: User, queryset: QuerySet) -> QuerySet:
        """The rows of `queryset` on which `user` holds the right."""
        return queryset if self.allows(user) else queryset.none()


def register(right: type[Right]) -> type[Right]:
    """Class decorator: enter a right into the registry under its unique name."""
    if right.name in _rights:
        raise ValueError(f"the right {right.name} is registered twice")
    _rights[right.name] = right()
    return right


def right(name: str) -> Right:
    """The registered right of that name; KeyError for a name nobody registered."""
    return _rights[name]


def registered() -> dict[str, Right]:
    """All rights by name."""
    return dict(_rights)


def active_assignments(user: User) -> list[RoleAssignment]:
    """The roles that `user` holds today, with their organisations; read once a request."""
    if not getattr(user, "is_active", False):
        return []
    if not hasattr(user, "_active_assignments"):
        user._active_assignments = _assignments_on(user=user.pk, day=today())
        for assignment in user._active_assignments:
            assignment.user = user
    return user._active_assignments


_assignments_on = Prepared(
    lambda user, day: RoleAssignment.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lte=day, user=user
    ).select_related("organisation")
)


def reread_roles(user: User) -> list[RoleAssignment]:
    """The roles that `user` holds at this moment, for who is about to write: a role that ended,
    or an account that was closed, while the request ran counts no more."""
    user._active_assignments = _assignments_now(user=user.pk, day=today())
    for assignment in user._active_assignments:
        assignment.user = user
    user.__dict__.pop("_stand_ins", None)
    return user._active_assignments


_assignments_now = Prepared(
    lambda user, day: RoleAssignment.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=day),
        valid_from__lte=day,
        user=user,
        user__is_active=True,
    ).select_related("organisation")
)


def holds_role(user: User, roles: Iterable[Role]) -> bool:
    """Whether `user` holds any of `roles` today."""
    wanted = set(roles)
    return any(assignment.role in wanted for assignment in active_assignments(user))


def organisations_of(user: User, role: Role) -> list[int]:
    """Ids of the organisations for which `user` holds `role` today."""
    return [
        assignment.organisation_id
        for assignment in active_assignments(user)
        if assignment.role == role and assignment.organisation_id
    ]


@register
class ManageAccounts(Right):
    """People, organisations, roles; no application's content."""

    name = "accounts.manage"
    label = "管理人员、单位和角色"
    roles = (Role.ADMINISTRATOR,)
