"""Work on many cases at once: what was asked for, and what became of each case."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from applications.models import Application


class Batch(models.Model):
    """One operation on many cases, asked for by one officer.

    It is put together first (`started_at` is empty: the officer looks at it and fills in the
    form) and then worked off, in the request itself or by `manage.py work`. Whoever works on it
    holds it until `taken_until`; a worker that dies lets go of it by that.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="batches")
    operation = models.CharField(max_length=20)
    asks = models.JSONField(default=dict)  # what the form has to ask about these very cases
    data = models.JSONField(default=dict)  # what was typed
    total = models.PositiveIntegerField()
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    worked_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    taken_by = models.CharField(max_length=60, blank=True)
    taken_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "批量办理"
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["worked_at", "started_at"],
                name="batches_to_work_off",
                condition=Q(started_at__isnull=False, finished_at__isnull=True),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(started_at__isnull=False),
                name="a_finished_batch_was_started",
            )
        ]

    def __str__(self):
        return f"{self.operation} × {self.total}"


class BatchItem(models.Model):
    """One case of a batch, with the version that the officer saw; `done` is None while it waits."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="items")
    application = models.ForeignKey(Application, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    done = models.BooleanField(null=True)
    message = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "批量办理中的一份"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "application"], name="a_case_once_in_a_batch"),
            models.CheckConstraint(
                condition=Q(done__isnull=True, settled_at__isnull=True)
                | Q(done__isnull=False, settled_at__isnull=False),
                name="a_settled_item_has_its_time",
            ),
        ]

    def __str__(self):
        return f"{self.application} {self.message}"
