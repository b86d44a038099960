"""The administrator's pages about people: list, entry, change, password, closing."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts import queries, services
from accounts.errors import BadInput
from accounts.forms.people import PeopleFilterForm, PersonForm
from accounts.models import User
from accounts.views.guards import needs_right, page_of, show_refusals, typed_in


@needs_right("accounts.manage")
@require_safe
def people(request):
    """All people, found by name, user name, whole ID number or role."""
    form = PeopleFilterForm(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {}
    page = page_of(queries.people(**chosen), request.GET.get("page"))
    context = {"page_obj": page, "form": form, "is_filtered": any(chosen.values())}
    return render(request, "accounts/people.html", context)


@needs_right("accounts.manage")
@require_safe
def person(request, pk):
    """One person with all roles."""
    shown = get_object_or_404(User, pk=pk)
    context = {"person": shown, "roles": queries.roles_of(shown), "crumbs": _crumbs(shown.name)}
    return render(request, "accounts/person.html", context)


@needs_right("accounts.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def create(request):
    """Enter a person; the answer shows the initial password, this once."""
    form = PersonForm(typed_in(request))
    if request.method == "POST" and form.is_valid():
        try:
            made, password = services.admit_person(actor=request.user, **form.cleaned_data)
            return _initial_password(request, made, password, is_new=True)
        except BadInput as error:
            show_refusals(form, error)
    context = {"form": form, "title": "新增人员", "crumbs": _crumbs("新增人员")}
    return render(request, "accounts/person_form.html", context)


@needs_right("accounts.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    """Change a person's data; the ID number only where one is typed."""
    shown = get_object_or_404(User, pk=pk)
    names = ("name", "username", "phone", "email")
    initial = {name: getattr(shown, name) for name in names}
    form = PersonForm(typed_in(request), initial=initial, person=shown)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_person(actor=request.user, user=shown, **form.cleaned_data)
            messages.success(request, "已保存。")
            return redirect("accounts:person", pk=pk)
        except BadInput as error:
            show_refusals(form, error)
    context = {"form": form, "title": "修改人员资料", "person": shown}
    context["crumbs"] = _crumbs("修改", shown)
    return render(request, "accounts/person_form.html", context)


@needs_right("accounts.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def reset_password(request, pk):
    """Give a new initial password; the answer shows it, this once."""
    shown = get_object_or_404(User, pk=pk)
    if request.method == "POST":
        password = services.reset_password(actor=request.user, user=shown)
        return _initial_password(request, shown, password, is_new=False)
    consequences = [
        "系统会生成一个新的初始密码，只显示一次，请当面交给本人。",
        "本人正在使用的登录会立即退出，用初始密码登录后必须先修改密码。",
    ]
    return _confirm(
        request, shown, "重置密码", f"要重置“{shown.name}”的密码吗？", consequences, danger=False
    )


@needs_right("accounts.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def disable(request, pk):
    """Close an account, after asking."""
    shown = get_object_or_404(User, pk=pk)
    if request.method == "POST":
        services.disable_person(actor=request.user, user=shown)
        messages.success(request, f"“{shown.name}”的账号已停用。")
        return redirect("accounts:person", pk=pk)
    consequences = [
        "本人不能再登录，正在使用的登录立即退出。",
        "已经办理过的事项和记录都保留。",
        "以后可以随时重新启用。",
    ]
    return _confirm(request, shown, "停用账号", f"要停用“{shown.name}”的账号吗？", consequences)


@needs_right("accounts.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def enable(request, pk):
    """Open a closed account again, after asking."""
    shown = get_object_or_404(User, pk=pk)
    if request.method == "POST":
        services.enable_person(actor=request.user, user=shown)
        messages.success(request, f"“{shown.name}”的账号已启用。")
        return redirect("accounts:person", pk=pk)
    consequences = ["本人可以用原来的密码登录。"]
    return _confirm(
        request,
        shown,
        "启用账号",
        f"要重新启用“{shown.name}”的账号吗？",
        consequences,
        danger=False,
    )


def _initial_password(request, shown, password, *, is_new):
    # Shown in the answer itself: a redirect would have to carry it through a cookie.
    context = {"person": shown, "password": password, "is_new": is_new}
    context["crumbs"] = _crumbs("初始密码", shown)
    return render(request, "accounts/initial_password.html", context)


def _confirm(request, shown, title, question, consequences, *, danger=True):
    context = {
        "title": title,
        "question": question,
        "consequences": consequences,
        "submit": title,
        "danger": danger,
        "cancel": reverse("accounts:person", args=[shown.pk]),
        "crumbs": _crumbs(title, shown),
    }
    return render(request, "parts/confirm.html", context)


def _crumbs(here, shown=None):
    people = ("人员", reverse("accounts:people"))
    between = [(shown.name, reverse("accounts:person", args=[shown.pk]))] if shown else []
    return [people, *between, (here, "")]
