"""The entrance and the health address."""

from importlib import import_module

from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.enums import Role
from accounts.permissions import active_assignments

# In this order: what waits for the person's own application or desk comes first.
HOMES = {
    Role.APPLICANT: "applications:home",
    Role.UNIT_OFFICER: "review:home",
    Role.DEPARTMENT_OFFICER: "review:home",
    Role.HR_OFFICER: "review:home",
    Role.SECRETARY: "review:home",
    Role.EXPERT: "review:expert_home",
    Role.SUPERVISOR: "review:log",
    Role.ADMINISTRATOR: "accounts:people",
}


@require_safe
def home(request):
    """What the portal is, for who is not logged in; else the person's own home."""
    if not request.user.is_authenticated:
        return render(request, "home.html", {"rounds": _open_rounds()})
    held = {assignment.role for assignment in active_assignments(request.user)}
    return redirect(next((HOMES[role] for role in HOMES if role in held), "accounts:profile"))


@require_safe
def health(request):
    """`ok` when the database answers, else 503; nothing more."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("unavailable", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")


def _open_rounds() -> list:
    try:
        queries = import_module("applications.queries")
    except ModuleNotFoundError:
        return []
    return list(queries.open_rounds())
