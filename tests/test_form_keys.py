"""A form acts once, however often it is sent (trust WF-13)."""

import re
import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.clock import standing_everywhere
from accounts.form_keys import forget_old, new_key
from accounts.models import FormKey
from applications.enums import State
from applications.models import Application, DeadlineExtension, Event, Notification, Snapshot
from tests.builders import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def browser_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def key_on(page) -> str:
    found = re.search(r'name="form_key" value="([0-9a-f]{32})"', page.content.decode())
    assert found, "the form carries no key"
    return found[1]


def form_of(world, name: str):
    """A case, its person's browser, the form's address, what is typed, where it leads."""
    if name == "submit":
        case = world.draft()
        typed = {"commitment": "yes", "version": case.version}
        page, leads_to = "applications:check", "applications:receipt"
        browser = browser_of(case.applicant)
    elif name == "withdraw":
        case = world.case(State.UNIT_REVIEW)
        typed = {"confirmed": "yes", "version": case.version}
        page = leads_to = "applications:withdraw"
        leads_to, browser = "applications:progress", browser_of(case.applicant)
    else:
        case = world.case(State.UNIT_REVIEW)
        browser = browser_of(world.officer("机电检测所"))
        leads_to = "review:application"
        if name == "return":
            typed = {
                "reason": "请核对。",
                "open_steps": ["work"],
                "correction_until": world.calendar.day(-8),
            }
        else:
            world.prepare(case)
            typed = {
                "opinion": "同意推荐。",
                "commitment": "on",
                "confirm_education_relation": "on",
                "confirm_achievement_roles": "on",
            }
        typed |= {"version": case.version}
        page = reverse("review:move", args=[case.pk, name])
        return case, browser, page, typed, reverse(leads_to, args=[case.pk])
    return (
        case,
        browser,
        *([reverse(page, args=[case.pk]), typed, reverse(leads_to, args=[case.pk])]),
    )


@pytest.mark.parametrize("name", ["submit", "withdraw", "return", "forward"])
def test_the_same_form_sent_twice_is_answered_alike_and_acts_once(world, name):
    case, browser, page, typed, leads_to = form_of(world, name)
    with world.at(30):
        typed["form_key"] = key_on(browser.get(page))
        first = browser.post(page, typed)
        told = Notification.objects.filter(application=case).count()
        # Another process, after a restart: nothing of the key is kept in memory.
        second = browser.post(page, typed)
    assert (first.status_code, first.url) == (second.status_code, second.url) == (302, leads_to)
    assert Event.objects.filter(application=case, action=name).count() == 1
    assert Notification.objects.filter(application=case).count() == told


@pytest.mark.parametrize("name", ["submit", "withdraw", "return", "forward"])
def test_a_key_that_was_used_for_another_body_is_refused(world, name):
    case, browser, page, typed, _ = form_of(world, name)
    typed["form_key"] = new_key()
    with world.at(30):
        browser.post(page, typed)
        again = browser.post(page, typed | {"version": 99})
    assert again.status_code == 409 and "内容与这次不同" in again.content.decode()
    assert Event.objects.filter(application=case, action=name).count() == 1


def test_a_refused_form_does_not_use_up_its_key(world):
    case, browser, page, typed, leads_to = form_of(world, "submit")
    typed["form_key"] = new_key()
    with world.at(30):
        refused = browser.post(page, {k: v for k, v in typed.items() if k != "commitment"})
        assert refused.status_code == 403 and not FormKey.objects.exists()
        assert browser.post(page, typed).url == leads_to
    assert FormKey.objects.get().act == f"submit:{case.pk}"


def test_another_persons_key_means_nothing(world):
    _, browser, page, typed, leads_to = form_of(world, "submit")
    _, other, its_page, its_typed, its_way = form_of(world, "submit")
    key = {"form_key": new_key()}
    with world.at(30):
        assert browser.post(page, typed | key).url == leads_to
        assert other.post(its_page, its_typed | key).url == its_way


def test_an_extension_is_granted_once(world):
    case, office = world.case(State.UNIT_REVIEW), browser_of(world.officer("评委会办"))
    page = reverse("review:extension", args=[case.pk])
    with world.at():
        typed = {
            "form_key": key_on(office.get(page)),
            "until": world.round.office_until,
            "reason": "出差。",
        }
        assert [office.post(page, typed).status_code for _ in range(2)] == [302, 302]
    assert DeadlineExtension.objects.count() == 1


def test_old_keys_are_forgotten(world):
    case, browser, page, typed, _ = form_of(world, "withdraw")
    with world.at(30):
        browser.post(page, typed | {"form_key": new_key()})
    with world.at(1):
        assert forget_old() == 0
    with world.at(-1):
        assert forget_old() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_sendings_at_once_are_all_answered_alike():
    world = World()
    case, _, page, typed, leads_to = form_of(world, "submit")
    typed["form_key"] = new_key()
    browsers = [browser_of(case.applicant) for _ in range(8)]
    gate, answers = threading.Barrier(8), []

    def send(browser):
        gate.wait()
        try:
            answers.append(browser.post(page, typed))
        finally:
            connection.close()

    with standing_everywhere(world.moment()):
        threads = [threading.Thread(target=send, args=[browser]) for browser in browsers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, leads_to)}
    assert Snapshot.objects.filter(application=case).count() == 1
    assert Event.objects.filter(application=case, action="submit").count() == 1
    assert Application.objects.get(pk=case.pk).state == State.UNIT_REVIEW
