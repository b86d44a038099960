"""Who may export which form."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import holds_role, organisations_of, register
from applications.models import Application, ChainLink
from applications.permissions import OwnApplication, ReadSubmitted


@register
class ExportForms(ReadSubmitted):
    """The official forms with the full ID number, of the cases that reached the recommending
    body's or the office's desk of this very officer; units export nothing."""

    name = "export_forms"
    label = "导出审核花名表、综合考评表"
    roles: tuple[Role, ...] = (  # type: ignore[assignment]
        Role.DEPARTMENT_OFFICER,
        Role.HR_OFFICER,
        Role.SECRETARY,
    )

    def _organisations(self, user: User) -> list[int]:
        return [pk for role in self.roles for pk in organisations_of(user, role)]

    def allows(self, user: User, obj=None) -> bool:
        return bool(self._organisations(user)) and super().allows(user, obj)

    def filter(self, user: User, queryset: QuerySet) -> QuerySet:
        here = ChainLink.objects.filter(
            application=OuterRef("pk"),
            organisation__in=self._organisations(user),
            reached_at__isnull=False,
        )
        return super().filter(user, queryset).filter(Exists(here))


@register
class ExportScoringSheets(ExportForms):
    """The committee's scoring sheets: its office only."""

    name = "export_scoring_sheets"
    label = "导出打分表"
    roles: tuple[Role, ...] = (Role.SECRETARY,)


@register
class ExportNoticeForm(ExportForms):
    """附件2, without the full ID number: the unit, which fills it in, and those above it."""

    name = "export_notice_form"
    label = "导出公示情况表"
    roles: tuple[Role, ...] = (Role.UNIT_OFFICER, *ExportForms.roles)


@register
class DownloadCertificate(ReadSubmitted):
    """The certificate of a recognised technician: the person's own, and for the officers who may
    read the case."""

    name = "download_certificate"
    label = "下载资格证明"
    roles: tuple[Role, ...] = (  # type: ignore[assignment]
        Role.APPLICANT,
        Role.UNIT_OFFICER,
        Role.DEPARTMENT_OFFICER,
        Role.HR_OFFICER,
    )

    def allows(self, user: User, obj=None) -> bool:
        if obj is None:
            return holds_role(user, self.roles)
        return self.filter(user, Application.objects.filter(pk=obj.pk)).exists()

    def filter(self, user: User, queryset: QuerySet) -> QuerySet:
        cases = Application.objects.order_by()
        own = OwnApplication().filter(user, cases).values("pk")
        read = ReadSubmitted().filter(user, cases).values("pk")
        return queryset.filter(Q(pk__in=own) | Q(pk__in=read))
