"""A PostgreSQL of one's own for one run: started in a temporary folder, gone afterwards."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

SECONDS_TO_START = 60


class CannotStart(Exception):
    """The server did not come up; the message holds the end of its log."""


@contextlib.contextmanager
def throwaway_postgres(programs: Path, *, durable: bool = False) -> Iterator[str]:
    """Yields the DATABASE_URL of an empty database `portal` on a new server.

    `programs` is the folder of initdb and postgres. Only a `durable` server waits for the disk:
    tests lose nothing when the machine dies, but what is measured must cost what it really costs.
    """
    folder = Path(tempfile.mkdtemp(prefix="portal-postgres-"))
    owner = _server_owner()
    if owner:
        shutil.chown(folder, owner)
    # Its own session: Ctrl-C in the terminal must end the tests first, and the server after them.
    as_owner = {"user": owner, "cwd": folder, "stdin": subprocess.DEVNULL}
    try:
        data, log = folder / "data", folder / "log"
        initdb = [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "--no-sync"]
        locale = ["--encoding=UTF8", "--locale=C.UTF-8"]
        _checked([*initdb, *locale], **as_owner)
        port = _free_port()
        with log.open("w") as output:
            server = subprocess.Popen(
                [programs / "postgres", "-D", data, *_settings(port, durable)],
                stdout=output,
                stderr=output,
                start_new_session=True,
                **as_owner,
            )
        try:
            _wait(server, programs, port, log)
            _checked([programs / "createdb", *_address(port), "portal"], **as_owner)
            yield f"postgres://postgres@127.0.0.1:{port}/portal"
        finally:
            _stop(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _server_owner() -> str | None:
    """PostgreSQL refuses to run as root: its own user then, or the one that owns nothing."""
    if os.geteuid() != 0:
        return None
    users = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in users else "nobody"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _settings(port: int, durable: bool) -> list[str]:
    values = {
        "port": port,
        "listen_addresses": "127.0.0.1",
        # Nobody needs the socket, and its path could grow longer than the system allows.
        "unix_socket_directories": "",
        "max_connections": 200,
        # A container's /dev/shm is often too small for the default kind.
        "dynamic_shared_memory_type": "mmap",
        "fsync": "on" if durable else "off",
    }
    return [word for name, value in values.items() for word in ("-c", f"{name}={value}")]


def _address(port: int) -> list[str]:
    return ["-h", "127.0.0.1", "-p", str(port), "-U", "postgres"]


def _checked(command: list, **options) -> None:
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode:
        raise CannotStart(f"{Path(command[0]).name} failed:\n{done.stdout}{done.stderr}")


def _wait(server: subprocess.Popen, programs: Path, port: int, log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    ready = [programs / "pg_isready", "-q", *_address(port)]
    while subprocess.run(ready, stdin=subprocess.DEVNULL).returncode:
        if server.poll() is not None or time.monotonic() > deadline:
            raise CannotStart("PostgreSQL did not start:\n" + log.read_text()[-2000:])
        time.sleep(0.1)


def _stop(server: subprocess.Popen) -> None:
    # SIGTERM would wait for the clients to leave, SIGQUIT does not wait for anything.
    server.send_signal(signal.SIGINT)
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)
        server.wait(timeout=20)
