"""Extensions for single cases, granted by the committee office."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.clock import database_now
from accounts.crypto import keyed_hash
from accounts.errors import BadInput, NotAllowed
from accounts.permissions import right
from accounts.views.guards import needs_right, typed_in
from accounts.views.once import acts_once
from applications.deadlines import closing_day, deadline_of
from applications.enums import EDITABLE_STATES, REVIEW_STATES, State
from applications.models import Application, DeadlineExtension
from review.forms.extensions import ExtensionForm, WhoseForm
from review.services.extensions import extend_deadline
from review.views.scope import page_of, show_refusal
from review.wording import day_text

_BOTH = ["GET", "HEAD", "POST"]
_RUNNING = (*EDITABLE_STATES, *REVIEW_STATES)


def _cases(user):
    cases = Application.objects.select_related("round", "applicant", "unit", "holder")
    return right("extend_deadlines").filter(user, cases)


@needs_right("extend_deadlines")
@require_safe
def extensions(request):
    """What was granted in the office's rounds, the newest first."""
    cases = _cases(request.user).order_by().values("pk")
    found = DeadlineExtension.objects.filter(application__in=cases).select_related(
        "application__round", "application__applicant", "granted_by"
    )
    page = page_of(found, request)
    rows = [(each, State(each.state).label) for each in page]
    return render(request, "review/extensions.html", {"page_obj": page, "rows": rows})


@needs_right("extend_deadlines")
@require_http_methods(_BOTH)
def find(request):
    """Whose case; a draft is found by the ID number that its person tells."""
    form = WhoseForm(typed_in(request))
    if form.is_bound and form.is_valid():
        asked = form.cleaned_data["whose"].replace(" ", "")
        about = {"receipt_number": asked}
        if number := form.id_number:
            about = {"applicant__id_number_hash": keyed_hash(number)}
        found = _cases(request.user).filter(**about, state__in=_RUNNING)
        case = found.order_by("-round__year", "-pk").first()
        if case is not None:
            return redirect("review:extension", case.pk)
        form.add_error("whose", "本评委会办的批次里没有这样一份正在填报或办理的申报，请核对。")
    crumbs = [("延期", reverse("review:extensions")), ("查找申报", "")]
    status = 422 if form.is_bound else 200
    context = {"form": form, "crumbs": crumbs}
    return render(request, "review/extension_find.html", context, status=status)


@needs_right("extend_deadlines")
@require_http_methods(_BOTH)
@acts_once("review:extension")
def extend(request, pk):
    """Give one case a later last day."""
    case = _cases(request.user).filter(pk=pk).first()
    if case is None:
        raise Http404
    last = deadline_of(case)
    if last is None:
        state = case.get_state_display()
        raise NotAllowed(f"“{state}”的申报没有正在计算的截止日期，不能延长。")
    form, status = ExtensionForm(typed_in(request)), 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                made = extend_deadline(actor=request.user, application=case, **form.cleaned_data)
                messages.success(
                    request, f"截止日期已延长至{day_text(made.until)}，申报人会收到消息。"
                )
                return redirect("review:extensions")
            except BadInput as error:
                status = show_refusal(form, error)
    context = {
        "case": case,
        "name": case.name or case.applicant.name,
        "form": form,
        "last": last,
        "closes": closing_day(case, case.round),
        "now": database_now(),
        "given": case.extensions.select_related("granted_by"),
        "crumbs": [("延期", reverse("review:extensions")), ("延长截止日期", "")],
    }
    return render(request, "review/extension.html", context, status=status)
