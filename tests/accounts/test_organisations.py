"""The tree of organisations: who may stand where."""

import pytest

from accounts import services
from accounts.enums import OrganisationKind as Kind
from accounts.enums import Role, Tier
from accounts.errors import BadInput, NotAllowed
from accounts.models import Organisation
from accounts.tree import bodies_above
from tests.accounts.builders import make_person

pytestmark = pytest.mark.django_db


def make(kind, parent=None, tier=Tier.MUNICIPAL, name="新单位"):
    return services.create_organisation(actor=None, name=name, kind=kind, tier=tier, parent=parent)


@pytest.mark.parametrize(
    ("kind", "tier", "parent"),
    [
        (Kind.INSTITUTION, Tier.MUNICIPAL, "department"),
        (Kind.STATE_OWNED_ENTERPRISE, Tier.MUNICIPAL, "department"),
        (Kind.INSTITUTION, Tier.COUNTY, "bureau"),
        (Kind.NON_PUBLIC_ENTERPRISE, Tier.COUNTY, "bureau"),
        (Kind.SOCIAL_ORGANIZATION, Tier.MUNICIPAL, "bureau"),
        (Kind.INDIVIDUAL_BUSINESS, Tier.COUNTY, "bureau"),
    ],
)
def test_a_unit_stands_under_who_recommends_its_people(kind, tier, parent, request):
    body = request.getfixturevalue(parent)
    assert bodies_above(make(kind, body, tier)) == [body]


@pytest.mark.parametrize(
    ("kind", "tier", "parent"),
    [
        (Kind.INSTITUTION, Tier.MUNICIPAL, None),
        (Kind.INSTITUTION, Tier.MUNICIPAL, "bureau"),
        (Kind.INSTITUTION, Tier.COUNTY, "department"),
        (Kind.NON_PUBLIC_ENTERPRISE, Tier.COUNTY, "department"),
        (Kind.NON_PUBLIC_ENTERPRISE, Tier.COUNTY, "unit"),
        (Kind.INDIVIDUAL_BUSINESS, Tier.COUNTY, "office"),
    ],
)
def test_a_unit_without_recommending_body_above_is_refused(kind, tier, parent, request):
    body = request.getfixturevalue(parent) if parent else None
    with pytest.raises(BadInput) as refused:
        make(kind, body, tier)
    assert set(refused.value.fields) == {"parent"}
    assert not Organisation.objects.filter(name="新单位").exists()


def test_a_county_institution_passes_its_department_and_then_the_bureau(bureau):
    department = make(Kind.DEPARTMENT, bureau, Tier.COUNTY, "区住建局")
    unit = make(Kind.INSTITUTION, department, Tier.COUNTY)
    assert bodies_above(unit) == [department, bureau]


def test_the_tree_never_bites_its_tail(department):
    below = make(Kind.DEPARTMENT, department, name="下级局")
    lowest = make(Kind.DEPARTMENT, below, name="再下级局")
    for parent in (department, below, lowest):
        with pytest.raises(BadInput) as refused:
            services.update_organisation(actor=None, organisation=department, parent=parent)
        assert set(refused.value.fields) == {"parent"}
        department.refresh_from_db()
    assert department.parent is None


def test_a_body_is_not_moved_away_from_above_a_unit(bureau):
    department = make(Kind.DEPARTMENT, bureau, Tier.COUNTY, "区住建局")
    make(Kind.INSTITUTION, department, Tier.COUNTY)
    with pytest.raises(BadInput, match="新单位"):
        services.update_organisation(actor=None, organisation=department, parent=None)


def test_names_and_codes_are_taken_once_and_codes_are_checked(department):
    code = "91110000600037341L"
    first = services.create_organisation(
        actor=None, name="甲", kind=Kind.DEPARTMENT, uscc=code.lower()
    )
    assert first.uscc == code
    for values in ({"name": "甲"}, {"name": "乙", "uscc": code}, {"name": "丙", "uscc": "123"}):
        with pytest.raises(BadInput):
            services.create_organisation(actor=None, kind=Kind.DEPARTMENT, **values)
    for name in ("丁", "戊"):
        services.create_organisation(actor=None, name=name, kind=Kind.DEPARTMENT, uscc="")


def test_an_organisation_with_people_or_units_is_not_closed(department, unit, admin):
    with pytest.raises(NotAllowed):
        services.disable_organisation(actor=admin, organisation=department)
    officer = make_person("li1", Role.UNIT_OFFICER, unit)
    with pytest.raises(NotAllowed):
        services.disable_organisation(actor=admin, organisation=unit)
    services.end_role(actor=admin, assignment=officer.assignments.get())
    services.disable_organisation(actor=admin, organisation=unit)
    services.disable_organisation(actor=admin, organisation=department)
    assert not Organisation.objects.get(pk=department.pk).is_active
