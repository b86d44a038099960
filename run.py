#!/usr/bin/env python3
"""Set up the portal and run it: only the standard library, works from any folder.

  python3 run.py demo  [--port N] [--reset] [--no-serve] [--applicants N]
  python3 run.py test  [--all] [--sqlite | --postgres] [pytest arguments]
  python3 run.py bench [arguments of the benchmarks]

Each makes .venv from requirements.lock and installs missing system packages where apt
may be used (root, or sudo without a password); elsewhere it prints the line to run and
goes on without that part. `--no-system` leaves system packages alone.

test runs ruff, mypy and the whole suite on SQLite and on a throw-away PostgreSQL; `--all`
adds the tests marked slow and load. With pytest arguments it runs only pytest.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements.lock"
OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True)
class Part:
    """Debian packages, and what goes wrong without them."""

    packages: tuple[str, ...]
    without: str


DEMO_PARTS = (
    Part(
        ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
        "PDF documents cannot be made, or only slowly",
    ),
    Part(
        ("fontconfig", "fonts-noto-cjk"),
        "no Chinese font: PDF documents show boxes (没有中文字体，PDF 中的汉字显示为方框)",
    ),
)
# Playwright's driver needs libatomic1, which a small system lacks.
BROWSER = Part(("chromium", "libatomic1"), "no Chromium: browser tests are skipped")
SERVER = Part(("postgresql",), "no PostgreSQL server: its half of the tests is skipped")
TEST_PARTS = (
    *DEMO_PARTS,
    BROWSER,
    SERVER,
    # LibreOffice only recommends the font with the widths of Times New Roman, which a sheet's
    # columns are measured in: without it everything prints smaller.
    Part(
        ("libreoffice-calc-nogui", "libreoffice-writer-nogui", "fonts-liberation"),
        "no LibreOffice: tests that open documents in it are skipped",
    ),
    Part(("poppler-utils",), "no pdftotext, pdftoppm: tests that look at PDF pages are skipped"),
)


def say(text: str) -> None:
    print(f"[run] {text}", flush=True)


# System packages


def is_installed(package: str) -> bool:
    """Whether dpkg has the package in place; True where there is no dpkg to ask."""
    if not shutil.which("dpkg-query"):
        return True
    query = ["dpkg-query", "-W", "-f", "${db:Status-Abbrev}", package]
    found = subprocess.run(query, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    return found.returncode == 0 and found.stdout.startswith("ii")


def chromium() -> str | None:
    """The path of a Chromium that tests can drive; a snap's is closed in too tightly for that."""
    for name in ("chromium", "google-chrome", "google-chrome-stable"):
        path = shutil.which(name)
        if path and not os.path.realpath(path).startswith(("/snap/", "/usr/bin/snap")):
            return path
    return None


def postgres_bin() -> Path | None:
    """The folder of the newest PostgreSQL's server programs; Debian keeps them off PATH."""
    folders = sorted(
        (path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")),
        key=lambda folder: float(folder.parent.name),
    )
    if folders:
        return folders[-1]
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


def missing(parts: Iterable[Part], installed=is_installed) -> list[Part]:
    """The parts of which something is not on this machine, with only the packages they lack."""
    programs = {"chromium": chromium, "postgresql": postgres_bin}
    found = []
    for part in parts:
        lacks = tuple(
            name
            for name in part.packages
            if not (programs[name]() if name in programs else installed(name))
        )
        if lacks:
            found.append(Part(lacks, part.without))
    return found


def names(parts: Iterable[Part]) -> list[str]:
    return [package for part in parts for package in part.packages]


def venv_part() -> tuple[Part, ...]:
    """What Debian leaves out of its Python: the pip that `venv` puts into a new environment."""
    if importlib.util.find_spec("ensurepip") or venv_works():
        return ()
    package = f"python3.{sys.version_info.minor}-venv"
    return (Part((package,), "the Python packages cannot be installed"),)


def root_prefix() -> list[str] | None:
    """What makes a command run as root without a question; None if that cannot be."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, stdin=subprocess.DEVNULL)
    return ["sudo", "-n"] if asked.returncode == 0 else None


def by_hand(packages: list[str]) -> str:
    """The one line for a person to run."""
    install = "apt-get install -y --no-install-recommends " + " ".join(packages)
    return f"sudo apt-get update && sudo {install}"


def with_candidate(policy: str) -> set[str]:
    """The packages that apt could install, from what `apt-cache policy` printed."""
    return set(re.findall(r"^(\S+):\n.*\n +Candidate: (?!\(none\))", policy, re.MULTILINE))


def apt_install(packages: list[str], prefix: list[str]) -> None:
    """Install what this system's apt offers of `packages`; a failure is told, not raised."""
    say("installing with apt, which can take some minutes: " + " ".join(packages))
    environment = ["env", "LC_ALL=C", "DEBIAN_FRONTEND=noninteractive", "NEEDRESTART_SUSPEND=1"]
    apt = [*prefix, *environment, "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    if subprocess.run([*apt, "update"], stdin=subprocess.DEVNULL).returncode:
        say("apt-get update failed; going on with the lists that are there")
    policy = subprocess.run(
        ["env", "LC_ALL=C", "apt-cache", "policy", *packages], capture_output=True, text=True
    )
    offered = with_candidate(policy.stdout)
    if platform.freedesktop_os_release().get("ID") == "ubuntu":
        # Ubuntu's package of this name only fetches a snap.
        offered.discard("chromium")
    wanted = [name for name in packages if name in offered]
    if wanted:
        install = [*apt, "install", "-y", "--no-install-recommends", *wanted]
        with tempfile.TemporaryFile("w+") as log:
            done = subprocess.run(install, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
            if done.returncode:
                log.seek(0)
                say("apt-get install failed:\n" + log.read()[-2000:])


def system_packages(parts: tuple[Part, ...]) -> list[Part]:
    """Install what is missing where that is allowed; returns the parts that stay missing."""
    if not shutil.which("dpkg-query") or not shutil.which("apt-get"):
        say("no apt here; needed are (Debian's names): " + " ".join(names(parts)))
        return missing(parts)
    lacking = missing(parts)
    prefix = root_prefix() if lacking else None
    if prefix is not None:
        apt_install(names(lacking), prefix)
        lacking = missing(parts)
    if lacking:
        say("system packages are missing; to install them run this line:")
        print(by_hand(names(lacking)), flush=True)
        for part in lacking:
            say(f"until then: {part.without}")
    return lacking


# Python packages


def venv_works() -> bool:
    """False too for an environment half made, or whose Python was removed from under it."""
    if not PYTHON.exists() or not (VENV / "bin" / "pip").exists():
        return False
    too_old = f"import sys; sys.exit(sys.version_info < {OLDEST_PYTHON})"
    return subprocess.run([PYTHON, "-c", too_old], capture_output=True).returncode == 0


def make_venv() -> None:
    if venv_works():
        return
    say("making .venv")
    command = [sys.executable, "-m", "venv", "--clear", VENV]
    made = subprocess.run(command, capture_output=True, text=True)
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit("[run] .venv cannot be made, nothing can run:\n" + made.stdout + made.stderr)


def install_lock() -> None:
    """Install the lock unless it is in place; an install that breaks off leaves no stamp."""
    stamp, lock = VENV / "installed-lock", hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == lock:
        return
    stamp.unlink(missing_ok=True)
    say("installing the Python packages of requirements.lock (some minutes the first time)")
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    # Only wheels: building one needs a compiler and packages that the lock does not pin.
    what = ["--only-binary", ":all:", "--require-hashes", "-r", LOCK]
    if subprocess.run([*pip, *what], stdin=subprocess.DEVNULL).returncode:
        sys.exit("[run] pip could not install requirements.lock; run the command again to retry")
    stamp.write_text(lock)


def prepare(parts: tuple[Part, ...], *, system: bool) -> list[Part]:
    """Install what can be installed; returns the parts that the machine lacks."""
    lacking = system_packages((*venv_part(), *parts)) if system else []
    make_venv()
    install_lock()
    return lacking


# Commands


def replace_by(*command: str) -> None:
    """Go on as that command, so that Ctrl-C and signals reach it and nothing else."""
    sys.stdout.flush()
    os.execv(PYTHON, [str(PYTHON), *command])


def demo(arguments: list[str], *, system: bool) -> None:
    prepare(DEMO_PARTS, system=system)
    replace_by(str(ROOT / "manage.py"), "demo", *arguments)


def test(arguments: list[str], *, system: bool) -> None:
    lacking = prepare(TEST_PARTS, system=system)
    from tests import suite

    sys.exit(suite.run(str(PYTHON), arguments, postgres_bin(), [p.without for p in lacking]))


def bench(arguments: list[str], *, system: bool) -> None:
    prepare((*DEMO_PARTS, SERVER), system=system)
    from tests import suite

    sys.exit(suite.bench(str(PYTHON), arguments, postgres_bin()))


def use_newer_python() -> None:
    """Start again with a Python that is new enough, where the machine has one beside this."""
    for name in ("python3.13", "python3.12", "python3.11"):
        if path := shutil.which(name):
            os.execv(path, [path, *sys.argv])
    sys.exit("[run] Python 3.11 or newer is needed; this is " + sys.version.split()[0])


def main(arguments: list[str]) -> None:
    commands = {"demo": demo, "test": test, "bench": bench}
    if not arguments or arguments[0] not in commands:
        print(__doc__.strip())
        sys.exit(0 if arguments in (["-h"], ["--help"]) else 2)
    if sys.version_info < OLDEST_PYTHON:
        use_newer_python()
    # A polite kill ends like Ctrl-C: what was started is stopped, what is temporary removed.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    os.chdir(ROOT)
    rest = [argument for argument in arguments[1:] if argument != "--no-system"]
    try:
        commands[arguments[0]](rest, system="--no-system" not in arguments)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main(sys.argv[1:])
