"""What strangers fill in: an account, a unit, a code."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms

from accounts import consent
from accounts.enums import UNIT_KINDS, OrganisationKind, Tier
from accounts.forms.people import PHONE, USERNAME
from accounts.models import UnitRegistration
from accounts.passwords import MAX_LENGTH
from accounts.text import clean_person_name

KINDS = [(kind.value, kind.label) for kind in UNIT_KINDS]
COLUMNS = "form-columns"


def new_password(label: str, help_text: str = "") -> forms.CharField:
    """A field for a password that is being chosen."""
    return forms.CharField(
        label=label,
        strip=False,
        max_length=MAX_LENGTH,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=help_text,
    )


class NewPasswordForm(forms.Form):
    """A new password, twice; the service asks the password rules, which know the person."""

    least = 10
    password1 = new_password("密码")
    password2 = new_password("再输一遍密码")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = (
            f"至少{self.least}个字符，可以用几个词或一句话；"
            "不要用姓名或拼音、用户名、电话、身份证号、出生日期。"
        )

    def clean(self):
        cleaned = super().clean()
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", "两次输入的密码不一样。")
        return cleaned


class ConsentForm(forms.Form):
    """The consent to the text in force: a box for each matter, never ticked before."""

    consent = forms.BooleanField(
        label="我已阅读并同意按上述告知处理我的个人信息",
        error_messages={"required": "不同意就不能注册或申报。请先阅读告知内容，同意的请勾选。"},
    )
    consent_sensitive = forms.BooleanField(
        label="我单独同意处理我的敏感个人信息（身份证号、证件照片和证件图像）",
        error_messages={"required": "不同意就不能注册或申报。身份证号用来确认是您本人。"},
    )
    consent_version = forms.CharField(widget=forms.HiddenInput, max_length=20)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["consent_version"].initial = consent.CURRENT.version

    @property
    def consent_boxes(self) -> list:
        """The two boxes, for the template that shows the text above them."""
        return [self["consent"], self["consent_sensitive"]]


class AccountForm(ConsentForm, NewPasswordForm):
    """An account that its owner registers, with the consent on its own and never ticked before."""

    name = forms.CharField(
        label="姓名",
        max_length=40,
        help_text="与身份证一致。",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    id_number = forms.CharField(
        label="身份证号",
        max_length=40,
        help_text="18位。加密保存，页面上只显示首尾四位；出生日期和性别由它得出。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = forms.CharField(
        label="联系电话",
        max_length=20,
        validators=[PHONE],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(
        label="电子邮箱",
        max_length=254,
        required=False,
        help_text="可以不填。填了可以用邮件找回密码。",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    username = forms.CharField(
        label="用户名",
        max_length=40,
        validators=[USERNAME],
        help_text="登录时使用，例如姓名的拼音加数字：zhangwei01。不能用身份证号。",
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    field_order = (
        "name",
        "id_number",
        "phone",
        "email",
        "username",
        "password1",
        "password2",
        "consent",
        "consent_sensitive",
    )
    about = "本人信息"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(*self._groups())

    def _groups(self) -> list:
        person = [self._pair("name", "id_number"), self._pair("phone", "email")]
        return [
            Fieldset(self.about, *person),
            Fieldset("账号", "username", self._pair("password1", "password2")),
        ]

    def _pair(self, *names: str) -> Div:
        return Div(*(name for name in names if name in self.fields), css_class=COLUMNS)

    def clean_name(self):
        return clean_person_name(self.cleaned_data["name"])

    @property
    def person(self) -> dict:
        """What `registration.register_person` takes."""
        names = ("name", "id_number", "phone", "email", "username", "consent_version")
        known = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        return known | {"password": self.cleaned_data["password1"]}


class InvitedForm(AccountForm):
    """An account by invitation: the name is the invitation's."""

    name = None


class OfficerForm(AccountForm):
    """The account of who will act for a new unit; the ID number may be left out."""

    least = 12
    about = "经办人"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["id_number"].required = False
        self.fields[
            "id_number"
        ].help_text = "可以不填。本人也要申报职称的请填写：18位，加密保存，页面上只显示首尾四位。"
        self.fields["name"].label = "经办人姓名"
        self.fields["phone"].label = "经办人电话"


class UnitForm(forms.ModelForm):
    """A unit that registers itself; kind, tier and parent were chosen before."""

    prefix = "unit"

    class Meta:
        model = UnitRegistration
        fields = (
            "name",
            "short_name",
            "uscc",
            "region",
            "legal_representative",
            "legal_telephone",
            "hr_contact",
            "hr_telephone",
        )
        help_texts = {
            "name": "与公章一致的全称。",
            "short_name": "可以不填。",
            "uscc": "18位，见营业执照或法人证书。",
            "region": "例如：小店区。市属单位可以留空。",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("legal_telephone", "hr_telephone"):
            self.fields[name].validators.append(PHONE)
        # A code with blanks or in full width is taken; the service makes it 18 characters.
        self.fields["uscc"] = forms.CharField(
            label="统一社会信用代码", max_length=40, help_text=self.Meta.help_texts["uscc"]
        )
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            Fieldset(
                "单位",
                "name",
                Div("uscc", "short_name", "region", css_class=COLUMNS),
                Div("legal_representative", "legal_telephone", css_class=COLUMNS),
                Div("hr_contact", "hr_telephone", css_class=COLUMNS),
            )
        )

    def _post_clean(self):
        """The service checks the unit; no instance is made here."""

    def values(self, *, kind: str, tier: str, parent) -> dict:
        """What `unit_registration` takes."""
        known = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return known | {"kind": kind, "tier": tier, "parent": parent}


class PlaceForm(forms.Form):
    """What a unit is, and the words by which the body above it is found."""

    kind = forms.ChoiceField(
        label="单位性质",
        choices=[("", "请选择"), *KINDS],
        error_messages={"required": "请选择单位性质。", "invalid_choice": "请从列出的性质中选择。"},
        help_text=f"{OrganisationKind.INSTITUTION.label}、国有企业由主管部门或县（市、区）人社局推荐，"
        "其他单位由属地人社局推荐。",
    )
    tier = forms.ChoiceField(
        label="隶属",
        choices=[("", "请选择"), *Tier.choices],
        error_messages={"required": "请选择隶属。", "invalid_choice": "请从列出的隶属中选择。"},
    )
    q = forms.CharField(
        label="上级部门名称",
        required=False,
        max_length=80,
        help_text="输入名称中的几个字；不填就列出可选的部门。",
        widget=forms.TextInput(attrs={"type": "search"}),
    )


class InvitationForm(forms.Form):
    """Whom a unit invites."""

    name = forms.CharField(label="姓名", max_length=40, help_text="与身份证一致，注册时不能改。")
    phone = forms.CharField(label="联系电话", max_length=20, validators=[PHONE])
    email = forms.EmailField(
        label="电子邮箱",
        max_length=254,
        required=False,
        help_text="可以不填。填了而且系统能发邮件的，同时发一封邀请邮件。",
    )

    def clean_name(self):
        return clean_person_name(self.cleaned_data["name"])


class InvitationCodeForm(forms.Form):
    """The code of an invitation."""

    code = forms.CharField(
        label="邀请码",
        max_length=60,
        help_text="由本单位经办人交给您，大小写和横线都不影响。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )


class RefusalForm(forms.Form):
    """Why a unit's registration is refused."""

    reason = forms.CharField(
        label="原因",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="登记人会看到，请写明要改什么。",
        error_messages={"required": "请填写原因，登记人会看到。"},
    )
