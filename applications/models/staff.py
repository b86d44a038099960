"""A unit's own list of its staff, and a sheet that waits to be taken over into it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts import crypto
from accounts.enums import Sex
from accounts.models import Invitation, Organisation


class StaffMember(models.Model):
    """One person of a unit, as the unit knows them; read by that unit's officers only.

    `values` are the texts of the declared columns (`applications.staff.columns`), for an estimate
    of who can apply when. No application is made of them and nobody else judges by them.
    """

    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="staff")
    name = models.CharField("姓名", max_length=40)
    name_key = models.CharField(max_length=200, blank=True, editable=False)
    id_number_cipher = models.TextField(editable=False, blank=True)
    id_number_hash = models.CharField(max_length=64, null=True, editable=False)
    id_number_mask = models.CharField("身份证号", max_length=18, blank=True, editable=False)
    birth_date = models.DateField("出生日期")
    sex = models.CharField("性别", max_length=6, choices=Sex)
    phone = models.CharField("联系电话", max_length=20, blank=True)
    values = models.JSONField(default=dict)
    invitation = models.ForeignKey(Invitation, models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = "单位人员"
        ordering = ["name_key", "id"]
        indexes = [models.Index(fields=["id_number_hash"], name="staff_by_id_number")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "id_number_hash"], name="one_id_number_once_a_unit"
            ),
            models.UniqueConstraint(
                fields=["unit", "name", "birth_date"],
                condition=Q(id_number_hash__isnull=True),
                name="without_a_number_name_and_birth_once_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(id_number_hash__isnull=True, id_number_cipher="", id_number_mask="")
                | (
                    Q(id_number_hash__isnull=False)
                    & ~Q(id_number_cipher="")
                    & ~Q(id_number_mask="")
                ),
                name="staff_id_number_whole_or_absent",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def id_number(self) -> str:
        """The full ID number, or "". Exporting it is recorded by the caller."""
        if not self.id_number_cipher:
            return ""
        return crypto.decrypt(self.id_number_cipher, bound_to=self.bound_to)

    @property
    def bound_to(self) -> str:
        """What the stored ID number is bound to."""
        return f"staff:{self.unit_id}:{self.id_number_hash}"


class StaffSheet(models.Model):
    """The rows of an uploaded sheet between its preview and the officer's yes; sealed whole,
    since ID numbers are among them. Removed when taken over, replaced or too old."""

    unit = models.OneToOneField(Organisation, models.CASCADE, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    file_name = models.CharField(max_length=120)
    content = models.TextField()

    class Meta:
        verbose_name = "待导入的人员表"

    def __str__(self):
        return f"{self.unit} {self.file_name}"
