"""The case itself, what was typed into it, and the chain it takes."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from applications.enums import State
from applications.models.round import Round


class Application(models.Model):
    """One person's case in one round.

    Only `applications.workflow.perform` writes `state`. The columns under "for lists" follow
    the typed entries while the case is a draft and its snapshot afterwards.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="applications")
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="applications"
    )
    unit = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="applications"
    )
    level = models.CharField("申报级别", max_length=40)
    state = models.CharField("状态", max_length=20, choices=State, default=State.DRAFT)
    holder = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="held")
    recommending_body = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="recommended"
    )
    version = models.PositiveIntegerField(default=1)
    receipt_number = models.CharField("受理编号", max_length=24, unique=True, null=True)
    # A returned case: why, which steps are open, until which day.
    return_reason = models.TextField("退回原因", blank=True)
    open_steps = models.JSONField(default=list)
    correction_until = models.DateField("修改截止", null=True)
    # This case's own deadlines, moved by a return or an extension.
    applicant_deadline = models.DateField(null=True)
    unit_deadline = models.DateField(null=True)
    recommender_deadline = models.DateField(null=True)
    office_deadline = models.DateField(null=True)
    closing_reason = models.TextField("结束原因", blank=True)
    # For lists.
    name = models.CharField("姓名", max_length=40, blank=True)
    name_key = models.CharField(max_length=200, blank=True)
    specialty = models.CharField("申报专业类别", max_length=40, blank=True)
    applied_specialty = models.CharField("申报专业", max_length=60, blank=True)
    eligible = models.BooleanField("符合条件", null=True)
    created_at = models.DateTimeField()
    state_since = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "申报"
        ordering = ["id"]
        indexes = [
            models.Index(fields=["round", "state", "level"]),
            models.Index(fields=["holder", "state"]),
            models.Index(fields=["state_since"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "applicant"],
                # Withdrawn and begun afresh, then the withdrawn one is revoked: both stay.
                condition=~Q(state__in=[State.WITHDRAWN, State.REVOKED]),
                name="one_open_application_per_round",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=State.RETURNED)
                | (~Q(return_reason="") & Q(correction_until__isnull=False)),
                name="returned_with_reason_and_date",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT, State.LAPSED])
                | Q(receipt_number__isnull=False),
                name="submitted_has_receipt",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.DECLINED, State.REFUSED]) | ~Q(closing_reason=""),
                name="closed_with_reason",
            ),
        ]

    def __str__(self):
        return self.receipt_number or f"草稿{self.pk}"

    @property
    def level_label(self) -> str:
        """The level in the policy's words."""
        return self.round.policy.level(self.level).label


class ChainLink(models.Model):
    """One organisation on the way of a case; it may read the case once `reached_at` is set."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="links")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="links")
    # None for one that was on an earlier submission's way only.
    position = models.PositiveSmallIntegerField(null=True)
    # The state in which it holds the case; "" for the body that is only told (technicians).
    state = models.CharField(max_length=20, blank=True)
    recommends = models.BooleanField(default=False)
    reached_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["application", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "organisation"], name="an_organisation_once_a_chain"
            )
        ]
        indexes = [models.Index(fields=["organisation", "reached_at"])]

    def __str__(self):
        return f"{self.application} → {self.organisation}"


class Entry(models.Model):
    """What was typed into one section of a case, as typed; a row of a list or a single form.

    `position` 0 is a section that exists once; rows of a list count from 1. `version` lets a
    stale tab be told instead of overwriting.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="entries")
    section = models.CharField(max_length=40)
    position = models.PositiveIntegerField(default=0)
    values = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["section", "position", "id"]
        indexes = [models.Index(fields=["application", "section"])]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "section"],
                condition=Q(position=0),
                name="a_single_section_once",
            )
        ]

    def __str__(self):
        return f"{self.application} {self.section} {self.position}"
