"""Where the entrance leads."""

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import RoleAssignment, User
from accounts.navigation import STAND_IN
from titleportal.views import HOMES

pytestmark = pytest.mark.django_db


def person(*roles) -> Client:
    user = User.objects.create(username="li1", name="李明")
    for role in roles:
        assignment = RoleAssignment(user=user, role=role, valid_from="2020-01-01")
        if role in (Role.UNIT_OFFICER, Role.DEPARTMENT_OFFICER, Role.HR_OFFICER):
            from accounts.models import Organisation

            assignment.organisation = Organisation.objects.create(name=role, kind="department")
        assignment.save()
    client = Client()
    client.force_login(user)
    return client


def test_every_role_has_a_home():
    assert set(HOMES) == {*Role, STAND_IN}


def test_without_login_the_home_page_shows_the_way_in():
    page = Client().get("/").content.decode()
    assert "/accounts/login/" in page
    assert "正在申报" in page


@pytest.mark.parametrize(
    ("roles", "home"),
    [
        ((), "accounts:profile"),
        ((Role.ADMINISTRATOR,), "accounts:people"),
        ((Role.APPLICANT,), "applications:home"),
        ((Role.UNIT_OFFICER, Role.APPLICANT), "applications:home"),
        ((Role.SECRETARY, Role.EXPERT), "review:home"),
        ((Role.EXPERT,), "review:expert_home"),
        ((Role.SUPERVISOR,), "review:log"),
    ],
)
def test_a_login_leads_to_the_first_of_the_roles_homes(roles, home, monkeypatch):
    from titleportal import views

    seen = []
    redirect = views.redirect
    monkeypatch.setattr(views, "redirect", lambda name: seen.append(name) or redirect("/x/"))
    assert person(*roles).get("/").status_code == 302
    assert seen == [home]
