"""The administrator's pages that give and end roles."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts import services
from accounts.errors import BadInput
from accounts.forms.people import EndRoleForm, RoleForm
from accounts.models import RoleAssignment, User
from accounts.views.guards import needs_right, show_refusals, typed_in


@needs_right("accounts.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request, pk):
    """Give a person a role for an organisation and a period."""
    person = get_object_or_404(User, pk=pk)
    form = RoleForm(typed_in(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.assign_role(actor=request.user, user=person, **form.cleaned_data)
            messages.success(request, "角色已添加。")
            return redirect("accounts:person", pk=pk)
        except BadInput as error:
            show_refusals(form, error)
    context = {"form": form, "person": person, "crumbs": _crumbs("添加角色", person)}
    return render(request, "accounts/role_form.html", context)


@needs_right("accounts.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def end(request, pk):
    """End a role on a day or at once, after asking."""
    assignment = get_object_or_404(
        RoleAssignment.objects.select_related("user", "organisation"), pk=pk
    )
    person = assignment.user
    form = EndRoleForm(typed_in(request))
    if request.method == "POST" and form.is_valid():
        try:
            last_day = form.cleaned_data["last_day"]
            services.end_role(actor=request.user, assignment=assignment, last_day=last_day)
            messages.success(request, "角色已结束。" if last_day is None else "结束日期已保存。")
            return redirect("accounts:person", pk=person.pk)
        except BadInput as error:
            show_refusals(form, error)
    place = f"（{assignment.organisation}）" if assignment.organisation else ""
    context = {
        "title": "结束角色",
        "question": f"要结束“{person.name}”的角色“{assignment.get_role_display()}”{place}吗？",
        "consequences": ["结束后本人不能再办理这个角色的事项。", "已经办理过的事项和记录都保留。"],
        "form": form,
        "submit": "结束角色",
        "danger": True,
        "cancel": reverse("accounts:person", args=[person.pk]),
        "crumbs": _crumbs("结束角色", person),
    }
    return render(request, "parts/confirm.html", context)


def _crumbs(here, person):
    return [
        ("人员", reverse("accounts:people")),
        (person.name, reverse("accounts:person", args=[person.pk])),
        (here, ""),
    ]
