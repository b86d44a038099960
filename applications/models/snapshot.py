"""What was submitted, frozen."""

import json
from functools import cached_property

from django.db import models

from accounts import crypto
from applications.models.application import Application


class Snapshot(models.Model):
    """One submission: canonical JSON with its SHA-256; the database refuses to change it.

    The JSON holds the ID number's mask only; the number itself lies beside it, encrypted.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="snapshots")
    number = models.PositiveSmallIntegerField("第几次提交")
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    policy_key = models.CharField(max_length=60)
    policy_hash = models.CharField(max_length=64)
    id_number_cipher = models.TextField()
    id_number_hash = models.CharField(max_length=64, db_index=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = "提交快照"
        ordering = ["application", "number"]
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="snapshot_number_once")
        ]

    def __str__(self):
        return f"{self.application} 第{self.number}次提交"

    @cached_property
    def data(self) -> dict:
        """The frozen content; its shape is told in `applications.snapshots`."""
        return json.loads(self.content)

    @property
    def id_number(self) -> str:
        """The full ID number; the caller records who read it."""
        return crypto.decrypt(self.id_number_cipher, bound_to=f"snapshot:{self.id_number_hash}")
