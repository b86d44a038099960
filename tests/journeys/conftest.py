"""A live server with a world in its database, and people at its browser."""

from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

# What needs Django is imported where it is used: pytest reads this file before Django is set up
# when this folder alone is asked for.
SERIOUS = ("serious", "critical")


@pytest.fixture
def world(transactional_db):
    from tests.builders import World

    return World()


@pytest.fixture
def real_files(world, settings, tmp_path):
    """Evidence that can be looked at, in a folder of its own."""
    from titleportal.demonstration.files import Shelf

    settings.UPLOADS_FOLDER, settings.DATA_FOLDER = tmp_path / "uploads", tmp_path
    world.desk.shelf = Shelf()


@pytest.fixture
def on_day(world):
    """The whole process's clock at ten in the morning, so many days before the world's today."""
    from accounts.clock import standing_everywhere

    @contextmanager
    def standing(back: int):
        with standing_everywhere(world.calendar.moment(back, 60)):
            yield

    return standing


@pytest.fixture
def person(live_server, browser, browser_context_args):
    """Opens a browser of its own for somebody, who logs in; what the console says is an error."""
    from tests.builders import PASSWORD
    from tests.journeys.person import Person

    # Time enough on a busy machine.
    expect.set_options(timeout=15_000)
    opened = []

    def open_for(user, *, width: int = 1366, **options) -> Person:
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
        viewport = {"width": width, "height": 900}
        context = browser.new_context(**browser_context_args | {"viewport": viewport} | options)
        one = Person(context, live_server.url)
        opened.append(one)
        one.log_in(user.username, PASSWORD)
        return one

    yield open_for
    complaints = [complaint for one in opened for complaint in one.complaints]
    for one in opened:
        one.context.close()
    assert complaints == []


@pytest.fixture
def no_barriers():
    """axe-core finds no serious violation on the page."""

    def check(page) -> None:
        found = Axe().run(page).response["violations"]
        serious = [
            (each["id"], node["html"][:160])
            for each in found
            if each["impact"] in SERIOUS
            for node in each["nodes"]
        ]
        assert serious == [], page.url

    return check
