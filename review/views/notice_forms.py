"""附件2 as a file: for the cases of a unit, and from a case's own page."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.errors import BadInput
from accounts.permissions import right
from accounts.views.guards import needs_right
from applications.models import Application
from review.exports import CannotExport, Selection, UnknownExport, export_of
from review.exports.making import export_for_person
from review.views.exports import answer
from review.views.scope import chosen_cases


@needs_right("export_notice_form")
@require_POST
def notice_form(request):
    """The chosen cases' forms in one file; technicians' too, whom the unit itself recognises."""
    cases = chosen_cases(request)
    if not cases:
        messages.warning(request, "请先在列表中选择申报，再导出公示情况表。")
        return redirect("review:applications")
    if len({case.round_id for case in cases}) > 1:
        raise BadInput({"": "选中的申报属于不同的年度批次，请按批次分开导出。"})
    allowed = right("export_notice_form").filter(request.user, Application.objects.all())
    selection = Selection(cases[0].round, allowed.filter(pk__in=[case.pk for case in cases]))
    format = request.POST.get("format", "docx")
    try:
        made = export_for_person(
            export=export_of("notice-form"),
            selection=selection,
            format=format,
            actor=request.user,
        )
    except (CannotExport, UnknownExport) as error:
        raise BadInput({"": error.message}) from None
    return answer(made, format)
