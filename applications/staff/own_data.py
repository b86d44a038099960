"""What the zip of one's own data tells of units' lists: found by one's ID number."""

from collections.abc import Iterator

from accounts.models import User
from accounts.own_data import Member, as_json, local
from applications.models import StaffMember
from applications.staff.columns import form_for
from applications.staff.queries import held_about
from applications.staff.sheets import shown


def members_of(user: User) -> Iterator[Member]:
    """One file with what every unit holds of the person, and who entered it."""
    if held := [_held(each) for each in held_about(user)]:
        yield Member(("单位人员名单.json",), as_json(held))


def _held(member: StaffMember) -> dict:
    form = form_for(member.unit)
    known = {spec.name: spec for spec in form.fields}
    values = {
        known[name].label if name in known else name: shown(known[name], value, form)
        if name in known
        else value
        for name, value in member.values.items()
    }
    return {
        "单位": member.unit.name,
        "用途": "单位估算本单位人员何时可以申报；不是申报材料，只有该单位经办人看得到。",
        "姓名": member.name,
        "身份证号": member.id_number_mask,
        "出生日期": member.birth_date,
        "性别": member.get_sex_display(),
        "联系电话": member.phone,
        **values,
        "录入人": member.entered_by.name,
        "录入时间": local(member.entered_at),
        "最近修改人": member.changed_by.name,
        "最近修改时间": local(member.changed_at),
    }
