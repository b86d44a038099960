"""Stand-ins: where one is needed, who names one, and for which cases a person is one.

Nobody acts on their own case. Where that leaves nobody in the organisation that holds it, the
next stop of the case's way names a person for this one case.
"""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.clock import today
from accounts.enums import OFFICER_ROLES, ROLE_OF_KIND, OrganisationKind, Role
from accounts.models import Affiliation, Organisation, RoleAssignment, User
from accounts.permissions import active_assignments
from accounts.queries import in_force
from applications.enums import REVIEW_STATES
from applications.models import Application, ChainLink, StandIn

# They keep away from cases' content, or see them without names (workflow contract, "Roles").
NEVER = (Role.EXPERT, Role.SUPERVISOR, Role.ADMINISTRATOR)


def stand_ins_of(user: User) -> list[StandIn]:
    """The cases for which the person stands in today; read once a request.

    No query for anybody else: the row of the person tells until when there can be one.
    """
    if user.stands_in_until is None or user.stands_in_until < today() or not user.is_active:
        return []
    if "_stand_ins" not in user.__dict__:
        found = StandIn.objects.filter(running(), person=user).select_related(
            "organisation", "application"
        )
        user.__dict__["_stand_ins"] = [each for each in found if belongs(user, each)]
    return user.__dict__["_stand_ins"]


def running() -> Q:
    """The condition on a stand-in that was not ended and whose days include today."""
    day = today()
    return Q(ended_at__isnull=True, valid_from__lte=day, valid_until__gte=day)


def belongs(user: User, stand_in: StandIn) -> bool:
    """Who has left the organisation and the body above loses the case at once."""
    held = active_assignments(user)
    if any(each.role in NEVER for each in held):
        return False
    if any(each.organisation_id == stand_in.organisation_id for each in held):
        return True
    if any(e.organisation_id == stand_in.named_for_id and e.role in OFFICER_ROLES for e in held):
        return True
    return Affiliation.objects.filter(user=user, unit=stand_in.organisation_id).exists()


def stands_in(user: User, application: Application) -> bool:
    """Whether the person stands in for whoever holds the case now."""
    return any(
        each.application_id == application.pk and each.organisation_id == application.holder_id
        for each in stand_ins_of(user)
    )


def is_stand_in_act(
    user: User, application: Application | None, organisation: Organisation
) -> bool:
    """Whether what the person does there is done as a stand-in, not as its officer; without a
    case, what is done for the organisation's cases of a round at once (its rules notice)."""
    if not any(
        each.organisation_id == organisation.pk
        and (application is None or each.application_id == application.pk)
        for each in stand_ins_of(user)
    ):
        return False
    return not holds_office(user, organisation)


def _officers() -> QuerySet[RoleAssignment]:
    return RoleAssignment.objects.filter(
        in_force(), role__in=OFFICER_ROLES, user__is_active=True
    ).order_by()


def nobody_acts() -> Q:
    """The condition on a case under review that nobody of its holder may act on it."""
    # One ID number is one account, so a second account of the applicant's is never among them.
    others = _officers().filter(organisation=OuterRef("holder")).exclude(user=OuterRef("applicant"))
    # The first line is asked once, not for every case, and leaves next to none for the second.
    narrow = Q(applicant__in=_officers().values("user")) | ~Q(
        holder__in=_officers().values("organisation")
    )
    return Q(state__in=REVIEW_STATES) & narrow & ~Q(Exists(others))


def stuck_below(bodies: Iterable[int]) -> list[Application]:
    """The cases that wait for one of `bodies` to name a stand-in, the longest waiting first."""
    bodies = set(bodies)
    if not bodies:
        return []
    on_the_way = ChainLink.objects.filter(
        application=OuterRef("pk"), organisation__in=bodies, position__isnull=False
    )
    found = (
        Application.objects.filter(nobody_acts(), Exists(on_the_way))
        .select_related("unit", "holder", "applicant", "round")
        .order_by("state_since", "pk")
    )
    return [case for case in found if not stand_in_for(case) and naming_body(case) in bodies]


def stand_in_for(case: Application) -> StandIn | None:
    """Who stands in for the case's holder today."""
    named = StandIn.objects.filter(running(), application=case, organisation=case.holder_id)
    found = named.select_related("person", "named_for").first()
    return found if found and found.person.is_active and belongs(found.person, found) else None


def stand_ins_at(organisation: int, round: int) -> list[User]:
    """Who stands in for the organisation today on any case of the round."""
    named = StandIn.objects.filter(
        running(), organisation=organisation, application__round=round, person__is_active=True
    )
    found = named.select_related("person", "named_for")
    return [each.person for each in found if belongs(each.person, each)]


def naming_body(case: Application) -> int | None:
    """The next stop of the case's way where somebody else than its applicant acts."""
    links = list(case.links.filter(position__isnull=False).order_by("position"))
    at = next((n for n, link in enumerate(links) if link.organisation_id == case.holder_id), None)
    if at is None:
        return None
    above = [link.organisation_id for link in links[at + 1 :]]
    free = _officers().filter(organisation__in=above).exclude(user=case.applicant_id)
    manned = set(free.values_list("organisation_id", flat=True))
    return next((pk for pk in above if pk in manned), None)


def waits_for(case: Application) -> tuple[StandIn | None, Organisation | None] | None:
    """Why a case under review does not move: None where its holder has an officer for it, else
    the stand-in named for it (or None) and the body that names one (or None)."""
    if case.state not in REVIEW_STATES:
        return None
    if not Application.objects.filter(nobody_acts(), pk=case.pk).exists():
        return None
    body = naming_body(case)
    return stand_in_for(case), Organisation.objects.filter(pk=body).first() if body else None


def holds_office(user: User, organisation: Organisation) -> bool:
    """Whether the person acts for the organisation in its own role."""
    role = ROLE_OF_KIND[OrganisationKind(organisation.kind)]
    return any(
        each.organisation_id == organisation.pk and each.role == role
        for each in active_assignments(user)
    )


def may_stand_in(case: Application, body: Organisation) -> QuerySet[User]:
    """Whom `body` may name: people of the holder and the body's own officers, but for the
    applicant and whoever keeps away from cases' content."""
    day = in_force()
    here = Q(affiliation__unit=case.holder_id) | Q(
        pk__in=RoleAssignment.objects.filter(day, organisation=case.holder_id).values("user")
    )
    officers = _officers().filter(organisation=body).values("user")
    kept_away = RoleAssignment.objects.filter(day, role__in=NEVER).values("user")
    found = User.objects.filter(here | Q(pk__in=officers), is_active=True)
    found = found.exclude(pk=case.applicant_id).exclude(pk__in=kept_away)
    if number := case.applicant.id_number_hash:
        found = found.exclude(id_number_hash=number)
    return found.order_by("name", "pk").distinct()
