"""What an applicant prints to have it stamped by hand."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.views.guards import needs_right
from applications.case import Case
from applications.steps import step_of
from applications.views.shared import own_case

SUMMARY = "summary"


@needs_right("own_application")
@require_safe
def summary(request, pk: int):
    """工作总结 on A4 for the unit's stamp (报-11), as it is saved."""
    case = Case(own_case(request, pk))
    if not step_of(SUMMARY).applies(case.context):
        raise Http404
    context = {
        "application": case.application,
        "name": case.one("person").get("name") or case.applicant.name,
        "text": case.one(SUMMARY).get("text", "").strip(),
    }
    return render(request, "applications/summary_print.html", context)
