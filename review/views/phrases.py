"""The office's own templates for opinions: list, a new one, mending, deleting."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.enums import OFFICER_ROLES
from accounts.errors import BadInput
from accounts.models import Organisation
from accounts.permissions import right
from accounts.views.guards import needs_right, typed_in
from review.enums import PhraseUse
from review.forms.phrases import PhraseForm
from review.models import Phrase
from review.permissions import desk_of
from review.services.phrases import delete_phrase, save_phrase
from review.views.scope import show_refusal

_BOTH = ["GET", "HEAD", "POST"]


@needs_right("keep_phrases")
@require_http_methods(_BOTH)
def phrases(request):
    """The office's templates by their use, and the form for a new one."""
    form = _form(request, {"use": request.GET.get("use", PhraseUse.OPINION)})
    status = _saved(request, form)
    if status is None:
        return redirect("review:phrases")
    found = list(_own(request).select_related("organisation", "written_by"))
    groups = [(use.label, [each for each in found if each.use == use]) for use in PhraseUse]
    context = {
        "form": form,
        "groups": groups,
        "has_any": bool(found),
        "crumbs": [("工作台", reverse("review:home")), ("常用意见", "")],
    }
    return render(request, "review/phrases.html", context, status=status)


@needs_right("keep_phrases")
@require_http_methods(_BOTH)
def phrase(request, pk: int):
    """Mend one."""
    found = get_object_or_404(_own(request), pk=pk)
    initial = {"organisation": found.organisation_id, "use": found.use, "text": found.text}
    form = _form(request, initial)
    status = _saved(request, form, found)
    if status is None:
        return redirect("review:phrases")
    context = {"form": form, "phrase": found, "crumbs": _crumbs("修改")}
    return render(request, "review/phrase.html", context, status=status)


@needs_right("keep_phrases")
@require_http_methods(_BOTH)
def phrase_delete(request, pk: int):
    """Delete one, after it was confirmed."""
    found = get_object_or_404(_own(request), pk=pk)
    if request.method == "POST":
        delete_phrase(actor=request.user, phrase=found)
        messages.success(request, "已删除这条常用意见。")
        return redirect("review:phrases")
    context = {
        "title": "删除常用意见",
        "question": f"确定删除“{found.text}”吗？",
        "consequences": ["以后办理时不能再选用。", "以前用它写的意见不受影响。"],
        "submit": "删除",
        "danger": True,
        "cancel": reverse("review:phrases"),
        "crumbs": _crumbs("删除"),
    }
    return render(request, "parts/confirm.html", context)


def _own(request):
    return right("keep_phrases").filter(request.user, Phrase.objects.all())


def _form(request, initial: dict) -> PhraseForm:
    organisations = Organisation.objects.filter(pk__in=desk_of(request.user, OFFICER_ROLES))
    return PhraseForm(typed_in(request), organisations=organisations, initial=initial)


def _saved(request, form: PhraseForm, known: Phrase | None = None) -> int | None:
    """Save what was sent; None when that is done, else the page's status."""
    if not form.is_bound:
        return 200
    if not form.is_valid():
        return 422
    try:
        save_phrase(actor=request.user, phrase=known, **form.cleaned_data)
    except BadInput as error:
        return show_refusal(form, error)
    messages.success(request, "已保存常用意见。")
    return None


def _crumbs(here: str) -> list[tuple[str, str]]:
    return [("常用意见", reverse("review:phrases")), (here, "")]
