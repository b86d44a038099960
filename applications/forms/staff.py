"""The form for one of a unit's staff, in groups as the template needs them, and the list's filter."""

from dataclasses import dataclass

from django import forms

from applications.forms.typed import FieldView, drawn, view_of
from applications.models import StaffMember
from applications.staff.columns import Form
from applications.staff.people import Typed
from applications.staff.queries import ACCOUNTS
from applications.steps.spec import Kind

_START = "staff-"
_GROUPS = (
    ("本人", ("name", "id_number", "sex", "birth_date", "phone")),
    ("工作", ("position", "worker_category", "specialty", "work_from", "grassroots", "post")),
    ("学历", ("education", "certificates", "graduated", "relation", "recognized")),
    ("现任职称", ("title", "obtained", "appointed")),
)
_REST = "考核、继续教育和业绩"


@dataclass(slots=True)
class Group:
    """Fields that stand together under a title."""

    title: str
    fields: list[FieldView]


def read_typed(posted, form: Form) -> Typed:
    """What was typed, by column."""
    typed: Typed = {}
    for spec in form.fields:
        name = f"{_START}{spec.name}"
        if spec.kind is Kind.MANY:
            known = dict(form.choices_of(spec))
            typed[spec.name] = [each for each in posted.getlist(name) if each in known]
        else:
            typed[spec.name] = posted.get(name, "")
    return typed


def groups_of(
    form: Form, typed: Typed, errors: dict[str, str], member: StaffMember | None
) -> list[Group]:
    """Every field with what was typed and what is wrong with it."""
    known = {spec.name: spec for spec in form.fields}
    named = {name for _, names in _GROUPS for name in names}
    rest = tuple(name for name in known if name not in named)
    groups = []
    for title, names in (*_GROUPS, (_REST, rest)):
        views = [_view(form, known[n], typed, errors, member) for n in names if n in known]
        groups.append(Group(title, views))
    return groups


def _view(form: Form, spec, typed: Typed, errors: dict[str, str], member) -> FieldView:
    blank: str | list[str] = [] if spec.kind is Kind.MANY else ""
    values = {each.name: typed.get(each.name) or blank for each in form.fields}
    values[spec.name] = typed.get(spec.name) or blank
    view = view_of(
        form.section, spec, values, errors.get(spec.name, ""), form.context, start=_START
    )
    if spec.name == "id_number" and member is not None and member.id_number_hash:
        view.hint = f"已登记 {member.id_number_mask}；要更正时才填写完整的新号码。"
    return drawn(view, spec, form.context)


def lines_of(form: Form, errors: dict[str, str]) -> list[tuple[str, str]]:
    """Addresses and sentences for the summary on top."""
    labels = {spec.name: spec.label for spec in form.fields}
    return [
        (
            f"#{_START}{name}" if name in labels else "",
            f"{labels[name]}：{text}" if name in labels else text,
        )
        for name, text in errors.items()
    ]


class FilterForm(forms.Form):
    """What the list is narrowed to."""

    q = forms.CharField(
        label="姓名或电话",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    account = forms.ChoiceField(label="账号", required=False, choices=[("", "全部"), *ACCOUNTS])
    unit = forms.CharField(required=False, widget=forms.HiddenInput)

    def values(self) -> dict[str, str]:
        """The arguments of the list's query; what cannot be read narrows nothing."""
        if not self.is_bound:
            return {"text": "", "account": ""}
        self.is_valid()
        found = self.cleaned_data
        return {"text": found.get("q", ""), "account": found.get("account", "")}
