"""No ID number lies plain in the database, and none gets into an answer unasked."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts import crypto
from accounts.models import User
from applications.enums import Action
from tests.builders import World

pytestmark = pytest.mark.django_db


def everything_stored() -> str:
    """Every value of every table as text."""
    texts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            texts += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(texts)


def test_the_database_holds_no_plain_id_number():
    world = World()
    case = world.case("accepted")
    number = case.applicant.id_number
    stored = everything_stored()
    assert case.applicant.name in stored
    assert number not in stored
    assert number[6:14] not in stored.replace(case.applicant.id_number_cipher, "")


def test_two_peoples_ciphertexts_cannot_be_swapped():
    world = World()
    one, other = world.applicant()[0], world.applicant()[0]
    User.objects.filter(pk=one.pk).update(id_number_cipher=other.id_number_cipher)
    with pytest.raises(crypto.CannotDecrypt):
        _ = User.objects.get(pk=one.pk).id_number


def test_pages_hold_the_mask_only():
    world = World()
    case = world.case("unit_review")
    number = case.applicant.id_number
    asked = {
        case.applicant: [
            reverse("applications:home"),
            reverse("applications:receipt", args=[case.pk]),
        ],
        world.officer("机电检测所"): [
            reverse("review:applications"),
            reverse("review:application", args=[case.pk]),
        ],
    }
    for user, addresses in asked.items():
        client = Client()
        client.force_login(user)
        with world.at():
            for address in addresses:
                text = client.get(address).content.decode()
                assert number not in text and number[6:14] not in text, address


def test_the_log_names_no_person_and_no_number():
    world = World()
    case = world.case("unit_review")
    world.do(
        Action.RETURN,
        case,
        world.officer("机电检测所"),
        5,
        reason="请核对。",
        open_steps=["work"],
        correction_until=world.calendar.day(-8),
    )
    entries = [str(event.data) + event.object for event in case.events.all()]
    assert len(entries) >= 3
    assert not any(case.name in each or case.applicant.id_number in each for each in entries)
