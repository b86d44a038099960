"""One-time keys of forms (trust WF-13)."""

from django.conf import settings
from django.db import models


class FormKey(models.Model):
    """A form that was acted upon: written in the transaction of what it did, so that a second
    sending of the same form finds it. `body_hash` tells whether it was the same form."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=32)
    # What was done with it.
    act = models.CharField(max_length=60)
    body_hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "表单"
        constraints = [
            models.UniqueConstraint(fields=["person", "key", "act"], name="a_form_acts_once")
        ]

    def __str__(self):
        return f"{self.person_id} {self.act}"
