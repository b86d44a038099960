"""Who of a unit can apply for what, this year and in the years ahead."""

from dataclasses import dataclass

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.clock import today
from accounts.views.guards import needs_right, page_of
from applications.staff.chart import chart_of
from applications.staff.columns import form_for
from applications.staff.outlook import HELD, IF_MENDED, LATER, NOT_AHEAD, NOW, Outlook, forecast
from applications.staff.queries import staff_of
from applications.views.staff.scope import RIGHT, query_of, unit_of, units_of

_TONES = {NOW: "success", LATER: "info", IF_MENDED: "warning", NOT_AHEAD: "neutral"}
PAGE = 200  # so many people a page; the figures and the chart are of all
SHOWN = (
    ("", "全部人员"),
    ("now", "今年可以申报"),
    ("mended", "今年补齐后可以"),
    ("next", "明年可以申报"),
    ("none", "五年内还不行"),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One person at one level, in words."""

    label: str  # of the level
    word: str
    tone: str
    missing: str


@needs_right(RIGHT)
@require_safe
def outlook(request):
    """The table and the chart, judged now by the one engine; nothing is stored."""
    unit = unit_of(request)
    form = form_for(unit)
    found = forecast(staff_of(unit), form.context, form.target)
    wanted = request.GET.get("show", "")
    year = found.target.year
    shown = [each for each in found.people if _is_shown(each.outlooks, wanted, year)]
    page = page_of(shown, request.GET.get("page"), PAGE)
    people = [
        {"member": person.member, "cells": [_cell(each, year) for each in person.outlooks]}
        for person in page
    ]
    bars = found.bars()
    context = {
        "unit": unit,
        "units": units_of(request),
        "query": query_of(request, unit),
        "forecast": found,
        "target": form.target,
        "bars": bars,
        "chart": chart_of(bars) if found.people else None,
        "people": people,
        "page_obj": page,
        "shown": SHOWN,
        "wanted": wanted,
        "today": today(),
        "crumbs": [
            ("本单位人员", reverse("staff:list") + query_of(request, unit)),
            ("谁能申报", ""),
        ],
    }
    return render(request, "staff/outlook.html", context)


def _is_shown(outlooks: tuple[Outlook, ...], wanted: str, year: int) -> bool:
    if wanted == "now":
        return any(each.status == NOW for each in outlooks)
    if wanted == "mended":
        return any(each.status == IF_MENDED and each.year == year for each in outlooks)
    if wanted == "next":
        return any(each.year == year + 1 for each in outlooks)
    if wanted == "none":
        return all(each.status in (NOT_AHEAD, HELD) for each in outlooks)
    return True


def _cell(outlook: Outlook, year: int) -> Cell:
    missing = "、".join(outlook.missing)
    label = outlook.level.label
    if outlook.status == HELD:
        return Cell(label, "已取得", "", "")
    if outlook.status == NOW:
        return Cell(label, f"{year}年可以申报", _TONES[NOW], "")
    if outlook.status == LATER:
        return Cell(label, f"最早{outlook.year}年", _TONES[LATER], "")
    if outlook.status == IF_MENDED:
        return Cell(label, f"补齐后{outlook.year}年", _TONES[IF_MENDED], f"还差：{missing}")
    return Cell(label, "近几年还不行", _TONES[NOT_AHEAD], f"不符合：{missing}")
