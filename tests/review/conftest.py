"""One world a test, and somebody logged in."""

import pytest
from django.test import Client


@pytest.fixture
def world(db):
    """The organisations and a round; see `tests.builders.World`."""
    from tests.builders import World  # models: only after Django is set up

    return World()


@pytest.fixture
def logged_in():
    """A client logged in as a person."""

    def log_in(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return log_in


@pytest.fixture
def as_officer(world, logged_in):
    """A client logged in as the officer of the organisation with that short name."""
    return lambda short_name: logged_in(world.officer(short_name))
