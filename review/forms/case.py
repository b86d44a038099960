"""The small forms of the application page."""

from django import forms

from review.enums import LookReason
from review.forms.fields import BlockField, OfficersForm


class NoteForm(OfficersForm):
    """A note for colleagues."""

    text = BlockField(
        label="给同事的备注",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="只有本单位的经办人能看到，最多500字。",
    )


class LookForm(OfficersForm):
    """Why the full ID number is asked for."""

    reason = forms.ChoiceField(
        label="查看原因",
        choices=LookReason.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "请选择查看的原因。",
            "invalid_choice": "请从列出的原因中选择。",
        },
    )
