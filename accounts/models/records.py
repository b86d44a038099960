"""The access log, and what this database is."""

from django.db import models
from django.db.models import Q

from accounts.models.organisations import Organisation
from accounts.models.people import User


class AccessRecord(models.Model):
    """Who read or exported whose personal data, and every refusal; append-only, not chained.

    The one thing that a GET may write (design, rule 6).
    """

    at = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=20, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    what = models.CharField(max_length=40)
    object = models.CharField(max_length=80)
    outcome = models.CharField(max_length=10, default="read")
    detail = models.CharField(max_length=200, blank=True)
    # The receipt numbers of an export that covers many, each between blanks.
    cases = models.TextField(blank=True)
    # Set where the same look is told once in an hour (`record_look`).
    once_key = models.CharField(max_length=80, unique=True, null=True)

    class Meta:
        verbose_name = "访问记录"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["user", "at"]),
            models.Index(fields=["object"]),
            models.Index(fields=["at"]),
        ]

    def __str__(self):
        return f"{self.at} {self.what}"


class Installation(models.Model):
    """The one row that says what this database is: a demonstration must not serve production."""

    is_demonstration = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "系统"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_installation")]

    def __str__(self):
        return "演示系统" if self.is_demonstration else "正式系统"


class Attempt(models.Model):
    """One try at something public that is counted: what, and from where, as a keyed hash."""

    what = models.CharField(max_length=20)
    source = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "尝试次数"
        indexes = [models.Index(fields=["what", "source", "at"])]

    def __str__(self):
        return f"{self.what} {self.at}"
