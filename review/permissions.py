"""Rights on this floor; each declared once, for an object and for a list alike."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import Right, holds_role, organisations_of, register, right
from applications.models import Application, Round


class _OfficersRight(Right):
    """A right that one role holds for the organisations it acts for."""

    def allows(self, user: User, obj=None) -> bool:
        if obj is None:
            return bool(desk_of(user, self.roles))
        return self.filter(user, type(obj).objects.filter(pk=obj.pk)).exists()


def desk_of(user: User, roles: Iterable[Role]) -> list[int]:
    """The organisations for which the user holds any of `roles` today."""
    return [pk for role in roles for pk in organisations_of(user, role)]


@register
class RecordNotices(_OfficersRight):
    """The unit's notices, evaluations and examinations; never about one's own case."""

    name = "record_notices"
    label = "登记本单位的公示、民主评议和考察"
    roles = (Role.UNIT_OFFICER,)

    def filter(self, user: User, queryset: QuerySet) -> QuerySet:
        own = Q(application__applicant=user)
        if user.id_number_hash:
            own |= Q(application__applicant__id_number_hash=user.id_number_hash)
        found = queryset.filter(unit__in=desk_of(user, self.roles))
        # A rules notice has no application, and so is nobody's own.
        return found.filter(Q(application__isnull=True) | ~own)


@register
class RecordLetters(_OfficersRight):
    """The recommending body's letters."""

    name = "record_letters"
    label = "登记推荐函"
    roles = (Role.DEPARTMENT_OFFICER, Role.HR_OFFICER)

    def filter(self, user: User, queryset: QuerySet) -> QuerySet:
        return queryset.filter(organisation__in=desk_of(user, self.roles))


@register
class CheckOriginals(_OfficersRight):
    """The office's check of originals; which case, `handle_held` says."""

    name = "check_originals"
    label = "核验原件"
    roles = (Role.SECRETARY,)

    def filter(self, user: User, queryset: QuerySet) -> QuerySet:
        return queryset.filter(holder__in=desk_of(user, self.roles))


@register
class RoundFigures(_OfficersRight):
    """How many cases of the office's rounds stand where; numbers only."""

    name = "round_figures"
    label = "查看批次统计"
    roles = (Role.SECRETARY,)

    def filter(self, user: User, queryset: QuerySet) -> QuerySet:
        rounds = Round.objects.filter(office__in=desk_of(user, self.roles))
        return queryset.filter(round__in=rounds)


@register
class ReadIntegrity(Right):
    """Integrity records: of the cases for which one answers; the supervisor reads all."""

    name = "read_integrity"
    label = "查看诚信档案"
    roles = (Role.SECRETARY, Role.HR_OFFICER, Role.SUPERVISOR)

    def filter(self, user: User, queryset: QuerySet) -> QuerySet:
        if holds_role(user, (Role.SUPERVISOR,)):
            return queryset
        cases = Application.objects.order_by()
        answered = right("answer_for_integrity").filter(user, cases).values("pk")
        return queryset.filter(application__in=answered)


@register
class ReadLog(Right):
    """The whole log of events and of access; no case's content."""

    name = "read_log"
    label = "查看办理日志和查阅记录"
    roles = (Role.SUPERVISOR,)


@register
class ExpertDesk(Right):
    """The expert's own entrance."""

    name = "expert_desk"
    label = "查看本人的评审工作"
    roles = (Role.EXPERT,)
