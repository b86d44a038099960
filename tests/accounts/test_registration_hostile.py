"""Whatever strangers type or put into an address, a page answers and shows it harmless."""

import pytest
from django.test import Client

from accounts.enums import Role
from tests.accounts.builders import make_person
from tests.accounts.test_registration import typed
from tests.titleportal.test_hostile_input import STRANGE

pytestmark = pytest.mark.django_db
NAMES = [
    *typed(),
    *(f"unit-{name}" for name in ("name", "uscc", "region", "hr_telephone")),
    *("q", "kind", "tier", "code", "who", "unit", "text", "reason", "password", "page"),
]


@pytest.fixture
def limitless(settings):
    settings.REGISTRATIONS_PER_ADDRESS = settings.RESETS_PER_ADDRESS = 10_000


@pytest.mark.parametrize("text", STRANGE)
def test_strange_text_never_breaks_a_page(text, unit, department, limitless):
    public = [
        "/accounts/register/",
        f"/accounts/register/{unit.pk}/",
        "/accounts/register/invited/",
        "/accounts/register/unit/",
        f"/accounts/register/unit/{department.pk}/?kind=institution&tier=municipal",
        "/accounts/reset/",
        "/accounts/reset/code/",
    ]
    own = ["/accounts/profile/unit/", "/accounts/profile/close/", "/accounts/consent/"]
    officers = ["/accounts/invitations/new/", "/accounts/reset/people/", "/accounts/invitations/"]
    desk = Client()
    desk.force_login(make_person("unit1", Role.UNIT_OFFICER, unit))
    tried = [(Client(), address) for address in public]
    tried += [(desk, address) for address in own + officers]
    for client, address in tried:
        for answer in (
            client.get(address, dict.fromkeys(NAMES, text[:2000])),
            client.post(address, dict.fromkeys(NAMES, text)),
        ):
            assert answer.status_code < 500, address
            assert "<script>alert(1)" not in answer.content.decode()


@pytest.mark.parametrize("key", ["0", "99999999999999999999999", "-1", "1e3", "٣", "1'--"])
def test_strange_keys_in_the_path_are_not_found(key, unit, admin):
    desk = Client()
    desk.force_login(admin)
    for address in (f"/accounts/units/{key}/", f"/accounts/reset/people/{key}/"):
        assert desk.get(address).status_code == 404
    assert Client().get(f"/accounts/register/{key}/").status_code == 404
    assert Client().get(f"/accounts/reset/{key}/{key}/").status_code == 404
    assert Client().get(f"/accounts/register/invited/{key}/").status_code == 410
