"""Objections at the unit: taken down, looked into, their evidence; and the sheet for the wall."""

from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import record_access
from accounts.clock import today
from accounts.errors import BadInput, NotAllowed
from accounts.views.guards import needs_right, typed_in
from accounts.views.once import acts_once
from applications import scanner
from applications.clauses import document_of
from applications.models.scan import CLEAN, INFECTED
from applications.uploads import size_limit_text, too_large_names
from applications.views.files import secured
from review.enums import NoticeKind
from review.forms.objections import HandlingForm, TakenDownForm
from review.months import months_of
from review.postings import posting_of
from review.queries import notices_for, objections_for
from review.services.objections import (
    handle_objection,
    record_objection,
    why_not_in_hand,
)
from review.views.scope import show_refusal

_BOTH = ["GET", "HEAD", "POST"]

BAD = "这个文件查出病毒，不能下载。"
WAITING = "病毒检查暂时不能进行，这个文件现在不能下载，请稍后再试。"


@needs_right("record_notices")
@require_http_methods(_BOTH)
@acts_once("review:notice", made="review:objection")
def take_down(request, pk: int):
    """An objection that came by telephone, letter or in person."""
    notice = get_object_or_404(
        notices_for(request.user).select_related(
            "application__holder", "application__applicant", "unit", "round"
        ),
        pk=pk,
    )
    why_not = "公示还没有开始。" if notice.first_day > today() else ""
    if why_not := why_not or why_not_in_hand(request.user, notice):
        raise NotAllowed(why_not)
    typed = (request.POST, request.FILES) if request.method == "POST" else ()
    form, status = TakenDownForm(*typed), 200
    if form.is_bound:
        if too_large_names(request):
            form.add_error("file", size_limit_text())
        status = 200 if form.is_valid() else 422
    if status == 200 and form.is_bound:
        values = form.cleaned_data
        try:
            made = record_objection(
                actor=request.user,
                notice=notice,
                channel=values["channel"],
                received_on=values["received_on"],
                said=form.said(),
            )
            messages.success(request, f"已登记异议，受理编号 {made.number}。核查后请登记结果。")
            return redirect("review:objection", made.pk)
        except BadInput as error:
            status = show_refusal(form, error)
    context = {
        "form": form,
        "notice": notice,
        "crumbs": _crumbs(notice, "登记异议"),
    }
    return render(request, "review/objection_form.html", context, status=status)


@needs_right("record_notices")
@require_http_methods(_BOTH)
@acts_once("review:objection")
def objection(request, pk: int):
    """One objection in full, with what was found of it so far and the form for it."""
    found = get_object_or_404(
        objections_for(request.user).select_related(
            "notice__application__holder",
            "notice__application__applicant",
            "notice__unit",
            "notice__round",
            "entered_by",
        ),
        pk=pk,
    )
    form, status = HandlingForm(typed_in(request)), 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                handle_objection(actor=request.user, objection=found, **form.cleaned_data)
                messages.success(request, "已登记核查结果。")
                return redirect("review:notice", found.notice_id)
            except BadInput as error:
                status = show_refusal(form, error)
    context = {
        "form": form,
        "objection": found,
        "notice": found.notice,
        "why_not_handled": why_not_in_hand(request.user, found.notice),
        "handlings": list(found.handlings.select_related("handled_by")),
        "crumbs": _crumbs(found.notice, f"异议 {found.number}"),
    }
    return render(request, "review/objection.html", context, status=status)


@needs_right("record_notices")
@require_safe
def evidence(request, pk: int):
    """The file that came with an objection, as a download; each look is recorded."""
    found = get_object_or_404(objections_for(request.user).exclude(stored_name=""), pk=pk)
    path = Path(settings.UPLOADS_FOLDER) / found.stored_name
    if not path.is_file():
        raise Http404
    if scanner.is_on() and (state := scanner.scan(path).state) != CLEAN:
        raise NotAllowed(BAD if state == INFECTED else WAITING)
    record_access(user=request.user, what="objection_file", object=f"objection:{found.pk}")
    response = FileResponse(path.open("rb"), content_type=found.content_type)
    response["Content-Disposition"] = content_disposition_header(True, found.file_name)
    return secured(response)


@needs_right("record_notices")
@require_safe
def sheet(request, pk: int):
    """The sheet for the wall, for all who were posted together."""
    notice = get_object_or_404(notices_for(request.user), pk=pk)
    posting = posting_of(notices_for(request.user), notice.token)
    if posting is None:
        raise Http404
    context = {
        "posting": posting,
        "notice": posting.head,
        "period": posting.period,
        "months": months_of(posting.period),
        "policy": posting.head.round.policy,
        "chapters": _conditions(posting.head),
        "crumbs": _crumbs(posting.head, "张贴用公示"),
    }
    return render(request, "review/notice_sheet.html", context)


def _conditions(notice) -> list:
    """The policy's own sentences, which are what a notice of conditions and procedure posts."""
    if notice.kind != NoticeKind.RULES:
        return []
    return list(document_of(notice.round.policy_key))


def _crumbs(notice, here: str) -> list[tuple[str, str]]:
    return [
        ("公示", reverse("review:notices")),
        (notice.get_kind_display(), reverse("review:notice", args=[notice.pk])),
        (here, ""),
    ]
