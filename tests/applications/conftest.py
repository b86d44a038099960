"""A world with a round around its own day, and its applicants at the browser."""

import pytest
from django.test import Client


@pytest.fixture
def world(db):
    """Organisations and a round; the clock stands on the round's day during the test."""
    from tests.builders import World  # models: only after Django is set up

    world = World()
    with world.at():
        yield world


@pytest.fixture
def browser_of():
    """A client logged in as a person."""

    def log_in(user, **options) -> Client:
        client = Client(**options)
        client.force_login(user)
        return client

    return log_in


@pytest.fixture
def draft(world):
    """A complete draft of an engineer."""
    return world.draft()


@pytest.fixture
def applicant(draft, browser_of):
    """The draft's applicant at the browser."""
    return browser_of(draft.applicant)
