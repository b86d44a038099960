"""What the officers' forms share: fields cleaned before they reach a service, plain messages."""

import unicodedata
from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from accounts.text import clean_line
from applications.steps.parse import BadValue, parse
from applications.steps.spec import Field, Kind


class OfficersForm(forms.Form):
    """A form whose messages name what is missing, also in fields that were added later."""

    def full_clean(self):
        """Clean the form; a blank required field is told by its own label."""
        for field in self.fields.values():
            if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
                verb = "选择" if isinstance(field, forms.ChoiceField) else "填写"
                field.error_messages["required"] = f"请{verb}“{field.label}”。"
        super().full_clean()


class LineField(forms.CharField):
    """One line without invisible characters."""

    def to_python(self, value):
        return clean_line(super().to_python(value) or "")


class BlockField(forms.CharField):
    """Several lines; each without invisible characters."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value):
        text = unicodedata.normalize("NFC", super().to_python(value) or "")
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return "\n".join(clean_line(line) for line in lines).strip()


class DayField(forms.DateField):
    """A day in this or a near year; the browser's own calendar where it has one."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y年%m月%d日"])
        kwargs.setdefault("error_messages", {"invalid": "请填写日期，如 2020-11-02。"})
        super().__init__(**kwargs)

    def to_python(self, value):
        day = super().to_python(value)
        if isinstance(day, date) and not 1990 <= day.year <= 2100:
            raise ValidationError("年份应在1990至2100之间。")
        return day


class PhoneField(LineField):
    """A telephone number as the applicants' steps take it."""

    def clean(self, value):
        text = super().clean(value)
        try:
            return parse(Field(self.label or "", "", Kind.PHONE), text) or ""
        except BadValue as error:
            raise ValidationError(str(error)) from None
