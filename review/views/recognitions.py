"""Recognised technicians: the body's list, its objections, the certificate."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.errors import BadInput, NotAllowed
from accounts.permissions import right
from accounts.views.guards import needs_right, typed_in
from accounts.views.once import acts_once
from applications.models import Application
from review.enums import RecognitionOutcome
from review.exports import export_of, selection_of_recognized
from review.exports.base import CONTENT_TYPES
from review.exports.making import export_for_person
from review.forms.recognitions import RecognitionObjectionForm, RecognitionOutcomeForm
from review.models import RecognitionObjection
from review.recognitions import recognitions_for, row_of
from review.services.recognitions import decide_objection, record_objection
from review.views.scope import page_of, show_refusal

_BOTH = ["GET", "HEAD", "POST"]


def _crumbs(here: str) -> list[tuple[str, str]]:
    return [("认定的技术员", reverse("review:recognitions")), (here, "")]


@needs_right("read_recognitions")
@require_safe
def recognitions(request):
    """The technicians whom units below recognised, with what was objected."""
    page = page_of(recognitions_for(request.user), request)
    rows = [row_of(case, request.user) for case in page]
    return render(request, "review/recognitions.html", {"page_obj": page, "rows": rows})


@needs_right("read_recognitions")
@require_http_methods(_BOTH)
@acts_once("review:recognitions", of_object=False)
def object_to(request, pk):
    """Record an objection to one recognition."""
    case = get_object_or_404(recognitions_for(request.user), pk=pk)
    if why := row_of(case, request.user).why_not:
        raise NotAllowed(why)
    form, status = RecognitionObjectionForm(typed_in(request)), 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                record_objection(actor=request.user, application=case, **form.cleaned_data)
                messages.success(request, "异议已登记，单位和申报人会收到消息。")
                return redirect("review:recognitions")
            except BadInput as error:
                status = show_refusal(form, error)
    context = {"case": case, "form": form, "crumbs": _crumbs(f"提出异议：{case.name}")}
    return render(request, "review/recognition_objection.html", context, status=status)


@needs_right("read_recognitions")
@require_http_methods(_BOTH)
@acts_once("review:recognitions", of_object=False)
def decide(request, pk):
    """Record what came of an objection; upheld, it leads on to the revocation."""
    mine = recognitions_for(request.user)
    objections = RecognitionObjection.objects.select_related("organisation")
    objection = get_object_or_404(objections.filter(application__in=mine.values("pk")), pk=pk)
    case = mine.get(pk=objection.application_id)
    if objection.outcome != RecognitionOutcome.OPEN:
        raise NotAllowed("这条异议已经登记了处理结果。")
    form, status = RecognitionOutcomeForm(typed_in(request)), 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                decided = decide_objection(
                    actor=request.user, objection=objection, **form.cleaned_data
                )
                return _decided(request, case, decided)
            except BadInput as error:
                status = show_refusal(form, error)
    context = {
        "case": case,
        "objection": objection,
        "form": form,
        "crumbs": _crumbs(f"异议处理结果：{case.name}"),
    }
    return render(request, "review/recognition_objection.html", context, status=status)


def _decided(request, case: Application, decided: RecognitionObjection):
    if decided.outcome == RecognitionOutcome.REJECTED:
        messages.success(request, "已登记：异议不成立，认定有效。")
    elif right("answer_for_integrity").allows(request.user, case):
        messages.success(request, "已登记：异议成立。请接着办理取消资格。")
        return redirect("review:integrity_revoke", case.pk)
    else:
        messages.success(request, "已登记：异议成立。已通知评委会办和所属人社部门办理取消资格。")
    return redirect("review:recognitions")


@needs_right("download_certificate")
@require_POST
def certificate(request, pk):
    """The certificate of a recognised technician, made now and recorded."""
    export = export_of("certificate")
    found = right(export.right).filter(request.user, Application.objects.filter(pk=pk))
    case = found.select_related("round").first()
    if case is None:
        raise Http404
    selection = selection_of_recognized(case)
    if not selection.count():
        raise NotAllowed("认定以后才有资格证明；被取消资格的不再出具。")
    made = export_for_person(export=export, selection=selection, format="pdf", actor=request.user)
    return FileResponse(
        made.file,
        as_attachment=True,
        filename=f"{case.name}-{made.name}",
        content_type=CONTENT_TYPES["pdf"],
    )
