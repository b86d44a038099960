"""Looking everything over, submitting, the receipt."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.clock import database_now, today
from accounts.errors import GuardFailed, NotAllowed, StaleState
from accounts.views.guards import needs_right
from accounts.views.once import acts_once
from applications import queries, workflow
from applications.case import Case
from applications.deadlines import arrival_text
from applications.dossier import dossier_of_case
from applications.enums import EDITABLE_STATES, Action
from applications.files import groups_of_case
from applications.links import step_address
from applications.pages import problem_lines
from applications.panels import panel_of
from applications.remaining import closed_note, remaining_of
from applications.snapshots import COMMITMENT, COMMITMENT_MISSING
from applications.views.shared import is_step_open, own_case, whole_number


@needs_right("own_application")
@require_http_methods(["GET", "HEAD", "POST"])
@acts_once("applications:receipt")
def check(request, pk: int):
    """Everything on one page as the reviewers will see it; the button submits."""
    application = own_case(request, pk)
    if application.state not in EDITABLE_STATES:
        # The second of two clicks ends where the first did.
        return redirect("applications:receipt", pk=pk)
    reasons: list[str] = []
    if request.method == "POST":
        try:
            return _submit(request, application)
        except GuardFailed as error:
            reasons = error.reasons
        except NotAllowed as error:
            reasons = [error.message]
        except StaleState:
            return redirect("applications:check", pk=pk)
        application = own_case(request, pk)
    return _page(request, application, reasons)


def _submit(request, application):
    moved = workflow.perform(
        action=Action.SUBMIT,
        application=application,
        actor=request.user,
        data={"commitment": request.POST.get("commitment") == "yes"},
        version=whole_number(request.POST.get("version")),
    )
    if text := arrival_text(moved):
        messages.info(request, text)
    return redirect("applications:receipt", pk=application.pk)


def _page(request, application, reasons: list[str]):
    case = Case(application)
    verdict = case.verdict()
    parts = dossier_of_case(case)
    problems = problem_lines(case, case.problems, with_step=True)
    context = {
        "application": application,
        "parts": parts,
        "edit": {
            part.key: step_address(application, part.step)
            for part in parts
            if is_step_open(application, part.key)
        },
        "edit_files": reverse("applications:evidence", args=[application.pk])
        if is_step_open(application, "evidence")
        else "",
        "files": groups_of_case(case),
        "panel": panel_of(case, verdict),
        "problems": problems,
        "can_submit": not problems and verdict.eligible,
        "remaining": remaining_of(application, database_now()),
        "closed": closed_note(application, today()),
        "commitment": COMMITMENT,
        "commitment_reason": COMMITMENT_MISSING,
        # Reasons that the list of problems tells already, with links, are not told twice.
        "reasons": [each for each in reasons if not problems or not each.startswith("“")],
        "is_ticked": request.POST.get("commitment") == "yes",
    }
    return render(request, "applications/check.html", context, status=403 if reasons else 200)


@needs_right("own_application")
@require_safe
def receipt(request, pk: int, number: int | None = None):
    """Number, time and next stop of the last submission, or of the one asked for."""
    application = own_case(request, pk)
    snapshot = (
        queries.latest_snapshot(application)
        if number is None
        else queries.snapshot_of(application, number)
    )
    if snapshot is None:
        raise Http404
    stops = snapshot.data["chain"]
    context = {
        "application": application,
        "snapshot": snapshot,
        "stops": stops,
        "next_stop": stops[0],
        "data": snapshot.data["application"],
    }
    return render(request, "applications/receipt.html", context)
