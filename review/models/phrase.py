"""What an office writes often, kept to be chosen."""

from django.conf import settings
from django.db import models

from accounts.models import Organisation
from review.enums import PhraseUse


class Phrase(models.Model):
    """A template of an office's own for its opinions; every officer of it may use and mend it.

    Nothing refers to it: what was written with it is the opinion's own text.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="phrases")
    use = models.CharField("用在", max_length=10, choices=PhraseUse)
    text = models.TextField("内容", max_length=300)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = "常用意见"
        ordering = ["use", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "use", "text"], name="a_phrase_once_an_office"
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="a_phrase_says_something"),
        ]

    def __str__(self):
        return self.text[:40]
