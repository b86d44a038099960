"""People and organisations for the tests of accounts.

Imports stand inside the fixtures: this file is read before Django is set up.
"""

import pytest

from accounts.enums import OrganisationKind, Role, Tier


def organisation(**values):
    from accounts import services

    return services.create_organisation(actor=None, **values)


def make_person(*args, **values):
    from tests.accounts import builders

    return builders.make_person(*args, **values)


@pytest.fixture
def office(db):
    return organisation(name="工程系列中评委办公室", kind=OrganisationKind.COMMITTEE_OFFICE)


@pytest.fixture
def department(db):
    return organisation(name="市城乡管理局", kind=OrganisationKind.DEPARTMENT)


@pytest.fixture
def bureau(db):
    return organisation(
        name="小店区人社局",
        kind=OrganisationKind.HR_BUREAU,
        tier=Tier.COUNTY,
        region="小店区",
    )


@pytest.fixture
def unit(department):
    return organisation(
        name="市政设计院",
        kind=OrganisationKind.INSTITUTION,
        tier=Tier.MUNICIPAL,
        parent=department,
    )


@pytest.fixture
def admin(db):
    return make_person("admin1", Role.ADMINISTRATOR, name="管理员甲")


@pytest.fixture
def everyone(admin, office, department, bureau, unit):
    """One person in each role, and one without any, by role."""
    places = {
        Role.UNIT_OFFICER: unit,
        Role.APPLICANT: unit,
        Role.DEPARTMENT_OFFICER: department,
        Role.HR_OFFICER: bureau,
        Role.SECRETARY: office,
    }
    people = {
        role: make_person(f"{role}-one", role, places.get(role))
        for role in Role
        if role != Role.ADMINISTRATOR
    }
    return people | {Role.ADMINISTRATOR: admin, "": make_person("nobody1")}
