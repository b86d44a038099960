"""Beginning an application: level and unit."""

from django import forms

from accounts.models import Organisation
from accounts.queries import units_matching
from applications import queries
from applications.models import Round

SHOWN_UNITS = 20
LONGEST_ID = 16  # digits; longer ones do not fit into the database


class StartForm(forms.Form):
    """Level and unit for a round; the units offered follow the search text."""

    level = forms.ChoiceField(
        label="申报级别",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择申报级别。", "invalid_choice": "请从列出的级别中选择。"},
    )
    unit = forms.ChoiceField(
        label="工作单位",
        widget=forms.RadioSelect,
        error_messages={
            "required": "请选择工作单位。",
            "invalid_choice": "请从列出的单位中选择。",
        },
    )

    def __init__(self, data, *, round: Round, units: list[Organisation]):
        super().__init__(data)
        self.fields["level"].choices = [(each.key, each.label) for each in round.policy.levels]
        self.units = {str(unit.pk): unit for unit in units}
        self.fields["unit"].choices = [(key, unit.name) for key, unit in self.units.items()]

    @property
    def chosen_unit(self) -> Organisation:
        """The unit that was chosen; only of a valid form."""
        return self.units[self.cleaned_data["unit"]]


def units_offered(user, text: str, chosen: str = "") -> list[Organisation]:
    """The person's own units, those found by the text, and the one chosen before."""
    found = {unit.pk: unit for unit in queries.own_units(user)} if not text else {}
    if text or not found:
        found |= {unit.pk: unit for unit in units_matching(text, SHOWN_UNITS)}
    if chosen.isascii() and chosen.isdigit() and len(chosen) < LONGEST_ID:
        found |= {unit.pk: unit for unit in queries.active_units([int(chosen)])}
    return list(found.values())
