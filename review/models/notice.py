"""The unit's public notices and the objections against them."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation
from applications.models import Application, Round
from review.enums import NoticeKind, NoticeOutcome, ObjectionChannel, ObjectionOutcome


def new_token() -> str:
    """What a posting is called in its public address: not to be counted or guessed."""
    return secrets.token_urlsafe(12)


class PublicNotice(models.Model):
    """One notice with its first and last day (both included) and what came of it.

    `rules` is posted once a unit and round; `materials` and `opinion` once an application. One
    that was posted again keeps its row with `replaced_at`; `snapshot_number` says which
    submission was posted, None for `rules`. Notices posted together share `token`, the name of
    their one public page and sheet. `objection` is put together from the objections' handling,
    for the forms and the chain; each objection itself is a row of its own.
    """

    token = models.CharField(max_length=22, default=new_token, db_index=True)

    kind = models.CharField("公示内容", max_length=10, choices=NoticeKind)
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="notices")
    round = models.ForeignKey(Round, models.PROTECT, related_name="notices")
    application = models.ForeignKey(
        Application, models.PROTECT, null=True, blank=True, related_name="notices"
    )
    first_day = models.DateField("公示第一天")
    last_day = models.DateField("公示最后一天")
    place = models.CharField("公示地点或网址", max_length=80)
    telephone = models.CharField("受理异议电话", max_length=20)
    handler = models.CharField("经办人", max_length=20)
    staff_representatives = models.CharField("职工代表（2人）", max_length=40, blank=True)
    supervisor = models.CharField("监督人员", max_length=20, blank=True)
    outcome = models.CharField(
        "公示结果", max_length=14, choices=NoticeOutcome, default=NoticeOutcome.OPEN
    )
    objection = models.TextField("异议及核查处理情况", blank=True)
    snapshot_number = models.PositiveSmallIntegerField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = "公示"
        ordering = ["first_day", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "round"],
                condition=Q(kind=NoticeKind.RULES, replaced_at__isnull=True),
                name="rules_posted_once_a_unit_and_round",
            ),
            models.UniqueConstraint(
                fields=["application", "kind"],
                condition=Q(application__isnull=False, replaced_at__isnull=True),
                name="a_notice_once_an_application",
            ),
            models.CheckConstraint(
                condition=Q(kind=NoticeKind.RULES, application__isnull=True)
                | (
                    ~Q(kind=NoticeKind.RULES)
                    & Q(application__isnull=False, snapshot_number__isnull=False)
                ),
                name="only_rules_without_application",
            ),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="notice_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=[NoticeOutcome.OPEN, NoticeOutcome.NO_OBJECTION])
                | ~Q(objection=""),
                name="objection_has_its_handling",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}公示"


class Objection(models.Model):
    """What somebody brought forward against a notice; never changed and never deleted.

    Without `name` it is anonymous. `entered_by` is the officer who took it down, None for one
    that came through the public page. `outcome` is that of the last handling. The file is one of
    the portal's uploads, judged like every other.
    """

    notice = models.ForeignKey(PublicNotice, models.PROTECT, related_name="objections")
    number = models.CharField("受理编号", max_length=14, unique=True)
    channel = models.CharField("反映方式", max_length=10, choices=ObjectionChannel)
    received_on = models.DateField("收到日期")
    received_at = models.DateTimeField()
    name = models.CharField("反映人", max_length=20, blank=True)
    contact = models.CharField("联系方式", max_length=60, blank=True)
    content = models.TextField("反映内容", max_length=1000)
    file_name = models.CharField(max_length=120, blank=True)
    stored_name = models.CharField(max_length=60, blank=True)
    content_type = models.CharField(max_length=80, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    outcome = models.CharField(
        "核查结果", max_length=10, choices=ObjectionOutcome, default=ObjectionOutcome.OPEN
    )

    class Meta:
        verbose_name = "异议"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(channel=ObjectionChannel.ONLINE, entered_by__isnull=True)
                | (~Q(channel=ObjectionChannel.ONLINE) & Q(entered_by__isnull=False)),
                name="an_officer_enters_what_is_not_online",
            ),
            models.CheckConstraint(
                condition=~Q(name="") | Q(contact=""), name="anonymous_leaves_no_contact"
            ),
        ]

    def __str__(self):
        return self.number


class ObjectionHandling(models.Model):
    """What the unit found of an objection and how; a later one corrects, none is overwritten."""

    objection = models.ForeignKey(Objection, models.PROTECT, related_name="handlings")
    outcome = models.CharField("核查结果", max_length=10, choices=ObjectionOutcome)
    text = models.TextField("核查处理情况", max_length=500)
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    handled_at = models.DateTimeField()

    class Meta:
        verbose_name = "异议处理"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome=ObjectionOutcome.OPEN) & ~Q(text=""),
                name="a_handling_says_what_and_why",
            )
        ]

    def __str__(self):
        return f"{self.objection_id} {self.get_outcome_display()}"
