"""The set-up that run.py does before anything else can run."""

import fnmatch
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import run
from tests import suite

POLICY = """\
chromium:
  Installed: (none)
  Candidate: 1.2
  Version table:
     1.2 500
fonts-noto-cjk:
  Installed: 3
  Candidate: 3
vanished:
  Installed: (none)
  Candidate: (none)
"""


def lacks(*absent: str):
    return lambda package: package not in absent


def test_only_absent_packages_are_named_with_what_is_lost():
    found = run.missing(run.DEMO_PARTS, installed=lacks("libpangoft2-1.0-0", "fonts-noto-cjk"))
    assert run.names(found) == ["libpangoft2-1.0-0", "fonts-noto-cjk"]
    assert [part.without for part in found] == [part.without for part in run.DEMO_PARTS]


def test_nothing_is_missing_on_a_complete_machine():
    assert run.missing(run.DEMO_PARTS, installed=lacks()) == []


def test_browser_and_server_are_looked_for_as_programs(monkeypatch):
    monkeypatch.setattr(run, "chromium", lambda: None)
    monkeypatch.setattr(run, "postgres_bin", lambda: None)
    found = run.missing((run.BROWSER, run.SERVER), installed=lacks())
    assert run.names(found) == ["chromium", "postgresql"]


def test_a_snap_is_no_browser_for_tests(monkeypatch, tmp_path):
    monkeypatch.setattr(run.shutil, "which", lambda name: str(tmp_path / name))
    monkeypatch.setattr(run.os.path, "realpath", lambda path: "/usr/bin/snap")
    assert run.chromium() is None


def test_the_tests_need_all_that_the_demonstration_needs():
    assert set(run.names(run.DEMO_PARTS)) < set(run.names(run.TEST_PARTS))


def test_python_without_pip_asks_for_its_own_package(monkeypatch):
    monkeypatch.setattr(run, "venv_works", lambda: False)
    monkeypatch.setattr(run.importlib.util, "find_spec", lambda name: None)
    assert run.names(run.venv_part()) == [f"python3.{sys.version_info.minor}-venv"]


def test_apt_is_asked_only_for_what_it_offers():
    assert run.with_candidate(POLICY) == {"chromium", "fonts-noto-cjk"}


@pytest.fixture
def debian(monkeypatch):
    """A Debian where Pango is missing and every call of apt is only written down."""
    state = SimpleNamespace(absent={"libpango-1.0-0"}, calls=[])

    def apt_install(packages, prefix):
        state.calls.append((packages, prefix))
        state.absent.clear()

    monkeypatch.setattr(run.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(run, "apt_install", apt_install)
    missing = run.missing
    monkeypatch.setattr(
        run, "missing", lambda parts: missing(parts, lambda name: name not in state.absent)
    )
    return state


def test_a_plain_user_gets_one_line_to_run_and_goes_on(debian, monkeypatch, capsys):
    monkeypatch.setattr(run, "root_prefix", lambda: None)
    lacking = run.system_packages(run.DEMO_PARTS)
    lines = capsys.readouterr().out.splitlines()
    assert run.names(lacking) == ["libpango-1.0-0"]
    assert [line for line in lines if line.startswith("sudo ")] == [
        "sudo apt-get update && sudo apt-get install -y --no-install-recommends libpango-1.0-0"
    ]
    assert lines[-1] == "[run] until then: PDF documents cannot be made, or only slowly"
    assert debian.calls == []


@pytest.mark.parametrize("prefix", [[], ["sudo", "-n"]])
def test_who_may_use_apt_gets_the_missing_packages_only(debian, monkeypatch, prefix, capsys):
    monkeypatch.setattr(run, "root_prefix", lambda: prefix)
    assert run.system_packages(run.DEMO_PARTS) == []
    assert debian.calls == [(["libpango-1.0-0"], prefix)]
    assert capsys.readouterr().out == ""


def test_apt_is_left_alone_when_nothing_is_missing(debian, monkeypatch, capsys):
    debian.absent.clear()
    monkeypatch.setattr(run, "root_prefix", lambda: pytest.fail("asked for root"))
    assert run.system_packages(run.DEMO_PARTS) == []
    assert (debian.calls, capsys.readouterr().out) == ([], "")


@pytest.fixture
def lock(monkeypatch, tmp_path):
    """A lock of the test's own; pip is only written down and ends with `lock.code`."""
    state = SimpleNamespace(file=tmp_path / "lock", stamp=tmp_path / "installed-lock", code=0)
    state.pip_calls = []
    state.file.write_text("one")
    monkeypatch.setattr(run, "LOCK", state.file)
    monkeypatch.setattr(run, "VENV", tmp_path)

    def pip(command, **_):
        state.pip_calls.append(command)
        assert not state.stamp.exists()
        return SimpleNamespace(returncode=state.code)

    monkeypatch.setattr(run.subprocess, "run", pip)
    return state


def test_packages_are_installed_again_only_after_the_lock_changed(lock):
    run.install_lock()
    run.install_lock()
    assert len(lock.pip_calls) == 1
    lock.file.write_text("two")
    run.install_lock()
    assert len(lock.pip_calls) == 2


def test_only_what_the_hashes_allow_is_installed(lock):
    run.install_lock()
    assert lock.pip_calls[0][-3:] == ["--require-hashes", "-r", lock.file]


def test_an_install_that_breaks_off_is_done_again(lock):
    run.install_lock()
    lock.file.write_text("two")
    lock.code = 1
    with pytest.raises(SystemExit):
        run.install_lock()
    assert not lock.stamp.exists()
    lock.code = 0
    run.install_lock()
    assert len(lock.pip_calls) == 3


def test_an_environment_half_made_is_made_anew(monkeypatch, tmp_path):
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").symlink_to(sys.executable)
    monkeypatch.setattr(run, "VENV", tmp_path)
    monkeypatch.setattr(run, "PYTHON", tmp_path / "bin" / "python")
    assert not run.venv_works()
    (tmp_path / "bin" / "pip").touch()
    assert run.venv_works()


def test_an_unknown_command_prints_the_usage_and_fails(capsys):
    with pytest.raises(SystemExit) as stop:
        run.main(["serve"])
    assert stop.value.code == 2
    assert capsys.readouterr().out == run.__doc__.strip() + "\n"


def test_a_selection_of_tests_runs_in_one_process_and_all_adds_the_slow_ones():
    command = suite.pytest_command("python", {"--all"}, ["tests/accounts"])
    assert command[2:] == ["pytest", "tests/accounts", "-m", "", "--hypothesis-profile=thorough"]
    assert suite.pytest_command("python", set(), [])[2:] == ["pytest", "-n", "2"]


def test_a_run_knows_no_database_or_secret_of_the_machine(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://real")
    monkeypatch.setenv("PORTAL_SECRET_KEY", "real")
    with suite.clean_environment() as environment:
        ours = {name for name in environment if name.startswith(("PORTAL_", "DATABASE"))}
        assert ours == {"PORTAL_ENV", "PORTAL_DATA"}
    assert not Path(environment["PORTAL_DATA"]).exists()


@pytest.mark.skipif(run.postgres_bin() is None, reason="PostgreSQL is not on this machine")
@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_the_throwaway_server_is_gone_after_a_kill(sent):
    script = (
        "import signal, sys, time, run\n"
        "from tests.throwaway_postgres import throwaway_postgres\n"
        "signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))\n"
        # A job in the background of a shell inherits an ignored SIGINT.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "with throwaway_postgres(run.postgres_bin()) as url:\n"
        "    print(url, flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=run.ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        port = process.stdout.readline().rsplit(":", 1)[1].split("/")[0]
        process.send_signal(sent)
        process.communicate(timeout=30)
    assert process.returncode != 0
    assert not _answers(port)


def _answers(port: str) -> bool:
    ready = [run.postgres_bin() / "pg_isready", "-q", "-h", "127.0.0.1", "-p", port]
    return subprocess.run(ready).returncode == 0


def test_every_entry_of_the_lock_has_hashes():
    text = re.sub(r"(?m)^\s*#.*\n", "", run.LOCK.read_text()).replace("\\\n", " ")
    entries = [line for line in text.splitlines() if line.strip()]
    assert len(entries) > 50
    pinned = re.compile(r"[a-z0-9-]+==\S+ .*--hash=sha256:[0-9a-f]{64}")
    assert [entry for entry in entries if not pinned.match(entry)] == []


def project_files():
    """What may be committed: all files that .gitignore does not name."""
    ignored = [line.rstrip("/") for line in (run.ROOT / ".gitignore").read_text().split()]
    for folder, folders, files in os.walk(run.ROOT):
        folders[:] = [name for name in folders if name != ".git" and not _matches(name, ignored)]
        yield from (Path(folder, name) for name in files if not _matches(name, ignored))


def _matches(name: str, patterns: list[str]) -> bool:
    return any(fnmatch.fnmatch(name, pattern) for pattern in patterns)


def test_no_file_names_a_package_registry():
    hosts = rb"pypi[.]org|pythonhosted[.]org|npmjs[.]org|deb[.]debian[.]org|archive[.]ubuntu[.]com"
    words = re.compile(hosts + rb"|--(extra-)?index-url|--find[-]links")
    files = [path for path in project_files() if words.search(path.read_bytes())]
    assert files == []
