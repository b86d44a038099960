"""The recommending body's letters: the list, one letter, a new draft, a record of a paper one."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.clock import today
from accounts.errors import BadInput, GuardFailed, NotAllowed, StaleState
from accounts.views.guards import needs_right
from accounts.views.once import acts_once
from review.forms.letters import DraftForm, LetterForm
from review.letter_text import filled_text, posted_text
from review.models import RecommendationLetter
from review.numbering import next_number
from review.queries import letters_for
from review.services.issuing import record_letter
from review.services.letters import HOLDING, WITH_OFFICE, change_draft, draft_letter
from review.views.choosing import chosen, list_asked
from review.views.scope import chosen_cases, page_of, refuse_unless_held, show_refusal

SHOWN_REASONS = 5


@needs_right("record_letters")
@require_safe
def letters(request):
    """The letters with how many each recommends; drafts first."""
    found = (
        letters_for(request.user)
        .select_related("round", "organisation", "replaces", "replacement")
        .annotate(people=Count("entries"))
        .order_by("status", "-issued_on", "-pk")
    )
    return render(request, "review/letters.html", {"page_obj": page_of(found, request)})


@needs_right("record_letters")
@require_POST
@acts_once("review:letters", made="review:letter")
def draft(request):
    """A new draft of those chosen on the list; who cannot be on it is left out and named."""
    left: list[str] = []
    cases = chosen(request).select_related("round", "unit", "holder", "applicant")
    try:
        made = draft_letter(actor=request.user, applications=list(cases), left=left)
    except (BadInput, NotAllowed) as error:
        messages.warning(request, error.message)
        tell_left(request, left)
        return redirect("review:applications")
    messages.success(request, f"已建立推荐函草稿，列入{made.entries.count()}人。")
    tell_left(request, left)
    return redirect("review:letter", made.pk)


def tell_left(request, left: list[str]) -> None:
    """Say who of those chosen was left out, and why; of many the first few."""
    if left:
        more = f"等{len(left)}人" if len(left) > SHOWN_REASONS else ""
        messages.warning(request, f"没有列入：{''.join(left[:SHOWN_REASONS])}{more}")


@needs_right("record_letters")
@require_http_methods(["GET", "HEAD", "POST"])
@acts_once("review:letters", made="review:letter")
def record(request):
    """Record one letter that was issued on paper for the chosen people."""
    if list_asked(request) is not None:
        cases = list(chosen(request).select_related("round", "unit", "holder", "applicant"))
    else:
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
    asked = list_asked(request)
    context = {
        "form": form,
        "cases": cases,
        "listed_as": asked.urlencode() if asked is not None else "",
        "crumbs": crumbs("登记纸质推荐函"),
    }
    return render(request, "review/letter_form.html", context, status=status)


@needs_right("record_letters")
@require_http_methods(["GET", "HEAD", "POST"])
@acts_once("review:letter")
def letter(request, pk):
    """One letter as it will be printed; a draft with what can still be changed."""
    found = letter_or_404(request, pk)
    names = ("template", "signer", "filled_by", "telephone")
    initial = {name: getattr(found, name) for name in names}
    form, status = DraftForm(request.POST or None, initial=initial), 200
    if form.is_bound and form.is_valid():
        try:
            change_draft(actor=request.user, letter=found, **form.cleaned_data)
            messages.success(request, "草稿已保存。")
            return redirect("review:letter", pk)
        except (BadInput, StaleState) as error:
            status = show_refusal(form, error)
    elif form.is_bound:
        status = 422
    return render(request, "review/letter.html", page_context(found, form), status=status)


def letter_or_404(request, pk: int) -> RecommendationLetter:
    """The letter of a body for which the officer acts."""
    found = letters_for(request.user).select_related(
        "round__office", "organisation", "replaces", "replacement", "issued_by", "recorded_by"
    )
    return get_object_or_404(found, pk=pk)


def page_context(found: RecommendationLetter, form=None) -> dict:
    """What a letter's pages show: its list and its text, as they stand or as they are frozen."""
    entries = list(
        found.entries.select_related("application__unit", "application__round").order_by(
            "position", "pk"
        )
    )
    cases = [entry.application for entry in entries]
    return {
        "letter": found,
        "people": cases,
        "bound": {case.pk for case in cases if case.state in WITH_OFFICE},
        "text": filled_text(found, cases) if found.is_draft else found.text,
        "posted": posted_text(cases) if found.is_draft else found.posted,
        "suggested": next_number(found.organisation, today().year) if found.is_draft else "",
        "form": form,
        "crumbs": crumbs(found.number or "草稿"),
    }


def crumbs(*here: str) -> list[tuple[str, str]]:
    """The way from the list of letters."""
    return [("推荐函", reverse("review:letters")), *((label, "") for label in here)]
