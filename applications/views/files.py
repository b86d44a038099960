"""Looking at one evidence file: a drawn page, or the original as a download."""

from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import record_access, record_look
from accounts.permissions import right
from accounts.views.guards import needs_right
from applications.files import view_of
from applications.models import EvidenceFile
from applications.previews import NoPreview, page_image
from applications.scanning import check_download
from applications.views.shared import is_step_open, whole_number

# A file that was opened in the browser all the same can do nothing there.
SANDBOX = "sandbox; default-src 'none'"


ZOOMS = ("100", "150", "200")


@needs_right("read_evidence")
@require_safe
def file_view(request, file: int):
    """One file to look at, page by page: `?page=` from 1, `?zoom=` in percent of the window."""
    found = _readable(request, file)
    page = whole_number(request.GET.get("page", "1")) or 1
    zoom = request.GET.get("zoom", ZOOMS[0])
    context = {
        "file": view_of(found),
        "page": min(max(page, 1), found.pages),
        "zoom": zoom if zoom in ZOOMS else ZOOMS[0],
        "zooms": ZOOMS,
        "change_address": (change := _change_address(request, found)),
        "step_address": change and reverse("applications:evidence", args=[found.application_id]),
    }
    return render(request, "applications/file.html", context)


def _change_address(request, file: EvidenceFile) -> str:
    """Where the applicant turns a page; empty where the file is not to be changed now."""
    case = file.application
    if file.removed_at is not None or not right("edit_draft").allows(request.user, case):
        return ""
    if not is_step_open(case, "evidence"):
        return ""
    return reverse("applications:file_change", args=[case.pk, file.pk, "turn"])


@needs_right("read_evidence")
@require_safe
def file_page(request, file: int):
    """One page as an image: `?page=` from 1, `?size=thumb` for a small one."""
    found = _readable(request, file)
    page = whole_number(request.GET.get("page", "1"))
    size = request.GET.get("size", "page")
    try:
        path = page_image(found, page or 0, size)
    except NoPreview:
        raise Http404 from None
    if _is_read_by_another(request, found):
        record_look(user=request.user, what="evidence_page", object=_case_of(found))
    kind = "image/png" if path.suffix == ".png" else "image/jpeg"
    return secured(HttpResponse(path.read_bytes(), content_type=kind))


@needs_right("read_evidence")
@require_safe
def file_download(request, file: int):
    """The original as it was uploaded, never shown in the page."""
    found = _readable(request, file)
    check_download(found, request.user)
    path = Path(settings.UPLOADS_FOLDER) / found.stored_name
    if not path.is_file():
        raise Http404
    if _is_read_by_another(request, found):
        record_access(
            user=request.user,
            what="evidence_download",
            object=_case_of(found),
            detail=f"file:{found.pk}",
        )
    response = FileResponse(path.open("rb"), content_type=found.content_type)
    ending = path.suffix
    response["Content-Disposition"] = (
        f"attachment; filename=\"file{ending}\"; filename*=UTF-8''{quote(found.name, safe='')}"
    )
    return secured(response)


def _readable(request, pk: int) -> EvidenceFile:
    """The file where the person may read it; 404 for every other."""
    files = EvidenceFile.objects.select_related("application")
    found = right("read_evidence").filter(request.user, files).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _is_read_by_another(request, file: EvidenceFile) -> bool:
    """Every look by somebody else than the applicant is written down."""
    return file.application.applicant_id != request.user.pk


def _case_of(file: EvidenceFile) -> str:
    return file.application.receipt_number or f"application:{file.application_id}"


def secured(response):
    """Headers for a file of strangers: it can do nothing in a browser, and no cache keeps it."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cache-Control"] = "no-store, private"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
