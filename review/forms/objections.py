"""Objections: brought forward by anybody, taken down by an officer, handled."""

from django import forms

from accounts.clock import today
from review.enums import ObjectionChannel, ObjectionOutcome
from review.forms.fields import BlockField, DayField, LineField, OfficersForm
from review.services.objections import Said


class FileField(forms.FileField):
    """One file, whose inside the service judges."""

    default_error_messages = {
        "invalid": "文件没有传上来，请重新选择。",
        "missing": "文件没有传上来，请重新选择。",
        "empty": "文件里没有内容。",
        "max_length": "文件名太长，请改短后再上传。",
    }


class SaidForm(OfficersForm):
    """Who says what, with a file if there is one."""

    identity = forms.ChoiceField(
        label="反映人",
        choices=[("named", "实名（可以得到回复）"), ("anonymous", "匿名")],
        widget=forms.RadioSelect,
        initial="named",
    )
    name = LineField(label="姓名", max_length=20, required=False)
    contact = LineField(
        label="联系方式", max_length=60, required=False, help_text="电话或邮箱，实名反映时填写。"
    )
    content = BlockField(
        label="反映的情况",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="写清楚是哪一项内容、与事实有什么不符、怎样可以核实，最多1000字。"
        "请不要写身份证号。",
    )
    file = FileField(
        label="证据文件",
        required=False,
        max_length=200,
        help_text="可不传；PDF、JPG 或 PNG，一个文件，不超过20MB。",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )

    def clean(self):
        values = super().clean()
        is_named = values.get("identity") == "named"
        if is_named and not values.get("name") and "name" not in self.errors:
            self.add_error("name", "实名反映请填写姓名；不愿留姓名的，请选择匿名。")
        if is_named and not values.get("contact") and "contact" not in self.errors:
            self.add_error("contact", "实名反映请填写联系方式，以便核实和回复。")
        return values

    def said(self) -> Said:
        """What was brought forward, for the service; of an anonymous person nothing is kept."""
        values = self.cleaned_data
        is_named = values["identity"] == "named"
        return Said(
            content=values["content"],
            name=values["name"] if is_named else "",
            contact=values["contact"] if is_named else "",
            file=values["file"],
        )


class PublicObjectionForm(SaidForm):
    """The form on the public page; asks about whom where several are on it."""

    about = forms.ChoiceField(label="反映的对象", required=True)
    field_order = ["about"]

    def __init__(self, *args, people: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [("", "请选择"), *people] if len(people) > 1 else people
        if len(people) < 2:
            self.fields["about"].widget = forms.HiddenInput()
            self.fields["about"].initial = people[0][0]


class TakenDownForm(SaidForm):
    """An objection that reached the unit by another way."""

    channel = forms.ChoiceField(
        label="反映方式",
        choices=[each for each in ObjectionChannel.choices if each[0] != ObjectionChannel.ONLINE],
        widget=forms.RadioSelect,
    )
    received_on = DayField(label="收到日期")
    field_order = ["channel", "received_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["received_on"].initial = today()
        self.fields["identity"].choices = [("named", "实名"), ("anonymous", "匿名")]


class HandlingForm(OfficersForm):
    """What the unit found."""

    outcome = forms.ChoiceField(
        label="核查结果",
        choices=[
            (ObjectionOutcome.UNFOUNDED, "不成立：与事实不符，公示内容没有问题"),
            (ObjectionOutcome.FOUNDED, "成立：公示内容确有不实或不符合条件"),
        ],
        widget=forms.RadioSelect,
    )
    text = BlockField(
        label="异议内容和核查处理情况",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="印在《公示情况表》上：概括反映的内容，写明向谁、怎样核查，结论是什么。"
        "不要写反映人的姓名，最多500字。",
    )
