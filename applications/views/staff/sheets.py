"""Sheets of staff: the template, an upload with its preview, the list as a file."""

from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.clock import today
from accounts.errors import BadInput
from accounts.identifiers import mask_id
from accounts.permissions import right
from accounts.views.guards import needs_right
from accounts.views.once import acts_once
from applications.models import StaffSheet
from applications.staff import services, sheets
from applications.staff.cells import MOST_PEOPLE, BadTable
from applications.staff.columns import Form, form_for
from applications.staff.people import Plan
from applications.staff.queries import staff_of
from applications.uploads import BadUpload, Infected, shown_name, too_large_names
from applications.views.staff.scope import RIGHT, query_of, unit_of, units_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BAD = 422
INFECTED = "文件里查出病毒，没有接收。请先给电脑杀毒，再用重新下载的模板填写后上传。"
_UNFIT = str.maketrans(dict.fromkeys('\\/:*?"<>|', "_"))


@needs_right(RIGHT)
@require_safe
def template(request):
    """The sheet to fill in."""
    unit = unit_of(request)
    form = form_for(unit)
    return _file(sheets.template(form, unit), f"人员名单模板-{form.year}年度.xlsx")


@needs_right(RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request):
    """Take a sheet; bad cells are all named at once, a flawless one waits for the officer's yes."""
    unit = unit_of(request)
    form, errors, plan, name = form_for(unit), [], None, ""
    if request.method == "POST":
        plan, sheet, errors, name = _taken(request, unit, form)
        if sheet is not None:
            return redirect("staff:preview", sheet.pk)
    back = reverse("staff:list") + query_of(request, unit)
    context = {
        "unit": unit,
        "units": units_of(request),
        "query": query_of(request, unit),
        "errors": errors,
        "plan": plan,
        "table": _table(plan, form) if plan else None,
        "file_name": name,
        "was_told": "told" in request.POST,
        "most_people": MOST_PEOPLE,
        "megabytes": sheets.SHEET_BYTES // 1024 // 1024,
        "back": back,
        "crumbs": [("本单位人员", back), ("从表格导入", "")],
    }
    is_bad = request.method == "POST"
    return render(request, "staff/import.html", context, status=BAD if is_bad else 200)


def _taken(request, unit, form: Form) -> tuple[Plan | None, StaffSheet | None, list[str], str]:
    file = request.FILES.get("file")
    if file is None:
        too_large = too_large_names(request)
        limit = sheets.SHEET_BYTES // 1024 // 1024
        return None, None, [f"文件超过 {limit} MB。" if too_large else "请先选择要上传的文件。"], ""
    name = shown_name(file.name or "", "")
    if "told" not in request.POST:
        text = "请先勾选“已告知名单上的人员”。"
        return None, None, [text], name
    try:
        raw = sheets.read_upload(file)
        plan, sheet = services.keep_sheet(
            actor=request.user, unit=unit, form=form, raw=raw, file_name=name
        )
    except Infected as error:
        services.note_infected(actor=request.user, unit=unit, signature=error.signature)
        return None, None, [INFECTED], name
    except (BadUpload, BadTable) as error:
        return None, None, [str(error)], name
    except BadInput as error:
        return None, None, list(error.fields.values()), name
    return plan, sheet, [], name


@needs_right(RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
@acts_once("staff:list", of_object=False)
def preview(request, pk: int):
    """Everything that the sheet would do, and the yes."""
    mine = right(RIGHT).filter(request.user, StaffSheet.objects.select_related("unit", "made_by"))
    sheet = get_object_or_404(mine, pk=pk)
    unit, form = sheet.unit, form_for(sheet.unit)
    back = reverse("staff:list") + query_of(request, unit)
    if request.method == "POST":
        plan = services.take_over(actor=request.user, sheet=sheet, form=form)
        added, changed, same = (plan.count(each) for each in ("new", "changed", "same"))
        messages.success(request, f"已导入：新增{added}人，更新{changed}人，{same}人没有变化。")
        return redirect(back)
    try:
        plan = services.plan_of_sheet(sheet, form)
    except BadTable:
        # The columns changed with the round since it was uploaded.
        raise Http404 from None
    context = {
        "unit": unit,
        "sheet": sheet,
        "plan": plan,
        "table": _table(plan, form),
        "counts": [
            ("新增", plan.count("new")),
            ("更新", plan.count("changed")),
            ("没有变化", plan.count("same")),
        ],
        "minutes": services.SHEET_MINUTES,
        "again": reverse("staff:import") + query_of(request, unit),
        "crumbs": [("本单位人员", back), ("从表格导入", "")],
    }
    return render(request, "staff/preview.html", context)


def _table(plan: Plan, form: Form) -> dict:
    """The sheet as a table: its own columns and rows, bad cells marked."""
    columns = [spec for _, spec in sorted(plan.table.columns.items())]
    rows = []
    for planned in plan.rows:
        bad = {fault.name: fault.message for fault in planned.row.faults}
        cells = []
        for spec in columns:
            text = planned.row.shown.get(spec.name, "")
            if spec.name == "id_number" and spec.name not in bad and planned.number:
                text = mask_id(planned.number.number)
            address = f"{plan.table.letter_of(spec.name)}{planned.row.number}"
            message = bad.get(spec.name, "")
            cells.append({"text": text, "message": message, "address": address})
        rows.append({"planned": planned, "number": planned.row.number, "cells": cells})
    return {"columns": columns, "rows": rows}


@needs_right(RIGHT)
@require_POST
def export(request):
    """The whole list as a sheet; with full ID numbers only where that was ticked."""
    unit = unit_of(request)
    members = list(staff_of(unit))
    if not members:
        messages.warning(request, "名单里还没有人，没有可以导出的内容。")
        return redirect(reverse("staff:list") + query_of(request, unit))
    content = sheets.staff_xlsx(
        actor=request.user,
        unit=unit,
        form=form_for(unit),
        members=members,
        with_numbers="with_numbers" in request.POST,
    )
    return _file(content, f"{unit.short_name or unit.name}人员名单-{today():%Y%m%d}.xlsx")


def _file(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=XLSX)
    named = quote(name.translate(_UNFIT))
    answer["Content-Disposition"] = f"attachment; filename=\"staff.xlsx\"; filename*=UTF-8''{named}"
    return answer
