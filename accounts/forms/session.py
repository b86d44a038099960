"""Login and the change of one's own password."""

from django import forms
from django.contrib.auth import forms as auth_forms
from django.contrib.auth import password_validation

from accounts.passwords import MAX_LENGTH


class LoginForm(auth_forms.AuthenticationForm):
    """User name and password; one message for every failure."""

    username = forms.CharField(
        label="用户名",
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label="密码",
        strip=False,
        max_length=MAX_LENGTH,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    error_messages = {
        "invalid_login": "用户名或密码不对，请核对后再试。密码区分大小写。",
        "inactive": "用户名或密码不对，请核对后再试。密码区分大小写。",
    }


class OwnPasswordForm(auth_forms.PasswordChangeForm):
    """The old password, and the new one twice."""

    error_messages = {
        "password_mismatch": "两次输入的新密码不一样。",
        "password_incorrect": "原密码不对，请重新输入。",
        "unchanged": "新密码不能与原密码相同。",
    }
    old_password = forms.CharField(
        label="原密码",
        strip=False,
        max_length=MAX_LENGTH,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new_password1 = forms.CharField(
        label="新密码",
        strip=False,
        max_length=MAX_LENGTH,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=" ".join(password_validation.password_validators_help_texts()[1:2])
        + "可以用几个词或一句话，越长越安全。",
    )
    new_password2 = forms.CharField(
        label="再输一遍新密码",
        strip=False,
        max_length=MAX_LENGTH,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("new_password1") and cleaned["new_password1"] == cleaned.get("old_password"):
            self.add_error("new_password1", self.error_messages["unchanged"])
        return cleaned
