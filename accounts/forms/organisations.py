"""The administrator's forms about organisations."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms

from accounts.enums import UNIT_KINDS, OrganisationKind
from accounts.forms.people import PHONE
from accounts.models import Organisation
from accounts.registry import FIELDS


class OrganisationForm(forms.ModelForm):
    """What a department, a unit or an office is, and under whom it stands."""

    class Meta:
        model = Organisation
        fields = FIELDS
        help_texts = {
            "name": "与公章一致的全称。",
            "uscc": "18位，见营业执照或法人证书。",
            "kind": "决定申报材料由谁推荐。",
            "region": "例如：小店区。市属单位可以留空。",
            "parent": "市属事业单位、国有企业选主管部门；县（市、区）属的选主管部门或人社局；"
            "非公有制企业、社会团体等选属地人社局。",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["uscc"].required = False
        self.fields["kind"].choices = [("", "请选择"), *OrganisationKind.choices]
        self.fields["uscc"].widget.attrs["maxlength"] = 18
        self.fields["legal_telephone"].validators.append(PHONE)
        self.fields["hr_telephone"].validators.append(PHONE)
        parent = self.fields["parent"]
        parent.queryset = Organisation.objects.filter(is_active=True).exclude(pk=self.instance.pk)
        parent.empty_label = "没有上级"
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        columns = "form-columns"
        self.helper.layout = Layout(
            Fieldset("单位名称", "name", Div("short_name", "uscc", css_class=columns)),
            Fieldset("性质和隶属", Div("kind", "tier", "region", css_class=columns), "parent"),
            Fieldset(
                "联系人",
                Div("legal_representative", "legal_telephone", css_class=columns),
                Div("hr_contact", "hr_telephone", css_class=columns),
            ),
        )

    def _post_clean(self):
        """The service fills and checks the organisation; the instance stays as it was read."""

    @property
    def values(self) -> dict:
        """What the service takes, by field name."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class OrganisationFilterForm(forms.Form):
    """What the list of organisations is narrowed by."""

    text = forms.CharField(
        label="名称、信用代码或县（市、区）",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    kind = forms.ChoiceField(
        label="性质", required=False, choices=[("", "全部性质"), *OrganisationKind.choices]
    )


def is_unit(organisation: Organisation) -> bool:
    """Whether people apply from it."""
    return organisation.kind in UNIT_KINDS
