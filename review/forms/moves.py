"""The forms of the moves: what each asks for, as data for `workflow.perform`."""

from collections.abc import Iterable

from django import forms

from accounts.clock import today
from applications.enums import Action, State
from applications.models import Application
from applications.steps import steps_for
from applications.steps.spec import Context
from review.forms.fields import BlockField, DayField, LineField, OfficersForm
from review.wording import UNIT_COMMITMENT

OPINION_OF_STATE = {
    State.UNIT_REVIEW: "经民主评议和公示，该同志材料真实，符合申报条件，同意推荐。",
    State.DEPARTMENT_REVIEW: "经审查，材料齐全，符合申报条件，同意推荐。",
    State.HR_REVIEW: "经审查，材料齐全，符合申报条件，同意推荐。",
}


class MoveForm(OfficersForm):
    """A move that asks for nothing but the confirmation."""

    def told(self) -> dict:
        """What `perform` is told; the same for each of many cases."""
        return dict(self.cleaned_data)


class ReasonForm(MoveForm):
    """Why a case is declined or refused; the applicant reads it."""

    reason = BlockField(label="原因", max_length=500, help_text="申报人会看到这段话，最多500字。")


class ReturnForm(MoveForm):
    """Why, which steps open, until when."""

    reason = BlockField(
        label="退回原因",
        max_length=500,
        help_text="逐条写明哪里要改、怎样改，申报人会看到这段话，最多500字。",
    )
    open_steps = forms.MultipleChoiceField(
        label="允许修改的步骤",
        widget=forms.CheckboxSelectMultiple,
        help_text="只有选中的步骤可以修改。",
        error_messages={"invalid_choice": "请从列出的步骤中选择。"},
    )
    correction_until = DayField(label="修改截止日期", help_text="含当天；须晚于今天。")

    def __init__(self, *args, steps: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["open_steps"].choices = steps

    def clean_correction_until(self):
        last = self.cleaned_data["correction_until"]
        if last <= today():
            raise forms.ValidationError("修改截止日期须晚于今天。")
        return last


def common_steps(contexts: Iterable[Context]) -> list[tuple[str, str]]:
    """The steps that all the cases' contexts have, in order."""
    shared: dict[str, str] | None = None
    for context in contexts:
        own = {step.key: step.label for step in steps_for(context) if step.special != "check"}
        shared = own if shared is None else {k: v for k, v in shared.items() if k in own}
    return list((shared or {}).items())


def context_of(case: Application) -> Context:
    """What decides which steps a case has."""
    return Context(case.level, case.unit.kind if case.unit else "", case.round.policy)


class ForwardForm(MoveForm):
    """The opinion of a stop; from the unit also its commitment and what it confirms."""

    opinion = BlockField(label="审核意见", max_length=300, help_text="可以修改，最多300字。")
    remark = LineField(
        label="备注",
        max_length=60,
        required=False,
        help_text="可不填；印在花名表备注栏，最多60字。",
    )

    def __init__(self, *args, state: str, declarations: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["opinion"].initial = OPINION_OF_STATE.get(state, "")
        self.is_unit = state == State.UNIT_REVIEW
        if self.is_unit:
            self._ask_the_unit(declarations)

    def _ask_the_unit(self, declarations: list[tuple[str, str]]) -> None:
        for key, label in declarations:
            self.fields[f"confirm_{key}"] = forms.BooleanField(
                label=f"已核实：{label}",
                help_text=_HOW_CONFIRMED.get(key, ""),
                error_messages={"required": "请核实后勾选。"},
            )
        self.fields["commitment"] = forms.BooleanField(
            label=UNIT_COMMITMENT, error_messages={"required": "请勾选单位承诺。"}
        )

    def told(self) -> dict:
        """The opinion, and the confirmed declarations by their keys."""
        values = self.cleaned_data
        confirmed = [
            name.removeprefix("confirm_")
            for name, value in values.items()
            if name.startswith("confirm_") and value
        ]
        return {
            "opinion": values["opinion"],
            "remark": values["remark"],
            "commitment": values.get("commitment", False),
            "confirmed": confirmed,
        }


_HOW_CONFIRMED = {
    "education_relation": "申报人填写的“相同、相近、不同”与本人实际从事的专业一致。",
    "achievement_roles": "每项业绩的“主要负责人、主要技术骨干”等与实际分工一致。",
    "outstanding_performance": "按基层农村、艰苦边远地区条件申报，业绩突出，单位同意认定。",
}


def form_for(action: str, asks: dict, data=None) -> MoveForm:
    """The form of a move; `asks` is what it has to ask about the very cases: their `state`, the
    `declarations` to confirm, the `steps` that can be opened."""
    if action == Action.RETURN:
        return ReturnForm(data, steps=asks["steps"])
    if action in (Action.DECLINE, Action.REFUSE):
        return ReasonForm(data)
    if action == Action.FORWARD:
        return ForwardForm(data, state=asks["state"], declarations=asks["declarations"])
    return MoveForm(data)


def asks_of(action: str, case: Application, declarations: list[tuple[str, str]]) -> dict:
    """What the form of a move asks about one case."""
    if action == Action.RETURN:
        return {"steps": common_steps([context_of(case)])}
    return {"state": case.state, "declarations": declarations}
