"""The hook for a malware scanner: clamd by its socket, or any program that answers by its exit.

Off where PORTAL_SCANNER is not set (trust UP-14). A scanner that does not answer says nothing
of a file: its content stays pending.
"""

import re
import shlex
import socket
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from applications.models.scan import CLEAN, INFECTED

SECONDS = 60
PENDING = "pending"
_CHUNK = 64 * 1024
_FOUND = re.compile(r":\s*(\S.*?)\s+FOUND\b")
_SHOWABLE = re.compile(r"[^\w.\-/() ]")


@dataclass(frozen=True, slots=True)
class Answer:
    """`clean`, `infected` with what was found, or `pending` with why nobody knows yet."""

    state: str
    signature: str = ""


def is_on() -> bool:
    """Whether uploads are scanned here."""
    return bool(settings.PORTAL_SCANNER)


def scan(path: Path) -> Answer:
    """Ask the scanner about one file; never raises: what cannot be asked is pending."""
    scheme, _, rest = settings.PORTAL_SCANNER.partition(":")
    try:
        return _by_program(rest, path) if scheme == "command" else _by_clamd(path)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        return Answer(PENDING, type(error).__name__)


def answers() -> bool:
    """Whether the scanner can be reached: a program is there, clamd answers to PING."""
    scheme, _, rest = settings.PORTAL_SCANNER.partition(":")
    try:
        if scheme == "command":
            return Path(shlex.split(rest)[0]).is_file()
        with _connected() as link:
            link.sendall(b"zPING\0")
            return link.recv(64).startswith(b"PONG")
    except OSError:
        return False


def _by_program(command: str, path: Path) -> Answer:
    """clamscan's way: 0 clean, 1 found, anything else an error."""
    done = subprocess.run(
        [*shlex.split(command), str(path)], capture_output=True, timeout=SECONDS, check=False
    )
    text = done.stdout.decode(errors="replace")
    if done.returncode == 0:
        return Answer(CLEAN)
    return _infected(text) if done.returncode == 1 else Answer(PENDING, f"exit {done.returncode}")


def _by_clamd(path: Path) -> Answer:
    """The content goes through the socket, so clamd needs no right to the uploads' folder."""
    with _connected() as link, path.open("rb") as file:
        link.sendall(b"zINSTREAM\0")
        while chunk := file.read(_CHUNK):
            link.sendall(struct.pack("!I", len(chunk)) + chunk)
        link.sendall(struct.pack("!I", 0))
        said = b""
        while not said.endswith(b"\0") and (piece := link.recv(4096)):
            said += piece
    text = said.rstrip(b"\0").decode(errors="replace")
    if text.endswith(": OK"):
        return Answer(CLEAN)
    return _infected(text) if text.endswith("FOUND") else Answer(PENDING, "clamd")


def _connected() -> socket.socket:
    parts = urlsplit(settings.PORTAL_SCANNER)
    if parts.hostname:
        return socket.create_connection((parts.hostname, parts.port or 3310), timeout=SECONDS)
    link = socket.socket(socket.AF_UNIX)
    link.settimeout(SECONDS)
    try:
        link.connect(parts.path)
    except OSError:
        link.close()
        raise
    return link


def _infected(text: str) -> Answer:
    found = _FOUND.search(text)
    return Answer(INFECTED, _SHOWABLE.sub("", found[1])[:120] if found else "")
