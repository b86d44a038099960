"""What the views of a unit's staff share: for which unit, whom of it, or 404."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.enums import Role
from accounts.models import Organisation
from accounts.permissions import active_assignments, right
from applications.models import StaffMember
from applications.staff.queries import chosen_of

RIGHT = "keep_staff"
MOST_CHOSEN = 500


def units_of(request) -> list[Organisation]:
    """The units for which the officer acts, by name."""
    units = {
        each.organisation_id: each.organisation
        for each in active_assignments(request.user)
        if each.role == Role.UNIT_OFFICER and each.organisation
    }
    return sorted(units.values(), key=lambda unit: unit.name)


def unit_of(request) -> Organisation:
    """The unit that the address or the form names, else the officer's only or first one."""
    units, wanted = units_of(request), request.POST.get("unit") or request.GET.get("unit")
    for unit in units:
        if not wanted or wanted == str(unit.pk):
            return unit
    raise Http404


def member_or_404(request, pk: int) -> StaffMember:
    """One of the officer's own units' people; else the answer for what does not exist."""
    mine = right(RIGHT).filter(request.user, StaffMember.objects.all())
    return get_object_or_404(mine.select_related("unit", "entered_by", "changed_by"), pk=pk)


def chosen_members(request, unit: Organisation) -> list[StaffMember]:
    """The people ticked on the list; one who is not the unit's is as one who does not exist."""
    typed = request.POST.getlist("ids")
    ids = {int(text) for text in typed if text.isascii() and text.isdigit() and len(text) < 18}
    found = chosen_of(unit, list(ids)[:MOST_CHOSEN])
    if len(found) != min(len(ids), MOST_CHOSEN):
        raise Http404
    return found


def query_of(request, unit: Organisation) -> str:
    """`?unit=…` for somebody who acts for several units; "" for all others."""
    return f"?unit={unit.pk}" if len(units_of(request)) > 1 else ""
