"""Recording a notice and what came of it."""

from django import forms

from accounts.models import Organisation
from applications.models import Round
from review.enums import NoticeKind
from review.forms.fields import DayField, LineField, OfficersForm, PhoneField
from review.services.notices import Posting


class NoticeForm(OfficersForm):
    """What is written on a notice; an empty last day is computed."""

    kind = forms.ChoiceField(
        label="公示内容",
        choices=[(kind.value, kind.label) for kind in (NoticeKind.MATERIALS, NoticeKind.OPINION)],
        widget=forms.RadioSelect,
    )
    first_day = DayField(label="公示第一天")
    last_day = DayField(
        label="公示最后一天",
        required=False,
        help_text="可以留空：系统按工作日日历算出最早可以结束的一天。",
    )
    place = LineField(label="公示地点或网址", max_length=80, help_text="如：办公楼一层公示栏")
    telephone = PhoneField(label="受理异议电话", max_length=20)
    handler = LineField(label="经办人", max_length=20)
    staff_representatives = LineField(
        label="职工代表（2人）",
        max_length=40,
        required=False,
        help_text="印在公示情况表上。",
    )
    supervisor = LineField(label="监督人员", max_length=20, required=False)
    again = forms.BooleanField(
        label="重新公示：代替以前登记的同一项公示",
        required=False,
        help_text="登记有误，或公示后内容有更改时勾选；以前的登记仍保留在记录中。",
    )

    def typed_so_far(self) -> dict:
        """What was typed, to be drawn again while nothing is to be complained of yet."""
        return {name: self.data.get(self.add_prefix(name)) for name in self.fields}

    def posting(self) -> Posting:
        """The typed notice for the service."""
        values = self.cleaned_data
        names = (
            "first_day",
            "last_day",
            "place",
            "telephone",
            "handler",
            "staff_representatives",
            "supervisor",
        )
        return Posting(**{name: values[name] for name in names})


class RulesNoticeForm(NoticeForm):
    """The notice of conditions and procedure, once a unit and round."""

    kind = None
    round = forms.ModelChoiceField(label="批次", queryset=Round.objects.none(), empty_label=None)
    unit = forms.ModelChoiceField(label="单位", queryset=None, empty_label=None)
    field_order = ["round", "unit"]

    def __init__(self, *args, due: list[tuple[Organisation, Round]], **kwargs):
        """`due`: each unit and round for which the officer may post it."""
        super().__init__(*args, **kwargs)
        self._due = {(unit.pk, round.pk) for unit, round in due}
        units = Organisation.objects.filter(pk__in={unit for unit, _ in self._due})
        rounds = Round.objects.filter(pk__in={round for _, round in self._due})
        self.fields["round"].queryset = rounds
        self.fields["unit"].queryset = units
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = units[0]

    def clean(self):
        """Who stands in for a unit does so in the round of that case alone."""
        values = super().clean()
        unit, round = values.get("unit"), values.get("round")
        if unit and round and (unit.pk, round.pk) not in self._due:
            self.add_error("round", "代办人只能登记所代办的申报那一批次的公示，请改选批次。")
        return values
