"""How a unit comes in: its public form, and the pages of who confirms it."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts import attempts, consent, queries, registration, unit_registration
from accounts.enums import OrganisationKind, RegistrationState
from accounts.errors import BadInput
from accounts.forms.registration import OfficerForm, PlaceForm, RefusalForm, UnitForm
from accounts.models import Organisation, UnitRegistration
from accounts.permissions import right
from accounts.tree import ancestors
from accounts.views.guards import needs_right, page_of, show_refusals, typed_in
from accounts.views.limits import too_many
from accounts.views.registration import welcome

_BOTH = ["GET", "HEAD", "POST"]


@require_safe
def find_parent(request):
    """The first step: what the unit is, and the body above it, found by name."""
    form = PlaceForm(request.GET if "kind" in request.GET else None)
    context = {"form": form}
    if form.is_valid():
        chosen = form.cleaned_data
        context["bodies"] = queries.bodies_for(chosen["kind"], chosen["tier"], chosen["q"])
        context |= {"kind": chosen["kind"], "tier": chosen["tier"], "q": chosen["q"]}
    return render(request, "accounts/unit_register_place.html", context)


@sensitive_post_parameters()
@require_http_methods(_BOTH)
def register(request, parent: int):
    """The second step: the unit and its first officer; who is logged in becomes the officer."""
    kinds = (OrganisationKind.DEPARTMENT, OrganisationKind.HR_BUREAU)
    body = get_object_or_404(Organisation, pk=parent, kind__in=kinds, is_active=True)
    place = PlaceForm(request.GET)
    if not place.is_valid():
        return redirect("accounts:unit_register")
    unit_form = UnitForm(typed_in(request))
    # Who is logged in has an account and agreed to the text long ago.
    form = None if request.user.is_authenticated else OfficerForm(typed_in(request))
    if request.method == "POST":
        if refused := too_many(request, attempts.REGISTER, settings.REGISTRATIONS_PER_ADDRESS):
            return refused
        answer = _register(request, body, place.cleaned_data, unit_form, form)
        if answer is not None:
            return answer
    for each in (unit_form, form):
        if each is not None:
            each.told_above = True
    context = {"unit_form": unit_form, "form": form, "parent": body, "text": consent.CURRENT}
    context |= {"kind": OrganisationKind(place.cleaned_data["kind"]).label}
    context["tier"] = dict(place.fields["tier"].choices)[place.cleaned_data["tier"]]
    return render(request, "accounts/unit_register.html", context)


def _register(request, body, place: dict, unit_form, form):
    """Enter what was typed; None where something is refused, which the forms then tell."""
    # Both are asked, so that everything to mend is seen at once.
    good = [each.is_valid() for each in (unit_form, form) if each is not None]
    if not all(good):
        return None
    unit = unit_form.values(kind=place["kind"], tier=place["tier"], parent=body)
    try:
        if form is None:
            made = unit_registration.ask_for_unit(officer=request.user, unit=unit)
        else:
            made = unit_registration.register_unit(unit=unit, person=form.person)
    except BadInput as error:
        registration.record_refusal(error)
        _show(unit_form, form, error)
        return None
    message = f"“{made.name}”已登记，等待“{body.name}”确认。确认以后您就可以办理本单位的事项。"
    if form is not None:
        return welcome(request, made.officer, message)
    messages.success(request, message)
    return redirect("accounts:profile")


def _show(unit_form, form, error: BadInput) -> None:
    # Both forms have a name; a person's is never refused by the services.
    of_person = {*form.fields, ""} - {"name"} if form is not None else set()
    for shown, fields in ((form, of_person), (unit_form, set(error.fields) - of_person)):
        if refused := {f: m for f, m in error.fields.items() if f in fields}:
            show_refusals(shown, BadInput(refused))


@needs_right("accounts.confirm_unit")
@require_safe
def registrations(request):
    """What waits for confirmation first, then what was decided."""
    mine = right("accounts.confirm_unit").filter(request.user, UnitRegistration.objects.all())
    rows = mine.select_related("parent", "officer", "decided_by")
    waiting = list(rows.filter(state=RegistrationState.PENDING))
    decided = rows.exclude(state=RegistrationState.PENDING).order_by("-decided_at")
    context = {"waiting": waiting, "page_obj": page_of(decided, request.GET.get("page"))}
    return render(request, "accounts/unit_registrations.html", context)


@needs_right("accounts.confirm_unit")
@require_safe
def registration_page(request, pk: int):
    """One registration in full, with what confirming would do."""
    shown = _registration(request, pk)
    context = {
        "registration": shown,
        "above": list(reversed([shown.parent, *ancestors(shown.parent)])),
        "is_waiting": shown.state == RegistrationState.PENDING,
        "crumbs": _crumbs(shown.name),
    }
    return render(request, "accounts/unit_registration.html", context)


@needs_right("accounts.confirm_unit")
@require_http_methods(_BOTH)
def confirm(request, pk: int):
    """Confirm, after asking."""
    shown = _registration(request, pk)
    reasons = []
    if request.method == "POST":
        try:
            unit_registration.confirm_unit(actor=request.user, registration=shown)
            messages.success(request, f"“{shown.name}”已确认，登记人现在可以办理该单位的事项。")
            return redirect("accounts:unit_registrations")
        except BadInput as error:
            reasons = list(error.fields.values())
    context = {
        "title": "确认单位登记",
        "question": f"要确认“{shown.name}”是“{shown.parent.name}”的下级单位吗？",
        "consequences": [
            f"“{shown.officer.name}”成为这个单位的经办人，可以审核本单位的申报、邀请本单位人员。",
            "本单位人员可以从这个单位申报。",
            "确认前请核对信用代码和经办人身份，例如致电所填的单位电话。",
        ],
        "errors": reasons,
        "submit": "确认登记",
        "cancel": reverse("accounts:unit_registration", args=[pk]),
        "crumbs": _crumbs("确认", shown),
    }
    return render(request, "accounts/unit_confirm.html", context)


@needs_right("accounts.confirm_unit")
@require_http_methods(_BOTH)
def refuse(request, pk: int):
    """Refuse with a reason."""
    shown = _registration(request, pk)
    form = RefusalForm(typed_in(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            unit_registration.refuse_unit(actor=request.user, registration=shown, reason=reason)
            messages.success(request, f"“{shown.name}”的登记没有通过，登记人会看到原因。")
            return redirect("accounts:unit_registrations")
        except BadInput as error:
            show_refusals(form, error)
    context = {
        "title": "不通过单位登记",
        "question": f"“{shown.name}”的登记不通过？",
        "consequences": ["登记人登录后会看到原因，可以改正后重新登记。"],
        "form": form,
        "submit": "不通过",
        "danger": True,
        "cancel": reverse("accounts:unit_registration", args=[pk]),
        "crumbs": _crumbs("不通过", shown),
    }
    return render(request, "accounts/unit_confirm.html", context)


def _registration(request, pk: int) -> UnitRegistration:
    mine = right("accounts.confirm_unit").filter(request.user, UnitRegistration.objects.all())
    rows = mine.select_related("parent__parent__parent", "officer", "decided_by", "organisation")
    return get_object_or_404(rows, pk=pk)


def _crumbs(here, shown=None):
    first = ("单位登记", reverse("accounts:unit_registrations"))
    between = (
        [(shown.name, reverse("accounts:unit_registration", args=[shown.pk]))] if shown else []
    )
    return [first, *between, (here, "")]
