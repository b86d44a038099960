"""What the pages of a unit's staff read."""

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.clock import now
from accounts.models import Affiliation, Invitation, Organisation, User
from applications.models import StaffMember

ACCOUNTS = (("registered", "已注册"), ("invited", "已邀请，等待注册"), ("none", "还没有账号"))


def staff_of(unit: Organisation, *, text: str = "", account: str = "") -> QuerySet[StaffMember]:
    """The unit's people by name, each with `is_registered` (has an account and says to work here)
    and `is_invited` (holds an invitation that still opens)."""
    accounts = Affiliation.objects.filter(unit=unit)
    own = accounts.filter(user__id_number_hash=OuterRef("id_number_hash"))
    invited = accounts.filter(user=OuterRef("invitation__used_by"))
    waits = Invitation.objects.filter(
        pk=OuterRef("invitation"),
        used_at__isnull=True,
        revoked_at__isnull=True,
        expires_at__gt=now(),
    )
    found = (
        StaffMember.objects.filter(unit=unit)
        .annotate(
            is_registered=Exists(own) | Exists(invited),
            is_invited=Exists(waits),
        )
        .select_related("invitation", "changed_by")
        .order_by("name_key", "name", "pk")
    )
    if text:
        found = found.filter(Q(name__icontains=text) | Q(phone__contains=text))
    if account == "registered":
        return found.filter(is_registered=True)
    if account == "invited":
        return found.filter(is_registered=False, is_invited=True)
    if account == "none":
        return found.filter(is_registered=False, is_invited=False)
    return found


def held_about(user: User) -> QuerySet[StaffMember]:
    """What units' lists hold of a person, found by the ID number."""
    if not user.id_number_hash:
        return StaffMember.objects.none()
    found = StaffMember.objects.filter(id_number_hash=user.id_number_hash)
    return found.select_related("unit", "entered_by", "changed_by").order_by("pk")


def chosen_of(unit: Organisation, ids: Iterable[int]) -> list[StaffMember]:
    """The chosen ones among the unit's people."""
    return list(staff_of(unit).filter(pk__in=list(ids)))


def last_change(unit: Organisation) -> StaffMember | None:
    """Who was entered or changed last, for the line that says who keeps the list."""
    found = StaffMember.objects.filter(unit=unit).select_related("changed_by")
    return found.order_by(F("changed_at").desc(), "-pk").first()
