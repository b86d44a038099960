"""Forgotten passwords: by mail, by a code, and the pages of who hands out codes."""

from django.conf import settings
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts import attempts, queries, recovery
from accounts.errors import BadInput, NotAllowed
from accounts.forms.recovery import (
    CodePasswordForm,
    LinkPasswordForm,
    PeopleSearchForm,
    ResetMailForm,
)
from accounts.models import User
from accounts.permissions import right
from accounts.views.guards import needs_right, page_of, show_refusals, typed_in
from accounts.views.limits import too_many

_BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(_BOTH)
def reset(request):
    """The two ways to a new password; asking by mail is answered the same for everybody."""
    form = ResetMailForm(typed_in(request))
    context = {"form": form, "mail_is_offered": settings.MAIL_IS_OFFERED}
    if request.method == "POST":
        if refused := too_many(request, attempts.RESET, settings.RESETS_PER_ADDRESS):
            return refused
        if form.is_valid():
            recovery.request_mail(who=form.cleaned_data["who"])
            context["is_sent"] = True
    context["minutes"] = settings.PASSWORD_RESET_TIMEOUT // 60
    return render(request, "accounts/reset.html", context)


@sensitive_post_parameters()
@require_http_methods(_BOTH)
def by_link(request, key: str, token: str):
    """The new password of who followed the mailed link; a dead link is not found."""
    if recovery.user_of_link(key, token) is None:
        return render(request, "accounts/reset_gone.html", status=404)
    form = LinkPasswordForm(typed_in(request))
    if request.method == "POST" and form.is_valid():
        try:
            password = form.cleaned_data["password1"]
            recovery.reset_by_link(key=key, token=token, password=password)
            return _to_login()
        except BadInput as error:
            show_refusals(form, error)
        except NotAllowed:
            return render(request, "accounts/reset_gone.html", status=404)
    return render(request, "accounts/reset_link.html", {"form": form})


@sensitive_post_parameters()
@require_http_methods(_BOTH)
def by_code(request):
    """The new password of who holds a code that was handed over."""
    form = CodePasswordForm(typed_in(request))
    if request.method == "POST":
        if refused := too_many(request, attempts.RESET, settings.RESETS_PER_ADDRESS):
            return refused
        if form.is_valid() and _reset_by_code(form):
            return _to_login()
    return render(request, "accounts/reset_code.html", {"form": form})


def _reset_by_code(form) -> bool:
    typed = form.cleaned_data
    try:
        recovery.reset_by_code(
            username=typed["username"], code=typed["code"], password=typed["password1"]
        )
    except BadInput as error:
        show_refusals(form, error)
        return False
    return True


@needs_right("accounts.hand_reset_code")
@require_safe
def people(request):
    """Whom one may hand a code to, found by name, user name or whole ID number."""
    form = PeopleSearchForm(request.GET or None)
    text = form.cleaned_data["text"].strip() if form.is_valid() else ""
    mine = right("accounts.hand_reset_code").filter(request.user, queries.people(text=text))
    page = page_of(mine.select_related("affiliation__unit"), request.GET.get("page"))
    context = {"form": form, "page_obj": page, "is_filtered": bool(text)}
    return render(request, "accounts/reset_people.html", context)


@needs_right("accounts.hand_reset_code")
@require_http_methods(_BOTH)
def make_code(request, pk: int):
    """Make a code for a person; the answer shows it, this once."""
    mine = right("accounts.hand_reset_code").filter(request.user, User.objects.all())
    shown = get_object_or_404(mine, pk=pk)
    if request.method == "POST":
        code = recovery.make_code(actor=request.user, user=shown)
        context = {"person": shown, "code": code, "crumbs": _crumbs("一次性代码")}
        context["hours"] = settings.RESET_CODE_HOURS
        return render(request, "accounts/reset_code_made.html", context)
    context = {
        "title": "生成密码重置代码",
        "question": f"要为“{shown.name}”（用户名 {shown.username}）生成一次性代码吗？",
        "consequences": [
            "请先确认是本人要求的，代码当面或打电话交给本人。",
            f"代码只显示一次，{settings.RESET_CODE_HOURS}小时内有效，用一次就失效；"
            "以前没用过的代码作废。",
            "您生成代码的时间会记入日志，本人填了邮箱的会收到通知。",
        ],
        "submit": "生成代码",
        "cancel": reverse("accounts:reset_people"),
        "crumbs": _crumbs("生成代码"),
    }
    return render(request, "parts/confirm.html", context)


def _to_login():
    return redirect(f"{reverse('accounts:login')}?reason=reset")


def _crumbs(here):
    return [("密码代码", reverse("accounts:reset_people")), (here, "")]
