"""A step's page: any declared step, and one page for each kind of achievement."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.clock import today
from accounts.views.guards import needs_right
from applications.case import Case
from applications.defence import PICTURE
from applications.defence import STEP as DEFENCE
from applications.defence.page import Refusals, paper_view
from applications.judgements import kinds_of, rows_judged
from applications.links import step_address
from applications.models import Application
from applications.pages import (
    Opened,
    Refused,
    blocks_of,
    place_of,
    problem_lines,
)
from applications.panels import panel_of
from applications.remaining import closed_note
from applications.steps import ACHIEVEMENT_KINDS, section_of, step_of
from applications.steps.spec import Section, Step
from applications.views.shared import editable_case, is_step_open, whole_number


@needs_right("own_application")
@require_safe
def step(request, pk: int, step: str):
    """One step as a form; `?edit=` opens a row, `?add=` a new one, `?check=1` tells what is
    missing."""
    application = editable_case(request, pk)
    declared = _declared(step)
    if declared.special:
        return redirect(step_address(application, declared))
    case = Case(application)
    if not declared.applies(case.context):
        raise Http404
    sections = [each for each in declared.sections if each.key not in ACHIEVEMENT_KINDS]
    return step_page(request, case, declared, sections, opened=_opened(request))


@needs_right("own_application")
@require_safe
def achievements(request, pk: int, section: str):
    """The rows of one kind of achievement, each with whether it counts as typed."""
    application = editable_case(request, pk)
    if section not in ACHIEVEMENT_KINDS:
        raise Http404
    case = Case(application)
    declared = step_of("achievements")
    return step_page(request, case, declared, [section_of(section)], opened=_opened(request))


def _declared(key: str) -> Step:
    try:
        return step_of(key)
    except KeyError:
        raise Http404 from None


def _opened(request) -> Opened:
    return Opened(
        whole_number(request.GET.get("edit")),
        request.GET.get("add", ""),
        request.GET.get("check") == "1",
    )


def step_page(
    request,
    case: Case,
    step: Step,
    sections: list[Section],
    *,
    opened: Opened,
    refused: Refused | None = None,
    paper: Refusals | None = None,
    status: int = 200,
):
    """The page of a step; with `refused` it shows again what could not be stored."""
    blocks = blocks_of(case, sections, opened, refused)
    kind = sections[0] if sections and sections[0].key in ACHIEVEMENT_KINDS else None
    if kind:
        rows_judged(case, blocks[0])
    state = case.state_of(step)
    keys = {section.key for section in sections}
    problems = [each for each in state.problems if each.section in keys]
    context = {
        "application": case.application,
        "step": step,
        "kind": kind,
        "kinds": kinds_of(case) if step.key == "achievements" and not kind else [],
        "is_open": is_step_open(case.application, step.key),
        "state": state,
        "place": place_of(case, step),
        "blocks": blocks,
        "refused": refused,
        "oob": False,  # the saved mark asks; a name that nobody gave costs a search and an error
        "failed": "",
        "problems": problem_lines(case, problems) if opened.with_missing else [],
        "is_checked": opened.with_missing,
        "closed": closed_note(case.application, today()),
        "removed": _removed(request, case.application),
        "paper": paper_view(case, paper) if step.key == DEFENCE else None,
        "removed_picture": _removed_picture(request, case.application),
        "panel": panel_of(case, case.verdict(), is_brief=True),
        "saved_at": max(
            (row["updated_at"] for key in keys for row in case.typed.get(key, [])), default=None
        ),
    }
    return render(request, "applications/step.html", context, status=status)


def _removed(request, application: Application):
    """The row that was just taken out, so that it can be put back."""
    removed = whole_number(request.GET.get("removed"))
    if removed is None:
        return None
    return application.entries.filter(pk=removed, removed_at__isnull=False).first()


def _removed_picture(request, application: Application):
    """The picture that was just taken out, so that it can be put back."""
    removed = whole_number(request.GET.get("removed_picture"))
    if removed is None:
        return None
    files = application.files.filter(pk=removed, need=PICTURE)
    return files.filter(removed_at__isnull=False).first()
