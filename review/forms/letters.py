"""The recommendation letter: a draft, its issue, a record of one issued on paper."""

from django import forms

from review.forms.fields import BlockField, DayField, LineField, OfficersForm, PhoneField
from review.letter_text import BLANKS


class DraftForm(OfficersForm):
    """The text with its blanks, and who answers for it."""

    template = BlockField(
        label="正文",
        max_length=1000,
        help_text="“根据……要求，”由系统写在前面。"
        + "；".join(f"{blank}换成{meaning}" for blank, meaning in BLANKS.items())
        + "；数字随名单变动，签发时固定。",
    )
    signer = LineField(label="签发人", max_length=20, required=False)
    filled_by = LineField(
        label="联系人（填报人）", max_length=20, help_text="印在推荐函和花名表上。"
    )
    telephone = PhoneField(label="联系电话", max_length=20)


class IssueForm(OfficersForm):
    """Number, date and who signs; from here on nothing can be changed."""

    number = LineField(
        label="推荐函文号",
        max_length=40,
        help_text="按本单位上一份推荐函顺延，可以修改；同一年内不能重复。",
    )
    issued_on = DayField(label="签发日期")
    signer = LineField(label="签发人", max_length=20)


class LetterForm(OfficersForm):
    """A letter that was issued on paper: number, date and who filled in the list."""

    number = LineField(label="推荐函文号", max_length=40, help_text="如：×职改〔2020〕12号")
    issued_on = DayField(label="推荐函日期")
    signer = LineField(label="签发人", max_length=20, required=False)
    filled_by = LineField(label="填报人", max_length=20, help_text="印在花名表表头。")
    telephone = PhoneField(label="联系电话", max_length=20)


class ReplaceForm(OfficersForm):
    """Why a letter is replaced by a new one."""

    reason = BlockField(
        label="代替原因",
        max_length=200,
        help_text="如：名单有误、有人退出推荐；最多200字。",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
