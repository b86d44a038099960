"""How an applicant comes in: finding the unit, registering, by invitation or without."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts import attempts, codes, consent, queries, registration
from accounts.backends import PATH
from accounts.enums import UNIT_KINDS
from accounts.errors import BadInput, NotAllowed
from accounts.forms.registration import (
    AccountForm,
    ConsentForm,
    InvitationCodeForm,
    InvitedForm,
)
from accounts.models import Organisation
from accounts.views.guards import show_refusals, typed_in
from accounts.views.limits import too_many

LONGEST_SEARCH = 80
SHOWN = 20
SHORTEST_SEARCH = 2
_BOTH = ["GET", "HEAD", "POST"]


@require_safe
def find_unit(request):
    """The first step: the unit, found by name or code; a link leads on from each."""
    if request.user.is_authenticated:
        return _has_an_account(request)
    text = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    is_search = len(text) >= SHORTEST_SEARCH
    units = list(queries.units_matching(text, SHOWN + 1)) if is_search else []
    context = {
        "q": text,
        "is_search": is_search,
        "is_short": bool(text) and not is_search,
        "units": units[:SHOWN],
        "has_more": len(units) > SHOWN,
        "shown": SHOWN,
    }
    return render(request, "accounts/register_unit.html", context)


@sensitive_post_parameters()
@require_http_methods(_BOTH)
def register(request, unit: int):
    """The second step: the account, with the consent."""
    if request.user.is_authenticated:
        return _has_an_account(request)
    place = get_object_or_404(Organisation, pk=unit, kind__in=UNIT_KINDS, is_active=True)
    form = AccountForm(typed_in(request))
    if request.method == "POST":
        if refused := too_many(request, attempts.REGISTER, settings.REGISTRATIONS_PER_ADDRESS):
            return refused
        made = form.is_valid() and _made(
            form, lambda: registration.register_applicant(unit=place, **form.person)
        )
        if made:
            return welcome(request, made, f"注册成功，您的工作单位是“{place.name}”。")
    return _account_page(request, form, unit=place)


@require_http_methods(_BOTH)
def invitation_code(request):
    """The code that a unit handed over, typed in; right or wrong is seen on the next page."""
    form = InvitationCodeForm(typed_in(request))
    if request.method == "POST" and form.is_valid():
        if refused := too_many(request, attempts.REGISTER, settings.REGISTRATIONS_PER_ADDRESS):
            return refused
        if registration.open_invitation(form.cleaned_data["code"]):
            code = codes.normalised(form.cleaned_data["code"])
            return redirect("accounts:register_invited", code=code)
        form.add_error("code", registration.GONE)
    return render(request, "accounts/invitation_code.html", {"form": form})


@sensitive_post_parameters()
@require_http_methods(_BOTH)
def invited(request, code: str):
    """Registering by an invitation; who has an account joins the unit with it."""
    invitation = registration.open_invitation(code)
    if invitation is None:
        return render(request, "accounts/invitation_gone.html", status=410)
    if request.user.is_authenticated:
        return _join(request, code, invitation)
    form = InvitedForm(
        typed_in(request), initial={"phone": invitation.phone, "email": invitation.email}
    )
    if request.method == "POST":
        if refused := too_many(request, attempts.REGISTER, settings.REGISTRATIONS_PER_ADDRESS):
            return refused
        made = form.is_valid() and _made(
            form, lambda: registration.register_invited(code=code, **form.person)
        )
        if made:
            return welcome(request, made, f"注册成功，您的工作单位是“{invitation.unit.name}”。")
    return _account_page(request, form, unit=invitation.unit, invitation=invitation)


@require_http_methods(_BOTH)
def consent_text(request):
    """The text in force, for reading at any time; whose account somebody else made agrees here."""
    user, target = request.user, _safe_next(request)
    may_agree = user.is_authenticated and not consent.is_given(user)
    form = ConsentForm(typed_in(request)) if may_agree else None
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            consent.give(user=user, version=form.cleaned_data["consent_version"])
            messages.success(request, "您的同意已记录。")
            return redirect(target or "accounts:profile")
        except BadInput as error:
            show_refusals(form, error)
    context = {
        "text": consent.CURRENT,
        "form": form,
        "first": consent.FIRST if target else "",
        "back": reverse("home") if target else reverse("accounts:profile"),
    }
    return render(request, "accounts/consent.html", context)


def _safe_next(request) -> str:
    """Where the person was going who must agree first; a place of the portal only."""
    target = request.GET.get("next", "")
    here = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if here else ""


def welcome(request, user, message: str):
    """Log a new person in, with a session of its own, and lead home."""
    login(request, user, backend=PATH)
    messages.success(request, message)
    return redirect("home")


def _made(form, make):
    """What `make()` made; None where it was refused, which the form then tells."""
    try:
        return make()
    except BadInput as error:
        registration.record_refusal(error)
        show_refusals(form, error)
    except NotAllowed as error:
        form.add_error(None, error.message)
    return None


def _join(request, code: str, invitation):
    """An account exists: the person confirms the new unit."""
    if request.method == "POST":
        registration.accept_invitation(code=code, user=request.user)
        messages.success(request, f"您的工作单位已改为“{invitation.unit.name}”。")
        return redirect("accounts:profile")
    context = {"invitation": invitation, "is_meant": invitation.name == request.user.name}
    return render(request, "accounts/invitation_join.html", context)


def _account_page(request, form, **context):
    context |= {"form": form, "text": consent.CURRENT}
    return render(request, "accounts/register.html", context)


def _has_an_account(request):
    messages.info(request, "您已经登录，不用再注册。要更换工作单位，请在这里修改。")
    return redirect("accounts:profile")
