"""Nobody's personal data is taken before they agreed (trust PR-05, 个人信息保护法 29)."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts import consent
from accounts.enums import Role
from accounts.errors import NotAllowed
from applications import drafts
from applications.models import Application
from tests.applications.selfcheck_forms import typed
from tests.policy.builders import person

TICKED = {"consent": "on", "consent_sensitive": "on", "consent_version": consent.CURRENT.version}


@pytest.fixture
def newcomer(world):
    """An applicant whose account the administrator made."""
    return world.person("newcomer", Role.APPLICANT, has_agreed=False, name="赵一")


@pytest.fixture
def client(newcomer, browser_of):
    return browser_of(newcomer)


def test_the_start_leads_through_the_consent_and_back(world, newcomer, client):
    start = reverse("applications:start", args=[world.round.key])
    asked = client.get(start)
    assert asked.url == f"/accounts/consent/?next={start.replace('/', '%2F')}"
    page = client.get(asked.url).content.decode()
    assert consent.FIRST in page
    assert "checked" not in page
    assert client.post(asked.url, TICKED).url == start
    assert client.get(start).status_code == 200


def test_the_form_sent_past_the_page_begins_nothing(world, newcomer, client):
    start = reverse("applications:start", args=[world.round.key])
    client.post(start, {"level": "engineer", "unit": world.units["机电检测所"].pk})
    assert not Application.objects.exists()
    with pytest.raises(NotAllowed):
        drafts.start_application(round=world.round, applicant=newcomer, level="engineer", unit=None)


def test_the_way_back_leads_to_no_other_site(client):
    answer = client.post("/accounts/consent/?next=https://evil.example/", TICKED)
    assert answer.url == reverse("accounts:profile")


def test_answers_are_carried_over_only_with_the_consent(world, newcomer, client):
    result = Client().post(f"/check/{world.round.key}/engineer/", typed(person("engineer")))
    answers = {"answers": result.context["answers"]}
    assert "单独同意" in client.post("/check/carry/", answers).content.decode()
    refused = client.post("/check/carry/fill/", {**answers, **TICKED, "consent_sensitive": ""})
    assert refused.status_code == 400
    assert "不同意就不能" in refused.content.decode()
    assert not Application.objects.exists()
    assert client.post("/check/carry/fill/", {**answers, **TICKED}).status_code == 302
    assert consent.is_given(newcomer)
    assert Application.objects.get(applicant=newcomer).entries.count() > 2


def test_who_agreed_is_not_asked_again(world, browser_of):
    user, _ = world.applicant()
    start = reverse("applications:start", args=[world.round.key])
    assert browser_of(user).get(start).status_code == 200
