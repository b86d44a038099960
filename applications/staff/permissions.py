"""Who keeps a unit's list of staff; declared once."""

from django.db.models import QuerySet

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import Right, organisations_of, register


@register
class KeepStaff(Right):
    """The list of the unit's own people: its officers, nobody else."""

    name = "keep_staff"
    label = "管理本单位人员名单"
    roles = (Role.UNIT_OFFICER,)

    def allows(self, user: User, obj=None) -> bool:
        units = organisations_of(user, Role.UNIT_OFFICER)
        return bool(units) if obj is None else obj.unit_id in units

    def filter(self, user: User, queryset: QuerySet) -> QuerySet:
        return queryset.filter(unit__in=organisations_of(user, Role.UNIT_OFFICER))
