"""What must hold before the portal serves people: secrets, hosts, database, fonts, navigation."""

import os
import stat
from pathlib import Path

from django.conf import settings
from django.core.checks import Error, Info, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.urls import NoReverseMatch, reverse

from titleportal import environment

SECRETS = ("SECRET_KEY", "PORTAL_DATA_KEY", "PORTAL_LOG_KEY")
SHORTEST_SECRET = 40
EXAMPLES = ("django-insecure", "changeme", "change-me", "example", "secret-key", "your-")


def refuse_unsafe_start() -> None:
    """In production raise ImproperlyConfigured with every reason not to serve, one a line."""
    if settings.PORTAL_ENV != "production":
        return
    reasons = [*secret_problems(), *host_problems(), *database_problems()]
    if reasons:
        lines = "\n".join(f"  - {reason}" for reason in reasons)
        raise ImproperlyConfigured(f"the portal does not start in production:\n{lines}")


def secret_problems() -> list[str]:
    """Secrets that are missing, short, example values or readable by others."""
    problems = []
    for name in SECRETS:
        value = _setting(name)
        variable = name if name.startswith("PORTAL_") else f"PORTAL_{name}"
        if not value:
            problems.append(f"{variable} is not set")
        elif len(value) < SHORTEST_SECRET or len(set(value)) < 10:
            problems.append(f"{variable} is too short: {SHORTEST_SECRET} random characters or more")
        elif any(example in value.lower() for example in EXAMPLES):
            problems.append(f"{variable} is an example value")
        problems += _readable_by_others(variable)
    return problems


def host_problems() -> list[str]:
    """Hosts that are missing or a wildcard."""
    hosts = [host for host in settings.ALLOWED_HOSTS if host]
    if not hosts:
        return ["PORTAL_HOSTS is empty: name the hosts that the portal is reached by"]
    return [
        f"PORTAL_HOSTS holds {host!r}, which answers to any name"
        for host in hosts
        if host == "*" or host.startswith(".")
    ]


def database_problems() -> list[str]:
    """A database that is a demonstration or may lose what it confirmed; none when it is away."""
    try:
        return _demonstration() + _durability()
    except DatabaseError as error:
        return [f"the database does not answer: {str(error).splitlines()[0]}"]


@register(Tags.security, deploy=True)
def production_values(app_configs, **kwargs):
    """The refusals of `refuse_unsafe_start`, as findings of `check --deploy`."""
    reasons = [*secret_problems(), *host_problems()]
    return [Error(reason, id="titleportal.E001") for reason in reasons]


@register(Tags.urls)
def navigation_resolves(app_configs, **kwargs):
    """Every entry of the navigation has an address."""
    from accounts import navigation

    return [
        Error(f"the navigation's {entry.url_name} is no address", id="titleportal.E002")
        for entry in navigation.entries()
        if not _resolves(entry.url_name)
    ]


@register(Tags.compatibility)
def chinese_fonts(app_configs, **kwargs):
    """Without a Chinese font a PDF holds boxes, and nothing else says so."""
    try:
        from documents.pdf import chinese_fonts_available
    except ImportError:
        return []
    if chinese_fonts_available():
        return []
    hint = "install fonts-noto-cjk"
    return [Warning("no Chinese font: PDF files will show boxes", hint=hint, id="titleportal.W001")]


@register(Tags.security, deploy=True)
def malware_scanner(app_configs, **kwargs):
    """Says that uploads are not scanned, or that the scanner does not answer."""
    from applications import scanner

    if not scanner.is_on():
        hint = "set PORTAL_SCANNER, see docs/operators.md"
        text = "uploads are not scanned for malware"
        return [Info(text, hint=hint, id="titleportal.I001")]
    if scanner.answers():
        return []
    return [
        Warning(
            "the malware scanner does not answer: new uploads wait, others cannot download them",
            hint="start what PORTAL_SCANNER names, then run manage.py scan_uploads",
            id="titleportal.W002",
        )
    ]


def _setting(name: str) -> str:
    # Django itself raises for an empty SECRET_KEY; here it is one reason among others.
    try:
        return getattr(settings, name)
    except ImproperlyConfigured:
        return ""


def _readable_by_others(variable: str) -> list[str]:
    if os.environ.get(variable):
        return []
    named = os.environ.get(f"{variable}_FILE")
    path = Path(named) if named else environment.data_folder() / "secrets" / variable.lower()
    try:
        mode = path.stat().st_mode
    except OSError:
        return []
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        return [f"the file of {variable} is open to others: chmod 600"]
    return []


def _demonstration() -> list[str]:
    from accounts.models import Installation

    if Installation._meta.db_table not in connection.introspection.table_names():
        return ["the database has no tables yet: run manage.py migrate"]
    if Installation.objects.filter(is_demonstration=True).exists():
        return ["the database is a demonstration, its passwords are public: use another one"]
    return []


def _durability() -> list[str]:
    if connection.vendor == "sqlite":
        return _sqlite_durability()
    wanted = ("fsync", "full_page_writes", "synchronous_commit")
    return [
        f"PostgreSQL has {name} off: a power cut may lose confirmed work"
        for name in wanted
        if _asked(f"SHOW {name}") == "off"
    ]


def _sqlite_durability() -> list[str]:
    problems = []
    if _asked("PRAGMA journal_mode") != "wal":
        problems.append("SQLite does not run with its write-ahead log (journal_mode=WAL)")
    if _asked("PRAGMA synchronous") not in (2, 3):
        problems.append("SQLite has synchronous below FULL: a power cut may lose confirmed work")
    return problems


def _asked(sql: str):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def _resolves(url_name: str) -> bool:
    try:
        reverse(url_name)
    except NoReverseMatch:
        return False
    return True
