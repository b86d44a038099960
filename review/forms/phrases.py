"""A template of the office's own."""

from django import forms

from accounts.models import Organisation
from review.enums import PhraseUse
from review.forms.fields import BlockField, OfficersForm


class PhraseForm(OfficersForm):
    """Where it is used and what it says."""

    organisation = forms.ModelChoiceField(
        label="单位", queryset=Organisation.objects.none(), empty_label=None
    )
    use = forms.ChoiceField(label="用在", choices=PhraseUse.choices, widget=forms.RadioSelect)
    text = BlockField(
        label="内容",
        max_length=300,
        help_text="办理时可以选用，选用后还能修改，最多300字。不要写具体人的情况。",
    )

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations
        if len(organisations) == 1:
            self.fields["organisation"].widget = forms.HiddenInput()
            self.fields["organisation"].initial = organisations[0]
