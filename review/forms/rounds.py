"""A round and its dates, for the administrator."""

from django import forms

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from applications.models import Round
from policy.loader import available, load_policy
from review.forms.fields import DayField, LineField, OfficersForm
from review.services.rounds import FIELDS

_GRACE = "可不填。过了截止日期，到这一天（含当天）仍然接受，之后自动关闭。"


class RoundForm(OfficersForm):
    """Every field of a round; `reason` only where one is changed."""

    name = LineField(
        label="名称", max_length=80, help_text="如：2020年度太原市工程系列初、中级职称评审"
    )
    key = forms.SlugField(
        label="代号",
        max_length=60,
        help_text="字母、数字和短横线，用于导出命令，如 taiyuan-2020。",
        error_messages={"invalid": "只能用字母、数字、下划线和短横线。"},
    )
    policy_key = forms.ChoiceField(label="政策")
    year = forms.IntegerField(label="年度", min_value=1990, max_value=2100)
    office = forms.ModelChoiceField(label="评委会办事机构", queryset=Organisation.objects.none())
    applicants_from = DayField(label="个人申报开始")
    applicants_until = DayField(label="个人申报截止", help_text="以下截止日期都含当天。")
    units_until = DayField(label="单位审核截止")
    recommenders_until = DayField(label="推荐部门审核截止")
    office_from = DayField(label="评委会办开始受理", help_text="是否达到退休年龄，以这一天为界。")
    office_until = DayField(label="评委会办受理截止")
    applicants_grace_until = DayField(label="个人申报宽限至", required=False, help_text=_GRACE)
    units_grace_until = DayField(label="单位审核宽限至", required=False, help_text=_GRACE)
    recommenders_grace_until = DayField(
        label="推荐部门审核宽限至", required=False, help_text=_GRACE
    )
    office_grace_until = DayField(label="评委会办受理宽限至", required=False, help_text=_GRACE)
    correction_days = forms.IntegerField(
        label="退回后各级顺延天数",
        min_value=0,
        max_value=60,
        initial=5,
        help_text="退回修改的，单位和推荐部门的截止日期从修改截止日起各顺延这些天。",
    )
    reason = LineField(label="修改原因", max_length=200, help_text="与修改前后的内容一起记入日志。")

    def __init__(self, *args, round: Round | None = None, **kwargs):
        if round is not None:
            kwargs["initial"] = {name: getattr(round, name) for name in FIELDS}
        super().__init__(*args, **kwargs)
        self.fields["policy_key"].choices = [(key, load_policy(key).title) for key in available()]
        self.fields["office"].queryset = Organisation.objects.filter(
            kind=OrganisationKind.COMMITTEE_OFFICE, is_active=True
        )
        if round is None:
            del self.fields["reason"]
