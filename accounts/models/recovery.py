"""One-time codes by which a person who forgot the password sets a new one."""

from django.db import models
from django.db.models import F, Q

from accounts.models.organisations import Organisation
from accounts.models.people import User

MOST_TRIES = 5


class ResetCode(models.Model):
    """A code that an officer or an administrator hands over; kept as a keyed hash only."""

    user = models.ForeignKey(User, models.PROTECT, related_name="reset_codes")
    code_hash = models.CharField(max_length=64)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_for = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    # Used, replaced by a newer one, or dead with a change of the password.
    ended_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "密码重置代码"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(ended_at__isnull=True), name="one_open_reset_code"
            ),
            models.CheckConstraint(
                condition=Q(tries__lte=MOST_TRIES), name="reset_code_tries_are_few"
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(ended_at__isnull=False),
                name="a_used_reset_code_has_ended",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="reset_code_ends_after_it_was_made"
            ),
            models.CheckConstraint(
                condition=~Q(made_by=F("user")), name="nobody_makes_the_own_reset_code"
            ),
        ]

    def __str__(self):
        return f"{self.user} {self.made_at}"
