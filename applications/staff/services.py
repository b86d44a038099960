"""Writing a unit's list of staff: by hand, from a sheet, and out of it again.

Each act is one transaction, checks that the actor is the unit's officer, and leaves one entry in
the log without anything personal in it.
"""

import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from pypinyin import lazy_pinyin

from accounts import crypto, form_keys
from accounts.clock import database_now, today
from accounts.crypto import keyed_hash
from accounts.enums import Role
from accounts.errors import BadInput, NotAllowed, StaleState
from accounts.identifiers import ResidentId, mask_id, parse_resident_id
from accounts.models import Organisation, User
from accounts.permissions import organisations_of
from accounts.text import clean_person_name
from applications import log
from applications.models import StaffMember, StaffSheet
from applications.staff.cells import RawRow, read_table
from applications.staff.columns import Form
from applications.staff.people import NEW, SAME, Plan, PlannedRow, Typed, canonical, kept_values
from applications.staff.people import plan_of as lay_beside
from applications.steps.state import parse_values

SHEET_MINUTES = 120
MOST_STAFF = 5000
ALREADY = "名单里已经有这个人，请在名单里修改。"


def require_officer(actor: User, unit: Organisation) -> None:
    """Raise NotAllowed unless the actor is an officer of the unit today."""
    if unit.pk not in organisations_of(actor, Role.UNIT_OFFICER):
        raise NotAllowed("只有本单位的经办人可以管理人员名单。")


def _lock_list(unit: Organisation) -> None:
    """One act at a time on a unit's list: what it is laid beside is what it is written into."""
    Organisation.objects.select_for_update(no_key=True).get(pk=unit.pk)


@transaction.atomic
def save_member(
    *,
    actor: User,
    unit: Organisation,
    form: Form,
    typed: Typed,
    member: StaffMember | None = None,
    version: int | None = None,
) -> StaffMember:
    """Add a person, or change one; a blank ID number of somebody who has one leaves it.

    Raises BadInput by column, StaleState where a colleague changed the person meanwhile.
    """
    form_keys.claim(f"staff_member:{member.pk if member else 'new'}")
    require_officer(actor, unit)
    _lock_list(unit)
    parsed, errors = parse_values(form.section, typed, form.context)
    if member is not None and member.id_number_hash and not typed.get("id_number"):
        for name in ("sex", "birth_date"):
            if not typed.get(name):
                errors.pop(name, None)
    if errors:
        raise BadInput(errors)
    number = (
        parse_resident_id(str(typed["id_number"]), today=today())
        if typed.get("id_number")
        else None
    )
    if member is None:
        _check_room(unit, 1)
        changed = StaffMember(unit=unit, entered_by=actor, entered_at=database_now())
    else:
        stored = StaffMember.objects.select_for_update(of=("self",))
        found = stored.filter(pk=member.pk, unit=unit).first()
        if found is None:
            raise StaleState("这个人刚刚被同事移出了名单，没有保存。")
        changed = found
        if version is not None and changed.version != version:
            raise StaleState(f"{changed.changed_by.name}刚刚修改过这个人的资料，请核对后再改。")
        changed.version += 1
    whole = {**(changed.values or {}), **canonical(typed, parsed, form)}
    _fill(changed, whole, number, actor, database_now())
    try:
        with transaction.atomic():
            changed.save()
    except IntegrityError:
        raise BadInput({"id_number" if number else "name": ALREADY}) from None
    _note(actor, unit, "staff_changed" if member else "staff_added", people=1)
    return changed


def _fill(
    member: StaffMember, typed: Typed, number: ResidentId | None, actor: User, at: datetime
) -> None:
    member.name = clean_person_name(str(typed["name"]))
    member.name_key = " ".join(lazy_pinyin(member.name))[:200]
    member.phone = str(typed.get("phone") or "")
    member.values = kept_values(typed)
    member.changed_by, member.changed_at = actor, at
    if number is not None:
        member.id_number_hash = keyed_hash(number.number)
        member.id_number_mask = mask_id(number.number)
        member.id_number_cipher = crypto.encrypt(number.number, bound_to=member.bound_to)
        member.birth_date, member.sex = number.birth_date, number.sex
    elif not member.id_number_hash:
        member.birth_date = date.fromisoformat(str(typed["birth_date"]))
        member.sex = str(typed["sex"])


def _check_room(unit: Organisation, more: int) -> None:
    if StaffMember.objects.filter(unit=unit).count() + more > MOST_STAFF:
        raise BadInput({"": f"一个单位的名单最多 {MOST_STAFF} 人。"})


@transaction.atomic
def remove_members(*, actor: User, unit: Organisation, members: Iterable[StaffMember]) -> int:
    """Take people off the list for good, with all that it held of them; how many they were."""
    require_officer(actor, unit)
    _lock_list(unit)
    keys = [member.pk for member in members]
    count, _ = StaffMember.objects.filter(unit=unit, pk__in=keys).delete()
    if count:
        _note(actor, unit, "staff_removed", people=count)
    return count


@transaction.atomic
def keep_sheet(
    *, actor: User, unit: Organisation, form: Form, raw: list[RawRow], file_name: str
) -> tuple[Plan, StaffSheet | None]:
    """What the sheet would do; where no cell is bad it is kept, sealed, until the officer's yes.

    Raises cells.BadTable.
    """
    require_officer(actor, unit)
    _lock_list(unit)
    forget_old_sheets()
    plan = lay_beside(read_table(raw, form), form, unit)
    StaffSheet.objects.filter(unit=unit).delete()
    if plan.faults:
        return plan, None
    _check_room(unit, plan.count(NEW))
    sheet = StaffSheet.objects.create(
        unit=unit,
        made_by=actor,
        made_at=database_now(),
        file_name=file_name[:120],
        content=crypto.encrypt(json.dumps(raw, ensure_ascii=False), bound_to=_sealed_for(unit)),
    )
    return plan, sheet


def note_infected(*, actor: User, unit: Organisation, signature: str) -> None:
    """Write down that an infected sheet was not taken."""
    require_officer(actor, unit)
    _note(actor, unit, "malware_refused", signature=signature)


def plan_of_sheet(sheet: StaffSheet, form: Form) -> Plan:
    """What a kept sheet would do now."""
    raw = json.loads(crypto.decrypt(sheet.content, bound_to=_sealed_for(sheet.unit)))
    rows = [(number, [(each[0], each[1], each[2]) for each in cells]) for number, cells in raw]
    return lay_beside(read_table(rows, form), form, sheet.unit)


def forget_old_sheets() -> None:
    """Remove what was uploaded and never confirmed."""
    since = database_now() - timedelta(minutes=SHEET_MINUTES)
    StaffSheet.objects.filter(made_at__lt=since).delete()


def _sealed_for(unit: Organisation) -> str:
    return f"staff_sheet:{unit.pk}"


@transaction.atomic
def take_over(*, actor: User, sheet: StaffSheet, form: Form) -> Plan:
    """Write a kept sheet into the list, all of it or, where the list has changed so that a row no
    longer fits, nothing; the sheet is used up. Raises StaleState, BadInput."""
    form_keys.claim(f"staff_sheet:{sheet.pk}")
    unit = sheet.unit
    require_officer(actor, unit)
    _lock_list(unit)
    if not StaffSheet.objects.filter(pk=sheet.pk).delete()[0]:
        raise StaleState("这份表刚刚已经导入或被换掉了，请在名单里核对。")
    plan = plan_of_sheet(sheet, form)
    if plan.faults:
        raise StaleState("上传之后名单有变化，这份表已经不能直接导入，请重新上传。")
    _check_room(unit, plan.count(NEW))
    at = database_now()
    made, changed = [], []
    for planned in plan.rows:
        if planned.status != SAME:
            (made if planned.member is None else changed).append(_written(planned, unit, actor, at))
    StaffMember.objects.bulk_create(made, batch_size=200)
    StaffMember.objects.bulk_update(changed, _WRITTEN, batch_size=100)
    _note(
        actor, unit, "staff_imported", people=len(plan.rows), added=len(made), changed=len(changed)
    )
    return plan


_WRITTEN = (
    "name",
    "name_key",
    "phone",
    "values",
    "version",
    "id_number_hash",
    "id_number_mask",
    "id_number_cipher",
    "birth_date",
    "sex",
    "changed_by",
    "changed_at",
)


def _written(planned: PlannedRow, unit: Organisation, actor: User, at: datetime) -> StaffMember:
    member = planned.member or StaffMember(unit=unit, entered_by=actor, entered_at=at, version=0)
    member.version += 1
    _fill(member, planned.typed, planned.number, actor, at)
    return member


def _note(actor: User, unit: Organisation, action: str, **data: int | str) -> None:
    log.append(
        action=action,
        actor=actor,
        role=Role.UNIT_OFFICER,
        organisation=unit,
        object=f"organisation:{unit.pk}",
        data=data,
    )
