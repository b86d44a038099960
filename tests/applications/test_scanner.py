"""The hook for a malware scanner, with a scanner that knows one bad word (trust UP-14)."""

import socket
import stat
import struct
import threading
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from applications import scanner
from applications.models import Event, EvidenceFile, FileScan
from applications.scanner import Answer
from tests.applications import samples
from titleportal import checks
from titleportal.environment import BadEnvironment
from titleportal.environment import scanner as setting

BAD_WORD = b"EICAR-STANDARD-TEST"
PROGRAM = f"""#!/bin/sh
for last; do :; done
if grep -q '{BAD_WORD.decode()}' "$last"; then echo "$last: Test-Signature FOUND"; exit 1; fi
echo "$last: OK"
"""


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.UPLOADS_FOLDER = tmp_path / "uploads"
    settings.DATA_FOLDER = tmp_path
    settings.UPLOADS_FOLDER.mkdir()


@pytest.fixture
def program(settings, tmp_path):
    """The scanner switched on, as a program."""
    path = tmp_path / "scan"
    path.write_text(PROGRAM)
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    settings.PORTAL_SCANNER = f"command:{path} --quiet"
    return path


@pytest.fixture
def draft(world):
    draft = world.draft()
    draft.files.all().delete()
    return draft


def paper(word: bytes = b"") -> bytes:
    return samples.pdf(1) + b"\n%" + word + b"\n"


def upload(client, case, content: bytes):
    address = reverse("applications:upload", args=[case.pk, "identity_card"])
    return client.post(address, {"files": SimpleUploadedFile("身份证.pdf", content)})


def download(client, file: EvidenceFile):
    response = client.get(reverse("applications:file_download", args=[file.pk]))
    for close in getattr(response, "_resource_closers", []):
        close()
    return response


def rescan() -> str:
    said = StringIO()
    call_command("scan_uploads", stdout=said)
    return said.getvalue()


def break_down(program: Path) -> None:
    program.write_text("#!/bin/sh\nexit 2\n")


def test_a_bad_file_is_refused_with_the_reason_and_logged(program, draft, applicant):
    answer = upload(applicant, draft, paper(BAD_WORD))
    assert answer.status_code == 422
    assert "文件里查出病毒，没有接收" in answer.content.decode()
    assert not draft.files.exists()
    assert [each.name for each in (program.parent / "uploads").iterdir()] == []
    event = Event.objects.get(action="malware_refused")
    assert (event.actor, event.application) == (draft.applicant, draft)
    assert event.data == {"need": "identity_card", "signature": "Test-Signature"}


def test_a_clean_file_is_taken_and_known_to_be_clean(program, draft, applicant):
    assert upload(applicant, draft, paper()).status_code == 302
    assert FileScan.objects.get().sha256 == draft.files.get().sha256


def test_off_nothing_is_scanned_and_everything_is_served(draft, applicant):
    assert not scanner.is_on()
    upload(applicant, draft, paper(BAD_WORD))
    assert not FileScan.objects.exists()
    assert download(applicant, draft.files.get()).status_code == 200
    with pytest.raises(CommandError):
        rescan()


def test_while_the_scanner_is_away_only_the_owner_may_download(program, world, browser_of):
    break_down(program)
    case = world.draft()
    applicant = browser_of(case.applicant)
    case.files.filter(need="identity_card").delete()
    assert upload(applicant, case, paper()).status_code == 302
    file = case.files.get(need="identity_card")
    world._submit(case)
    officer = browser_of(world.officer("机电检测所"))
    assert download(applicant, file).status_code == 200
    refused = download(officer, file)
    assert refused.status_code == 403
    assert "还没有通过病毒检查" in refused.content.decode()
    program.write_text(PROGRAM)
    assert "没有病毒 1 个，查出病毒 0 个" in rescan()
    assert download(officer, file).status_code == 200


def test_what_is_found_later_goes_from_a_draft_and_is_withheld(settings, draft, applicant, program):
    on, settings.PORTAL_SCANNER = settings.PORTAL_SCANNER, ""
    upload(applicant, draft, paper(BAD_WORD))
    settings.PORTAL_SCANNER = on
    file = draft.files.get()
    assert "查出病毒 1 个" in rescan()
    file.refresh_from_db()
    assert file.removed_at is not None
    assert download(applicant, file).status_code == 403
    assert not (settings.UPLOADS_FOLDER / file.stored_name).exists()
    assert (settings.UPLOADS_FOLDER / "quarantine" / file.stored_name).exists()
    assert Event.objects.get(action="malware_found").application == draft
    progress = applicant.get(reverse("applications:progress", args=[draft.pk])).content.decode()
    assert "查出病毒，已封存" in progress
    assert "查出病毒 0 个" in rescan()


@pytest.fixture
def clamd(settings):
    """A clamd for as many conversations as come, at a socket of the network."""
    server = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=_serve, args=[server], daemon=True)
    thread.start()
    settings.PORTAL_SCANNER = f"clamd://127.0.0.1:{server.getsockname()[1]}"
    yield
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join(5)


def _serve(server: socket.socket) -> None:
    while True:
        try:
            link, _ = server.accept()
        except OSError:
            return
        with link, link.makefile("rb") as said:
            command = b""
            while not command.endswith(b"\0"):
                command += said.read(1)
            if command == b"zPING\0":
                link.sendall(b"PONG\0")
                continue
            content = b""
            while size := struct.unpack("!I", said.read(4))[0]:
                content += said.read(size)
            is_bad = BAD_WORD in content
            link.sendall(b"stream: Test-Signature FOUND\0" if is_bad else b"stream: OK\0")


def test_clamd_gets_the_content_in_pieces(clamd, tmp_path):
    file = tmp_path / "large"
    file.write_bytes(b"0" * 200_000)
    assert scanner.scan(file) == Answer("clean")
    file.write_bytes(b"0" * 200_000 + BAD_WORD)
    assert scanner.scan(file) == Answer("infected", "Test-Signature")
    assert scanner.answers()


@pytest.mark.parametrize("value", ["clamd:///no/such/socket", "command:/no/such/program"])
def test_a_scanner_that_is_not_there_says_nothing_of_a_file(settings, tmp_path, value):
    settings.PORTAL_SCANNER = value
    file = tmp_path / "file"
    file.write_bytes(b"x")
    assert scanner.scan(file).state == "pending"
    assert not scanner.answers()
    assert [each.id for each in checks.malware_scanner(None)] == ["titleportal.W002"]


def test_the_check_says_that_nothing_is_scanned(settings, program):
    assert checks.malware_scanner(None) == []
    settings.PORTAL_SCANNER = ""
    assert [each.id for each in checks.malware_scanner(None)] == ["titleportal.I001"]


@pytest.mark.parametrize("value", ["clamav", "clamd:", "command:clamscan", "http://host/"])
def test_a_setting_that_names_no_scanner_is_refused(value):
    with pytest.raises(BadEnvironment):
        setting(value)
