"""What a person agreed to, which unit the person belongs to, and whom a unit invited."""

from django.db import models
from django.db.models import F, Q

from accounts.clock import now
from accounts.enums import ConsentKind
from accounts.models.organisations import Organisation
from accounts.models.people import User


class Consent(models.Model):
    """That a person agreed to the processing of personal data: to which text, when.

    `text_sha256` is of the text as it was shown, so that a later change of it is seen.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="consents")
    kind = models.CharField("事项", max_length=10, choices=ConsentKind)
    version = models.CharField("文本版本", max_length=20)
    text_sha256 = models.CharField(max_length=64)
    given_at = models.DateTimeField("同意时间")
    withdrawn_at = models.DateTimeField("撤回时间", null=True)

    class Meta:
        verbose_name = "个人信息处理同意"
        ordering = ["given_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "version"], name="one_consent_once"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="consent_withdrawn_after_it_was_given",
            ),
        ]

    def __str__(self):
        return f"{self.user}：{self.get_kind_display()} {self.version}"


class Affiliation(models.Model):
    """The unit in which a person works, as the person says; proposed when a case is begun."""

    user = models.OneToOneField(User, models.PROTECT, related_name="affiliation")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="people")
    since = models.DateField("起")

    class Meta:
        verbose_name = "所在单位"

    def __str__(self):
        return f"{self.user}：{self.unit}"


class Invitation(models.Model):
    """A unit's invitation to one person: a code that registers once, with the unit preset.

    The code itself is shown once and kept as a keyed hash only.
    """

    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="invitations")
    name = models.CharField("姓名", max_length=40, blank=True)
    phone = models.CharField("联系电话", max_length=20, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    code_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField("有效至")
    used_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="invitations_used")
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "邀请"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(used_by__isnull=True, used_at__isnull=True)
                | Q(used_by__isnull=False, used_at__isnull=False, revoked_at__isnull=True),
                name="invitation_used_by_somebody_and_not_revoked",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="invitation_ends_after_it_was_made"
            ),
        ]

    def __str__(self):
        return f"{self.unit} → {self.name}"

    @property
    def phase(self) -> str:
        """`used`, `revoked`, `expired` or `open` now."""
        if self.used_at is not None:
            return "used"
        if self.revoked_at is not None:
            return "revoked"
        return "expired" if self.expires_at <= now() else "open"
