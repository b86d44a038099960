"""The tree of organisations: who stands above a unit, and which of them recommends."""

from accounts.enums import PUBLIC_UNIT_KINDS, UNIT_KINDS, OrganisationKind, Tier
from accounts.models import Organisation

_NEEDED = {
    "municipal": "市属事业单位、国有企业的上级中要有主管部门，请先登记主管部门再选为上级。",
    "county": "县（市、区）属事业单位、国有企业的上级中要有县（市、区）人社局。",
    "other": "非公有制企业、社会团体、个体经济组织等单位的上级中要有属地人社局。",
}


def ancestors(organisation: Organisation) -> list[Organisation]:
    """The organisations above, nearest first; ends where the tree would bite its tail."""
    found, seen = [], {organisation.pk}
    parent = organisation.parent
    while parent is not None and parent.pk not in seen:
        seen.add(parent.pk)
        found.append(parent)
        parent = parent.parent
    return found


def bodies_above(unit: Organisation) -> list[Organisation]:
    """The bodies that check and, the last of them, recommends this unit's people.

    Empty when the tree holds no recommending body for this kind of unit (workflow contract,
    "The chain").
    """
    above = ancestors(unit)
    departments = [body for body in above if body.kind == OrganisationKind.DEPARTMENT]
    bureaus = [body for body in above if body.kind == OrganisationKind.HR_BUREAU]
    if unit.kind not in PUBLIC_UNIT_KINDS:
        return bureaus[:1]
    if unit.tier == Tier.MUNICIPAL:
        return departments[:1]
    return departments[:1] + bureaus[:1] if bureaus else []


def parent_problem(organisation: Organisation) -> str:
    """Why the organisation cannot stand under its parent, in Chinese; "" when it can."""
    parent = organisation.parent
    if parent is not None:
        line = {parent.pk, *(above.pk for above in ancestors(parent))}
        if organisation.pk in line:
            return "上级不能是本单位自己，也不能是本单位的下级。"
        if parent.kind in UNIT_KINDS and organisation.kind not in UNIT_KINDS:
            return "主管部门、人社局和评委会办事机构的上级不能是用人单位。"
    if organisation.kind in UNIT_KINDS and not bodies_above(organisation):
        if organisation.kind not in PUBLIC_UNIT_KINDS:
            return _NEEDED["other"]
        municipal = organisation.tier == Tier.MUNICIPAL
        return _NEEDED["municipal" if municipal else "county"]
    return ""
