"""The office's check of the evidence against its originals."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.errors import BadInput, NotAllowed
from accounts.views.guards import needs_right
from applications.enums import State
from review.casefile import CaseFile
from review.forms.originals import OriginalsForm
from review.frozen import evidence_of
from review.guards import parts_of
from review.services.originals import check_originals
from review.views.scope import case_or_404, show_refusal


@needs_right("check_originals")
@require_http_methods(["GET", "HEAD", "POST"])
def originals(request, pk):
    """Each part with its files and one answer; “all agree” answers those still open."""
    case = case_or_404(request, pk)
    if case.state != State.OFFICE_REVIEW:
        raise NotAllowed(f"“{case.get_state_display()}”的申报不能核验原件。")
    file = CaseFile(case, request.user)
    parts = parts_of(file.data)
    checked = {check.need: check for check in file.originals}
    data = request.POST.copy() if request.method == "POST" else None
    if data is not None and "all" in data:
        for need, _ in parts:
            if not data.get(f"answer_{need}"):
                data[f"answer_{need}"] = "yes"
    form = OriginalsForm(data, parts=parts, checked=checked)
    if data is not None and form.is_valid():
        try:
            check_originals(actor=request.user, application=case, results=form.results())
            return _checked(request, case, len(parts), form.results())
        except BadInput as error:
            show_refusal(form, error)
    files = {part.need: part.files for part in evidence_of(file.data)}
    context = {
        "case": case,
        "form": form,
        "rows": [(*row, files.get(row[0], [])) for row in form.rows()],
        "crumbs": [
            ("申报列表", reverse("review:applications")),
            (case.name, reverse("review:application", args=[pk])),
            ("原件核验", ""),
        ],
    }
    return render(request, "review/originals.html", context)


def _checked(request, case, total: int, results: dict):
    wrong = sum(1 for is_consistent, _ in results.values() if not is_consistent)
    left = total - len(results)
    if wrong:
        messages.warning(
            request, f"已保存，{wrong}项与原件不一致，不能受理；请退回修改或不予受理。"
        )
        return redirect("review:application", case.pk)
    if left:
        messages.info(request, f"已保存，还有{left}项没有核验。")
        return redirect("review:originals", case.pk)
    messages.success(request, "原件已全部核验一致，可以受理。")
    return redirect("review:move", case.pk, "accept")
