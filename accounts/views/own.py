"""One's own unit, consent and data, and the closing of the account."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import attempts, closing, own_data, queries, registration
from accounts.clock import today
from accounts.enums import UNIT_KINDS
from accounts.errors import BadInput, GuardFailed
from accounts.forms.recovery import ClosingForm
from accounts.models import Organisation
from accounts.views.guards import show_refusals, typed_in
from accounts.views.registration import LONGEST_SEARCH, SHORTEST_SEARCH, SHOWN

MOST_CLOSINGS = 10


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_unit(request):
    """The unit in which the person works, searched and chosen."""
    text = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    error = ""
    if request.method == "POST":
        chosen = request.POST.get("unit", "")
        if chosen.isascii() and chosen.isdigit() and len(chosen) < 18:
            unit = get_object_or_404(
                Organisation, pk=int(chosen), kind__in=UNIT_KINDS, is_active=True
            )
            registration.affiliate(user=request.user, unit=unit)
            messages.success(request, f"您的工作单位已改为“{unit.name}”。")
            return redirect("accounts:profile")
        error = "请选择工作单位。"
    is_search = len(text) >= SHORTEST_SEARCH
    context = {
        "q": text,
        "units": queries.units_matching(text, SHOWN) if is_search else [],
        "is_search": is_search,
        "errors": [error] if error else [],
        "crumbs": _crumbs("工作单位"),
    }
    return render(request, "accounts/own_unit.html", context)


@require_POST
@login_required
def download(request):
    """Everything that is kept of the person, as a zip."""
    file = own_data.archive_of(request.user)
    name = f"我的数据-{today():%Y%m%d}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def close(request):
    """What closing means and what stands against it; with the password it is done."""
    user = request.user
    form = ClosingForm(typed_in(request))
    if request.method == "POST" and form.is_valid():
        if attempts.count("close", user.pk) > MOST_CLOSINGS:
            return render(request, "accounts/too_many.html", status=429)
        try:
            closing.close_account(user=user, password=form.cleaned_data["password"])
            logout(request)
            return redirect(f"{reverse('accounts:login')}?reason=closed")
        except BadInput as error:
            show_refusals(form, error)
        except GuardFailed:
            pass  # the page names what stands against it
    context = {"form": form, "reasons": closing.reasons_against(user)}
    context["crumbs"] = _crumbs("注销账号")
    return render(request, "accounts/close.html", context)


def _crumbs(here):
    return [("我的资料", reverse("accounts:profile")), (here, "")]
