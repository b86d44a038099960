"""What every test stands on: an environment of its own, a database with real connections, and a
browser where the machine has one."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

import run


def _use_an_environment_of_our_own() -> None:
    """Keep a bare `pytest` too away from the real database, uploads and secrets.

    `run.py test` has done this already. It must happen before Django reads the settings, which
    pytest-django would do too early for us if pyproject.toml named the settings module.
    """
    if os.environ.get("PORTAL_ENV") != "test":
        for name in [name for name in os.environ if name.startswith("PORTAL_")]:
            del os.environ[name]
        os.environ.pop("DATABASE_URL", None)
        os.environ["PORTAL_ENV"] = "test"
    if "PORTAL_DATA" not in os.environ:
        os.environ["PORTAL_DATA"] = tempfile.mkdtemp(prefix="portal-test-")
        atexit.register(shutil.rmtree, os.environ["PORTAL_DATA"], ignore_errors=True)
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        folder = Path(os.environ["PORTAL_DATA"], worker)
        folder.mkdir(exist_ok=True)
        os.environ["PORTAL_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "titleportal.settings"
    # The sync API of Playwright keeps an event loop marked as running in the main thread for the
    # rest of the process, so Django would refuse every query there, in later tests as well.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


_use_an_environment_of_our_own()

from django.conf import settings as django_settings  # noqa: E402

DATABASE = django_settings.DATABASES["default"]
# What makes a password dear to guess would make every test's people dear too.
django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Two shared cores: a slow example says nothing about the code.
hypothesis_settings.register_profile("portal", deadline=None, print_blob=True)
hypothesis_settings.register_profile("thorough", deadline=None, print_blob=True, max_examples=2000)
hypothesis_settings.load_profile("portal")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a program that this machine lacks, with the reason."""
    no_chromium = "Chromium, or the library of its driver, is not on this machine"
    no_office = "LibreOffice is not on this machine"
    reasons = {
        "browser": no_chromium if run.missing([run.BROWSER]) else None,
        "office": None if shutil.which("soffice") else no_office,
    }
    for item in items:
        for mark, reason in reasons.items():
            if reason and item.get_closest_marker(mark):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix) -> None:
    """SQLite in a file, as in use: in memory all threads would share one connection, so nothing
    could be tried that two people do at once, and the live server would block the test."""
    if DATABASE["ENGINE"].endswith("sqlite3"):
        DATABASE["TEST"]["NAME"] = str(Path(os.environ["PORTAL_DATA"]) / "test.sqlite3")
        options = DATABASE["OPTIONS"]
        # A test database need not outlive a power cut.
        options["init_command"] = options.get("init_command", "") + "PRAGMA synchronous=OFF;"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """The system's Chromium; no sandbox, because it cannot have one under root, and no calls to
    hosts outside."""
    flags = (
        "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
        " --disable-component-update --disable-sync --disable-dev-shm-usage"
    )
    return browser_type_launch_args | {"executable_path": run.chromium(), "args": flags.split()}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    """A user of the portal: Chinese, in China, with a common screen."""
    return browser_context_args | {
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "viewport": {"width": 1366, "height": 768},
    }


@pytest.fixture
def page(page):
    """A page that has time enough on a busy machine."""
    from playwright.sync_api import expect

    expect.set_options(timeout=15_000)
    return page


@pytest.fixture(autouse=True)
def _forgotten():
    """What a process keeps of its database is another test's."""
    from review import frozen, listed

    yield
    frozen.forget()
    listed.forget()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test databases, with nobody in them at the end: PostgreSQL drops none in which somebody
    is, and the session of a server that a test killed may outlast it by a moment."""
    yield
    with django_db_blocker.unblock():
        from django.db import connection

        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )


@pytest.fixture(scope="session", autouse=True)
def _flushing_past_the_frozen_rows():
    """Emptying the tables between two tests with a live server is the one delete that must pass
    the triggers; SQLite has no TRUNCATE, which does not ask them."""
    from importlib import import_module

    from django.db import connection

    frozen = [
        import_module(f"{app}.migrations.{name}")
        for app, name in (
            ("applications", "0002_frozen_rows"),
            ("applications", "0006_frozen_integrity"),
            ("review", "0009_letters_frozen"),
        )
    ]
    operations = type(connection.ops)
    flush = operations.execute_sql_flush

    def thawed_flush(self, statements):
        with self.connection.cursor() as cursor:
            for each in frozen:
                for statement in each.thawing(self.connection.vendor):
                    cursor.execute(statement)
        flush(self, statements)
        with self.connection.cursor() as cursor:
            for each in frozen:
                for statement in each.freezing(self.connection.vendor):
                    cursor.execute(statement)

    # On the class: a browser's running loop gives Django another connection than this one.
    if connection.vendor == "sqlite":
        operations.execute_sql_flush = thawed_flush
    yield
    operations.execute_sql_flush = flush
