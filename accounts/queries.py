"""What the pages of accounts read."""

from datetime import timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Count, Prefetch, Q, QuerySet, Sum
from django.utils import timezone

from accounts.clock import today
from accounts.crypto import keyed_hash
from accounts.enums import UNIT_KINDS, OrganisationKind, RegistrationState, Role
from accounts.models import (
    Affiliation,
    Invitation,
    Organisation,
    RoleAssignment,
    UnitRegistration,
    User,
)
from accounts.tree import parent_problem


def in_force(day=None) -> Q:
    """The condition on a role assignment that holds on `day` (today)."""
    day = day or today()
    return Q(valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gte=day))


def people(*, text: str = "", role: str = "") -> QuerySet[User]:
    """People by name, user name or exact ID number; `role` keeps who holds it today."""
    found = User.objects.order_by("name", "id").prefetch_related(
        Prefetch(
            "assignments",
            RoleAssignment.objects.filter(in_force()).select_related("organisation"),
            to_attr="current_roles",
        )
    )
    if text:
        number = "".join(text.split()).upper()
        found = found.filter(
            Q(name__icontains=text)
            | Q(username__icontains=text)
            | Q(id_number_hash=keyed_hash(number))
        )
    if role in Role.values:
        holders = RoleAssignment.objects.filter(in_force(), role=role).values("user_id")
        found = found.filter(pk__in=holders)
    return found


def roles_of(user: User) -> QuerySet[RoleAssignment]:
    """All roles of a person, past and to come, the newest first."""
    return user.assignments.select_related("organisation").order_by("-valid_from", "-id")


def organisations(*, text: str = "", kind: str = "") -> QuerySet[Organisation]:
    """Organisations by name, short name, code or region, with their parent."""
    found = (
        Organisation.objects.select_related("parent")
        .annotate(officers=Count("assignments__user", filter=_officers_today(), distinct=True))
        .order_by("name")
    )
    if text:
        found = found.filter(
            Q(name__icontains=text)
            | Q(short_name__icontains=text)
            | Q(uscc__iexact=text)
            | Q(region__icontains=text)
        )
    return found.filter(kind=kind) if kind else found


def roots() -> QuerySet[Organisation]:
    """The organisations under no other, with how many stand right below."""
    return _with_children(Organisation.objects.filter(parent__isnull=True))


def children_of(organisation: Organisation) -> QuerySet[Organisation]:
    """The organisations right below, with how many stand below each."""
    return _with_children(organisation.children.all())


def officers_of(organisation: Organisation) -> QuerySet[RoleAssignment]:
    """Who acts for the organisation today, applicants and experts left out."""
    beyond = organisation.assignments.exclude(role__in=[Role.APPLICANT, Role.EXPERT])
    return beyond.filter(in_force()).select_related("user").order_by("user__name", "id")


def active_administrators() -> QuerySet[User]:
    """Who can administer today."""
    holders = RoleAssignment.objects.filter(in_force(), role=Role.ADMINISTRATOR)
    return User.objects.filter(is_active=True, pk__in=holders.values("user_id"))


def recent_login_failures(address: str) -> int:
    """Failed logins from one address within the lock-out's time."""
    since = timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    attempts = AccessAttempt.objects.filter(ip_address=address, attempt_time__gte=since)
    return attempts.aggregate(sum=Sum("failures_since_start"))["sum"] or 0


def units_matching(text: str, most: int = 20) -> QuerySet[Organisation]:
    """Active units whose name, short name or code holds the text; the code must be whole."""
    units = Organisation.objects.filter(kind__in=UNIT_KINDS, is_active=True).order_by("name")
    if text:
        units = units.filter(
            Q(name__icontains=text) | Q(short_name__icontains=text) | Q(uscc__iexact=text)
        )
    return units[:most]


def bodies_for(kind: str, tier: str, text: str, most: int = 20) -> list[Organisation]:
    """Active departments and bureaus under which a unit of that kind may stand, by name."""
    kinds = (OrganisationKind.DEPARTMENT, OrganisationKind.HR_BUREAU)
    bodies = Organisation.objects.filter(kind__in=kinds, is_active=True).order_by("name")
    if text:
        bodies = bodies.filter(Q(name__icontains=text) | Q(short_name__icontains=text))
    found = []
    for body in bodies.select_related("parent__parent__parent"):
        if not parent_problem(Organisation(kind=kind, tier=tier, parent=body)):
            found.append(body)
            if len(found) == most:
                break
    return found


def invitations_of(units: list[int]) -> QuerySet[Invitation]:
    """The units' invitations, the newest first."""
    return Invitation.objects.filter(unit__in=units).select_related("unit", "used_by", "made_by")


def affiliation_of(user: User) -> Affiliation | None:
    """The unit in which the person works, where one was chosen."""
    return Affiliation.objects.filter(user=user).select_related("unit").first()


def latest_registration(user: User) -> UnitRegistration | None:
    """The unit that the person registered last and that is no organisation yet."""
    asked = user.unit_registrations.exclude(state=RegistrationState.CONFIRMED)
    return asked.select_related("parent").order_by("-pk").first()


def _with_children(found: QuerySet[Organisation]) -> QuerySet[Organisation]:
    return found.annotate(below=Count("children")).order_by("kind", "name")


def _officers_today() -> Q:
    day = today()
    ended = Q(assignments__valid_until__isnull=True) | Q(assignments__valid_until__gte=day)
    acting = ~Q(assignments__role__in=[Role.APPLICANT, Role.EXPERT])
    return Q(assignments__valid_from__lte=day) & ended & acting
