"""Naming a stand-in, and ending one."""

from django import forms

from accounts.models import User
from review.forms.fields import BlockField, DayField, OfficersForm


class StandInForm(OfficersForm):
    """Whom, until when, why."""

    person = forms.ModelChoiceField(
        label="代办人",
        queryset=User.objects.none(),
        empty_label="请选择",
        error_messages={
            "required": "请选择代办人。",
            "invalid_choice": "请在名单中选择代办人。",
        },
    )
    until = DayField(label="代办到哪一天", help_text="含当天；到期后代办人不能再办理和查看。")
    reason = BlockField(
        label="原因", max_length=300, help_text="写入办理日志，申报人和监察都能看到。"
    )


class EndStandInForm(OfficersForm):
    """Why it ends early."""

    reason = BlockField(label="结束原因", max_length=300)
