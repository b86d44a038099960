"""The democratic evaluation of one or many, and the examination of a technician."""

from django import forms

from applications.models import Application
from review.forms.fields import BlockField, DayField, OfficersForm

OPINION = "该同志业务能力和工作业绩符合申报条件，同意推荐。"


class EvaluationForm(OfficersForm):
    """One meeting: date and attendance once, votes and opinion for each person."""

    held_on = DayField(label="民主评议日期")
    present = forms.IntegerField(label="参加人数", min_value=1, max_value=5000)

    def __init__(self, *args, cases: list[Application], **kwargs):
        super().__init__(*args, **kwargs)
        self.cases = cases
        for case in cases:
            self._ask_about(case)
        # One meeting is asked about: the date of another one is proposed to nobody else.
        known = [getattr(case, "evaluation", None) for case in cases]
        for name in ("held_on", "present"):
            found = {getattr(each, name, None) for each in known}
            self.fields[name].initial = found.pop() if len(found) == 1 else None

    def _ask_about(self, case: Application) -> None:
        known = getattr(case, "evaluation", None)
        self.fields[f"in_favour_{case.pk}"] = forms.IntegerField(
            label="同意人数",
            min_value=0,
            max_value=5000,
            initial=known.in_favour if known else None,
        )
        self.fields[f"opinion_{case.pk}"] = BlockField(
            label="评议组（专家委员会）意见",
            max_length=300,
            initial=known.opinion if known else OPINION,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def rows(self):
        """Each case with its two fields."""
        return [
            (case, self[f"in_favour_{case.pk}"], self[f"opinion_{case.pk}"]) for case in self.cases
        ]

    def clean(self):
        values = super().clean()
        present = values.get("present")
        for case in self.cases:
            name = f"in_favour_{case.pk}"
            if present is not None and values.get(name) is not None and values[name] > present:
                self.add_error(name, "同意人数不能超过参加人数。")
        return values

    def values_for(self, case: Application) -> dict:
        """The service's arguments for one case."""
        values = self.cleaned_data
        return {
            "held_on": values["held_on"],
            "present": values["present"],
            "in_favour": values[f"in_favour_{case.pk}"],
            "opinion": values[f"opinion_{case.pk}"],
        }


class ExaminationForm(OfficersForm):
    """What the unit found of a technician's knowledge and ability."""

    held_on = DayField(label="考察日期")
    passed = forms.TypedChoiceField(
        label="考察结论",
        choices=[("yes", "合格"), ("no", "不合格")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    result = BlockField(
        label="考察结果", max_length=300, help_text="专业知识、技术能力的考察情况，最多300字。"
    )
