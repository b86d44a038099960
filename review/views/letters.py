"""The recommending body's letters."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import BadInput, GuardFailed
from accounts.views.guards import needs_right
from review.forms.letters import LetterForm
from review.queries import letters_for
from review.services.letters import HOLDING, change_letter, record_letter
from review.views.scope import chosen_cases, page_of, refuse_unless_held, show_refusal


@needs_right("record_letters")
@require_safe
def letters(request):
    """The letters with how many each recommends."""
    found = (
        letters_for(request.user)
        .select_related("round", "organisation")
        .annotate(people=Count("applications"))
        .order_by("-issued_on", "-pk")
    )
    return render(request, "review/letters.html", {"page_obj": page_of(found, request)})


@needs_right("record_letters")
@require_http_methods(["GET", "HEAD", "POST"])
def record(request):
    """Record one letter for the chosen people."""
    cases = chosen_cases(request)
    if not cases:
        messages.warning(request, "请先在列表中选择要推荐的申报。")
        return redirect("review:applications")
    refuse_unless_held(request, cases, HOLDING)
    is_filled = request.method == "POST" and "number" in request.POST
    initial, status = {"filled_by": request.user.name}, 200
    form = LetterForm(request.POST if is_filled else None, initial=initial)
    if is_filled and form.is_valid():
        try:
            letter = record_letter(actor=request.user, applications=cases, **form.cleaned_data)
            messages.success(request, f"推荐函“{letter.number}”已登记，共{len(cases)}人。")
            return redirect("review:letter", letter.pk)
        except (BadInput, GuardFailed) as error:
            status = show_refusal(form, error)
    context = {
        "form": form,
        "cases": cases,
        "crumbs": [("推荐函", reverse("review:letters")), ("登记推荐函", "")],
    }
    return render(request, "review/letter_form.html", context, status=status)


@needs_right("record_letters")
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request, pk):
    """One letter with its people; it can be corrected until the first of them goes on."""
    found = get_object_or_404(letters_for(request.user).select_related("round"), pk=pk)
    people = list(found.applications.select_related("unit", "round").order_by("name_key", "pk"))
    may_change = all(
        case.state in HOLDING and case.holder_id == found.organisation_id for case in people
    )
    names = ("number", "issued_on", "filled_by", "telephone")
    initial = {name: getattr(found, name) for name in names}
    form = LetterForm(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            change_letter(actor=request.user, letter=found, **form.cleaned_data)
            messages.success(request, "推荐函已更正。")
            return redirect("review:letter", pk)
        except BadInput as error:
            show_refusal(form, error)
    context = {
        "letter": found,
        "people": people,
        "form": form,
        "may_change": may_change,
        "crumbs": [("推荐函", reverse("review:letters")), (found.number, "")],
    }
    return render(request, "review/letter.html", context)
