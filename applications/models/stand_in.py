"""Who acts for an organisation on one case where its own officer may not (代办人)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation
from applications.models.application import Application


class StandIn(models.Model):
    """A person whom the body above named to act for `organisation` on one case, both days
    included. It counts only as long as the person belongs to the organisation or acts for the
    body; `ended_at` is set when the body ends it or names somebody else.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="stand_ins")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="stand_ins")
    named_for = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    reason = models.CharField("原因", max_length=300)
    valid_from = models.DateField("起")
    valid_until = models.DateField("止")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    end_reason = models.CharField("结束原因", max_length=300, blank=True)

    class Meta:
        verbose_name = "代办人"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "organisation"],
                condition=Q(ended_at__isnull=True),
                name="one_stand_in_a_case",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")),
                name="stand_in_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="stand_in_named_with_reason"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(end_reason="")),
                name="stand_in_ended_by_somebody_with_reason",
            ),
        ]

    def __str__(self):
        return f"{self.application}：{self.person}"
