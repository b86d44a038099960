"""A unit officer's invitations."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts import mail, queries, registration
from accounts.enums import Role
from accounts.errors import BadInput
from accounts.forms.registration import InvitationForm
from accounts.models import Invitation, Organisation
from accounts.permissions import organisations_of, right
from accounts.views.guards import needs_right, page_of, show_refusals, typed_in

_BOTH = ["GET", "HEAD", "POST"]


@needs_right("accounts.invite")
@require_safe
def invitations(request):
    """The unit's invitations with what became of each."""
    found = queries.invitations_of(organisations_of(request.user, Role.UNIT_OFFICER))
    context = {"page_obj": page_of(found, request.GET.get("page"))}
    return render(request, "accounts/invitations.html", context)


@needs_right("accounts.invite")
@require_http_methods(_BOTH)
def create(request):
    """Invite a person; the answer shows link and code, this once."""
    units = list(
        Organisation.objects.filter(pk__in=organisations_of(request.user, Role.UNIT_OFFICER))
    )
    form = InvitationForm(typed_in(request))
    if request.method == "POST" and form.is_valid():
        try:
            # Somebody who acts for two units says in the address for which.
            unit = next((u for u in units if str(u.pk) == request.GET.get("unit")), units[0])
            made, code = registration.invite(actor=request.user, unit=unit, **form.cleaned_data)
            return _made(request, made, code)
        except BadInput as error:
            show_refusals(form, error)
    context = {
        "form": form,
        "units": units,
        "chosen": request.GET.get("unit", ""),
        "crumbs": _crumbs("邀请人员"),
    }
    return render(request, "accounts/invitation_form.html", context)


@needs_right("accounts.invite")
@require_http_methods(_BOTH)
def revoke(request, pk: int):
    """Take an invitation back, after asking."""
    mine = right("accounts.invite").filter(request.user, Invitation.objects.all())
    shown = get_object_or_404(mine.select_related("unit"), pk=pk)
    if request.method == "POST":
        registration.revoke_invitation(actor=request.user, invitation=shown)
        messages.success(request, f"给“{shown.name}”的邀请已撤回。")
        return redirect("accounts:invitations")
    context = {
        "title": "撤回邀请",
        "question": f"要撤回给“{shown.name}”的邀请吗？",
        "consequences": ["邀请码和链接立即失效。", "以后可以重新邀请。"],
        "submit": "撤回邀请",
        "danger": True,
        "cancel": reverse("accounts:invitations"),
        "crumbs": _crumbs("撤回邀请"),
    }
    return render(request, "parts/confirm.html", context)


def _made(request, made: Invitation, code: str):
    # Shown in the answer itself: a redirect would have to carry the code through a cookie.
    address = mail.link(reverse("accounts:register_invited", args=[code]))
    context = {"invitation": made, "code": code, "address": address}
    context["crumbs"] = _crumbs("邀请码")
    return render(request, "accounts/invitation_made.html", context)


def _crumbs(here):
    return [("人员邀请", reverse("accounts:invitations")), (here, "")]
