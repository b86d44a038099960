"""A unit that asks to be entered; it becomes an organisation once it is confirmed."""

from django.db import models
from django.db.models import Q

from accounts.enums import UNIT_KINDS, OrganisationKind, RegistrationState, Tier
from accounts.models.organisations import Organisation
from accounts.models.people import User


class UnitRegistration(models.Model):
    """What a unit says of itself, waiting for the body above it.

    Until that confirms there is no organisation, and the `officer` holds no role.
    """

    name = models.CharField("单位名称", max_length=80)
    short_name = models.CharField("简称", max_length=30, blank=True)
    uscc = models.CharField("统一社会信用代码", max_length=18)
    kind = models.CharField("性质", max_length=24, choices=OrganisationKind.choices[:6])
    tier = models.CharField("隶属", max_length=10, choices=Tier)
    region = models.CharField("所在县（市、区）", max_length=30, blank=True)
    parent = models.ForeignKey(Organisation, models.PROTECT, related_name="registrations_below")
    legal_representative = models.CharField("法人姓名", max_length=40)
    legal_telephone = models.CharField("法人联系电话", max_length=20)
    hr_contact = models.CharField("人事、职称部门负责人", max_length=40)
    hr_telephone = models.CharField("人事、职称部门电话", max_length=20)
    officer = models.ForeignKey(User, models.PROTECT, related_name="unit_registrations")
    state = models.CharField(max_length=10, choices=RegistrationState)
    made_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_for = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField("退回原因", max_length=300, blank=True)
    organisation = models.OneToOneField(
        Organisation, models.PROTECT, null=True, related_name="registration"
    )

    class Meta:
        verbose_name = "单位登记"
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["uscc"], condition=Q(state="pending"), name="one_pending_unit_a_code"
            ),
            models.UniqueConstraint(
                fields=["name"], condition=Q(state="pending"), name="one_pending_unit_a_name"
            ),
            models.UniqueConstraint(
                fields=["officer"], condition=Q(state="pending"), name="one_pending_unit_a_person"
            ),
            models.CheckConstraint(
                condition=Q(state="pending", decided_by__isnull=True, decided_at__isnull=True)
                | Q(state="withdrawn", decided_by__isnull=True, decided_at__isnull=False)
                | Q(
                    state__in=["confirmed", "refused"],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="unit_decided_by_somebody_at_some_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""), name="unit_refused_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(state="confirmed", organisation__isnull=False)
                | (~Q(state="confirmed") & Q(organisation__isnull=True)),
                name="unit_confirmed_is_an_organisation",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in UNIT_KINDS]),
                name="only_units_register",
            ),
        ]

    def __str__(self):
        return self.name
