"""The five busiest pages on PostgreSQL under the production server with eight clients, against a
bare Django page in the same run; and their SQL queries with 100 and with many applications."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

from benchmarks.table import Row

SMALL, MOST_QUERIES, LEAST_SHARE = 100, 15, 0.5
SERVER = ("--workers", "2", "--threads", "4", "--worker-class", "gthread", "--no-control-socket")


def run(options) -> list[Row]:
    """Load both rounds, then measure the bare page and each page in turn, twice."""
    url = os.environ.get("PORTAL_TEST_POSTGRES")
    if not url:
        return [Row("pages", "not measured: no PostgreSQL server programs")]
    small = _Portal(url, "small", SMALL)
    large = _Portal(url, "large", options.applicants)
    bare = _Bare(url)
    rows = []
    with bare.serving() as bare_port, large.serving() as port:
        for page in large.people["queries"]:
            rows.append(_measured(page, bare, bare_port, small, large, port, options.seconds))
    for portal in (small, large):
        shutil.rmtree(portal.folder, ignore_errors=True)
    return [
        *rows,
        Row("  SQL queries as counted with", f"{SMALL} and {large.applicants:,} applications"),
    ]


def _measured(page, bare, bare_port, small, large, port, seconds) -> Row:
    floor, rate, failed, p95 = 0.0, 0.0, [], 0.0
    for _ in range(2):  # alternately, the better of two
        floor = max(floor, _ask(bare_port, bare.plans(), seconds)["rate"])
        answer = _ask(port, large.plans(page), seconds)
        if "save" in page:
            large.note_versions(answer["version"])
        failed += answer["failed"]
        if answer["rate"] > rate:
            rate, p95 = answer["rate"], answer["p95"]
    share = rate / floor
    few, many = small.people["queries"][page], large.people["queries"][page]
    return Row(
        f"{page}: {few} and {many} queries",
        f"{rate:.0f}/s, p95 {p95 * 1000:.0f} ms" + (f", failed {failed}" if failed else ""),
        f"{floor:.0f}/s",
        f"{share:.2f}",
        f"≥ {LEAST_SHARE}, ≤ {MOST_QUERIES} queries, equal",
        share >= LEAST_SHARE and many <= MOST_QUERIES and few == many and not failed,
    )


def _ask(port: int, plans: list[dict], seconds: float) -> dict:
    job = json.dumps({"port": port, "plans": plans, "seconds": seconds})
    return json.loads(_python("-m", "benchmarks.load", input=job))


def _python(*arguments: str, input: str | None = None, env: dict | None = None) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], input=input, env=env, text=True, stdout=subprocess.PIPE
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)} failed")
    return done.stdout


def _database(url: str, name: str) -> str:
    import psycopg2

    link = psycopg2.connect(url)
    link.autocommit = True
    with link.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE bench_{name}")
    link.close()
    return url.rsplit("/", 1)[0] + f"/bench_{name}"


@contextlib.contextmanager
def _server(application: str, env: dict) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", *SERVER, application],
        env=env,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.2)
        yield port
    finally:
        server.terminate()
        server.wait()


class _Bare:
    """The bare page with a database of its own."""

    def __init__(self, url: str):
        self.env = os.environ | {"DATABASE_URL": _database(url, "bare")}
        self.keys = _python("-m", "benchmarks.bare", env=self.env).split()

    def serving(self):
        return _server("benchmarks.bare.wsgi", self.env)

    def plans(self) -> list[dict]:
        return [{"session": key, "address": "/"} for key in self.keys]


class _Portal:
    """A demonstration round with so many applicants, loaded by its command."""

    def __init__(self, url: str, name: str, applicants: int):
        self.applicants = applicants
        self.folder = tempfile.mkdtemp(prefix="portal-bench-")
        self.env = os.environ | {
            "DATABASE_URL": _database(url, name),
            "PORTAL_DATA": self.folder,
            "PORTAL_ENV": "demo",
            "DJANGO_SETTINGS_MODULE": "titleportal.settings",
        }
        start = time.monotonic()
        _python("manage.py", "demo", "--no-serve", "--applicants", str(applicants), env=self.env)
        print(f"{applicants:,} applications loaded in {time.monotonic() - start:.0f} s", flush=True)
        self._analyze()
        self.people = json.loads(_python("-m", "benchmarks.people", env=self.env).splitlines()[-1])

    def _analyze(self) -> None:
        import psycopg2

        link = psycopg2.connect(self.env["DATABASE_URL"])
        link.autocommit = True
        with link.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        link.close()

    def serving(self):
        return _server("titleportal.wsgi", self.env)

    def plans(self, page: str) -> list[dict]:
        made = []
        for client in self.people["clients"]:
            address = client["pages"][page]
            session = client["officer" if address.startswith("/review") else "applicant"]
            plan = {"session": session, "address": address}
            if "save" in page:
                plan |= {"entry": client["entry"], "version": client["version"]}
            made.append(plan)
        return made

    def note_versions(self, versions: list[int]) -> None:
        for client, version in zip(self.people["clients"], versions, strict=True):
            client["version"] = version
