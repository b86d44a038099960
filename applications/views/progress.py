"""After submitting: who holds the case since when, its history, withdrawing it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.clock import today
from accounts.errors import GuardFailed, NotAllowed
from accounts.views.guards import needs_right
from accounts.views.once import acts_once
from applications import queries, workflow
from applications.case import Case
from applications.dossier import differences, dossier_of_case
from applications.enums import REVIEW_STATES, Action, State
from applications.files import groups_of_case, groups_of_snapshot
from applications.history import lines_of
from applications.integrity import finding_of
from applications.models import Application, Snapshot
from applications.status import card_of, why_it_waits
from applications.views.shared import own_case, whole_number


@needs_right("own_application")
@require_safe
def progress(request, pk: int):
    """The timeline of a case in plain words; organisations are named, officers are not."""
    application = own_case(request, pk)
    snapshot = queries.latest_snapshot(application)
    context = {
        "application": application,
        "card": card_of(application, today()),
        "waits": why_it_waits(application),
        "lines": lines_of(application, queries.history_of(application)),
        "stops": _stops(application),
        "snapshot": snapshot,
        # The numbers run without a gap, so the last one tells them all.
        "submissions": range(snapshot.number if snapshot else 0, 0, -1),
        "files": groups_of_snapshot(snapshot) if snapshot else [],
        **_never_submitted(application, snapshot),
        "integrity": finding_of(application) if application.state == State.REVOKED else None,
    }
    return render(request, "applications/progress.html", context)


def _never_submitted(application: Application, snapshot: Snapshot | None) -> dict:
    """What was typed into a draft that was closed: it stays for its person to read and print."""
    if application.state != State.LAPSED or snapshot is not None:
        return {}
    case = Case(application)
    return {"typed": dossier_of_case(case), "typed_files": groups_of_case(case)}


@needs_right("own_application")
@require_safe
def changes(request, pk: int, number: int):
    """What a submission changed of the one before it, side by side."""
    application = own_case(request, pk)
    snapshot = queries.snapshot_of(application, number)
    if snapshot is None:
        raise Http404
    before = queries.snapshot_of(application, number - 1)
    parts = differences(before, snapshot) if before else []
    context = {
        "application": application,
        "snapshot": snapshot,
        "before": before,
        "parts": [part for part in parts if part.is_changed],
        "added": _files_beyond(snapshot, before) if before else [],
        "removed": _files_beyond(before, snapshot) if before else [],
    }
    return render(request, "applications/changes.html", context)


def _files_beyond(one, other) -> list[dict]:
    """The files of one submission that the other does not hold."""
    known = {each["sha256"] for each in other.data["files"]}
    return [each for each in one.data["files"] if each["sha256"] not in known]


def _stops(application) -> list[dict]:
    """The way of the last submission; which stops are done and which one holds it. None are left
    where the case came to an end on its way."""
    if application.state in _ENDED:
        return []
    links = application.links.filter(position__isnull=False).select_related("organisation")
    stops = [
        {
            "name": link.organisation.name,
            "reached_at": link.reached_at,
            "is_now": link.organisation_id == application.holder_id,
            "is_done": False,
            "is_told": not link.state,
        }
        for link in links
    ]
    now = next((at for at, stop in enumerate(stops) if stop["is_now"]), None)
    finished = application.state in _FINISHED
    for at, stop in enumerate(stops):
        stop["is_done"] = finished or (now is not None and at < now)
        stop["is_now"] = stop["is_now"] and application.state in REVIEW_STATES
        if stop["is_now"]:
            # The link keeps the first arrival; a case that was returned has come once more.
            stop["reached_at"] = application.state_since
    return stops


_ENDED = (State.WITHDRAWN, State.LAPSED, State.DECLINED, State.REFUSED, State.REVOKED)
_FINISHED = (
    *(State.ACCEPTED, State.RECOGNIZED, State.CERTIFIED),
    *(State.PASSED, State.NOT_PASSED),  # both are 评审中 to the applicant until published
)


@needs_right("own_application")
@require_http_methods(["GET", "HEAD", "POST"])
@acts_once("applications:progress")
def withdraw(request, pk: int):
    """Ask once more, then withdraw."""
    application = own_case(request, pk)
    if not card_of(application, today()).can_withdraw:
        raise NotAllowed("这份申报现在不能撤回。")
    reasons: list[str] = []
    if request.method == "POST":
        try:
            workflow.perform(
                action=Action.WITHDRAW,
                application=application,
                actor=request.user,
                data={"confirmed": request.POST.get("confirmed") == "yes"},
                version=whole_number(request.POST.get("version")),
            )
        except GuardFailed as error:
            reasons = error.reasons
        else:
            messages.success(request, "申报已撤回。")
            return redirect("applications:progress", pk=pk)
    context = {"application": application, "reasons": reasons}
    return render(request, "applications/withdraw.html", context)
