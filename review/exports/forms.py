"""The choice of what to export: a form, its format, and which cases."""

from typing import Any

from django import forms

from accounts.models import Organisation, User
from accounts.permissions import right
from applications.models import Round
from review.exports.base import FORMATS, Export, registered
from review.exports.queries import bodies_of, rounds_of


class ExportForm(forms.Form):
    """What the exports' page asks; of cases that were chosen on a list, the form and format only."""

    form = forms.ChoiceField(label="表格", widget=forms.RadioSelect)
    format = forms.ChoiceField(label="格式", widget=forms.RadioSelect)
    round = forms.ModelChoiceField(
        label="年度批次", queryset=Round.objects.none(), to_field_name="key", required=False
    )
    level = forms.ChoiceField(label="申报级别", required=False)
    body = forms.ModelChoiceField(
        label="推荐部门",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="全部推荐部门",
    )

    def __init__(self, *args, user: User, round: Round | None, are_chosen: bool, **kwargs):
        super().__init__(*args, **kwargs)
        exports = exports_for(user)
        offered = [key for key in FORMATS if any(key in each.formats for each in exports)]
        fields: Any = self.fields
        fields["form"].choices = [(each.key, each.label) for each in exports]
        fields["format"].choices = [(key, FORMATS[key]) for key in offered]
        self.initial.update({"form": exports[0].key, "format": offered[0], "round": round})
        if are_chosen:
            for name in ("round", "level", "body"):
                del fields[name]
            return
        fields["round"].queryset = rounds_of(user)
        fields["body"].queryset = bodies_of(user)
        fields["level"].choices = [("", "全部级别"), *_levels(round)]


def exports_for(user: User) -> list[Export]:
    """The forms that the person may export."""
    return [
        export
        for export in registered().values()
        if export.on_page and right(export.right).allows(user)
    ]


def _levels(round: Round | None) -> list[tuple[str, str]]:
    if round is None:
        return []
    policy = round.policy
    # Who is recognised by the unit is on no form of the committee.
    return [(level.key, level.label) for level in policy.levels if policy.stages_for(level.key)]
