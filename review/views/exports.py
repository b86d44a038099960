"""Exports: one page to choose, one address that answers with the file.

Cases chosen on the officers' list come as `ids` (ticked; `application` in an address), or as the
list's own `tab` and filter; both addresses take them, the first by GET, the second by POST.
"""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.errors import NotAllowed
from accounts.permissions import right
from accounts.views.guards import needs_right
from applications.models import Application, Round
from applications.queries import submitted_for
from review.exports import CannotExport, Selection, UnknownExport, export_of
from review.exports.base import CONTENT_TYPES
from review.exports.forms import ExportForm
from review.exports.making import Made, export_for_person
from review.exports.queries import counts_by_level, rounds_of
from review.exports.selection import select
from review.forms.filters import ApplicationFilter
from review.lists import cases_for, tab_of
from review.views.choosing import list_asked
from review.views.scope import chosen_ids

OWN_FIELDS = ("csrfmiddlewaretoken", "form", "format", "page", "sort", "size")


@needs_right("export_forms")
@require_safe
def exports(request):
    """Choose a form, its format and whom it is about."""
    round = _round(request)
    return _page(request, _form(request, round), round)


@needs_right("export_forms")
@require_POST
def export(request):
    """The file, as an attachment; the page again with the reason where there is none.

    Ticked cases without a form are a list's button: the page asks which form.
    """
    _check_right(request)
    round = _round(request)
    form = _form(request, round)
    if "form" not in request.POST and _carried(request):
        return _page(request, form, round)
    if not form.is_valid():
        return _page(request, form, round, status=400)
    export, format = export_of(form.cleaned_data["form"]), form.cleaned_data["format"]
    try:
        selection = _selection(request, export.right, form.cleaned_data, round)
        made = export_for_person(
            export=export, selection=selection, format=format, actor=request.user
        )
    except (CannotExport, UnknownExport) as error:
        form.add_error(None, error.message)
        return _page(request, form, round, status=400)
    _tell_who_is_missing(request, made)
    return answer(made, format)


def _check_right(request) -> None:
    """Raise NotAllowed for a form that exists and is another role's to export."""
    try:
        wanted = export_of(request.POST.get("form", ""))
    except UnknownExport:
        return
    if not right(wanted.right).allows(request.user):
        raise NotAllowed(f"“{wanted.label}”由评委会办事机构导出。")


def _selection(request, right_name: str, asked: dict, round: Round | None) -> Selection:
    chosen = _chosen(request)
    if chosen is None:
        cases = Application.objects.all()
    else:
        cases, round = chosen, _only_round(chosen)
    if round is None:
        raise CannotExport("没有可导出的申报。")
    allowed = right(right_name).filter(request.user, cases)
    return select(round, allowed, level=asked.get("level", ""), body=asked.get("body"))


def _chosen(request) -> QuerySet[Application] | None:
    """The cases chosen on a list; None where all of a round are meant."""
    asked = _asked(request)
    if ids := _ticked(request):
        return submitted_for(request.user).filter(pk__in=ids)
    if "tab" not in asked:
        return None
    listed = cases_for(request.user, tab_of(asked.get("tab", "")))
    return ApplicationFilter(asked, queryset=listed, rounds=list(Round.objects.all())).qs


def _ticked(request) -> list[int]:
    """The ticked cases; none where all that the list finds are meant."""
    return [] if list_asked(request) is not None else chosen_ids(request)


def _asked(request) -> QueryDict:
    if (listed := list_asked(request)) is not None:
        return listed
    return request.POST if request.method == "POST" else request.GET


def _only_round(cases: QuerySet[Application]) -> Round | None:
    found = list(Round.objects.filter(pk__in=cases.order_by().values("round"))[:2])
    if len(found) > 1:
        raise CannotExport("选中的申报属于不同的年度批次，请按批次分开导出。")
    return found[0] if found else None


def _form(request, round: Round | None) -> ExportForm:
    typed = request.POST if "form" in request.POST else None
    are_chosen = bool(_carried(request))
    return ExportForm(typed, user=request.user, round=round, are_chosen=are_chosen)


def _carried(request) -> list[tuple[str, str]]:
    """What says which cases were chosen on a list, for the form's hidden fields.

    Raises Http404 for a ticked case that the officer may not read.
    """
    if ids := _ticked(request):
        if submitted_for(request.user).filter(pk__in=ids).count() != len(ids):
            raise Http404
        return [("ids", str(pk)) for pk in ids]
    asked = _asked(request)
    if "tab" not in asked:
        return []
    return [
        (name, value)
        for name, values in asked.lists()
        if name not in OWN_FIELDS
        for value in values
    ]


def _tell_who_is_missing(request, made: Made) -> None:
    """Say on the next page how many of the ticked cases are not in the file."""
    missing = len(_ticked(request)) - made.count
    if missing > 0:
        messages.info(
            request,
            f"已导出 {made.count} 人；另有 {missing} 份不在内："
            "尚未到达推荐部门、已终止，或不是这张表的对象。",
        )


def answer(made: Made, format: str):
    """The file as a download that no cache keeps."""
    response = FileResponse(
        made.file,
        as_attachment=True,
        filename=made.name,
        content_type=CONTENT_TYPES[format],
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response


def _round(request) -> Round | None:
    """The named round, else the newest with something to export."""
    key, rounds = _asked(request).get("round", ""), list(rounds_of(request.user))
    return next((each for each in rounds if each.key == key), rounds[0] if rounds else None)


def _page(request, form: ExportForm, round: Round | None, status: int = 200):
    carried = _carried(request)
    chosen = _chosen(request) if carried else None
    levels = counts_by_level(request.user, round) if round and not carried else []
    context = {
        "form": form,
        "round": round,
        "carried": carried,
        "chosen_count": chosen.count() if chosen is not None else 0,
        "levels": levels,
        "total": sum(level["total"] for level in levels),
        "accepted": sum(level["accepted"] for level in levels),
        "is_office": right("export_scoring_sheets").allows(request.user),
        "crumbs": [("申报列表", reverse("review:applications")), ("导出表格", "")],
    }
    return render(request, "review/exports.html", context, status=status)
