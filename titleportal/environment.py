"""What the portal reads from outside: its folder, its database, its secrets, its mode."""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

BASE_DIR = Path(__file__).resolve().parent.parent
MODES = ("demo", "test", "production")


class BadEnvironment(Exception):
    """A value from outside that cannot be used; the message names it."""


def mode() -> str:
    """`demo`, `test` or `production` (the default), from PORTAL_ENV."""
    value = os.environ.get("PORTAL_ENV", "production")
    if value not in MODES:
        raise BadEnvironment(f"PORTAL_ENV is {value!r}; it must be one of {', '.join(MODES)}")
    return value


def data_folder() -> Path:
    """The folder of the embedded database, the uploads and the made files."""
    return Path(os.environ.get("PORTAL_DATA") or BASE_DIR / "var").resolve()


def secret(name: str, *, may_create: bool) -> str:
    """A secret from the variable `name`, from the file that `name`_FILE names, or from the
    data folder's `secrets/` (made there, readable by its owner only, when `may_create`).

    Returns "" when there is none; Django and the start-up checks refuse that where it matters.
    """
    if value := os.environ.get(name):
        return value
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text().strip()
    path = data_folder() / "secrets" / name.lower()
    if path.exists():
        return path.read_text().strip()
    return _create_secret(path) if may_create else ""


def _create_secret(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


def database(url: str | None) -> dict:
    """Django's settings of the database that DATABASE_URL names; SQLite in the data folder
    when there is none."""
    if not url:
        return _sqlite(data_folder() / "portal.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path)))
    if parts.scheme in ("postgres", "postgresql"):
        return _postgres(parts)
    raise BadEnvironment("DATABASE_URL must begin with sqlite:/// or postgres://")


def _sqlite(path: Path) -> dict:
    path.parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            # Deferred transactions that upgrade to writing fail at once under load; immediate
            # ones wait for their turn.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }


def _postgres(parts) -> dict:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        # Connecting anew for each request costs more than a page's queries.
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": "-c statement_timeout=15000"},
    }


def base_url(hosts: list[str], *, https: bool) -> str:
    """The address in links that leave the portal, from PORTAL_BASE_URL, else of the first host.

    Never the request's: who asks could put any host there.
    """
    given = os.environ.get("PORTAL_BASE_URL", "").strip().rstrip("/")
    if not given:
        return f"{'https' if https else 'http'}://{hosts[0] if hosts else 'localhost'}"
    parts = urlsplit(given)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadEnvironment("PORTAL_BASE_URL must begin with https:// or http:// and name a host")
    return given


def mail(url: str | None, folder: Path) -> dict:
    """Django's mail settings that PORTAL_SMTP_URL names, `smtp://user:password@host:587`
    (STARTTLS unless `?tls=none`) or `smtps://…:465`; without one, files in `folder`."""
    if not url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": folder,
        }
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise BadEnvironment("PORTAL_SMTP_URL must begin with smtp:// or smtps:// and name a host")
    over_tls = parts.scheme == "smtps"
    plain = parse_qs(parts.query).get("tls") == ["none"]
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if over_tls else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": over_tls,
        "EMAIL_USE_TLS": not over_tls and not plain,
        "EMAIL_TIMEOUT": 10,
    }


def scanner(value: str) -> str:
    """The malware scanner that PORTAL_SCANNER names, checked: `clamd:///path/to/socket`,
    `clamd://host:3310` or `command:/path/to/program options`; empty for none."""
    value = value.strip()
    parts = urlsplit(value)
    is_clamd = parts.scheme == "clamd" and (parts.hostname or parts.path.startswith("/"))
    is_program = value.startswith("command:/")
    if value and not is_clamd and not is_program:
        raise BadEnvironment(
            "PORTAL_SCANNER must be clamd:///socket, clamd://host:port or command:/program options"
        )
    return value
