"""A real server that is killed and started again, on a database of its own; and who types there."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode, urlsplit, urlunsplit

from titleportal.management.commands.demo import gunicorn_options

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS_TO_START = 60


class Unanswered(Exception):
    """The server did not answer a request, or not to its end."""


@contextmanager
def own_place() -> Iterator[dict[str, str]]:
    """The environment of a portal with a folder and a database of its own, both gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="portal-kill-") as folder:
        ours = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
        ours |= {
            "PORTAL_ENV": "test",
            "PORTAL_DATA": folder,
            "DJANGO_SETTINGS_MODULE": "titleportal.settings",
        }
        url = ours.pop("DATABASE_URL", "")
        if not url.startswith("postgres"):
            yield ours
            return
        with own_postgres_database(url) as address:
            yield ours | {"DATABASE_URL": address}


@contextmanager
def own_postgres_database(url: str) -> Iterator[str]:
    """A database beside the one that `url` names."""
    import psycopg2

    name = f"kill_{uuid.uuid4().hex[:12]}"
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        connection.cursor().execute(f"CREATE DATABASE {name}")
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        finally:
            connection.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        connection.close()


def ask_the_database(environment: dict[str, str], what: str) -> dict:
    """What `tests.journeys.killed_world` answers, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.killed_world", what],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def free_port() -> int:
    """A port on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """gunicorn as the demonstration starts it; killed with everything that it started."""

    def __init__(self, environment: dict[str, str]):
        self.environment, self.port = environment, free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *gunicorn_options(self.port), "titleportal.wsgi"],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        until = time.monotonic() + SECONDS_TO_START
        while not self._answers():
            assert self.process.poll() is None, "the server did not start"
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/health/", timeout=5) as answer:
                return answer.status == 200
        except (OSError, HTTPException):
            return False

    def kill(self) -> None:
        """SIGKILL to the master and its workers at once."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


class Browser:
    """Just enough of one: cookies, the page's token, forms."""

    def __init__(self, server: Server):
        self.server = server
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self.opener = urllib.request.build_opener(cookies, _Stay)
        self.token = ""

    def log_in(self, username: str, password: str) -> None:
        self.get("/accounts/login/")
        typed = {"username": username, "password": password}
        assert self.post("/accounts/login/", typed)[0] == 302
        self.get("/accounts/profile/")

    def get(self, path: str) -> str:
        status, text = self._ask(urllib.request.Request(self.server.address + path))
        assert status == 200, f"{path}: {status}"
        self.token = found(r'name="csrfmiddlewaretoken" value="([^"]+)"', text) or self.token
        return text

    def post(self, path: str, typed: dict, **headers: str) -> tuple[int, str]:
        body = urlencode(typed | {"csrfmiddlewaretoken": self.token}).encode()
        return self._send(path, body, "application/x-www-form-urlencoded", headers)

    def upload(self, path: str, name: str, content: bytes) -> tuple[int, str]:
        mark = uuid.uuid4().hex
        head = (
            f'--{mark}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n'
            f"{self.token}\r\n--{mark}\r\nContent-Disposition: form-data; "
            f'name="files"; filename="{name}"\r\nContent-Type: application/pdf\r\n\r\n'
        )
        body = head.encode() + content + f"\r\n--{mark}--\r\n".encode()
        return self._send(path, body, f"multipart/form-data; boundary={mark}", {})

    def _send(self, path: str, body: bytes, kind: str, headers: dict) -> tuple[int, str]:
        headers = {"Content-Type": kind} | {n.replace("_", "-"): v for n, v in headers.items()}
        return self._ask(urllib.request.Request(self.server.address + path, body, headers))

    def _ask(self, request) -> tuple[int, str]:
        try:
            with self.opener.open(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.read().decode()
        except (OSError, HTTPException) as error:
            raise Unanswered from error


def found(pattern: str, text: str) -> str:
    """The first group of the pattern as text; empty where it is not there."""
    match = re.search(pattern, text, re.DOTALL)
    return unescape(match[1]) if match else ""
