"""What an officer reads beside the dossier: evidence page by page, changes, duplicates, the cases
before and after. Each is a page of its own, and for htmx a part of the application page."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import record_access
from accounts.views.guards import needs_right
from applications.views.files import ZOOMS
from applications.views.shared import whole_number
from review.changes import changes_for
from review.duplicates import duplicates_of
from review.neighbours import list_query, neighbours_of
from review.queries import newest_snapshot
from review.reading import PART_OF_NEED, files_of, viewer_of
from review.same_files import same_elsewhere
from review.views.scope import case_or_404


@needs_right("read_submitted")
@require_safe
def evidence(request, pk):
    """One page of one file: `?file=`, `?page=` from 1, `?zoom=` in percent."""
    case, snapshot = _opened(request, pk, "evidence_list")
    numbers = [whole_number(request.GET.get(name)) for name in ("file", "page")]
    viewer = viewer_of(snapshot.data, *numbers)
    zoom = request.GET.get("zoom", "")
    same = same_elsewhere(request.user, case, [viewer.file["sha256"]]) if viewer else {}
    context = {
        "viewer": viewer,
        "same": same.get(viewer.file["sha256"]) if viewer else None,
        "zoom": zoom if zoom in ZOOMS else ZOOMS[0],
        "zooms": ZOOMS,
        "files": files_of(snapshot.data),
        "parts_of": PART_OF_NEED,
    }
    return _shown(request, "evidence", case, "证明材料", context)


@needs_right("read_submitted")
@require_safe
def changes(request, pk):
    """What the last submission changed: `?from=` names the one that it is compared with."""
    case, snapshot = _opened(request, pk, "application_changes")
    found = changes_for(request.user, case, whole_number(request.GET.get("from")))
    return _shown(request, "changes", case, "改动", {"changes": found, "snapshot": snapshot})


@needs_right("read_submitted")
@require_safe
def duplicates(request, pk):
    """The same ID number or the same file elsewhere in the round."""
    case, snapshot = _opened(request, pk, "application_duplicates")
    found = duplicates_of(request.user, case, snapshot)
    return _shown(request, "duplicates", case, "查重", {"found": found})


@needs_right("read_submitted")
@require_safe
def neighbours(request, pk):
    """Where the case stands in the list from which it was opened."""
    case = case_or_404(request, pk)
    found = neighbours_of(request.user, case.pk, request.GET)
    return _shown(request, "neighbours", case, "前后申报", {"neighbours": found})


@needs_right("read_submitted")
@require_safe
def beside(request, pk, way):
    """On to the case before or after in the list; at its end back to the list."""
    if way not in ("previous", "next"):
        raise Http404
    case = case_or_404(request, pk)
    found = neighbours_of(request.user, case.pk, request.GET)
    other = found.before if way == "previous" else found.after
    address = reverse("review:applications")
    if other:
        address = reverse("review:application", args=[other[0]])
    query = list_query(request.GET)
    return redirect(f"{address}?{query}" if query else address)


def _opened(request, pk: int, what: str):
    """The case in scope and its last submission; the look is recorded."""
    case = case_or_404(request, pk)
    record_access(user=request.user, what=what, object=case.receipt_number)
    return case, newest_snapshot(case)


def _shown(request, name: str, case, title: str, context: dict):
    """The part alone for htmx, else the whole page around it."""
    context |= {"case": case, "query": list_query(request.GET)}
    if request.htmx:
        return render(request, f"review/parts/{name}_part.html", context)
    context["crumbs"] = [
        ("申报列表", reverse("review:applications")),
        (case.name, reverse("review:application", args=[case.pk])),
        (title, ""),
    ]
    context |= {"part": f"review/parts/{name}_part.html", "title": title}
    return render(request, "review/reading.html", context)
