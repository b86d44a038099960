"""Django forms built from the declared sections.

A form is bound to what was typed (now, or stored): its errors say what is missing or wrong, and
nothing waits for them, since a draft is saved as typed.
"""

from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from django import forms
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from applications.steps.spec import Choices, Context, Field, Kind, Section
from applications.steps.state import is_needed, parse_values
from applications.texts import count_characters, length_advice

# Told at the field, so that nobody has to guess how a value is typed.
EXAMPLES = {
    Kind.MONTH: "按“年.月”填写，如：2016.09",
    Kind.DATE: "按“年-月-日”填写，如：2019-03-01",
    Kind.YEAR: "四位年份，如：2019",
    Kind.INTEGER: "填写整数",
    Kind.DECIMAL: "填写数字",
}
INPUT_MODES = {
    Kind.YEAR: "numeric",
    Kind.INTEGER: "numeric",
    Kind.DECIMAL: "decimal",
    Kind.PHONE: "tel",
    Kind.EMAIL: "email",
}
OPENING = "applications/parts/field_opening.html"
CHOICES = "applications/parts/field_choices.html"
SHORT_KINDS = {Kind.MONTH, Kind.DATE, Kind.YEAR, Kind.INTEGER, Kind.DECIMAL, Kind.PHONE}


@dataclass(slots=True)
class FieldView:
    """What the template needs of one field; everything is decided here."""

    name: str
    id: str
    kind: str
    label: str
    hint: str
    value: str | list[str]
    required: bool
    error: str
    limit: int
    options: list[tuple[str, str, bool]] = field(default_factory=list)
    only_if: str = ""  # "needs" in words, shown without JavaScript
    needs_name: str = ""
    needs_values: str = ""
    input_mode: str = ""
    is_short: bool = False
    opening: str = ""  # label and hint as HTML, made once a process
    chosen: str = ""  # the whole choice as HTML, made once for each answer
    counts_words: bool = False  # counted as the policy does
    length: int = 0
    words: int = 0
    is_advised: bool = False  # `advice` may stand below it
    advice: str = ""  # its length is not as advised; blocks nothing

    @property
    def text_input(self) -> SafeString:
        """The commonest field: through the template engine it costs five times as much."""
        mode = format_html(' inputmode="{}"', self.input_mode) if self.input_mode else ""
        wrong = mark_safe(' aria-invalid="true"') if self.error else ""
        return format_html(
            _TEXT_INPUT, self.id, self.name, self.value, mode, self.id, self.id, wrong
        )


_TEXT_INPUT = """<input class="form-control" type="text" id="{}" name="{}" value="{}"{} \
autocomplete="off" aria-describedby="{}-hint {}-error"{}>"""


class TypedForm(forms.Form):
    """One section, or one row of a list, with what was typed into it."""

    section: Section
    context: Context
    made: dict[tuple, str]  # HTML that no typed text is part of

    def __init__(self, values, **kwargs):
        super().__init__(values, auto_id=f"{self.section.key}-%s", **kwargs)

    def clean(self):
        """Let the declaration judge; the fields themselves take whatever is typed."""
        _, errors = parse_values(self.section, self.typed, self.context)
        for name, message in errors.items():
            self._errors.setdefault(name, self.error_class([message]))
        return self.cleaned_data

    @cached_property
    def typed(self) -> dict[str, str | list[str]]:
        """The values as typed, by name; a list for a field of several choices."""
        return {name: self[name].data or self._blank(name) for name in self.fields}

    def _blank(self, name: str) -> str | list[str]:
        return [] if self.fields[name].spec.kind is Kind.MANY else ""

    def shown_errors(self, *, with_missing: bool) -> dict[str, str]:
        """Messages by field; without those about blanks while somebody is still typing."""
        typed = self.typed
        return {
            name: errors[0]
            for name, errors in self.errors.items()
            if with_missing or typed.get(name)
        }

    def views(self, errors: dict[str, str]) -> list[FieldView]:
        """Every field for the template, with the given messages."""
        typed = self.typed
        return [
            self._view(self.fields[name].spec, typed, errors.get(name, "")) for name in self.fields
        ]

    def _view(self, spec: Field, typed: dict, error: str) -> FieldView:
        view = view_of(self.section, spec, typed, error, self.context)
        view.opening = self._opening(view)
        if spec.kind in _CHOOSING:
            view.chosen = self._chosen(view, spec, typed[spec.name])
        return view

    def _opening(self, view: FieldView) -> str:
        """What does not depend on the value: rendering it again costs more than all the rest."""
        key = (view.name, view.required)
        if key not in self.made:
            self.made[key] = render_to_string(OPENING, {"field": view})
        return self.made[key]

    def _chosen(self, view: FieldView, spec: Field, value) -> str:
        """A choice with its answer; there are as many as the declaration has choices."""
        options = _options(spec.choices_in(self.context), value)
        key = (view.name, bool(view.error), *(is_chosen for _, _, is_chosen in options))
        if key not in self.made:
            view.options = options
            self.made[key] = render_to_string(CHOICES, {"field": view})
        return self.made[key]


def view_of(
    section: Section, spec: Field, typed: dict, error: str, context: Context, *, start: str = ""
) -> FieldView:
    """One field for the template, without its HTML; ids begin with the section's key, and with
    `start` both id and name begin with that."""
    value = typed[spec.name]
    view = FieldView(
        name=f"{start}{spec.name}",
        id=f"{start}{spec.name}" if start else f"{section.key}-{spec.name}",
        kind=_WIDGETS.get(spec.kind, "text"),
        label=spec.label,
        hint=hint_of(spec),
        value=value,
        required=is_needed(spec, typed),
        error=error,
        limit=spec.limit,
        input_mode=INPUT_MODES.get(spec.kind, ""),
        is_short=spec.kind in SHORT_KINDS or (spec.kind is Kind.TEXT and spec.limit <= 20),
    )
    if spec.kind is Kind.LONG:
        view.counts_words, view.length = spec.counts_words, len(value)
        view.words = count_characters(value) if spec.counts_words else 0
        if spec.about:
            view.is_advised, view.advice = True, length_advice(view.words, *spec.about)
    if spec.needs:
        _tell_needs(view, section, spec, context, start)
    return view


def _tell_needs(view: FieldView, section: Section, spec: Field, context: Context, start: str):
    name, values = spec.needs
    asked = section.field(name)
    words = dict(asked.choices_in(context) or YES_NO)
    view.needs_name, view.needs_values = f"{start}{name}", " ".join(values)
    chosen = "、".join(f"“{words.get(value, value)}”" for value in values)
    view.only_if = f"“{asked.label}”选{chosen}时填写"


def drawn(view: FieldView, spec: Field, context: Context) -> FieldView:
    """The field with its HTML, made for this one page."""
    view.opening = render_to_string(OPENING, {"field": view})
    if spec.kind in _CHOOSING:
        view.options = _options(spec.choices_in(context), view.value)
        view.chosen = render_to_string(CHOICES, {"field": view})
    return view


def opening_of(view: FieldView, *, is_fixed: bool) -> str:
    """Label and hint of a field that no form holds; a fixed one has nothing to type in."""
    return _opening(view.kind, view.id, view.label, view.hint, view.required, is_fixed)


@lru_cache(maxsize=100)
def _opening(kind: str, id: str, label: str, hint: str, required: bool, is_fixed: bool) -> str:
    options = [("", "", True)] if is_fixed else []
    view = FieldView("", id, kind, label, hint, "", required, "", 0, options)
    return render_to_string(OPENING, {"field": view})


def hint_of(spec: Field) -> str:
    """The field's hint with its example and its limit."""
    hint = spec.hint or EXAMPLES.get(spec.kind, "")
    if spec.kind is not Kind.TEXT:
        return hint
    ends = not hint or hint.endswith("。")
    return f"{hint}{'' if ends else '；'}最多{spec.limit}字"


YES_NO: Choices = (("yes", "是"), ("no", "否"))
_CHOOSING = {Kind.CHOICE, Kind.MANY, Kind.YES_NO}
_WIDGETS = {
    Kind.LONG: "long",
    Kind.CHOICE: "choice",
    Kind.MANY: "many",
    Kind.YES_NO: "yes_no",
}


def _options(choices: Choices, value) -> list[tuple[str, str, bool]]:
    chosen = set(value if isinstance(value, list) else [value])
    return [(key, label, key in chosen) for key, label in choices or YES_NO]


def form_for(section: Section, context: Context, values) -> TypedForm:
    """The section's form, bound to `values` (a request's data or a stored entry's)."""
    policy = context.policy
    key = (section.key, context.level, context.unit_kind, policy.key, policy.round.year)
    if key not in _classes:
        _classes[key] = _class_of(section, context)
    return _classes[key](values)


# One class for a section, level, kind of unit and policy: making it costs more than using it.
_classes: dict[tuple, type[TypedForm]] = {}


def _class_of(section: Section, context: Context) -> type[TypedForm]:
    fields = {
        spec.name: _field(spec)
        for spec in section.fields
        if spec.kind not in (Kind.ID_NUMBER, Kind.UNIT) and spec.applies(context)
    }
    own = {"section": section, "context": context, "made": {}, **fields}
    return type("SectionForm", (TypedForm,), own)


def _field(spec: Field) -> forms.Field:
    kind = _AnyChoices if spec.kind is Kind.MANY else _AnyText
    made = kind(required=False, label=spec.label)
    made.spec = spec
    return made


class _AnyText(forms.CharField):
    """Takes every text: the declaration judges it."""

    def clean(self, value):
        return value or ""


class _AnyChoices(forms.MultipleChoiceField):
    """Takes every choice: the declaration judges it."""

    def clean(self, value):
        return list(value or [])
