"""The administrator's pages about organisations and their tree."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts import queries, services, tree
from accounts.errors import BadInput
from accounts.forms.organisations import OrganisationFilterForm, OrganisationForm, is_unit
from accounts.models import Organisation
from accounts.views.guards import needs_right, page_of, show_refusals, typed_in


@needs_right("accounts.manage")
@require_safe
def organisations(request):
    """All organisations, found by name, code, region or kind; without a search the tops too."""
    form = OrganisationFilterForm(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {}
    page = page_of(queries.organisations(**chosen), request.GET.get("page"))
    is_filtered = any(chosen.values())
    context = {"page_obj": page, "form": form, "is_filtered": is_filtered}
    if not is_filtered and page.number == 1:
        context["roots"] = queries.roots()
    return render(request, "accounts/organisations.html", context)


@needs_right("accounts.manage")
@require_safe
def organisation(request, pk):
    """One organisation: data, who stands above and below, who acts for it."""
    shown = get_object_or_404(Organisation.objects.select_related("parent__parent__parent"), pk=pk)
    context = {
        "organisation": shown,
        "above": list(reversed(tree.ancestors(shown))),
        "way": tree.bodies_above(shown) if is_unit(shown) else [],
        "children": queries.children_of(shown),
        "officers": queries.officers_of(shown),
        "crumbs": _crumbs(shown.name),
    }
    return render(request, "accounts/organisation.html", context)


@needs_right("accounts.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def create(request):
    """Register an organisation."""
    initial = (
        {"parent": request.GET.get("parent")} if request.GET.get("parent", "").isdecimal() else {}
    )
    form = OrganisationForm(typed_in(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.create_organisation(actor=request.user, **form.values)
            messages.success(request, f"“{made.name}”已登记。")
            return redirect("accounts:organisation", pk=made.pk)
        except BadInput as error:
            show_refusals(form, error)
    context = {"form": form, "title": "登记单位", "crumbs": _crumbs("登记单位")}
    context["cancel"] = reverse("accounts:organisations")
    return render(request, "accounts/organisation_form.html", context)


@needs_right("accounts.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    """Change an organisation or where it stands."""
    shown = get_object_or_404(Organisation, pk=pk)
    form = OrganisationForm(typed_in(request), instance=shown)
    if request.method == "POST" and form.is_valid():
        try:
            values = form.values
            services.update_organisation(actor=request.user, organisation=shown, **values)
            messages.success(request, "已保存。")
            return redirect("accounts:organisation", pk=pk)
        except BadInput as error:
            show_refusals(form, error)
            shown.refresh_from_db()
    context = {"form": form, "title": "修改单位资料", "crumbs": _crumbs("修改", shown)}
    context["cancel"] = reverse("accounts:organisation", args=[pk])
    return render(request, "accounts/organisation_form.html", context)


@needs_right("accounts.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def disable(request, pk):
    """Close an organisation, after asking."""
    shown = get_object_or_404(Organisation, pk=pk)
    if request.method == "POST":
        services.disable_organisation(actor=request.user, organisation=shown)
        messages.success(request, f"“{shown.name}”已停用。")
        return redirect("accounts:organisation", pk=pk)
    consequences = [
        "不能再给这个单位安排人员，也不能再从这个单位申报。",
        "已经提交的申报继续办理，记录都保留。",
        "以后可以随时重新启用。",
    ]
    return _confirm(request, shown, "停用单位", f"要停用“{shown.name}”吗？", consequences)


@needs_right("accounts.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def enable(request, pk):
    """Open a closed organisation again, after asking."""
    shown = get_object_or_404(Organisation, pk=pk)
    if request.method == "POST":
        services.enable_organisation(actor=request.user, organisation=shown)
        messages.success(request, f"“{shown.name}”已启用。")
        return redirect("accounts:organisation", pk=pk)
    question = f"要重新启用“{shown.name}”吗？"
    return _confirm(request, shown, "启用单位", question, [], danger=False)


def _confirm(request, shown, title, question, consequences, *, danger=True):
    context = {
        "title": title,
        "question": question,
        "consequences": consequences,
        "submit": title,
        "danger": danger,
        "cancel": reverse("accounts:organisation", args=[shown.pk]),
        "crumbs": _crumbs(title, shown),
    }
    return render(request, "parts/confirm.html", context)


def _crumbs(here, shown=None):
    first = ("单位", reverse("accounts:organisations"))
    between = [(shown.name, reverse("accounts:organisation", args=[shown.pk]))] if shown else []
    return [first, *between, (here, "")]
