"""A finding of false material, an appeal, its decision, and the list's filter."""

import django_filters as filters
from django import forms
from django.db.models import Q

from accounts.clock import today
from accounts.models import Organisation
from applications.enums import AppealOutcome
from applications.integrity import YEARS
from applications.models import IntegrityRecord
from review.forms.fields import BlockField, DayField, LineField, OfficersForm
from review.forms.filters import Choice, PlainFilter
from review.integrity import STANDINGS, standing_condition


class FindForm(OfficersForm):
    """Which case a finding is about."""

    receipt = LineField(
        label="受理编号",
        max_length=24,
        help_text="印在申报回执和评审表上；受理编号在提交申报时给出。",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class FindingForm(OfficersForm):
    """What `revoke` asks for."""

    reason = BlockField(
        label="查实的事实",
        max_length=500,
        help_text="哪一项材料、怎样虚假；申报人和责任单位会看到这段话，最多500字。",
    )
    basis = BlockField(
        label="依据",
        max_length=300,
        help_text="核查记录、复函、决定文书的名称和文号，最多300字。",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    measures = LineField(
        label="对责任单位和责任人的处理",
        max_length=200,
        required=False,
        help_text="可不填；如：通报批评（并人社函〔2026〕8号）。",
    )
    decided_on = DayField(label="决定日期", help_text="不能晚于今天。")
    barred_from = DayField(
        label="取消申报资格起始日期", help_text="含当天；不早于决定日期，不晚于决定日期一年以后。"
    )
    years = forms.TypedChoiceField(
        label="取消申报资格",
        choices=[(year, f"{year}年") for year in YEARS],
        coerce=int,
        widget=forms.RadioSelect,
        help_text="视情节轻重，给予取消今后1至3年申报资格的处分（程-4）。",
        error_messages={"invalid_choice": "请选择1年、2年或3年。"},
    )

    def __init__(self, *args, **kwargs):
        usual = {"decided_on": today(), "barred_from": today()}
        kwargs["initial"] = usual | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def clean_decided_on(self):
        day = self.cleaned_data["decided_on"]
        if day > today():
            raise forms.ValidationError("决定日期不能晚于今天。")
        return day

    def clean(self):
        values = super().clean()
        decided, start = values.get("decided_on"), values.get("barred_from")
        if decided and start and start < decided:
            self.add_error("barred_from", "起始日期不能早于决定日期。")
        return values


class AppealForm(OfficersForm):
    """An appeal that came in."""

    filed_on = DayField(label="申诉日期", help_text="申诉书上的日期或收到的日期。")
    text = BlockField(label="申诉内容", max_length=1000, help_text="申诉的请求和理由，最多1000字。")


class DecisionForm(OfficersForm):
    """How an appeal ended."""

    outcome = forms.ChoiceField(
        label="处理结果",
        choices=[
            (AppealOutcome.UPHELD, "维持：处分不变"),
            (AppealOutcome.CHANGED, "变更：缩短取消申报资格的时间"),
            (AppealOutcome.OVERTURNED, "撤销：处分结束，可以申报"),
        ],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "请选择处理结果。"},
    )
    barred_until = DayField(
        label="变更后的截止日期", required=False, help_text="只在选择“变更”时填写，含当天。"
    )
    decided_on = DayField(label="处理日期", help_text="不能晚于今天。")
    explanation = BlockField(
        label="处理理由", max_length=500, help_text="申报人会看到这段话，最多500字。"
    )


class IntegrityFilter(PlainFilter):
    """The list of records, narrowed; `unit` is the unit that vouched."""

    q = filters.CharFilter(label="姓名、受理编号", method="by_text", max_length=60)
    unit = filters.ModelChoiceFilter(
        label="责任单位", queryset=Organisation.objects.none(), empty_label="全部"
    )
    standing = Choice(label="状态", choices=list(STANDINGS.items()), method="by_standing")

    class Meta:
        model = IntegrityRecord
        fields = ["q", "unit", "standing"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        named = self.queryset.order_by().values("unit")
        self.form.fields["unit"].queryset = Organisation.objects.filter(pk__in=named)

    def by_text(self, queryset, name, value):
        """By name or receipt number."""
        text = value.strip()
        return queryset.filter(
            Q(name__icontains=text) | Q(application__receipt_number__startswith=text)
        )

    def by_standing(self, queryset, name, value):
        """By where the ban stands today."""
        return queryset.filter(standing_condition(value, today()))
