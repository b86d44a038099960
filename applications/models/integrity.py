"""Bans after false materials (程-4)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class IntegrityRecord(models.Model):
    """A person barred from applying; found by the ID number's keyed hash, so that it follows
    the person and not the account."""

    id_number_hash = models.CharField(max_length=64, db_index=True)
    barred_from = models.DateField("起")
    barred_until = models.DateField("止")
    reason = models.TextField("事由")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = "诚信记录"
        ordering = ["barred_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(barred_until__gte=F("barred_from")), name="ban_ends_after_it_starts"
            )
        ]

    def __str__(self):
        return f"{self.barred_from}–{self.barred_until}"
