"""Who sees which entry in the header."""

import pytest
from django.test import Client

from accounts import navigation
from accounts.enums import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries(monkeypatch):
    monkeypatch.setattr(navigation, "_entries", {})
    navigation.register("资料", "accounts:profile", tuple(Role), 20)
    navigation.register("人员", "accounts:people", (Role.ADMINISTRATOR,), 10)
    navigation.register("没有的", "accounts:nothing", tuple(Role), 5)


def shown(user, address="/accounts/profile/"):
    client = Client()
    client.force_login(user)
    items = client.get(address).context["nav_items"]
    return [(item.label, item.is_current) for item in items]


def test_entries_follow_the_roles_in_their_order(entries, everyone):
    assert shown(everyone[Role.ADMINISTRATOR]) == [("人员", False), ("资料", True)]
    assert shown(everyone[Role.APPLICANT]) == [("资料", True)]
    assert shown(everyone[""]) == []


def test_an_entry_without_address_fails_the_system_check(entries):
    from titleportal.checks import navigation_resolves

    assert [error.msg for error in navigation_resolves(None)] == [
        "the navigation's accounts:nothing is no address"
    ]
