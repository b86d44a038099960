"""Sheets of staff as files: the template to fill in, the list as it stands, an upload read."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.access import record_access
from accounts.enums import Role
from accounts.models import Organisation, User
from applications import log
from applications.models import StaffMember
from applications.staff.cells import RawRow
from applications.staff.columns import Form
from applications.staff.people import typed_of
from applications.staff.services import require_officer
from applications.steps.spec import Field, Kind
from applications.uploads import BadUpload, run_sandbox, scan_for_malware, size_limit_text
from documents.blank_sheet import BlankColumn, BlankSheet, blank_xlsx

SCRIPT = Path(__file__).parents[1] / "sheet_sandbox.py"
SHEET_BYTES = 5 * 1024 * 1024
_NOTES = (
    "一人一行，从“例”的下一行填起；标题行不要改动。带 * 的必须填写，其余不知道的可以空着；填了最高学历或现任职称的，跟它有关的几列也要填。",
    "再次导入时，按身份证号认人（没有身份证号的按姓名和出生日期）：填了的格更新，空着的格不改动原来的内容。",
)
_EXAMPLES = {
    "name": "例：王小明",
    "id_number": "14010119880302XXXX",
    "phone": "13912345678",
    "position": "检测室副主任",
    "worker_category": "干部（管理、技术岗）",
    "specialty": "",
    "work_from": "2012.07",
    "grassroots": "否",
    "education": "大学本科",
    "certificates": "毕业证书和学位证书",
    "graduated": "2012.07",
    "relation": "相同",
    "recognized": "是",
    "title": "助理工程师",
    "obtained": "2016.12",
    "appointed": "2017.01",
    "post": "是",
    "achievements": "",
}
_WIDE = {"id_number": 44, "achievements": 46, "certificates": 36, "worker_category": 38}


def template(form: Form, unit: Organisation) -> bytes:
    """The sheet to fill in, with hints, an example and lists to choose from."""
    return blank_xlsx(_sheet(form, f"{unit.name}人员名单", with_example=True), [])


def staff_xlsx(
    *,
    actor: User,
    unit: Organisation,
    form: Form,
    members: Iterable[StaffMember],
    with_numbers: bool,
) -> bytes:
    """The list as a sheet of the same columns, which can be imported again; recorded in the log
    and, since people are in it, in the access log. Without `with_numbers` ID numbers are masked.
    """
    require_officer(actor, unit)
    rows = [_cells(member, form, with_numbers) for member in members]
    content = blank_xlsx(_sheet(form, f"{unit.name}人员名单", with_example=False), rows)
    detail = f"人员名单，xlsx，{len(rows)}人，身份证号{'全号' if with_numbers else '隐去中间'}"
    with transaction.atomic():
        log.append(
            action="staff_exported",
            actor=actor,
            role=Role.UNIT_OFFICER,
            organisation=unit,
            object=f"organisation:{unit.pk}",
            data={"people": len(rows), "with_numbers": with_numbers},
        )
        record_access(
            user=actor,
            what="staff_exported",
            object=f"organisation:{unit.pk}",
            outcome="exported",
            detail=detail,
            role=Role.UNIT_OFFICER,
            organisation=unit,
        )
    return content


def _sheet(form: Form, title: str, *, with_example: bool) -> BlankSheet:
    columns = []
    for spec in form.fields:
        options = () if spec.kind is Kind.MANY else tuple(w for _, w in form.choices_of(spec))
        columns.append(
            BlankColumn(
                label=f"{spec.label}*" if spec.required else spec.label,
                hint=_hint(spec, form),
                example=_example(spec, form) if with_example else "",
                width_mm=_WIDE.get(spec.name, 26 if spec.kind is not Kind.TEXT else 30),
                options=options,
            )
        )
    return BlankSheet(title=title, notes=_NOTES, columns=columns, has_example=with_example)


def _hint(spec: Field, form: Form) -> str:
    words = spec.hint
    if spec.kind is Kind.MANY:
        words += f"几种用顿号隔开，可以填：{'、'.join(word for _, word in form.choices_of(spec))}。"
    if spec.name == "name":
        return f"说明：{words}"
    return words or ("从下拉列表中选。" if form.choices_of(spec) else "")


def _example(spec: Field, form: Form) -> str:
    options = form.choices_of(spec)
    if spec.name in _EXAMPLES and _EXAMPLES[spec.name]:
        return _EXAMPLES[spec.name]
    if spec.name in ("specialty", "achievements"):
        return options[0][1]
    if spec.name.startswith("assessment_"):
        return "合格"
    if spec.name.startswith("hours_"):
        return "90"
    return "30" if spec.name.startswith("public_hours_") else ""


def _cells(member: StaffMember, form: Form, with_numbers: bool) -> list[str]:
    typed = typed_of(member)
    typed["id_number"] = member.id_number if with_numbers else member.id_number_mask
    typed |= {"sex": member.sex, "birth_date": member.birth_date.isoformat()}
    return [shown(spec, typed.get(spec.name), form) for spec in form.fields]


def shown(spec: Field, value: str | list[str] | None, form: Form) -> str:
    """A typed value in the words of the sheet."""
    if not value:
        return ""
    words = dict(form.choices_of(spec))
    if isinstance(value, list):
        return "、".join(words.get(each, each) for each in value)
    if spec.kind in (Kind.CHOICE, Kind.YES_NO):
        return words.get(value, "")
    return value.replace("-", ".") if spec.kind is Kind.MONTH else value


def read_upload(file: UploadedFile) -> list[RawRow]:
    """The cells of an uploaded workbook, read in a child process. Raises BadUpload, Infected.

    The file itself is not kept, so where the scanner does not answer nothing has to wait for it.
    """
    name = (file.name or "").lower()
    if not name.endswith(".xlsx"):
        raise BadUpload("请上传 .xlsx 文件；.xls 或 .csv 请先另存为“Excel 工作簿(*.xlsx)”。")
    if not file.size:
        raise BadUpload("文件是空的，请重新选择。")
    if file.size > min(SHEET_BYTES, settings.UPLOAD_FILE_BYTES):
        raise BadUpload(
            f"文件超过 {SHEET_BYTES // 1024 // 1024} MB，人员名单不应这么大，请只保留名单这一张表。"
            if file.size <= settings.UPLOAD_FILE_BYTES
            else size_limit_text()
        )
    descriptor, path = tempfile.mkstemp(suffix=".xlsx", dir=settings.DATA_FOLDER)
    try:
        digest = hashlib.sha256()
        with os.fdopen(descriptor, "wb") as target:
            for chunk in file.chunks():
                digest.update(chunk)
                target.write(chunk)
        scan_for_malware(Path(path), digest.hexdigest())
        answer = run_sandbox("read", path, script=SCRIPT)
    finally:
        os.unlink(path)
    if "refused" in answer:
        raise BadUpload(
            answer.get("message") or "文件太大或太复杂，无法读取。请使用下载的模板填写。"
        )
    return [(number, [(c[0], c[1], c[2]) for c in cells]) for number, cells in answer["rows"]]
