"""The unit's democratic evaluation and its examination of technicians."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.errors import BadInput, GuardFailed, NotAllowed
from accounts.views.guards import needs_right
from accounts.views.once import acts_once
from applications.enums import State
from applications.moves import is_recognized_by_unit
from review.forms.evaluation import EvaluationForm, ExaminationForm
from review.phrases import filled, is_filling, phrases_for, text_fields
from review.services.evaluation import record_evaluation, record_examination
from review.services.operations import OPERATIONS
from review.views.choosing import list_asked, put_together
from review.views.scope import case_or_404, chosen_cases, refuse_unless_held, show_refusal


@needs_right("record_notices")
@require_http_methods(["GET", "HEAD", "POST"])
@acts_once("review:applications")
def evaluation(request):
    """Record one meeting for the chosen people, each with votes and opinion."""
    if list_asked(request) is not None:
        return put_together(request, OPERATIONS["evaluation"])
    cases = chosen_cases(request)
    technicians = [case.name for case in cases if is_recognized_by_unit(case)]
    if technicians:
        named = "、".join(technicians)
        messages.warning(request, f"{named}申报的级别由单位考察认定，不登记民主评议，已略去。")
    cases = [case for case in cases if not is_recognized_by_unit(case)]
    if not cases:
        messages.warning(request, "请先在列表中选择要评议的申报。")
        return redirect("review:applications")
    refuse_unless_held(request, cases, [State.UNIT_REVIEW])
    is_typed = "held_on" in request.POST and not is_filling(request)
    form = EvaluationForm(request.POST if is_typed else None, cases=cases)
    if is_filling(request):
        filled(form, request, "evaluation", text_fields(form))
    status = 200
    if form.is_bound and form.is_valid() and not (status := _record_all(request, form, cases)):
        messages.success(request, f"已登记{len(cases)}人的民主评议。")
        if len(cases) == 1:
            return redirect("review:application", cases[0].pk)
        return redirect("review:applications")
    context = {
        "form": form,
        "cases": cases,
        "phrases": phrases_for(request.user, "evaluation"),
        "crumbs": [("申报列表", reverse("review:applications")), ("登记民主评议", "")],
    }
    return render(request, "review/evaluation.html", context, status=status)


def _record_all(request, form: EvaluationForm, cases) -> int:
    """All or none, so that a meeting is never recorded by halves; 0, or the refusal's status."""
    try:
        with transaction.atomic():
            # In the order of their keys: two officers never wait for each other in a circle.
            for case in sorted(cases, key=lambda each: each.pk):
                record_evaluation(actor=request.user, application=case, **form.values_for(case))
    except (BadInput, GuardFailed) as error:
        return show_refusal(form, error)
    return 0


@needs_right("record_notices")
@require_http_methods(["GET", "HEAD", "POST"])
@acts_once("review:application")
def examination(request, pk):
    """Record what the unit found of one technician."""
    case = case_or_404(request, pk)
    refuse_unless_held(request, [case], [State.UNIT_REVIEW])
    if not is_recognized_by_unit(case):
        raise NotAllowed("这一级别须经评审委员会评审，请登记民主评议。")
    known = getattr(case, "examination", None)
    initial = {}
    if known is not None:
        passed = "yes" if known.passed else "no"
        initial = {"held_on": known.held_on, "passed": passed, "result": known.result}
    form, status = ExaminationForm(request.POST or None, initial=initial), 200
    if form.is_bound and form.is_valid():
        try:
            record_examination(actor=request.user, application=case, **form.cleaned_data)
            messages.success(request, "已登记考察结果。")
            return redirect("review:application", pk)
        except (BadInput, GuardFailed) as error:
            status = show_refusal(form, error)
    context = {
        "form": form,
        "case": case,
        "crumbs": [
            ("申报列表", reverse("review:applications")),
            (case.name, reverse("review:application", args=[pk])),
            ("登记考察", ""),
        ],
    }
    return render(request, "review/examination.html", context, status=status)
