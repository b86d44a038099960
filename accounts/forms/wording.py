"""What every form says of an empty field, in the words of somebody at a counter."""

from django import forms

REQUIRED = {
    forms.Field: "请填写这一项。",
    forms.ChoiceField: "请选择一项。",
    forms.ModelChoiceField: "请选择一项。",
    forms.FileField: "请选择文件。",
    forms.BooleanField: "请勾选这一项。",
}


def speak_plainly() -> None:
    """Put these words in place of Django's 这个字段是必填项; a field's own words stand over them."""
    for kind, message in REQUIRED.items():
        words = dict(getattr(kind, "default_error_messages", {}))
        kind.default_error_messages = words | {"required": message}
