"""Rights on this floor; each declared once, for an object and for a list alike."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.enums import OFFICER_ROLES, ROLE_OF_KIND, OrganisationKind, Role
from accounts.models import User
from accounts.permissions import Right, holds_role, organisations_of, register, right
from applications.models import Application, Round, StandIn
from applications.permissions import own_cases
from applications.standing_in import stand_ins_of, stuck_below
from review.models import BatchItem, RecommendationLetter


class _OfficersRight(Right):
    """A right that one role holds for the organisations it acts for."""

    def allows(self, user: User, obj=None) -> bool:
        if obj is None:
            return bool(desk_of(user, self.roles) or self.stood_in(user))
        return self.filter(user, type(obj).objects.filter(pk=obj.pk)).exists()

    def stood_in(self, user: User) -> list[StandIn]:
        """The cases for which the user stands in for one of these roles."""
        return [
            each
            for each in stand_ins_of(user)
            if ROLE_OF_KIND[OrganisationKind(each.organisation.kind)] in self.roles
        ]


def desk_of(user: User, roles: Iterable[Role]) -> list[int]:
    """The organisations for which the user holds any of `roles` today."""
    return [pk for role in roles for pk in organisations_of(user, role)]


@register
class RecordNotices(_OfficersRight):
    """The unit's notices, evaluations and examinations; never about one's own case. A stand-in has
    the case's own, and the rules notice of its round, without which the case cannot move."""

    name = "record_notices"
    label = "登记本单位的公示、民主评议和考察"
    roles = (Role.UNIT_OFFICER,)

    def filter(self, user: User, queryset: QuerySet) -> QuerySet:
        here = Q(unit__in=desk_of(user, self.roles))
        for each in self.stood_in(user):
            here |= Q(application=each.application_id, unit=each.organisation_id)
            round = each.application.round_id
            here |= Q(application__isnull=True, unit=each.organisation_id, round=round)
        own = Application.objects.filter(own_cases(user)).order_by().values("pk")
        # A rules notice has no application, and so is nobody's own.
        return queryset.filter(here).filter(Q(application__isnull=True) | ~Q(application__in=own))


@register
class RecordLetters(_OfficersRight):
    """The recommending body's letters; none that recommends oneself."""

    name = "record_letters"
    label = "登记推荐函"
    roles = (Role.DEPARTMENT_OFFICER, Role.HR_OFFICER)

    def filter(self, user: User, queryset: QuerySet) -> QuerySet:
        here = Q(organisation__in=desk_of(user, self.roles))
        for each in self.stood_in(user):
            covering = RecommendationLetter.applications.through.objects.filter(
                application=each.application_id
            )
            here |= Q(organisation=each.organisation_id, pk__in=covering.values("letter"))
        own = Application.objects.filter(own_cases(user)).order_by().values("pk")
        of_oneself = RecommendationLetter.applications.through.objects.filter(application__in=own)
        return queryset.filter(here).exclude(pk__in=of_oneself.values("letter"))


@register
class KeepPhrases(_OfficersRight):
    """An office's own templates for its opinions."""

    name = "keep_phrases"
    label = "保存本单位的常用意见"
    roles = OFFICER_ROLES

    def stood_in(self, user: User) -> list[StandIn]:
        return []

    def filter(self, user: User, queryset: QuerySet) -> QuerySet:
        return queryset.filter(organisation__in=desk_of(user, self.roles))


@register
class ReadRecognitions(_OfficersRight):
    """Technicians recognised below the body that would have recommended, which is told and may
    object; never about one's own case."""

    name = "read_recognitions"
    label = "查看下级单位认定的技术员，登记异议"
    roles = (Role.DEPARTMENT_OFFICER, Role.HR_OFFICER)

    def stood_in(self, user: User) -> list[StandIn]:
        return []

    def filter(self, user: User, queryset: QuerySet) -> QuerySet:
        here = Q(recommending_body__in=desk_of(user, self.roles))
        return queryset.filter(here).exclude(own_cases(user))


@register
class CheckOriginals(_OfficersRight):
    """The office's check of originals; which case, `handle_held` says."""

    name = "check_originals"
    label = "核验原件"
    roles = (Role.SECRETARY,)

    def filter(self, user: User, queryset: QuerySet) -> QuerySet:
        return queryset.filter(holder__in=desk_of(user, self.roles)).exclude(own_cases(user))


@register
class OwnBatches(Right):
    """What an officer does with many cases at once: nobody else sees it, nor what came of it; nor
    does the officer any more once one of its cases is out of sight."""

    name = "own_batches"
    label = "批量办理"
    roles = OFFICER_ROLES

    def allows(self, user: User, obj=None) -> bool:
        if obj is None:
            return super().allows(user) or bool(stand_ins_of(user))
        return self.filter(user, type(obj).objects.filter(pk=obj.pk)).exists()

    def filter(self, user: User, queryset: QuerySet) -> QuerySet:
        read = right("read_submitted").filter(user, Application.objects.order_by()).values("pk")
        lost = BatchItem.objects.filter(batch=OuterRef("pk")).exclude(application__in=read)
        return super().filter(user, queryset).filter(~Exists(lost), owner=user)


@register
class RoundFigures(_OfficersRight):
    """How many cases of the office's rounds stand where; numbers only."""

    name = "round_figures"
    label = "查看批次统计"
    roles = (Role.SECRETARY,)

    def stood_in(self, user: User) -> list[StandIn]:
        return []

    def filter(self, user: User, queryset: QuerySet) -> QuerySet:
        rounds = Round.objects.filter(office__in=desk_of(user, self.roles))
        return queryset.filter(round__in=rounds)


class _BodysRight(_OfficersRight):
    """What the officers of the bodies above do for an organisation that cannot act itself."""

    roles = (Role.DEPARTMENT_OFFICER, Role.HR_OFFICER, Role.SECRETARY)

    def stood_in(self, user: User) -> list[StandIn]:
        return []


@register
class NameStandIn(_BodysRight):
    """Naming who acts on a case of which nobody below may; the objects are cases. Who and which
    number is all that is told of one that has not reached the body."""

    name = "name_stand_in"
    label = "为下级单位指定代办人"

    def filter(self, user: User, queryset: QuerySet) -> QuerySet:
        waiting = [case.pk for case in stuck_below(desk_of(user, self.roles))]
        return queryset.filter(pk__in=waiting).exclude(own_cases(user))


@register
class EndStandIn(_BodysRight):
    """The stand-ins that the user's body has named; ending those that were not ended."""

    name = "end_stand_in"
    label = "查看和结束代办"

    def filter(self, user: User, queryset: QuerySet) -> QuerySet:
        own = Application.objects.filter(own_cases(user)).order_by().values("pk")
        named = queryset.filter(named_for__in=desk_of(user, self.roles))
        return named.exclude(application__in=own)


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
