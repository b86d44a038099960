"""The way of a case from its unit to the committee office (workflow contract, "The chain")."""

from dataclasses import dataclass

from accounts.enums import OrganisationKind
from accounts.errors import NotAllowed
from accounts.models import Organisation
from accounts.tree import bodies_above
from applications.enums import State
from applications.models import Application, ChainLink

STATE_OF_KIND = {
    OrganisationKind.DEPARTMENT: State.DEPARTMENT_REVIEW,
    OrganisationKind.HR_BUREAU: State.HR_REVIEW,
}


@dataclass(frozen=True, slots=True)
class Stop:
    """One organisation on the way, the state in which it holds the case, and whether it
    recommends."""

    organisation: Organisation
    state: str
    recommends: bool = False


def stops_of(unit: Organisation, office: Organisation, *, is_recognized: bool) -> list[Stop]:
    """All stops in order, the unit first.

    For a title that the unit recognises itself the body above stands last with state "": it is
    told and may object. Raises NotAllowed where no recommending body is above the unit.
    """
    bodies = bodies_above(unit)
    if not bodies:
        raise NotAllowed(f"“{unit.name}”上级中没有推荐部门，请联系系统管理员补充单位隶属关系。")
    first = Stop(unit, State.UNIT_REVIEW)
    if is_recognized:
        return [first, Stop(bodies[-1], "", True)]
    middle = [
        Stop(body, STATE_OF_KIND[OrganisationKind(body.kind)], body is bodies[-1])
        for body in bodies
    ]
    return [first, *middle, Stop(office, State.OFFICE_REVIEW)]


def lay_chain(application: Application, stops: list[Stop]) -> None:
    """Fix the way of this submission; organisations that an earlier one reached keep reading."""
    application.links.filter(reached_at__isnull=True).delete()
    application.links.update(position=None, state="", recommends=False)
    for position, stop in enumerate(stops, start=1):
        ChainLink.objects.update_or_create(
            application=application,
            organisation=stop.organisation,
            defaults={
                "position": position,
                "state": stop.state,
                "recommends": stop.recommends,
            },
        )


def next_link(application: Application) -> ChainLink | None:
    """The stop after the one that holds the case now."""
    links = list(application.links.filter(position__isnull=False).select_related("organisation"))
    for here, there in zip(links, links[1:], strict=False):
        if here.organisation_id == application.holder_id:
            return there
    return None
