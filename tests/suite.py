"""What `run.py test` and `run.py bench` run once everything is set up."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.throwaway_postgres import CannotStart, throwaway_postgres

ROOT = Path(__file__).resolve().parent.parent
OPTIONS = ("--all", "--sqlite", "--postgres")


@dataclass(frozen=True)
class Result:
    """One line of the closing summary; `passed` is None for what was skipped."""

    name: str
    passed: bool | None
    note: str

    def __str__(self) -> str:
        verdict = {True: "ok", False: "FAILED", None: "skipped"}[self.passed]
        return f"  {self.name:<22} {verdict:<8} {self.note}"


def run(python: str, arguments: list[str], programs: Path | None, lacking: list[str]) -> int:
    """Everything that must hold before a change is merged; returns the exit code.

    `programs` is PostgreSQL's folder of programs, None where there is none; `lacking` names what
    the machine cannot do, for the summary.
    """
    options = {argument for argument in arguments if argument in OPTIONS}
    selection = [argument for argument in arguments if argument not in OPTIONS]
    results = [] if selection else static_results(python)
    if "--postgres" not in options:
        results.append(tests_on_sqlite(python, options, selection))
    if "--sqlite" not in options:
        results.append(tests_on_postgres(python, options, selection, programs))
    print("\nSummary", *results, *(f"  note: {note}" for note in lacking), sep="\n", flush=True)
    return int(any(result.passed is False for result in results))


def bench(python: str, arguments: list[str], programs: Path | None) -> int:
    """The benchmarks' table; the pages are measured only where PostgreSQL can be started."""
    command = [python, "-m", "benchmarks", *arguments]
    with clean_environment() as environment:
        if programs is None:
            print("No PostgreSQL server programs: the pages are not measured.", flush=True)
            return finish(command, environment)
        with throwaway_postgres(programs, durable=True) as url:
            return finish(command, environment | {"PORTAL_TEST_POSTGRES": url})


def static_results(python: str) -> list[Result]:
    # mypy's plugin for Django reads the settings.
    with clean_environment() as environment:
        return [step(name, command, environment) for name, command in checks(python)]


def checks(python: str) -> list[tuple[str, list[str]]]:
    """Lint, format and types; types where the house rules ask for hints."""
    typed = [name for name in ("policy", "documents") if (ROOT / name).is_dir()]
    for app in ("accounts", "applications", "review"):
        for name in ("services", "services.py", "queries", "queries.py"):
            if (ROOT / app / name).exists():
                typed.append(f"{app}/{name}")
    return [
        ("ruff check", [python, "-m", "ruff", "check", "."]),
        ("ruff format", [python, "-m", "ruff", "format", "--check", "."]),
        ("mypy", [python, "-m", "mypy", *typed]),
    ]


def pytest_command(python: str, options: set[str], selection: list[str]) -> list[str]:
    """A selection runs in one process, so that a debugger and printing work."""
    everything = ["-m", "", "--hypothesis-profile=thorough"] if "--all" in options else []
    return [python, "-m", "pytest", *(selection or ["-n", "2"]), *everything]


def tests_on_sqlite(python: str, options: set[str], selection: list[str]) -> Result:
    # Coverage costs time, so one engine shows it.
    coverage = [] if selection else ["--cov", "--cov-report=term"]
    with clean_environment() as environment:
        command = [*pytest_command(python, options, selection), *coverage]
        return step("tests on SQLite", command, environment)


def tests_on_postgres(
    python: str, options: set[str], selection: list[str], programs: Path | None
) -> Result:
    name = "tests on PostgreSQL"
    if programs is None:
        return Result(name, None, "its server programs are not on this machine")
    try:
        with clean_environment() as environment, throwaway_postgres(programs) as url:
            command = pytest_command(python, options, selection)
            return step(name, command, environment | {"DATABASE_URL": url})
    except CannotStart as error:
        return Result(name, False, str(error))


@contextmanager
def clean_environment() -> Iterator[dict[str, str]]:
    """Variables that keep a run away from every real database, upload and secret."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    ours.pop("DATABASE_URL", None)
    with tempfile.TemporaryDirectory(prefix="portal-test-") as folder:
        yield ours | {"PORTAL_ENV": "test", "PORTAL_DATA": folder}


def step(name: str, command: list[str], environment: dict[str, str]) -> Result:
    print(f"\n== {name}: {' '.join(command[2:])}", flush=True)
    began = time.monotonic()
    code = finish(command, environment)
    return Result(name, code == 0, f"{time.monotonic() - began:.0f} s")


def finish(command: list[str], environment: dict[str, str]) -> int:
    """Run a command to its end; when this run is told to stop, the command may clean up first."""
    with subprocess.Popen(command, cwd=ROOT, env=environment) as process:
        try:
            return process.wait()
        except BaseException as reason:
            # Ctrl-C in a terminal has reached the command already.
            if not isinstance(reason, KeyboardInterrupt):
                process.send_signal(signal.SIGINT)
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
            raise
