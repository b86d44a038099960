"""Route × role, both ways: whom each route lets in equals the data file; no GET writes."""

import tomllib
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.urls import get_resolver, reverse

from tests.routes import RouteWorld

ROUTES = tomllib.loads((Path(__file__).parent / "data" / "routes.toml").read_text())
REFUSED = (403, 404)
WRITES = ("INSERT", "UPDATE", "DELETE")

pytestmark = pytest.mark.django_db


def route_names(resolver=None, prefix: str = "") -> set[str]:
    """The names of all routes; one without a name is listed by its pattern."""
    names = set()
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            names |= route_names(pattern, inner)
        else:
            names.add(prefix + (pattern.name or str(pattern.pattern)))
    return names


@pytest.fixture
def world() -> RouteWorld:
    return RouteWorld()


def ask(world: RouteWorld, name: str, user, method: str | None = None):
    route = ROUTES[name]
    client = Client()
    if user is not None:
        client.force_login(user)
    address = reverse(name, kwargs=world.arguments(name, route))
    with world.at():
        response = getattr(client, method or route.get("method", "get"))(address, world.body(route))
    # What `response.close()` would do, less the signal that closes the test's connection.
    for close in response._resource_closers:
        close()
    return response


def everybody(world: RouteWorld) -> dict:
    return world.actors | {f"other {role}": user for role, user in world.others.items()}


def test_every_route_is_listed():
    assert route_names() == set(ROUTES)


def test_each_route_lets_in_whom_the_file_names(world):
    people = everybody(world)
    found, wanted = {}, {}
    for name, route in ROUTES.items():
        found[name] = {
            role
            for role, user in people.items()
            if ask(world, name, user).status_code not in REFUSED
        }
        who = route["who"]
        wanted[name] = set(people) if isinstance(who, str) else set(who)
    assert found == wanted


def test_who_is_not_logged_in_is_sent_to_the_login_page(world):
    login = reverse("accounts:login")
    found = {name: ask(world, name, None).get("Location", "") for name in ROUTES}
    sent = {name for name, location in found.items() if location.startswith(login)}
    open_to_all = {name for name, route in ROUTES.items() if route["who"] == "public"}
    # Logging out leads there as well.
    assert sent == set(ROUTES) - open_to_all | {"accounts:logout"}


def test_a_route_that_changes_something_takes_no_get(world):
    people = everybody(world)
    posts = {name: route["who"] for name, route in ROUTES.items() if route.get("method")}
    answers = {
        name: ask(world, name, people.get(who[0]), "get").status_code for name, who in posts.items()
    }
    assert answers == dict.fromkeys(posts, 405)


def test_a_get_writes_nothing_but_the_access_log(world):
    gets = [name for name, route in ROUTES.items() if not route.get("method")]
    written = {
        (name, sql)
        for name in gets
        for user in everybody(world).values()
        for sql in writes_of(world, name, user)
    }
    assert written == set()


def writes_of(world: RouteWorld, name: str, user) -> list[str]:
    seen = []

    def note(execute, sql, params, many, context):
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        ask(world, name, user)
    return [
        sql
        for sql in seen
        if sql.lstrip().upper().startswith(WRITES)
        and "accounts_accessrecord" not in sql
        and not _is_the_login_of_the_test(sql)
    ]


def _is_the_login_of_the_test(sql: str) -> bool:
    return "django_session" in sql or '"last_login"' in sql


def test_out_of_scope_and_not_there_are_the_same_bytes(world):
    stranger = Client()
    stranger.force_login(world.others["unit_officer"])
    there = reverse("review:application", args=[world.unit_case.pk])
    nowhere = reverse("review:application", args=[world.unit_case.pk + 10_000])
    with world.at():
        answers = [stranger.get(address) for address in (there, nowhere)]
    assert answers[0].status_code == answers[1].status_code == 404
    assert answers[0].content == answers[1].content


def test_every_page_of_who_is_logged_in_must_not_be_kept_by_a_browser(world):
    for name, route in ROUTES.items():
        if route["who"] == "public" or route.get("method"):
            continue
        who = route["who"]
        user = world.actors["applicant"] if who == "everybody" else everybody(world)[who[0]]
        assert "no-store" in ask(world, name, user)["Cache-Control"], name
