"""A later last day for one case (workflow contract, "Who reads what": per-application extensions)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation
from applications.enums import State
from applications.models.application import Application


class DeadlineExtension(models.Model):
    """What the office granted: for the level at which the case stood, from when to when, why."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="extensions")
    state = models.CharField("环节", max_length=20, choices=State)
    before = models.DateField("原截止日期")
    until = models.DateField("延长至")
    reason = models.CharField("原因", max_length=200)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="批准单位"
    )
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField("批准时间")

    class Meta:
        verbose_name = "延期"
        ordering = ["-granted_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("before")), name="an_extension_is_later"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="an_extension_has_a_reason"),
        ]

    def __str__(self):
        return f"{self.application} {self.until}"
