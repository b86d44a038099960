"""Organisations: a tree of units and of the bodies above them."""

from django.db import models
from django.db.models import F, Q

from accounts.enums import OrganisationKind, Tier


class Organisation(models.Model):
    """A unit, a department, an HR bureau or a committee office."""

    name = models.CharField("名称", max_length=80, unique=True)
    short_name = models.CharField("简称", max_length=30, blank=True)
    uscc = models.CharField("统一社会信用代码", max_length=18, unique=True, null=True, blank=True)
    kind = models.CharField("性质", max_length=24, choices=OrganisationKind)
    tier = models.CharField("隶属", max_length=10, choices=Tier, default=Tier.MUNICIPAL)
    region = models.CharField("所在县（市、区）", max_length=30, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    legal_representative = models.CharField("法人姓名", max_length=40, blank=True)
    legal_telephone = models.CharField("法人联系电话", max_length=20, blank=True)
    hr_contact = models.CharField("人事、职称部门负责人", max_length=40, blank=True)
    hr_telephone = models.CharField("人事、职称部门电话", max_length=20, blank=True)
    is_active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = "单位"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="not_its_own_parent"
            )
        ]

    def __str__(self):
        return self.name
