"""For which unit and round a person may post the notice of conditions and procedure."""

from datetime import date

from accounts.enums import ROLE_OF_KIND, OrganisationKind, Role
from accounts.models import Organisation, User
from applications.models import Round, StandIn
from applications.standing_in import stand_ins_of
from review.permissions import desk_of
from review.queries import rounds_under_way


def rules_notices_due(user: User, day: date) -> list[tuple[Organisation, Round]]:
    """Each unit and round for which the user may post the rules notice: of every unit whose
    officer the user is, and, of who stands in for one, in the round of that case alone."""
    rounds = list(rounds_under_way(day))
    mine = Organisation.objects.filter(pk__in=desk_of(user, [Role.UNIT_OFFICER]))
    found = {(unit.pk, each.pk): (unit, each) for each in rounds for unit in mine}
    for stood in _stood_in_for_units(user):
        key = (stood.organisation_id, stood.application.round_id)
        if round := next((each for each in rounds if each.pk == key[1]), None):
            found.setdefault(key, (stood.organisation, round))
    return list(found.values())


def may_post_rules(user: User, unit: Organisation, round: Round) -> bool:
    """Whether the user is the unit's officer, or stands in for it on a case of that round."""
    if unit.pk in desk_of(user, [Role.UNIT_OFFICER]):
        return True
    return any(
        each.organisation_id == unit.pk and each.application.round_id == round.pk
        for each in _stood_in_for_units(user)
    )


def _stood_in_for_units(user: User) -> list[StandIn]:
    role = Role.UNIT_OFFICER
    return [
        each
        for each in stand_ins_of(user)
        if ROLE_OF_KIND[OrganisationKind(each.organisation.kind)] == role
    ]
