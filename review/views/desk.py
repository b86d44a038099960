"""The officers' home and their list."""

from datetime import date
from functools import lru_cache
from operator import attrgetter

from django.shortcuts import render
from django.urls import get_script_prefix, reverse
from django.views.decorators.http import require_safe

from accounts.clock import today
from accounts.permissions import right
from accounts.views.guards import needs_right
from applications.deadlines import days_left
from applications.enums import Action
from applications.models import Application, Round
from applications.remaining import WARNING_DAYS
from applications.standing_in import stand_ins_of
from review.figures import figures_for
from review.forms.filters import ApplicationFilter, sorted_by
from review.list_rows import rows_of
from review.listed import listed
from review.lists import (
    TABS,
    cases_for,
    counts_for,
    list_rows,
    rounds_by_id,
    tab_of,
    waiting_by_deadline,
)
from review.neighbours import list_query
from review.views.scope import DEFAULT_SIZE, page_of
from review.views.stand_ins import waiting_cases
from review.wording import day_text, left_text, state_label


@needs_right("read_submitted")
@require_safe
def home(request):
    """What waits for the officer, the nearest deadline first; the secretary's figures."""
    day = today()
    counts = counts_for(request.user)
    waiting = [
        {
            "group": group,
            "label": state_label(group.state),
            "days": left_text(group.last, group.closes, day) if group.last else "",
            "tone": "warning" if group.last and days_left(group.last, day) <= 3 else "info",
            "is_late": group.closes is not None and group.closes < day,
        }
        for group in waiting_by_deadline(request.user)
    ]
    figures = []
    if right("round_figures").allows(request.user):
        figures = figures_for(request.user, day)
    may_name = right("name_stand_in").allows(request.user)
    context = {
        "stuck": waiting_cases(request.user) if may_name else [],
        "stood_in": stand_ins_of(request.user),
        "tabs": [(tab, counts[tab.key]) for tab in TABS],
        "counts": counts,
        "waiting": waiting,
        "warnings": _warnings(waiting, day),
        "figures": figures,
        "may_export": _may_export(request.user),
    }
    return render(request, "review/home.html", context)


def _warnings(waiting: list[dict], day: date) -> list[str]:
    """That last days are near or over, before anything else on the page; the nearest first."""
    groups = [row["group"] for row in waiting if row["group"].last is not None]
    found = []
    if late := sum(group.count for group in groups if group.closes < day):
        found.append(f"{late}份申报已过截止日期，不能再办理，今晚由系统自动关闭。")
    near = [g for g in groups if g.closes >= day and days_left(g.last, day) <= WARNING_DAYS]
    if near:
        first, count = near[0], sum(group.count for group in near)
        when = left_text(first.last, first.closes, day)
        found.append(
            f"{count}份申报{WARNING_DAYS}天内截止，最近的是{day_text(first.last)}（{when}），请尽快办理。"
        )
    return found


@needs_right("read_submitted")
@require_safe
def applications(request):
    """The officer's list: tabs, filters and sorting stand in the address."""
    rounds = rounds_by_id()
    tab = tab_of(request.GET.get("tab", ""))
    sort = request.GET.get("sort", "")
    is_filtered = any(request.GET.get(name) for name in ApplicationFilter.base_filters)
    if is_filtered:
        chosen = ApplicationFilter(
            request.GET, queryset=cases_for(request.user, tab), rounds=list(rounds.values())
        )
        found, fields = list_rows(sorted_by(chosen.qs, sort)), _fields(chosen.form)
    else:
        found, fields = _unfiltered(request, tab, sort), _blank_fields(_key(rounds))
    page = page_of(found, request)
    context = {
        "tab": tab,
        "tabs": TABS,
        "fields": fields,
        "is_filtered": is_filtered,
        "page_obj": page,
        "rows": rows_of(page, rounds, today(), list_query(request.GET, tab.key)),
        "columns": _columns(sort),
        "operations": _operations(request.user),
        "sort": sort,
        "may_export": _may_export(request.user),
        "export_query": _export_query(request, tab),
    }
    return render(request, "review/applications.html", context)


def _unfiltered(request, tab, sort: str):
    """Prepared where the list is as it is opened, in its usual order and size."""
    if sort or "size" in request.GET:
        return list_rows(sorted_by(cases_for(request.user, tab), sort))
    return listed(request.user, tab, DEFAULT_SIZE)


_CHOICES_FROM = ("pk", "name", "policy_key", "year", "office_from", "office_until")


def _key(rounds: dict[int, Round]) -> tuple:
    """What of the rounds the filter's choices are made of."""
    return tuple(attrgetter(*_CHOICES_FROM)(round) for round in rounds.values())


@lru_cache(maxsize=8)
def _blank_fields(key: tuple) -> list[dict]:
    """The filter's fields while nothing is chosen."""
    rounds = [Round(**dict(zip(_CHOICES_FROM, values, strict=True))) for values in key]
    return _fields(ApplicationFilter({}, queryset=Application.objects.none(), rounds=rounds).form)


def _fields(form) -> list[dict]:
    """The filter's fields ready to print: Django's own widgets cost more than the list's rows."""
    return [
        {
            "name": bound.name,
            "label": bound.label,
            "value": bound.value() or "",
            "choices": list(getattr(bound.field, "choices", ())),
            "is_hidden": bound.is_hidden,
        }
        for bound in form
    ]


def _export_query(request, tab) -> str:
    """The list's own address, for the exports' page: it exports what is listed."""
    asked = request.GET.copy()
    asked["tab"], asked["listed"] = tab.key, "1"
    return asked.urlencode()


def _may_export(user) -> bool:
    return right("export_forms").allows(user)


_ENDING = (Action.DECLINE, Action.REFUSE)
_COLUMNS = (
    ("name", "申报人"),
    ("level", "申报级别"),
    ("specialty", "申报专业"),
    ("unit", "工作单位"),
    ("state", "状态"),
    ("since", "到达时间"),
)


def _columns(sort: str) -> list[dict]:
    """The sortable heads: where a click leads and how it is sorted now."""
    return [
        {
            "label": label,
            "to": f"-{key}" if sort == key else key,
            "look": {key: "sort-asc", f"-{key}": "sort-desc"}.get(sort, ""),
        }
        for key, label in _COLUMNS
    ]


def _operations(user) -> list[dict]:
    """What may be done with many at once: label, address, the button's look."""
    names = ("record_notices", "record_letters", "check_originals", "export_forms")
    return _drawn_operations(get_script_prefix(), *(right(name).allows(user) for name in names))


@lru_cache(maxsize=32)
def _drawn_operations(prefix: str, *allowed: bool) -> list[dict]:
    # Under one prefix the addresses are the same for everybody.
    return [
        {
            "label": label,
            "url": reverse(name, args=[argument] if argument else []),
            "style": "btn-outline-danger" if argument in _ENDING else "btn-secondary",
        }
        for name, argument, label in _operations_of(*allowed)
    ]


def _operations_of(is_unit: bool, is_body: bool, is_office: bool, may_export: bool) -> list:
    found = []
    if is_unit:
        found += [
            ("review:notice_record", "", "登记公示"),
            ("review:batch", "notice-outcome", "登记公示结果"),
            ("review:evaluation_record", "", "登记民主评议"),
        ]
    if is_body:
        found += [
            ("review:letter_draft", "", "拟推荐函"),
            ("review:letter_record", "", "登记纸质推荐函"),
        ]
    if is_unit or is_body:
        found.append(("review:batch", Action.FORWARD, "审核通过并上报"))
    if is_unit:
        found.append(("review:batch", Action.RECOGNIZE, "认定"))
    if is_office:
        found.append(("review:batch", Action.ACCEPT, "受理"))
    found.append(("review:batch", Action.RETURN, "退回修改"))
    if is_unit or is_body:
        found.append(("review:batch", Action.DECLINE, "不予推荐"))
    if is_office:
        found.append(("review:batch", Action.REFUSE, "不予受理"))
    if is_unit:
        found.append(("review:notice_form", "", "导出公示情况表"))
    if may_export:
        found.append(("review:export", "", "导出所选"))
    return found
