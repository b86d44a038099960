"""Saving a section or a row as typed, by htmx while somebody types or by its button."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.clock import today
from accounts.errors import BadInput, NotAllowed
from accounts.identifiers import BadIdentifier, parse_resident_id
from accounts.views.guards import needs_right
from applications.case import Case
from applications.conflicts import conflict_of
from applications.drafts import StaleEntry, save_section
from applications.links import section_address
from applications.models import Application, Entry
from applications.pages import (
    NOT_JUDGED,
    Opened,
    Refused,
    computed_values,
    form_block,
    place_of,
)
from applications.panels import panel_of
from applications.rows import remove_row, restore_row
from applications.steps import ACHIEVEMENT_KINDS, section_of, step_of_section
from applications.steps.spec import Kind, Section
from applications.views.shared import editable_case, own_case, whole_number
from applications.views.steps import step_page

FAILED = 422


@needs_right("edit_draft")
@require_POST
def save(request, pk: int, section: str):
    """Save what was typed into a section (or a row, named by `entry`), whatever is wrong."""
    declared = _section(section)
    application = editable_case(request, pk, step_of_section(section).key)
    typed, refused = typed_values(declared, request.POST)
    entry_id = whole_number(request.POST.get("entry"))
    if declared.rows and entry_id is None and not any(typed.values()):
        return _nothing_typed(request, application, declared)
    try:
        saved, more = _store(request, application, declared, typed, entry_id)
    except StaleEntry as stale:
        application = own_case(request, pk)
        return _conflict(request, application, declared, stale.stored, typed)
    except BadInput as error:
        application = own_case(request, pk)
        return _refused(request, application, declared, entry_id, error.fields)
    application = saved.application
    if refused := refused | more:
        return _refused(request, application, declared, saved.entry.pk, refused, saved.entry)
    if request.htmx:
        return _fragment(request, application, declared, saved.entry)
    return redirect(_next_page(application, declared, saved.entry))


# The message stands at the field, and what was typed stays in it.
save.answers_unstorable_text = True


def _store(request, application: Application, section: Section, typed: dict, entry_id):
    """Save; where only the ID number is refused, save the rest and tell why."""
    about = {
        "application": application,
        "actor": request.user,
        "section_key": section.key,
        "version": whole_number(request.POST.get("version")),
        "entry_id": entry_id,
    }
    try:
        return save_section(typed=typed, **about), {}
    except (BadInput, NotAllowed) as error:
        fields = getattr(error, "fields", {"id_number": error.message})
        if not typed.get("id_number") or set(fields) != {"id_number"}:
            raise
    rest = {name: value for name, value in typed.items() if name != "id_number"}
    return save_section(typed=rest, **about), fields


def _section(key: str) -> Section:
    try:
        return section_of(key)
    except KeyError:
        raise Http404 from None


def typed_values(section: Section, posted) -> tuple[dict, dict[str, str]]:
    """The posted values of the declared fields, and why one of them cannot be stored.

    A field whose `choice-NAME` says `stored` is left out, so that the stored text stays. An ID
    number that cannot be one is kept back, so that the rest is saved while it is being typed.
    """
    typed, refused = {}, {}
    for spec in section.fields:
        if posted.get(f"choice-{spec.name}") == "stored":
            continue
        if spec.kind is Kind.MANY:
            typed[spec.name] = posted.getlist(spec.name)
        elif spec.name in posted and spec.kind is not Kind.UNIT:
            typed[spec.name] = posted[spec.name]
    if number := typed.get("id_number", "").strip():
        try:
            parse_resident_id(number, today=today())
        except BadIdentifier as error:
            refused["id_number"] = str(error)
            typed["id_number"] = ""
    return typed, refused


def _fragment(request, application: Application, section: Section, entry: Entry):
    """What changed on the page: the saved time, the version, the fields' messages, the verdict."""
    case = Case(application)
    row = next(row for row in case.typed[section.key] if row["id"] == entry.pk)
    form = form_block(case, section, row, Opened())
    took_number = bool(request.POST.get("id_number", "").strip())
    context = {
        "application": application,
        "section": section,
        "form": form,
        "computed": computed_values(case, section.key),
        "id_field": next((f for f in form.fields if f.kind == "id_number" and took_number), None),
        "panel": None
        if section.key in NOT_JUDGED
        else panel_of(case, case.verdict(), is_brief=True),
    }
    return render(request, "applications/parts/saved.html", context)


def _refused(request, application, section: Section, entry_id, errors, entry=None):
    """What cannot be stored, with the reason at the field; what was typed stays on the page."""
    posted = {name: request.POST[name] for name in request.POST if name in _names(section)}
    many = {
        spec.name: request.POST.getlist(spec.name)
        for spec in section.fields
        if spec.kind is Kind.MANY
    }
    case = Case(application)
    refused = Refused(section.key, entry_id, posted | many, errors)
    if request.htmx:
        rows = case.typed.get(section.key, [])
        row = next((r for r in rows if not section.rows or r["id"] == entry_id), None)
        form = form_block(case, section, row, Opened(), refused)
        context = {"section": section, "form": form, "errors": errors, "was_saved": bool(entry)}
        return render(request, "applications/parts/refused.html", context, status=FAILED)
    step = step_of_section(section.key)
    opened = Opened(entry_id, "" if entry_id else section.key)
    sections = _page_sections(step, section)
    return step_page(request, case, step, sections, opened=opened, refused=refused, status=FAILED)


def _names(section: Section) -> set[str]:
    return {spec.name for spec in section.fields}


def _page_sections(step, section: Section) -> list[Section]:
    if section.key in ACHIEVEMENT_KINDS:
        return [section]
    return [each for each in step.sections if each.key not in ACHIEVEMENT_KINDS]


def _conflict(request, application, section: Section, stored: Entry, typed: dict):
    """Another window saved first: both texts side by side, nothing lost (409)."""
    context = {
        "application": application,
        "section": section,
        "stored": stored,
        "conflict": conflict_of(Case(application), section, stored, typed),
        "action": reverse("applications:save", args=[application.pk, section.key]),
        "back": section_address(application, section),
    }
    if request.htmx:
        response = render(request, "applications/parts/conflict.html", context, status=409)
        response["HX-Retarget"] = f"#form-{section.key}"
        response["HX-Reswap"] = "outerHTML"
        return response
    return render(request, "applications/conflict.html", context, status=409)


def _nothing_typed(request, application: Application, section: Section):
    """A new row in which nothing was typed is no row."""
    if request.htmx:
        return HttpResponse(status=204)
    messages.warning(request, "这一条还没有填写任何内容，没有保存。")
    return redirect(f"{section_address(application, section)}?add={section.key}")


def _next_page(application: Application, section: Section, entry: Entry) -> str:
    """Where the button leads: on when all is well, else to what is missing."""
    case = Case(application)
    step = step_of_section(section.key)
    state = case.state_of(step)
    place = section_address(application, section)
    rows = [row["id"] for row in case.typed.get(section.key, [])]
    at = rows.index(entry.pk)
    wrong = [p for p in state.problems if p.section == section.key and p.row == at and p.field]
    if section.rows:
        return f"{place}?edit={entry.pk}&check=1" if wrong else f"{place}#block-{section.key}"
    if wrong:
        return f"{place}?check=1"
    alone = len([each for each in step.sections if each.applies(case.context)]) == 1
    after = place_of(case, step).after
    return after[1] if alone and after else f"{place}#block-{section.key}"


@needs_right("edit_draft")
@require_POST
def remove(request, pk: int):
    """Take a row out; the page then offers to put it back."""
    application = editable_case(request, pk)
    removed = remove_row(application=application, actor=request.user, entry_id=_entry_id(request))
    place = section_address(application, section_of(removed.section))
    return redirect(f"{place}?removed={removed.pk}#block-{removed.section}")


@needs_right("edit_draft")
@require_POST
def restore(request, pk: int):
    """Put a removed row back."""
    application = editable_case(request, pk)
    restored = restore_row(application=application, actor=request.user, entry_id=_entry_id(request))
    place = section_address(application, section_of(restored.section))
    return redirect(f"{place}#block-{restored.section}")


def _entry_id(request) -> int:
    # 0 names no row, and is refused as every other unknown one.
    return whole_number(request.POST.get("entry")) or 0
