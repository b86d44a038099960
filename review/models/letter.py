"""The recommending body's letters and whom each lists (报-1)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from applications.models import Application, Round
from review.enums import LetterStatus


class RecommendationLetter(models.Model):
    """A letter for a batch of cases of one body and round.

    A draft is changed freely. An issued one is frozen, its list too: the database refuses to
    change it. It is withdrawn only by a new one that replaces it, and is in force until that one
    is issued. `edition` counts the records of one paper letter that was entered wrongly.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="letters")
    round = models.ForeignKey(Round, models.PROTECT, related_name="letters")
    status = models.CharField(
        "状态", max_length=10, choices=LetterStatus, default=LetterStatus.DRAFT
    )
    is_paper = models.BooleanField("在纸上签发", default=False)
    number = models.CharField("推荐函文号", max_length=40, blank=True)
    year = models.PositiveSmallIntegerField("文号年份", null=True)
    edition = models.PositiveSmallIntegerField(default=1)
    issued_on = models.DateField("推荐函日期", null=True)
    signer = models.CharField("签发人", max_length=20, blank=True)
    filled_by = models.CharField("填报人", max_length=20)
    telephone = models.CharField("联系电话", max_length=20)
    template = models.TextField("正文", max_length=1000, blank=True)
    text = models.TextField(blank=True)  # the template filled in, at issue
    posted = models.CharField(max_length=100, blank=True)  # 公示情况, at issue
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="replacement", verbose_name="代替"
    )
    why_replaced = models.CharField("代替原因", max_length=200, blank=True)
    applications = models.ManyToManyField(
        Application, through="LetterEntry", related_name="letters"
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    issued_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "推荐函"
        ordering = ["-issued_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year", "number", "edition"],
                condition=Q(status=LetterStatus.ISSUED),
                name="a_letter_number_once_a_year",
            ),
            models.CheckConstraint(
                condition=Q(status=LetterStatus.DRAFT, number="", issued_at__isnull=True)
                | Q(
                    ~Q(number=""),
                    status=LetterStatus.ISSUED,
                    year__isnull=False,
                    issued_on__isnull=False,
                    issued_by__isnull=False,
                    issued_at__isnull=False,
                ),
                name="an_issued_letter_is_whole",
            ),
        ]

    def __str__(self):
        return self.number or "推荐函草稿"

    @property
    def is_draft(self) -> bool:
        """Whether it can still be changed."""
        return self.status == LetterStatus.DRAFT

    @property
    def replaced_by(self) -> "RecommendationLetter | None":
        """The issued letter that took its place; a draft of one changes nothing yet."""
        newer = getattr(self, "replacement", None)
        return newer if newer is not None and not newer.is_draft else None

    @property
    def is_in_force(self) -> bool:
        """Whether cases are forwarded on the strength of it."""
        return not self.is_draft and self.replaced_by is None


class LetterEntry(models.Model):
    """One person on a letter's list; `snapshot_number` is the submission that it tells of, fixed
    when the letter is issued."""

    letter = models.ForeignKey(RecommendationLetter, models.CASCADE, related_name="entries")
    application = models.ForeignKey(Application, models.PROTECT, related_name="letter_entries")
    snapshot_number = models.PositiveSmallIntegerField(null=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "推荐人员"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "application"], name="a_person_once_on_a_letter"
            )
        ]

    def __str__(self):
        return f"{self.letter} {self.application}"
