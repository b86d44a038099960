"""Beginning a case, choosing its unit, copying from the last one."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts import consent
from accounts.clock import today
from accounts.errors import BadInput
from accounts.views.guards import needs_right
from applications import drafts, queries
from applications.forms.start import StartForm, units_offered
from applications.integrity import ban_to_tell
from applications.models import Round
from applications.remaining import closed_note
from applications.rows import copy_rows_from_last
from applications.views.shared import editable_case, whole_number

_READS = ["GET", "HEAD", "POST"]
LONGEST_SEARCH = 80


@needs_right("own_application")
@require_http_methods(_READS)
def start(request, key: str):
    """Choose level and unit, and open the draft; nothing is written before the button."""
    round = queries.open_rounds().filter(key=key).first()
    if round is None:
        raise Http404
    if not consent.is_given(request.user):
        return redirect(f"{reverse('accounts:consent')}?{urlencode({'next': request.path})}")
    asked = request.POST if request.method == "POST" else request.GET
    text = asked.get("q", "").strip()[:LONGEST_SEARCH]
    units = units_offered(request.user, text, asked.get("unit", ""))
    is_sent = request.method == "POST" and "search" not in request.POST
    form = StartForm(request.POST if is_sent else None, round=round, units=units)
    if is_sent and form.is_valid() and (made := _begin(request, round, form)):
        return redirect("applications:task_list", pk=made.pk)
    context = {
        "round": round,
        "form": form,
        "units": units,
        "q": text,
        "level": asked.get("level", ""),
        "chosen": asked.get("unit", "") or (str(units[0].pk) if len(units) == 1 else ""),
        "days_left": (round.applicants_until - today()).days,
        "ban": ban_to_tell(request.user, today()),
    }
    return render(request, "applications/start.html", context)


def _begin(request, round: Round, form: StartForm):
    try:
        return drafts.start_application(
            round=round,
            applicant=request.user,
            level=form.cleaned_data["level"],
            unit=form.chosen_unit,
        )
    except BadInput as error:
        for field, message in error.fields.items():
            form.add_error(field if field in form.fields else None, message)
    return None


@needs_right("edit_draft")
@require_http_methods(_READS)
def unit(request, pk: int):
    """Search and choose the unit of a draft."""
    application = editable_case(request, pk, "application")
    text = (request.POST.get("q") or request.GET.get("q", "")).strip()[:LONGEST_SEARCH]
    units = units_offered(request.user, text, request.POST.get("unit", ""))
    error = ""
    if request.method == "POST" and "search" not in request.POST:
        if (chosen := whole_number(request.POST.get("unit"))) is not None:
            drafts.choose_unit(application=application, actor=request.user, unit_id=chosen)
            return redirect("applications:step", pk=pk, step="application")
        error = "请选择工作单位。"
    context = {
        "application": application,
        "units": units,
        "q": text,
        "chosen": request.POST.get("unit", "") or str(application.unit_id or ""),
        "error": error,
        "closed": closed_note(application, today()),
    }
    return render(request, "applications/unit.html", context)


@needs_right("edit_draft")
@require_POST
def copy_rows(request, pk: int):
    """Copy what was typed in the last case into the empty lists of this one."""
    application = editable_case(request, pk)
    copied = copy_rows_from_last(application=application, actor=request.user)
    if copied:
        messages.success(request, f"已从上一次申报复制{copied}条内容，请逐步核对。")
    else:
        messages.info(request, "上一次申报中没有可以复制的内容。")
    return redirect("applications:task_list", pk=pk)
