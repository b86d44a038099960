"""What follows from the scanner's answers: refusing, withholding, taking out (trust UP-14)."""

from pathlib import Path

from django.conf import settings
from django.db import transaction

from accounts.clock import database_now
from accounts.errors import NotAllowed
from accounts.models import User
from applications import log, scanner
from applications.enums import EDITABLE_STATES
from applications.models import Application, EvidenceFile, FileScan
from applications.models.scan import CLEAN, INFECTED

QUARANTINE = "quarantine"
WAITING = "这个文件还没有通过病毒检查，暂时不能下载，请稍后再试。页面上的图像可以照常查看。"
BAD = "这个文件查出病毒，已经封存，不能查看或下载。"


def note(sha256: str, answer: scanner.Answer) -> None:
    """Keep an answer on a content; a pending one is no answer."""
    if answer.state not in (CLEAN, INFECTED):
        return
    about = {
        "state": answer.state,
        "signature": answer.signature,
        "scanned_at": database_now(),
    }
    FileScan.objects.update_or_create(sha256=sha256, defaults=about)


def log_refused(*, application: Application, actor: User, need: str, signature: str) -> None:
    """Write down that an infected file was not taken; its name may hold personal data."""
    log.append(
        action="malware_refused",
        actor=actor,
        role="applicant",
        application=application,
        data={"need": need, "signature": signature},
    )


def check_download(file: EvidenceFile, user: User) -> None:
    """Raise NotAllowed where the scanner is on and the content is not known to be clean; the
    person who uploaded it may have it back while it waits."""
    if not scanner.is_on():
        return
    state = FileScan.objects.filter(sha256=file.sha256).values_list("state", flat=True).first()
    if state == INFECTED:
        raise NotAllowed(BAD)
    if state is None and file.application.applicant_id != user.pk:
        raise NotAllowed(WAITING)


def scan_pending() -> dict[str, int]:
    """Scan every content that has no answer yet; what is found bad is taken out.

    Returns how many are clean, infected and still pending.
    """
    counts = {CLEAN: 0, INFECTED: 0, scanner.PENDING: 0}
    known = FileScan.objects.values("sha256")
    for sha256 in _contents(known):
        state = _scan(sha256)
        counts[state] += 1
    return counts


def _contents(known) -> list[str]:
    rows = EvidenceFile.objects.exclude(sha256__in=known).order_by("sha256")
    return list(rows.values_list("sha256", flat=True).distinct())


def _scan(sha256: str) -> str:
    files = list(EvidenceFile.objects.filter(sha256=sha256).select_related("application"))
    folder = Path(settings.UPLOADS_FOLDER)
    paths = [path for path in (folder / file.stored_name for file in files) if path.is_file()]
    if not paths:
        return scanner.PENDING
    answer = scanner.scan(paths[0])
    if answer.state == INFECTED:
        _take_out(files, answer)
        _put_away(paths)
    else:
        note(sha256, answer)
    return answer.state


@transaction.atomic
def _take_out(files: list[EvidenceFile], answer: scanner.Answer) -> None:
    """Of what can still be changed the file goes, so that its step asks for another one; of what
    was submitted it stays, withheld."""
    note(files[0].sha256, answer)
    for file in files:
        case = file.application
        if case.state in EDITABLE_STATES and file.removed_at is None:
            EvidenceFile.objects.filter(pk=file.pk).update(removed_at=database_now())
        log.append(
            action="malware_found",
            application=case,
            object=f"evidencefile:{file.pk}",
            data={"need": file.need, "signature": answer.signature},
        )


def _put_away(paths: list[Path]) -> None:
    away = Path(settings.UPLOADS_FOLDER) / QUARANTINE
    away.mkdir(mode=0o700, exist_ok=True)
    for path in paths:
        path.rename(away / path.name)
