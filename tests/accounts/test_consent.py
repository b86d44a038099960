"""The text that people agree to, for those whose account somebody else made."""

import pytest
from django.test import Client

from accounts import consent
from accounts.models import Consent
from tests.accounts.builders import make_person

pytestmark = pytest.mark.django_db
ADDRESS = "/accounts/consent/"
TICKED = {"consent": "on", "consent_sensitive": "on", "consent_version": consent.CURRENT.version}


@pytest.fixture
def client_of_li():
    client = Client()
    client.force_login(make_person("li1"))
    return client


def test_anybody_reads_it_and_a_stranger_cannot_agree():
    page = Client().get(ADDRESS).content.decode()
    assert "身份证号加密保存" in page
    assert 'type="checkbox"' not in page
    Client().post(ADDRESS, TICKED)
    assert not Consent.objects.exists()


def test_who_did_not_agree_yet_does_it_here_once(client_of_li):
    assert "checked" not in client_of_li.get(ADDRESS).content.decode()
    assert "不同意" in client_of_li.post(ADDRESS, TICKED | {"consent": ""}).content.decode()
    assert client_of_li.post(ADDRESS, TICKED).status_code == 302
    client_of_li.post(ADDRESS, TICKED)
    assert Consent.objects.count() == 2
    assert 'type="checkbox"' not in client_of_li.get(ADDRESS).content.decode()


def test_a_changed_text_has_another_hash():
    text = consent.CURRENT
    assert consent.ConsentText(text.version, text.sections[:-1]).sha256 != text.sha256
    assert len({each.version for each in consent.TEXTS}) == len(consent.TEXTS)
