"""What the lists are narrowed by; the choices stand in the address."""

import django_filters as filters
from django import forms
from django.db.models import Q

from applications.enums import State
from applications.models import Application, Round

_LISTED_STATES = [choice for choice in State.choices if choice[0] != State.DRAFT]
# What an officer may sort by; anything else in the address is ignored.
SORTS = {
    "since": ("state_since", "pk"),
    "name": ("name_key", "pk"),
    "level": ("level", "name_key", "pk"),
    "specialty": ("specialty", "name_key", "pk"),
    "unit": ("unit__name", "name_key", "pk"),
    "state": ("state", "state_since", "pk"),
    "receipt": ("receipt_number",),
}


def sorted_by(queryset, asked: str):
    """The queryset in an allow-listed order; `-` before it turns it round."""
    columns = SORTS.get(asked.removeprefix("-"), SORTS["since"])
    if asked.startswith("-"):
        columns = tuple(f"-{column}" for column in columns)
    return queryset.order_by(*columns)


class Choice(filters.ChoiceFilter):
    """A choice whose empty answer reads 全部."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, empty_label="全部", **kwargs)


class ApplicationFilter(filters.FilterSet):
    """An officer's list, narrowed."""

    q = filters.CharFilter(
        label="姓名、受理编号",
        method="by_text",
        widget=forms.TextInput(attrs={"type": "search", "maxlength": "60"}),
    )
    round = Choice(label="批次", field_name="round_id")
    state = Choice(label="状态", choices=_LISTED_STATES)
    level = Choice(label="申报级别")
    specialty = Choice(label="专业类别")
    unit = filters.CharFilter(
        label="工作单位",
        field_name="unit__name",
        lookup_expr="icontains",
        widget=forms.TextInput(attrs={"type": "search", "maxlength": "60"}),
    )
    eligible = Choice(
        label="结论", choices=[("1", "符合条件"), ("0", "不符合条件")], method="by_verdict"
    )
    body = filters.NumberFilter(
        field_name="recommending_body_id", widget=forms.HiddenInput, max_value=2**31
    )

    class Meta:
        model = Application
        fields = ["q", "round", "state", "level", "specialty", "unit", "eligible", "body"]

    def __init__(self, *args, rounds: list[Round], **kwargs):
        super().__init__(*args, **kwargs)
        if len(rounds) > 1:
            self.filters["round"].extra["choices"] = [(each.pk, each.name) for each in rounds]
        else:
            del self.filters["round"]
        policies = {round.policy_key: round.policy for round in rounds}.values()
        self.filters["level"].extra["choices"] = _named(p.levels for p in policies)
        self.filters["specialty"].extra["choices"] = _named(p.specialties for p in policies)

    def by_text(self, queryset, name, value):
        """By name or receipt number."""
        text = value.strip()
        return queryset.filter(Q(name__icontains=text) | Q(receipt_number__startswith=text))

    def by_verdict(self, queryset, name, value):
        """By whether the verdict at submission was met."""
        return queryset.filter(eligible=value == "1")


def _named(groups) -> list[tuple[str, str]]:
    return list({each.key: each.label for group in groups for each in group}.items())


def plain_widgets(form: forms.Form) -> None:
    """Plain widgets: a list is drawn at every click, crispy fields cost more than its rows."""
    for field in form.fields.values():
        is_select = isinstance(field.widget, forms.Select)
        field.widget.attrs["class"] = "form-select" if is_select else "form-control"


class PlainFilter(filters.FilterSet):
    """A filter whose form stands in a filter bar."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plain_widgets(self.form)
