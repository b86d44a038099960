"""What is asked once for many cases."""

from django import forms

from policy.schema import Notices
from review.enums import NoticeKind
from review.forms.evaluation import OPINION
from review.forms.fields import BlockField, DayField, OfficersForm
from review.forms.moves import form_for
from review.forms.notices import NoticeForm
from review.periods import least_period
from review.services.operations import Operation
from review.wording import day_text


class BatchNoticeForm(NoticeForm):
    """One posting for everybody; too short a period is told before anybody's turn comes."""

    def __init__(self, *args, rules: Notices | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.rules = rules

    def clean(self):
        values = super().clean()
        first, last = values.get("first_day"), values.get("last_day")
        if self.rules and first and last and last < (least := least_period(first, self.rules)).last:
            days = self.rules.min_working_days
            self.add_error(
                "last_day", f"公示期不少于{days}个工作日，最早到{day_text(least.last)}结束。"
            )
        return values

    def told(self) -> dict:
        """The posting's fields by their names, with its kind and whether it replaces another."""
        return dict(self.cleaned_data)


class BatchOutcomeForm(OfficersForm):
    """Which notice is closed; its outcome follows from each one's own objections."""

    kind = forms.ChoiceField(
        label="公示内容",
        choices=[(kind.value, kind.label) for kind in (NoticeKind.MATERIALS, NoticeKind.OPINION)],
        widget=forms.RadioSelect,
        help_text="没有异议的登记为“无异议”，异议都不成立的登记为“经核查不成立”；"
        "没有期满、还有异议没有处理的，不登记，逐人说明。",
    )

    def told(self) -> dict:
        """The kind of notice for the service."""
        return dict(self.cleaned_data)


class BatchEvaluationForm(OfficersForm):
    """One meeting at which everybody had the same number of votes."""

    held_on = DayField(label="民主评议日期")
    present = forms.IntegerField(label="参加人数", min_value=1, max_value=5000)
    in_favour = forms.IntegerField(
        label="同意人数",
        min_value=0,
        max_value=5000,
        help_text="所选各人的同意人数相同时才能一起登记；不同的，请在列表中勾选后逐人填写。",
    )
    opinion = BlockField(label="评议组（专家委员会）意见", max_length=300, initial=OPINION)

    def clean(self):
        values = super().clean()
        present, in_favour = values.get("present"), values.get("in_favour")
        if present is not None and in_favour is not None and in_favour > present:
            self.add_error("in_favour", "同意人数不能超过参加人数。")
        return values

    def told(self) -> dict:
        """The meeting for the service."""
        return dict(self.cleaned_data)


def batch_form(operation: Operation, asks: dict, *, rules: Notices | None, posted: dict, data=None):
    """The form of an operation; `asks` is what the batch's own cases bring along, `rules` what
    their policy asks of notices, `posted` what a notice says until something else is typed."""
    if operation.key == "notice":
        initial = posted | {"kind": NoticeKind.MATERIALS}
        return BatchNoticeForm(data, rules=rules, initial=initial)
    if operation.key == "notice-outcome":
        return BatchOutcomeForm(data)
    if operation.key == "evaluation":
        return BatchEvaluationForm(data)
    steps = [tuple(pair) for pair in asks.get("steps", ())]
    declarations = [tuple(pair) for pair in asks.get("declarations", ())]
    return form_for(operation.key, asks | {"steps": steps, "declarations": declarations}, data)
