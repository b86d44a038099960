"""An extension: whose, until when, why."""

from django import forms

from accounts.clock import today
from accounts.identifiers import BadIdentifier, parse_resident_id
from review.forms.fields import BlockField, DayField, LineField, OfficersForm


class WhoseForm(OfficersForm):
    """A case by its receipt number; a draft, which has none yet, by its person's ID number."""

    whose = LineField(
        label="受理编号或申报人身份证号",
        max_length=30,
        help_text="还没有提交的申报没有受理编号，请输入申报人报来的身份证号。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    @property
    def id_number(self) -> str:
        """The ID number that was typed; "" where it was none."""
        try:
            return parse_resident_id(self.cleaned_data["whose"], today=today()).number
        except BadIdentifier:
            return ""


class ExtensionForm(OfficersForm):
    """The new last day, and why."""

    until = DayField(label="延长至", help_text="含当天。")
    reason = BlockField(
        label="原因",
        max_length=200,
        help_text="申报人和办理单位会看到这段话，最多200字。",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
