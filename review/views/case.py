"""The application page, the note for colleagues, the look at the full ID number."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import record_access
from accounts.errors import BadInput
from accounts.views.guards import needs_right
from review.casefile import CaseFile
from review.forms.case import LookForm, NoteForm
from review.neighbours import list_query
from review.next_step import next_step
from review.records import drawn_records
from review.services.identity import reveal_id_number
from review.services.notes import write_note
from review.views.scope import case_or_404, show_refusal


@needs_right("read_submitted")
@require_safe
def application(request, pk):
    """One case in full; each look is recorded."""
    case = case_or_404(request, pk)
    record_access(user=request.user, what="application", object=case.receipt_number)
    return render(request, "review/application.html", _context(request, case))


def _context(request, case, refused_note: NoteForm | None = None) -> dict:
    file = CaseFile(case, request.user)
    return {
        "case": case,
        "file": file,
        "next_step": next_step(file),
        "records": drawn_records(file),
        "refused_note": refused_note,
        "query": list_query(request.GET),
        "crumbs": [("申报列表", reverse("review:applications")), (case.name, "")],
    }


@needs_right("read_submitted")
@require_POST
def note(request, pk):
    """Keep a note for colleagues of the same organisation."""
    case = case_or_404(request, pk)
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            write_note(actor=request.user, application=case, text=form.cleaned_data["text"])
            messages.success(request, "备注已保存，只有本单位的经办人能看到。")
            return redirect(reverse("review:application", args=[pk]) + "#notes")
        except BadInput as error:
            show_refusal(form, error)
    return render(request, "review/application.html", _context(request, case, form), status=422)


@needs_right("read_submitted")
@require_http_methods(["GET", "HEAD", "POST"])
def id_number(request, pk):
    """Ask why, then show the full number in this one answer."""
    case = case_or_404(request, pk)
    form = LookForm(request.POST or None)
    context = {
        "case": case,
        "form": form,
        "crumbs": [
            ("申报列表", reverse("review:applications")),
            (case.name, reverse("review:application", args=[pk])),
            ("完整身份证号", ""),
        ],
    }
    if request.method == "POST" and form.is_valid():
        context["number"] = reveal_id_number(
            actor=request.user, application=case, reason=form.cleaned_data["reason"]
        )
    return render(request, "review/id_number.html", context)
