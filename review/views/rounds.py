"""The administrator's rounds: dates, and what their policy asks in words."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.clock import today
from accounts.errors import BadInput
from accounts.views.guards import needs_right
from applications.models import Round
from review.forms.rounds import RoundForm
from review.services.rounds import DATES, FIELDS, GRACES, change_round, create_round
from review.views.scope import show_refusal


@needs_right("manage_rounds")
@require_safe
def rounds(request):
    """All rounds, the newest first."""
    day = today()
    found = Round.objects.select_related("office").annotate(cases=Count("applications"))
    rows = [(round, *_phase(round, day)) for round in found]
    return render(request, "review/rounds.html", {"rows": rows})


def _phase(round: Round, day) -> tuple[str, str]:
    """Where the round stands on that day: chip and words."""
    if day < round.applicants_from:
        return "neutral", "未开始"
    if day > round.office_until:
        return "neutral", "已结束"
    return ("info", "申报中") if day <= round.applicants_until else ("waiting", "审核受理中")


@needs_right("manage_rounds")
@require_safe
def round(request, pk):
    """One round: its dates, and what its policy asks."""
    found = get_object_or_404(Round.objects.select_related("office"), pk=pk)
    dates = [(label, getattr(found, name)) for name, label in DATES]
    dates.insert(4, ("评委会办开始受理", found.office_from))
    dates += [(label, day) for name, _, label in GRACES if (day := getattr(found, name))]
    context = {
        "round": found,
        "phase": _phase(found, today()),
        "dates": dates,
        "levels": _levels(found.policy),
        "crumbs": [("年度批次", reverse("review:rounds")), (found.name, "")],
    }
    return render(request, "review/round.html", context)


def _levels(policy) -> list[dict]:
    """What each level asks, in the policy's words."""
    return [
        {
            "label": level.label,
            "requirements": [r for r in policy.requirements if level.key in r.levels],
            "routes": [r for r in policy.routes if r.level == level.key],
            "items": [i for i in policy.items if level.key in i.levels],
            "stages": policy.stages_for(level.key),
        }
        for level in policy.levels
    ]


@needs_right("manage_rounds")
@require_http_methods(["GET", "HEAD", "POST"])
def create(request):
    """Enter a round."""
    form = RoundForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            made = create_round(actor=request.user, **_values(form))
            messages.success(request, f"批次“{made.name}”已建立。")
            return redirect("review:round", made.pk)
        except BadInput as error:
            show_refusal(form, error)
    crumbs = [("年度批次", reverse("review:rounds")), ("新建批次", "")]
    return render(
        request, "review/round_form.html", {"form": form, "title": "新建批次", "crumbs": crumbs}
    )


@needs_right("manage_rounds")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    """Change a round; why is asked, and kept with what was before."""
    found = get_object_or_404(Round, pk=pk)
    form = RoundForm(request.POST or None, round=found)
    if form.is_bound and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            change_round(actor=request.user, round=found, reason=reason, **_values(form))
            messages.success(request, "已保存，修改前后的内容和原因记入了日志。")
            return redirect("review:round", pk)
        except BadInput as error:
            show_refusal(form, error)
    crumbs = [
        ("年度批次", reverse("review:rounds")),
        (found.name, reverse("review:round", args=[pk])),
        ("修改", ""),
    ]
    context = {"form": form, "title": "修改批次", "round": found, "crumbs": crumbs}
    return render(request, "review/round_form.html", context)


def _values(form: RoundForm) -> dict:
    return {name: form.cleaned_data[name] for name in FIELDS}
