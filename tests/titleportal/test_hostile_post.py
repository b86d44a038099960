"""Control characters in a form: told at the field where the view does it, else on a page that
shows what was typed."""

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import Entry
from tests.builders import World

pytestmark = pytest.mark.django_db


def test_the_step_tells_it_at_the_field_and_keeps_what_was_typed():
    world = World()
    draft = world.draft()
    client = Client()
    client.force_login(draft.applicant)
    address = reverse("applications:save", args=[draft.pk, "person"])
    entry = Entry.objects.get(application=draft, section="person")
    typed = {"entry": entry.pk, "version": entry.version, "birth_place": "山西\x0b太原市小店区"}
    with world.at():
        response = client.post(address, typed)
    assert response.status_code == 422
    assert "控制字符" in response.content.decode()
    assert "太原市小店区" in response.content.decode()
    entry.refresh_from_db()
    assert "\x0b" not in str(entry.values)


def test_elsewhere_a_page_shows_what_was_typed():
    world = World()
    case = world.case("unit_review")
    client = Client()
    client.force_login(world.officer("机电检测所"))
    address = reverse("review:note", args=[case.pk])
    text = "第二段经历的起止时间需要向档案室核对\x00后再定"
    with world.at():
        response = client.post(address, {"text": text})
    assert response.status_code == 400
    assert "第二段经历的起止时间需要向档案室核对□后再定" in response.content.decode()
    assert not case.notes.exists()
