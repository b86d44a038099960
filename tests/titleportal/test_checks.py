"""Production does not start on unsafe values; nothing else refuses."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from accounts import services
from titleportal import checks

# Fixed: a random one in the names of the tests would differ between the workers.
GOOD = "Xq8vJ2mT6bRk0ZcW4nYpL1sFhD9gUeA7oKiMxCtB5rVwQyNz"
NAMES = ("SECRET_KEY", "PORTAL_DATA_KEY", "PORTAL_LOG_KEY")


@pytest.fixture
def production(settings, monkeypatch, tmp_path):
    settings.PORTAL_ENV = "production"
    settings.ALLOWED_HOSTS = ["zc.example.cn"]
    for name in NAMES:
        setattr(settings, name, GOOD)
    monkeypatch.setenv("PORTAL_DATA", str(tmp_path))
    for name in ("PORTAL_SECRET_KEY", "PORTAL_DATA_KEY", "PORTAL_LOG_KEY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"{name}_FILE", raising=False)
    monkeypatch.setattr(checks, "_durability", list)
    return settings


@pytest.mark.django_db
def test_production_starts_on_good_values(production):
    checks.refuse_unsafe_start()


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "value", ["", "Zq7", "a" * 60, f"django-insecure-{GOOD}", f"changeme-{GOOD}"]
)
def test_production_refuses_a_bad_secret_and_names_it(production, name, value):
    setattr(production, name, value)
    with pytest.raises(ImproperlyConfigured, match=name) as refused:
        checks.refuse_unsafe_start()
    assert not value or value not in str(refused.value)


@pytest.mark.django_db
@pytest.mark.parametrize("hosts", [[], [""], ["*"], [".example.cn"]])
def test_production_refuses_hosts_that_name_nothing(production, hosts):
    production.ALLOWED_HOSTS = hosts
    with pytest.raises(ImproperlyConfigured, match="PORTAL_HOSTS"):
        checks.refuse_unsafe_start()


@pytest.mark.django_db
def test_production_refuses_a_secret_file_that_others_can_read(production, tmp_path):
    (tmp_path / "secrets").mkdir()
    file = tmp_path / "secrets" / "portal_data_key"
    file.write_text(GOOD)
    file.chmod(0o644)
    with pytest.raises(ImproperlyConfigured, match="PORTAL_DATA_KEY is open to others"):
        checks.refuse_unsafe_start()
    file.chmod(0o600)
    checks.refuse_unsafe_start()


@pytest.mark.django_db
def test_production_refuses_a_demonstration_database(production):
    services.mark_demonstration()
    services.mark_demonstration()
    with pytest.raises(ImproperlyConfigured, match="demonstration"):
        checks.refuse_unsafe_start()


@pytest.mark.django_db
@pytest.mark.parametrize("mode", ["demo", "test"])
def test_nothing_else_refuses(production, mode):
    production.PORTAL_ENV = mode
    production.SECRET_KEY = ""
    production.ALLOWED_HOSTS = ["*"]
    services.mark_demonstration()
    checks.refuse_unsafe_start()


def test_a_database_that_may_lose_work_is_refused(monkeypatch):
    answers = {"PRAGMA journal_mode": "delete", "PRAGMA synchronous": 1}
    monkeypatch.setattr(checks, "_asked", answers.get)
    assert len(checks._sqlite_durability()) == 2
    answers.update({"PRAGMA journal_mode": "wal", "PRAGMA synchronous": 2})
    assert checks._sqlite_durability() == []


def test_a_postgresql_that_may_lose_work_is_refused(monkeypatch):
    class Postgres:
        vendor = "postgresql"

    monkeypatch.setattr(checks, "connection", Postgres())
    monkeypatch.setattr(checks, "_asked", lambda sql: "off" if "fsync" in sql else "on")
    assert checks._durability() == ["PostgreSQL has fsync off: a power cut may lose confirmed work"]
