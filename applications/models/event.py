"""The log of who did what: a hash chain that the database refuses to change."""

from django.conf import settings
from django.db import models

from accounts.models import Organisation
from applications.models.application import Application


class ChainHead(models.Model):
    """The one row that says where the log ends; writers lock it."""

    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    def __str__(self):
        return f"{self.seq}"


class ChainCheck(models.Model):
    """When the nightly command walked the whole chain, and the first bad entry if there was one."""

    at = models.DateTimeField()
    length = models.PositiveBigIntegerField()
    broken_seq = models.PositiveBigIntegerField(null=True)
    what = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return f"{self.at} {self.length}"


class Event(models.Model):
    """One entry: who, in which role and organisation then, what, from, to, why, when.

    Personal values stay out of it: people and cases are named by their keys, so that erasing a
    person leaves the chain whole.
    """

    seq = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="events"
    )
    role = models.CharField("身份", max_length=20, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    application = models.ForeignKey(Application, models.PROTECT, null=True, related_name="events")
    action = models.CharField("事项", max_length=40)
    object = models.CharField(max_length=80, blank=True)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20, blank=True)
    reason = models.TextField("原因", blank=True)
    data = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = "日志"
        ordering = ["seq"]
        indexes = [
            models.Index(fields=["application", "seq"]),
            models.Index(fields=["at"]),
            models.Index(fields=["action", "seq"]),
        ]

    def __str__(self):
        return f"{self.seq} {self.action}"
