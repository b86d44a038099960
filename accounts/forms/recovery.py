"""Forgotten passwords, handed codes, the closing of an account."""

from django import forms

from accounts.forms.registration import NewPasswordForm
from accounts.passwords import MAX_LENGTH


class ResetMailForm(forms.Form):
    """To whom a link is written."""

    who = forms.CharField(
        label="用户名或电子邮箱",
        max_length=254,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class LinkPasswordForm(NewPasswordForm):
    """The new password of who followed a mailed link."""


class CodePasswordForm(NewPasswordForm):
    """User name, the code that was handed over, and the new password."""

    username = forms.CharField(
        label="用户名",
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    code = forms.CharField(
        label="一次性代码",
        max_length=60,
        help_text="由单位经办人、评委会办或系统管理员交给您，大小写和横线都不影响。",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "none"}),
    )
    field_order = ("username", "code", "password1", "password2")


class PeopleSearchForm(forms.Form):
    """By what a person is found who asks for a code."""

    text = forms.CharField(
        label="姓名、用户名或完整身份证号",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search"}),
    )


class ClosingForm(forms.Form):
    """The own password, before an account is closed for good."""

    password = forms.CharField(
        label="登录密码",
        strip=False,
        max_length=MAX_LENGTH,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text="为确认是您本人，请输入登录密码。",
    )
