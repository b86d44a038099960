"""An objection to a recognition, and what came of it."""

from django import forms

from review.enums import RecognitionOutcome
from review.forms.fields import BlockField, OfficersForm
from review.services.recognitions import LONGEST


class RecognitionObjectionForm(OfficersForm):
    """Why the body objects."""

    reason = BlockField(
        label="异议理由",
        max_length=LONGEST,
        help_text=f"哪一项条件不符合、依据是什么；单位和申报人会看到，最多{LONGEST}字。",
    )


class RecognitionOutcomeForm(OfficersForm):
    """How the check of an objection ended."""

    outcome = forms.ChoiceField(
        label="处理结果",
        choices=[
            (RecognitionOutcome.REJECTED.value, "不成立，认定有效"),
            (RecognitionOutcome.UPHELD.value, "成立，须取消资格"),
        ],
        widget=forms.RadioSelect,
    )
    finding = BlockField(
        label="核查情况",
        max_length=LONGEST,
        help_text=f"怎样核查、查明了什么；单位和申报人会看到，最多{LONGEST}字。",
    )
