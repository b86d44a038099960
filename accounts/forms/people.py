"""The administrator's forms about people and their roles, and one's own data."""

from django import forms
from django.core.validators import RegexValidator

from accounts.clock import today
from accounts.enums import Role
from accounts.models import Organisation, User
from accounts.text import clean_person_name

PHONE = RegexValidator(
    r"^\+?[0-9][0-9\-]{5,18}$", "联系电话只填数字，可以有“-”，例如13800138000或0351-1234567。"
)
USERNAME = RegexValidator(
    r"^(?=.*[a-zA-Z])[a-zA-Z0-9._-]{3,40}$",
    "用户名用3至40个字母、数字、点或横线，至少有一个字母；不要用身份证号。",
)


class PersonForm(forms.Form):
    """A person's data; the ID number only when it is entered or corrected."""

    name = forms.CharField(label="姓名", max_length=40, help_text="与身份证一致。")
    username = forms.CharField(
        label="用户名",
        max_length=40,
        validators=[USERNAME],
        help_text="登录时使用，例如姓名的拼音加数字：zhangwei01。不要用身份证号。",
    )
    id_number = forms.CharField(label="身份证号", max_length=40, required=False)
    phone = forms.CharField(label="联系电话", max_length=20, required=False, validators=[PHONE])
    email = forms.EmailField(label="电子邮箱", max_length=254, required=False)

    def __init__(self, *args, person: User | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["id_number"].help_text = (
            f"已登记：{person.id_number_mask}。不更正就留空。"
            if person is not None and person.id_number_mask
            else "18位。加密保存，列表里只显示首尾四位。可以留空，由本人填写。"
        )

    def clean_name(self):
        return clean_person_name(self.cleaned_data["name"])


class ContactForm(forms.Form):
    """What a person may change of the own data."""

    phone = forms.CharField(label="联系电话", max_length=20, required=False, validators=[PHONE])
    email = forms.EmailField(label="电子邮箱", max_length=254, required=False)


class RoleForm(forms.Form):
    """A role for an organisation and a period."""

    role = forms.ChoiceField(label="角色", choices=[("", "请选择"), *Role.choices])
    organisation = forms.ModelChoiceField(
        label="所代表的单位",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="不代表单位",
        help_text="经办人、评委会秘书必须选择；系统管理员、纪检监察不用选。",
    )
    valid_from = forms.DateField(
        label="开始日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    valid_until = forms.DateField(
        label="结束日期",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="当天仍有效。不确定就留空，以后可以随时结束。",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.filter(is_active=True)
        self.fields["valid_from"].initial = today


class EndRoleForm(forms.Form):
    """The last day of a role; empty ends it at once."""

    last_day = forms.DateField(
        label="最后一天",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="当天仍有效。留空表示立即结束。",
    )

    def clean_last_day(self):
        last_day = self.cleaned_data["last_day"]
        if last_day is not None and last_day < today():
            raise forms.ValidationError("最后一天不能早于今天；要立即结束请留空。")
        return last_day


class PeopleFilterForm(forms.Form):
    """What the list of people is narrowed by."""

    text = forms.CharField(
        label="姓名、用户名或完整身份证号",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    role = forms.ChoiceField(
        label="现任角色", required=False, choices=[("", "全部角色"), *Role.choices]
    )
