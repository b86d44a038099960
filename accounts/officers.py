"""What officers may do with accounts: invite, hand over reset codes, confirm units."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.clock import today
from accounts.enums import ROLE_OF_KIND, OrganisationKind, RegistrationState, Role
from accounts.models import Organisation, RoleAssignment, UnitRegistration, User
from accounts.permissions import Right, active_assignments, holds_role, organisations_of, register
from accounts.queries import in_force
from accounts.tree import ancestors

_BODIES = (Role.DEPARTMENT_OFFICER, Role.HR_OFFICER)


@register
class InvitePeople(Right):
    """Inviting to one's own unit; the objects are invitations."""

    name = "accounts.invite"
    label = "邀请本单位人员注册"
    roles = (Role.UNIT_OFFICER,)

    def filter(self, user: User, queryset: QuerySet) -> QuerySet:
        return queryset.filter(unit__in=organisations_of(user, Role.UNIT_OFFICER))


@register
class HandResetCode(Right):
    """Handing a reset code to a person who forgot the password; the objects are people.

    Unit officers to applicants of their unit, the committee office to any applicant, and neither
    to who acts for others: a code is as good as the account. An administrator to anybody else.
    """

    name = "accounts.hand_reset_code"
    label = "为他人生成密码重置代码"
    roles = (Role.UNIT_OFFICER, Role.SECRETARY, Role.ADMINISTRATOR)

    def allows(self, user: User, obj: User | None = None) -> bool:
        if obj is None:
            return holds_role(user, self.roles)
        return self.filter(user, User.objects.filter(pk=obj.pk)).exists()

    def filter(self, user: User, queryset: QuerySet) -> QuerySet:
        people = queryset.filter(is_active=True).exclude(pk=user.pk)
        if holds_role(user, (Role.ADMINISTRATOR,)):
            return people
        people = people.filter(_is_applicant(), ~_acts_for_others())
        if holds_role(user, (Role.SECRETARY,)):
            return people
        units = organisations_of(user, Role.UNIT_OFFICER)
        return people.filter(
            Q(affiliation__unit__in=units)
            | Q(pk__in=_roles(role=Role.APPLICANT, organisation__in=units).values("user_id"))
        )


@register
class ConfirmUnit(Right):
    """Confirming that a unit belongs below one's body; the objects are registrations.

    The nearest body above that has an officer decides, an administrator where none has; both go
    on reading what they decided. Nobody confirms the own registration.
    """

    name = "accounts.confirm_unit"
    label = "确认下级单位的登记"
    roles = (*_BODIES, Role.ADMINISTRATOR)

    def allows(self, user: User, obj: UnitRegistration | None = None) -> bool:
        if obj is None:
            return holds_role(user, self.roles)
        return self.filter(user, UnitRegistration.objects.filter(pk=obj.pk)).exists()

    def filter(self, user: User, queryset: QuerySet) -> QuerySet:
        bodies = _bodies_of(user)
        administers = holds_role(user, (Role.ADMINISTRATOR,))
        if not bodies and not administers:
            return queryset.none()
        own = Q(decided_for__in=bodies)
        if administers:
            own |= Q(decided_by__isnull=False, decided_for__isnull=True)
        waiting = queryset.filter(state=RegistrationState.PENDING).exclude(_registered_by(user))
        found = _of_whom(waiting, bodies, administers)
        return queryset.filter(own | Q(pk__in=found))


def _of_whom(waiting: QuerySet, bodies: set[int], administers: bool) -> list[int]:
    """Those of the waiting registrations on which one of `bodies` (or the administrator)
    decides. There are never many, and the way up the tree is no question for SQL."""
    manned = set(
        RoleAssignment.objects.filter(
            in_force(), role__in=_BODIES, user__is_active=True
        ).values_list("organisation_id", flat=True)
    )
    found = []
    for each in waiting.select_related("parent__parent__parent"):
        body = _deciding_body(each.parent, manned)
        if administers if body is None else body.pk in bodies:
            found.append(each.pk)
    return found


def _deciding_body(parent: Organisation, manned: set[int]) -> Organisation | None:
    return next((body for body in (parent, *ancestors(parent)) if body.pk in manned), None)


def _bodies_of(user: User) -> set[int]:
    """The departments and bureaus for which the user acts as their officer."""
    return {
        held.organisation_id
        for held in active_assignments(user)
        if held.role in _BODIES
        and ROLE_OF_KIND[OrganisationKind(held.organisation.kind)] == held.role
    }


def _registered_by(user: User) -> Q:
    own = Q(officer=user)
    if user.id_number_hash:
        own |= Q(officer__id_number_hash=user.id_number_hash)
    return own


def _roles(**conditions) -> QuerySet:
    """Role assignments that hold today or will."""
    lasting = Q(valid_until__isnull=True) | Q(valid_until__gte=today())
    return RoleAssignment.objects.filter(lasting, **conditions)


def _is_applicant() -> Exists:
    return Exists(_roles(role=Role.APPLICANT, user=OuterRef("pk")))


def _acts_for_others() -> Exists:
    return Exists(_roles(user=OuterRef("pk")).exclude(role=Role.APPLICANT))
