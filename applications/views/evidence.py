"""The evidence step: what has to be proved and why, upload, order, removal."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.clock import today
from accounts.errors import BadInput
from accounts.views.guards import needs_right
from applications.arranging import place_file, turn_file
from applications.case import PHOTO, Case
from applications.display import size_text
from applications.evidence import add_files, move_file, need_of, remove_file, restore_file
from applications.files import view_of
from applications.pages import place_of
from applications.panels import panel_of
from applications.remaining import closed_note
from applications.steps import step_of
from applications.uploads import size_limit_text, too_large_names
from applications.views.shared import editable_case, is_step_open, whole_number

STEP = "evidence"
SAME_FILE = "这一项已经上传过同样的文件。"


@needs_right("own_application")
@require_safe
def evidence(request, pk: int):
    """The list of evidence with what is uploaded for each entry."""
    application = editable_case(request, pk)
    return _page(request, application)


def _page(request, application, refused: dict[str, list] | None = None, status: int = 200):
    case = Case(application)
    step = step_of(STEP)
    kept = [file for files in case.files.values() for file in files]
    entries = [_entry(case, need, (refused or {}).get(need.key, [])) for need in case.evidence]
    context = {
        "application": application,
        "state": case.state_of(step),
        "is_open": is_step_open(application, STEP),
        "place": place_of(case, step),
        "entries": entries,
        "missing": [entry["need"] for entry in entries if entry["is_missing"]],
        "panel": panel_of(case, case.verdict(), is_brief=True),
        "limits": {
            "file": settings.UPLOAD_FILE_BYTES // 1024 // 1024,
            "files": settings.UPLOAD_FILES_PER_APPLICATION,
            "total": settings.UPLOAD_BYTES_PER_APPLICATION // 1024 // 1024,
            "used": size_text(sum(file.size for file in kept)),
            "count": len(kept),
        },
        "removed": _removed(request, application),
        "moved": whole_number(request.GET.get("moved")),
        "by": request.GET.get("by", ""),
        "has_refusals": bool(refused),
        "closed": closed_note(application, today()),
    }
    return render(request, "applications/evidence.html", context, status=status)


def _entry(case: Case, need, refused: list) -> dict:
    files = [view_of(file) for file in case.files.get(need.key, [])]
    return {
        "need": need,
        "files": files,
        "is_for_unit": need.by != "applicant",
        "is_one": need.key == PHOTO.key,
        "is_missing": need.required and need.by == "applicant" and not files,
        "formats": "、".join(each.upper() for each in need.formats),
        "accept": ",".join(_ACCEPTS[each] for each in need.formats if each in _ACCEPTS),
        "refused": refused,
    }


_ACCEPTS = {"pdf": ".pdf", "jpg": ".jpg,.jpeg", "png": ".png"}


def _removed(request, application):
    removed = whole_number(request.GET.get("removed"))
    if removed is None:
        return None
    return application.files.filter(pk=removed, removed_at__isnull=False).first()


@needs_right("edit_draft")
@require_POST
def upload(request, pk: int, need: str):
    """Take several files for one entry; those refused are told with the reason."""
    application = editable_case(request, pk, STEP)
    wanted = need_of(Case(application), need)
    outcome = add_files(
        application=application,
        actor=request.user,
        need=wanted,
        files=request.FILES.getlist("files"),
    )
    too_large = [(name, size_limit_text()) for name in too_large_names(request)]
    refused = outcome.refused + too_large
    if is_again := bool(request.POST.get("again")):
        # The page heard no answer and sends once more: what arrived the first time is no mistake.
        refused = [(name, reason) for name, reason in refused if reason != SAME_FILE]
    if not outcome.added and not refused and not is_again:
        refused = [("", "请先选择文件。")]
    if refused:
        return _page(request, application, {need: refused}, status=422)
    count = len(request.FILES.getlist("files"))
    messages.success(request, f"“{wanted.label}”已上传 {count} 个文件。")
    return redirect(_place(application, need))


@needs_right("edit_draft")
@require_POST
def change(request, pk: int, file: int, change: str):
    """Move, turn, remove or put back one file."""
    application = editable_case(request, pk, STEP)
    about = {"application": application, "actor": request.user, "file_id": file}
    if change not in _CHANGES:
        raise Http404
    try:
        changed = _CHANGES[change](request.POST, **about)
    except BadInput as error:
        messages.error(request, error.message)
        return redirect("applications:evidence", pk=pk)
    if change == "turn" and request.POST.get("back") == "view":
        page = whole_number(request.POST.get("page")) or 1
        return redirect(f"{view_of(changed).view_address}?page={page}")
    if change in _KEEP_FOCUS:
        page = reverse("applications:evidence", args=[pk])
        return redirect(f"{page}?moved={changed.pk}&by={change}")
    return redirect(_place(application, changed.need, changed.pk if change == "remove" else None))


# Whose button is pressed several times in a row: the next page puts the keyboard there again.
_KEEP_FOCUS = ("up", "down", "turn")


_CHANGES = {
    "up": lambda posted, **about: move_file(up=True, **about),
    "down": lambda posted, **about: move_file(up=False, **about),
    "place": lambda posted, **about: place_file(position=_number(posted, "position"), **about),
    "turn": lambda posted, **about: turn_file(page=_number(posted, "page"), **about),
    "remove": lambda posted, **about: remove_file(**about),
    "restore": lambda posted, **about: restore_file(**about),
}


def _number(posted, name: str) -> int:
    return whole_number(posted.get(name)) or 1


def _place(application, need: str, removed: int | None = None) -> str:
    page = reverse("applications:evidence", args=[application.pk])
    return f"{page}{f'?removed={removed}' if removed else ''}#need-{need}"
