"""The unit's public notices."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation
from applications.models import Application, Round
from review.enums import NoticeKind, NoticeOutcome


class PublicNotice(models.Model):
    """One notice with its first and last day (both included) and what came of it.

    `rules` is posted once a unit and round; `materials` and `opinion` once an application. One
    that was posted again keeps its row with `replaced_at`; `snapshot_number` says which
    submission was posted, None for `rules`.
    """

    kind = models.CharField("公示内容", max_length=10, choices=NoticeKind)
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="notices")
    round = models.ForeignKey(Round, models.PROTECT, related_name="notices")
    application = models.ForeignKey(
        Application, models.PROTECT, null=True, blank=True, related_name="notices"
    )
    first_day = models.DateField("公示第一天")
    last_day = models.DateField("公示最后一天")
    place = models.CharField("公示地点或网址", max_length=80)
    telephone = models.CharField("受理异议电话", max_length=20)
    handler = models.CharField("经办人", max_length=20)
    staff_representatives = models.CharField("职工代表（2人）", max_length=40, blank=True)
    supervisor = models.CharField("监督人员", max_length=20, blank=True)
    outcome = models.CharField(
        "公示结果", max_length=14, choices=NoticeOutcome, default=NoticeOutcome.OPEN
    )
    objection = models.TextField("异议及核查处理情况", blank=True)
    snapshot_number = models.PositiveSmallIntegerField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = "公示"
        ordering = ["first_day", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "round"],
                condition=Q(kind=NoticeKind.RULES, replaced_at__isnull=True),
                name="rules_posted_once_a_unit_and_round",
            ),
            models.UniqueConstraint(
                fields=["application", "kind"],
                condition=Q(application__isnull=False, replaced_at__isnull=True),
                name="a_notice_once_an_application",
            ),
            models.CheckConstraint(
                condition=Q(kind=NoticeKind.RULES, application__isnull=True)
                | (
                    ~Q(kind=NoticeKind.RULES)
                    & Q(application__isnull=False, snapshot_number__isnull=False)
                ),
                name="only_rules_without_application",
            ),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="notice_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=[NoticeOutcome.OPEN, NoticeOutcome.NO_OBJECTION])
                | ~Q(objection=""),
                name="objection_has_its_handling",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}公示"
