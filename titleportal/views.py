"""The entrance and the health address."""

from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.clock import today
from accounts.enums import Role
from accounts.navigation import STAND_IN, acts_as
from applications.queries import open_rounds

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
    STAND_IN: "review:home",
}


@require_safe
def home(request):
    """What the portal is, for who is not logged in; else the person's own home."""
    if not request.user.is_authenticated:
        return render(request, "home.html", {"rounds": _open_rounds()})
    held = acts_as(request.user)
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


def _open_rounds() -> list[dict]:
    day = today()
    return [
        {
            "name": round.name,
            "opens_on": round.applicants_from,
            "closes_on": round.applicants_until,
            "days_left": (round.applicants_until - day).days,
        }
        for round in open_rounds(day)
    ]
