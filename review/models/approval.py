"""Evaluation, examination, opinions, originals check, notes."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation
from applications.models import Application


class Evaluation(models.Model):
    """The unit's democratic evaluation of one application (程-1); counts are persons."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="evaluation")
    held_on = models.DateField("民主评议日期")
    present = models.PositiveSmallIntegerField("参加人数")
    in_favour = models.PositiveSmallIntegerField("同意人数")
    opinion = models.TextField("评议组（专家委员会）意见", max_length=300)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = "民主评议"
        constraints = [
            models.CheckConstraint(
                condition=Q(present__gte=1) & Q(in_favour__lte=F("present")),
                name="evaluation_counts_fit",
            )
        ]

    def __str__(self):
        return f"{self.application} {self.in_favour}/{self.present}"


class Examination(models.Model):
    """The unit's examination of a technician's knowledge and ability (三-技术员)."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="examination")
    held_on = models.DateField("考察日期")
    passed = models.BooleanField("考察合格")
    result = models.TextField("考察结果", max_length=300)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = "单位考察"

    def __str__(self):
        return f"{self.application} 考察"


class Opinion(models.Model):
    """What one stop of the chain said when it passed the case on; never changed afterwards.

    `commitment` is the unit's half of the 双承诺 (程-3); `confirmed` names what the applicant
    declared and the unit confirmed.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="opinions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    state = models.CharField(max_length=20)
    snapshot_number = models.PositiveSmallIntegerField()
    text = models.TextField("意见", max_length=300)
    commitment = models.BooleanField("单位承诺", default=False)
    confirmed = models.JSONField(default=list)
    remark = models.CharField("备注", max_length=60, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        verbose_name = "审核意见"
        ordering = ["id"]

    def __str__(self):
        return f"{self.organisation}：{self.text[:20]}"


class OriginalsCheck(models.Model):
    """The office's check of one part of the evidence against its original (报-注)."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="originals")
    snapshot_number = models.PositiveSmallIntegerField()
    need = models.CharField(max_length=40)
    is_consistent = models.BooleanField("与原件一致")
    note = models.CharField("说明", max_length=100, blank=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()

    class Meta:
        verbose_name = "原件核验"
        constraints = [
            models.UniqueConstraint(
                fields=["application", "snapshot_number", "need"], name="a_part_checked_once"
            ),
            models.CheckConstraint(
                condition=Q(is_consistent=True) | ~Q(note=""), name="inconsistent_has_a_note"
            ),
        ]

    def __str__(self):
        return f"{self.application} {self.need}"


class Note(models.Model):
    """A note for colleagues of the same organisation; never leaves it."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="notes")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    text = models.TextField("备注", max_length=500)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = "内部备注"
        ordering = ["-id"]

    def __str__(self):
        return self.text[:20]
