"""Findings of false material, the bans that follow them, and appeals (程-4)."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from accounts.models import Organisation
from applications.enums import AppealOutcome
from applications.models.application import Application


class IntegrityQuerySet(models.QuerySet):
    """Records with what their appeals made of them."""

    def with_appeals(self) -> "IntegrityQuerySet":
        """Each with `outcome` and `changed_until` of the last decided appeal; None without one."""
        decided = IntegrityAppeal.objects.filter(record=OuterRef("pk"))
        last = decided.exclude(outcome=AppealOutcome.PENDING).order_by("-decided_at", "-pk")
        return self.annotate(
            outcome=Subquery(last.values("outcome")[:1]),
            changed_until=Subquery(last.values("barred_until")[:1]),
        )

    def standing(self) -> "IntegrityQuerySet":
        """`with_appeals`, without those that an appeal overturned."""
        return self.with_appeals().filter(
            Q(outcome__isnull=True) | ~Q(outcome=AppealOutcome.OVERTURNED)
        )


class IntegrityRecord(models.Model):
    """A finding of false material in one case, and the ban of 1 to 3 years that it brings.

    The row never changes (the database refuses it): appeals stand beside it. The ban is found by
    the ID number's keyed hash, so that it follows the person and not the account; `name`,
    `unit_name` and `masked_number` are kept as they were that day.
    """

    # Of `with_appeals`.
    outcome: str | None
    changed_until: date | None

    application = models.OneToOneField(
        Application, models.PROTECT, primary_key=True, related_name="integrity"
    )
    id_number_hash = models.CharField(max_length=64, db_index=True)
    masked_number = models.CharField("身份证号", max_length=18)
    name = models.CharField("姓名", max_length=40)
    # Who vouched for the material (程-4: 有关责任单位), and whether it had passed it on already.
    unit = models.ForeignKey(
        Organisation, models.PROTECT, related_name="integrity_records", verbose_name="责任单位"
    )
    unit_name = models.CharField("责任单位", max_length=80)
    unit_vouched = models.BooleanField("单位已作出承诺并上报")
    reason = models.TextField("查实的事实", max_length=500)
    basis = models.TextField("依据", max_length=300)
    measures = models.CharField("对责任单位和责任人的处理", max_length=200, blank=True)
    decided_on = models.DateField("决定日期")
    barred_from = models.DateField("起")
    barred_until = models.DateField("止")
    from_state = models.CharField("取消前的状态", max_length=20)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="作出决定的单位"
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = IntegrityQuerySet.as_manager()

    class Meta:
        verbose_name = "诚信记录"
        ordering = ["barred_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(barred_until__gte=F("barred_from")), name="ban_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(barred_from__gte=F("decided_on")), name="ban_starts_once_decided"
            ),
        ]

    def __str__(self):
        return f"{self.barred_from}–{self.barred_until}"


class IntegrityAppeal(models.Model):
    """An appeal against a record: entered when it comes in, decided once, kept for ever.

    `barred_until` is the ban's last day after the decision; None where it overturned the ban.
    """

    record = models.ForeignKey(IntegrityRecord, models.PROTECT, related_name="appeals")
    filed_on = models.DateField("申诉日期")
    text = models.TextField("申诉内容", max_length=1000)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    outcome = models.CharField(
        "处理结果", max_length=12, choices=AppealOutcome, default=AppealOutcome.PENDING
    )
    decided_on = models.DateField("处理日期", null=True)
    explanation = models.TextField("处理理由", max_length=500, blank=True)
    barred_until = models.DateField("处理后的截止日期", null=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name="处理单位"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "申诉"
        ordering = ["filed_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["record"],
                condition=Q(outcome=AppealOutcome.PENDING),
                name="one_pending_appeal_a_record",
            ),
            models.CheckConstraint(
                condition=Q(
                    outcome=AppealOutcome.PENDING,
                    decided_on__isnull=True,
                    decided_at__isnull=True,
                    decided_by__isnull=True,
                )
                | (
                    ~Q(outcome=AppealOutcome.PENDING)
                    & Q(
                        decided_on__isnull=False,
                        decided_at__isnull=False,
                        decided_by__isnull=False,
                    )
                    & ~Q(explanation="")
                ),
                name="appeal_decided_with_reason",
            ),
        ]

    def __str__(self):
        return f"{self.record} {self.get_outcome_display()}"
