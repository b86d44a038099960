"""The originals check: one answer and one note for each part of the evidence."""

from django import forms

from review.forms.fields import LineField, OfficersForm

ANSWERS = [("", "未核验"), ("yes", "一致"), ("no", "不一致")]


class OriginalsForm(OfficersForm):
    """A row for each part; `checked` maps a part to its stored check."""

    def __init__(self, *args, parts: list[tuple[str, str]], checked: dict, **kwargs):
        super().__init__(*args, **kwargs)
        self.parts = parts
        for need, label in parts:
            known = checked.get(need)
            answer = "" if known is None else "yes" if known.is_consistent else "no"
            self.fields[f"answer_{need}"] = forms.ChoiceField(
                label=label, choices=ANSWERS, required=False, initial=answer
            )
            self.fields[f"note_{need}"] = LineField(
                label=f"{label}的说明",
                max_length=100,
                required=False,
                initial=known.note if known else "",
            )

    def rows(self):
        """Each part with its two fields."""
        return [
            (need, label, self[f"answer_{need}"], self[f"note_{need}"])
            for need, label in self.parts
        ]

    def clean(self):
        values = super().clean()
        for need, _ in self.parts:
            if values.get(f"answer_{need}") == "no" and not values.get(f"note_{need}"):
                self.add_error(f"note_{need}", "请写明哪里与原件不一致。")
        return values

    def results(self) -> dict[str, tuple[bool, str]]:
        """The answered parts for the service."""
        values = self.cleaned_data
        return {
            need: (values[f"answer_{need}"] == "yes", values[f"note_{need}"])
            for need, _ in self.parts
            if values[f"answer_{need}"]
        }
