"""Objections to a technician's recognition by the body that would have recommended."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from applications.models import Application
from review.enums import RecognitionOutcome


class RecognitionObjection(models.Model):
    """One objection, recorded within the round, and what came of it (workflow contract,
    technicians). Upheld, it calls for revocation; the row stays either way."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="recognition_objections"
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    reason = models.TextField("异议理由", max_length=500)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    outcome = models.CharField(
        "处理结果", max_length=10, choices=RecognitionOutcome, default=RecognitionOutcome.OPEN
    )
    finding = models.TextField("核查情况", max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "对认定的异议"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(outcome=RecognitionOutcome.OPEN),
                name="one_open_doubt_a_recognition",
            ),
            models.CheckConstraint(
                condition=Q(
                    outcome=RecognitionOutcome.OPEN,
                    decided_by__isnull=True,
                    decided_at__isnull=True,
                )
                | (
                    ~Q(outcome=RecognitionOutcome.OPEN)
                    & Q(decided_by__isnull=False, decided_at__isnull=False)
                    & ~Q(finding="")
                ),
                name="doubt_decided_by_somebody_with_a_finding",
            ),
        ]

    def __str__(self):
        return f"{self.application} {self.get_outcome_display()}"
