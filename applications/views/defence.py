"""The defence paper's files: take, check, mend, download; pictures and their captions."""

import io

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.errors import BadInput
from accounts.views.guards import needs_right
from applications.case import Case
from applications.defence import PICTURE, STEP, taking
from applications.defence.making import MAKERS, paper_of
from applications.defence.page import Refusals
from applications.evidence import move_file, remove_file, restore_file
from applications.pages import Opened
from applications.steps import step_of
from applications.uploads import CONTENT_TYPES, BadUpload, size_limit_text, too_large_names
from applications.views.shared import editable_case, own_case, whole_number
from applications.views.steps import step_page
from documents.pictures import BadPicture

FAILED = 422


@needs_right("edit_draft")
@require_POST
def paper(request, pk: int):
    """Take an uploaded paper; one that cannot be read is refused with the reason."""
    application = _case(request, pk)
    file = request.FILES.get("files")
    reason = "" if file else "请先选择文件。"
    if too_large_names(request):
        reason = size_limit_text()
    try:
        if not reason:
            taking.take_paper(application=application, actor=request.user, file=file)
            return redirect(_place(pk, "paper"))
    except BadUpload as error:
        reason = str(error)
    except BadInput as error:
        reason = error.message
    return _again(request, pk, Refusals(paper=reason))


@needs_right("edit_draft")
@require_POST
def mended(request, pk: int):
    """Let the mended file stand in the place of the uploaded one."""
    application = _case(request, pk)
    try:
        taking.use_mended(application=application, actor=request.user)
        messages.success(request, "已用改好格式的文件替换。")
    except BadInput as error:
        messages.error(request, error.message)
    return redirect(_place(pk, "paper"))


@needs_right("edit_draft")
@require_POST
def recheck(request, pk: int):
    """Check the uploaded paper again, after the name or the unit changed."""
    application = _case(request, pk)
    try:
        taking.check_again(application=application, actor=request.user)
        messages.success(request, "已重新检查。")
    except (BadInput, BadUpload) as error:
        messages.error(request, getattr(error, "message", str(error)))
    return redirect(_place(pk, "paper"))


@needs_right("edit_draft")
@require_POST
def pictures(request, pk: int):
    """Take several pictures of a written paper; those refused are told with the reason."""
    outcome = taking.add_pictures(
        application=_case(request, pk), actor=request.user, files=request.FILES.getlist("files")
    )
    refused = outcome.refused + [(name, size_limit_text()) for name in too_large_names(request)]
    if not outcome.added and not refused:
        refused = [("", "请先选择图片。")]
    if refused:
        return _again(request, pk, Refusals(pictures=refused))
    return redirect(_place(pk, "pictures"))


@needs_right("edit_draft")
@require_POST
def captions(request, pk: int):
    """Write the lines under the pictures."""
    application = _case(request, pk)
    typed = {
        file: request.POST[name]
        for name in request.POST
        if name.startswith("caption-")
        and (file := whole_number(name.removeprefix("caption-"))) is not None
    }
    try:
        taking.set_captions(application=application, actor=request.user, captions=typed)
    except BadInput as error:
        return _again(request, pk, Refusals(captions=typed, caption_errors=error.fields))
    return redirect(_place(pk, "pictures"))


@needs_right("edit_draft")
@require_POST
def picture_change(request, pk: int, file: int, change: str):
    """Move, remove or put back one picture."""
    application = _case(request, pk)
    if change not in _CHANGES or not application.files.filter(pk=file, need=PICTURE).exists():
        raise Http404
    try:
        _CHANGES[change](application=application, actor=request.user, file_id=file)
    except BadInput as error:
        messages.error(request, error.message)
    removed = f"?removed_picture={file}" if change == "remove" else ""
    return redirect(_place(pk, "pictures", removed))


_CHANGES = {
    "up": lambda **about: move_file(up=True, **about),
    "down": lambda **about: move_file(up=False, **about),
    "remove": remove_file,
    "restore": restore_file,
}


@needs_right("own_application")
@require_safe
def download(request, pk: int, kind: str):
    """附件4's cover and the body of a written paper, as it is saved."""
    application = own_case(request, pk)
    case = Case(application)
    if kind not in MAKERS or not step_of(STEP).applies(case.context):
        raise Http404
    try:
        made = MAKERS[kind](paper_of(case))
    except BadPicture as error:
        messages.error(request, str(error))
        return redirect(_place(pk, "pictures"))
    response = FileResponse(
        io.BytesIO(made),
        as_attachment=True,
        filename=f"答辩材料.{kind}",
        content_type=CONTENT_TYPES[kind],
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response


def _case(request, pk: int):
    application = editable_case(request, pk, STEP)
    if not step_of(STEP).applies(Case(application).context):
        raise Http404
    return application


def _place(pk: int, panel: str, query: str = "") -> str:
    return f"{reverse('applications:step', args=[pk, STEP])}{query}#{STEP}-{panel}"


def _again(request, pk: int, refusals: Refusals):
    """The step's page with what was refused and why."""
    step = step_of(STEP)
    return step_page(
        request,
        Case(own_case(request, pk)),
        step,
        list(step.sections),
        opened=Opened(),
        paper=refusals,
        status=FAILED,
    )
