"""The recommendation letter."""

from review.forms.fields import DayField, LineField, OfficersForm, PhoneField


class LetterForm(OfficersForm):
    """Number, date and who filled in the list."""

    number = LineField(label="推荐函文号", max_length=40, help_text="如：×职改〔2020〕12号")
    issued_on = DayField(label="推荐函日期")
    filled_by = LineField(label="填报人", max_length=20, help_text="印在花名表表头。")
    telephone = PhoneField(label="联系电话", max_length=20)
