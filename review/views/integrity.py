"""Findings of false material and what follows: the records, a revocation, appeals (程-4)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import record_access
from accounts.clock import today
from accounts.errors import BadInput, GuardFailed, NotAllowed, StaleState
from accounts.permissions import right
from accounts.views.guards import needs_right, typed_in
from accounts.views.once import acts_once
from applications.enums import Action, AppealOutcome, State
from applications.foresight import why_not
from applications.integrity import last_day_of
from applications.models import Application
from applications.workflow import perform
from review.forms.integrity import (
    AppealForm,
    DecisionForm,
    FindForm,
    FindingForm,
    IntegrityFilter,
)
from review.integrity import answered_cases, appeals_of, records_for, view_of
from review.queries import case_for
from review.recognitions import upheld_reason
from review.services.integrity import decide_appeal, enter_appeal
from review.views.scope import page_of, show_refusal

_BOTH = ["GET", "HEAD", "POST"]


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [("诚信档案", reverse("review:integrity")), *more]


@needs_right("read_integrity")
@require_safe
def records(request):
    """The records in one's scope, by unit, person and where the ban stands."""
    found = IntegrityFilter(request.GET, queryset=records_for(request.user))
    page = page_of(found.qs, request)
    context = {
        "form": found.form,
        "page_obj": page,
        "rows": [view_of(each, today()) for each in page],
        "is_filtered": any(request.GET.get(name) for name in found.filters),
        "may_record": right("answer_for_integrity").allows(request.user),
    }
    return render(request, "review/integrity/records.html", context)


@needs_right("read_integrity")
@require_safe
def record(request, pk):
    """One record with its appeals; each look is recorded."""
    found = get_object_or_404(records_for(request.user), pk=pk)
    record_access(user=request.user, what="integrity", object=found.application.receipt_number)
    view, appeals = view_of(found, today()), appeals_of(found)
    context = {
        "view": view,
        "record": found,
        "appeals": appeals,
        "pending": any(each.outcome == AppealOutcome.PENDING for each in appeals),
        "from_state": State(found.from_state).label,
        "may_change": right("answer_for_integrity").allows(request.user, found.application),
        "may_read_case": case_for(request.user, pk) is not None,
        "crumbs": _crumbs((found.name, "")),
    }
    return render(request, "review/integrity/record.html", context)


@needs_right("answer_for_integrity")
@require_http_methods(_BOTH)
def find(request):
    """Which case the finding is about, by its receipt number."""
    form = FindForm(typed_in(request))
    if form.is_bound and form.is_valid():
        receipt = form.cleaned_data["receipt"].replace(" ", "")
        case = answered_cases(request.user).filter(receipt_number=receipt).first()
        if case is None:
            form.add_error("receipt", "在您的管辖范围内没有这个受理编号的申报，请核对。")
        elif case.state == State.REVOKED:
            messages.info(request, "这份申报已经取消资格，下面是它的记录。")
            return redirect("review:integrity_record", case.pk)
        else:
            return redirect("review:integrity_revoke", case.pk)
    context = {"form": form, "crumbs": _crumbs(("登记查实结论", ""))}
    status = 422 if form.is_bound else 200
    return render(request, "review/integrity/find.html", context, status=status)


@needs_right("answer_for_integrity")
@require_http_methods(_BOTH)
@acts_once("review:integrity_record")
def revoke(request, pk):
    """The finding's form, then everything once more to confirm, then the move."""
    case = get_object_or_404(answered_cases(request.user), pk=pk)
    if case.state == State.REVOKED and request.method != "POST":
        return redirect("review:integrity_record", pk)
    reasons = why_not(Action.REVOKE, case, request.user)
    if reasons and request.method != "POST":
        return _finding_page(request, case, None, reasons=reasons)
    form, status = FindingForm(typed_in(request), initial={"reason": upheld_reason(case)}), 200
    if form.is_bound and "back" not in request.POST and form.is_valid():
        if "confirmed" not in request.POST:
            return _confirm_page(request, case, form)
        try:
            return _revoke(request, case, form)
        except GuardFailed as error:
            status = show_refusal(form, error)
        except (StaleState, NotAllowed) as error:
            typed = [(form[name].label, form.cleaned_data[name]) for name in ("reason", "basis")]
            context = {"case": case, "message": error.message, "typed": typed}
            return render(request, "review/integrity/stale.html", context, status=409)
    elif form.is_bound and form.errors:
        status = 422
    return _finding_page(request, case, form, status=status)


def _revoke(request, case: Application, form: FindingForm):
    version = request.POST.get("version", "")
    if not (version.isascii() and version.isdigit() and len(version) < 10):
        raise StaleState("页面已经过期，请重新打开后再办理。")
    perform(
        action=Action.REVOKE,
        application=case,
        actor=request.user,
        data=form.cleaned_data | {"confirmed": request.POST.get("confirmed") == "yes"},
        version=int(version),
    )
    messages.success(request, f"{case.name}的资格已取消，已记入诚信档案。")
    return redirect("review:integrity_record", case.pk)


def _finding_page(request, case, form, *, reasons=(), status: int = 200):
    context = {
        "case": case,
        "form": form,
        "reasons": reasons,
        "version": request.POST.get("version") or case.version,
        "crumbs": _crumbs((f"取消资格：{case.name}", "")),
    }
    return render(request, "review/integrity/revoke.html", context, status=status)


def _confirm_page(request, case, form: FindingForm):
    values = form.cleaned_data
    context = {
        "case": case,
        "form": form,
        "values": values,
        "until": last_day_of(values["barred_from"], values["years"]),
        "version": request.POST.get("version") or case.version,
        "crumbs": _crumbs((f"取消资格：{case.name}", "")),
    }
    return render(request, "review/integrity/revoke_confirm.html", context)


def _own_record(request, pk):
    """The record, where the person answers for it and not only reads."""
    found = get_object_or_404(records_for(request.user), pk=pk)
    if not right("answer_for_integrity").allows(request.user, found.application):
        raise Http404
    return found


@needs_right("answer_for_integrity")
@require_http_methods(_BOTH)
@acts_once("review:integrity_record")
def appeal(request, pk):
    """Enter an appeal that came in."""
    found = _own_record(request, pk)
    form = AppealForm(typed_in(request), initial={"filed_on": today()})
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            enter_appeal(actor=request.user, record=found, **form.cleaned_data)
            messages.success(request, "申诉已登记，申报人会收到消息。")
            return redirect("review:integrity_record", pk)
        except BadInput as error:
            status = show_refusal(form, error)
    context = {
        "form": form,
        "record": found,
        "crumbs": _crumbs(
            (found.name, reverse("review:integrity_record", args=[pk])), ("申诉", "")
        ),
    }
    return render(request, "review/integrity/appeal.html", context, status=status)


@needs_right("answer_for_integrity")
@require_http_methods(_BOTH)
@acts_once("review:integrity_record")
def decide(request, pk):
    """How the pending appeal ended: the form, once more to confirm, then for good."""
    found = _own_record(request, pk)
    pending = found.appeals.filter(outcome=AppealOutcome.PENDING).first()
    if pending is None:
        raise NotAllowed("这条记录没有正在处理的申诉。")
    form = DecisionForm(typed_in(request), initial={"decided_on": today()})
    status = 200
    if form.is_bound and "back" not in request.POST:
        status = 422
        if form.is_valid():
            if "confirmed" not in request.POST:
                return _decision_page(request, found, pending, form, is_confirming=True)
            try:
                decide_appeal(actor=request.user, appeal=pending, **form.cleaned_data)
                messages.success(request, "处理结果已登记，申报人会收到消息。")
                return redirect("review:integrity_record", pk)
            except BadInput as error:
                status = show_refusal(form, error)
    return _decision_page(request, found, pending, form, status=status)


def _decision_page(request, found, pending, form, *, is_confirming=False, status=200):
    context = {
        "form": form,
        "record": found,
        "view": view_of(found, today()),
        "appeal": pending,
        "is_confirming": is_confirming,
        "crumbs": _crumbs(
            (found.name, reverse("review:integrity_record", args=[found.pk])), ("处理申诉", "")
        ),
    }
    if is_confirming:
        context["outcome"] = AppealOutcome(form.cleaned_data["outcome"]).label
    return render(request, "review/integrity/decide.html", context, status=status)
