"""A round: one year's policy, its dates and the office that receives it."""

from datetime import date
from functools import lru_cache

from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation
from policy.loader import load_policy, with_round
from policy.schema import Policy


class Round(models.Model):
    """One year's round. Dates are days in Asia/Shanghai, both ends included.

    `office_from` is the day on which the office starts to accept material; the policy's rules
    on retirement look at it (一-2).
    """

    key = models.SlugField("代号", max_length=60, unique=True)
    name = models.CharField("名称", max_length=80)
    policy_key = models.CharField("政策", max_length=60)
    year = models.PositiveSmallIntegerField("年度")
    office = models.ForeignKey(
        Organisation, models.PROTECT, related_name="rounds", verbose_name="评委会办事机构"
    )
    applicants_from = models.DateField("个人申报开始")
    applicants_until = models.DateField("个人申报截止")
    units_until = models.DateField("单位审核截止")
    recommenders_until = models.DateField("推荐部门审核截止")
    office_from = models.DateField("评委会办开始受理")
    office_until = models.DateField("评委会办受理截止")
    # Grace: the last day on which a level may still act after its deadline; None for no grace.
    applicants_grace_until = models.DateField("个人申报宽限至", null=True, blank=True)
    units_grace_until = models.DateField("单位审核宽限至", null=True, blank=True)
    recommenders_grace_until = models.DateField("推荐部门审核宽限至", null=True, blank=True)
    office_grace_until = models.DateField("评委会办受理宽限至", null=True, blank=True)
    correction_days = models.PositiveSmallIntegerField("退回后各级顺延天数", default=5)

    class Meta:
        verbose_name = "年度批次"
        ordering = ["-year", "key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(applicants_until__gte=F("applicants_from"))
                & Q(units_until__gte=F("applicants_until"))
                & Q(recommenders_until__gte=F("units_until"))
                & Q(office_until__gte=F("recommenders_until"))
                & Q(office_until__gte=F("office_from")),
                name="round_dates_in_order",
            ),
            models.CheckConstraint(
                # A comparison with NULL holds nothing back.
                condition=Q(applicants_grace_until__gte=F("applicants_until"))
                & Q(units_grace_until__gte=F("units_until"))
                & Q(recommenders_grace_until__gte=F("recommenders_until"))
                & Q(office_grace_until__gte=F("office_until")),
                name="grace_follows_the_deadline",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def policy(self) -> Policy:
        """The policy with this round's year and dates in place of the published ones."""
        return _policy(self.policy_key, self.year, self.office_from, self.office_until)

    def is_open_to_applicants(self, day: date) -> bool:
        """Whether applicants may submit on `day`."""
        return self.applicants_from <= day <= self.applicants_until


@lru_cache(maxsize=64)
def _policy(key: str, year: int, accepts_from: date, accepts_until: date) -> Policy:
    # Compiled once a process: rounds are read on every page.
    return with_round(
        load_policy(key), year=year, accepts_from=accepts_from, accepts_until=accepts_until
    )
