"""The unit in which a person works is what a new application proposes."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Affiliation
from tests.builders import World

pytestmark = pytest.mark.django_db


def test_the_persons_unit_is_offered_alone_and_chosen():
    world = World()
    person, _ = world.applicant()
    unit = world.units["重装集团"]
    Affiliation.objects.create(user=person, unit=unit, since=world.calendar.day(9))
    client = Client()
    client.force_login(person)
    address = reverse("applications:start", args=[world.round.key])
    with world.at():
        answer = client.get(address)
        assert [each.pk for each in answer.context["units"]] == [unit.pk]
        assert answer.context["chosen"] == str(unit.pk)
        others = client.get(address, {"q": "机电"}).context["units"]
        assert [each.short_name for each in others] == ["机电检测所"]
        unit.is_active = False
        unit.save()
        assert unit.pk not in [each.pk for each in client.get(address).context["units"]]
