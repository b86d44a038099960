"""Evidence files of a case: add, order, remove, put back."""

from dataclasses import dataclass, field

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max, Sum

from accounts.clock import database_now
from accounts.errors import BadInput, NotAllowed
from accounts.models import User
from applications.case import PHOTO, Case
from applications.defence import NEEDS as DEFENCE_NEEDS
from applications.defence import STEP as DEFENCE
from applications.drafts import lock_draft
from applications.models import Application, EvidenceFile
from applications.scanning import log_refused
from applications.uploads import BadUpload, Infected, Stored, discard, shown_name, store
from policy.evidence import EvidenceNeed

STEP = "evidence"


@dataclass(slots=True)
class Outcome:
    """What became of several files: those added, and the refused ones with their reasons."""

    added: list[EvidenceFile] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def need_of(case: Case, key: str) -> EvidenceNeed:
    """The entry of the person's evidence list that the applicant fills; raises BadInput."""
    for need in case.evidence:
        if need.key == key and need.by == "applicant":
            return need
    raise BadInput({"": "这一项材料现在不需要上传。"})


def add_files(
    *, application: Application, actor: User, need: EvidenceNeed, files: list[UploadedFile]
) -> Outcome:
    """Judge and store each file; one that is refused does not stop the others.

    Judging takes its time outside the transaction; the file lies on the disk before its row.
    """
    outcome = Outcome()
    for file in files:
        try:
            stored = store(file, need.formats)
        except BadUpload as error:
            log_if_infected(error, application, actor, need.key)
            outcome.refused.append((shown_name(file.name or "", ""), str(error)))
            continue
        try:
            outcome.added.append(_add(application, actor, need.key, stored))
        except BadInput as error:
            discard(stored)
            outcome.refused.append((stored.name, error.message))
        except BaseException:
            discard(stored)
            raise
    return outcome


def log_if_infected(error: BadUpload, application: Application, actor: User, need: str) -> None:
    """An infected file that was not taken stands in the log."""
    if isinstance(error, Infected):
        log_refused(application=application, actor=actor, need=need, signature=error.signature)


def _add(application: Application, actor: User, need: str, stored: Stored) -> EvidenceFile:
    with transaction.atomic():
        application = lock_draft(application, actor, STEP)
        check_room(application, need, stored)
        rows = application.files.filter(need=need)
        last = rows.aggregate(last=Max("position"))["last"] or 0
        return EvidenceFile.objects.create(
            application=application,
            need=need,
            position=last + 1,
            name=stored.name,
            stored_name=stored.stored_name,
            content_type=stored.content_type,
            size=stored.size,
            pages=stored.pages,
            sha256=stored.sha256,
            uploaded_at=database_now(),
        )


def check_room(application: Application, need: str, stored: Stored | EvidenceFile) -> None:
    """Whether the case may hold one more file; raises BadInput."""
    kept = application.files.filter(removed_at__isnull=True)
    if kept.filter(need=need, sha256=stored.sha256).exists():
        raise BadInput({"": "这一项已经上传过同样的文件。"})
    if need == PHOTO.key and kept.filter(need=need).exists():
        raise BadInput({"": "照片只要一张。要换照片，请先删除现在这张。"})
    if kept.count() >= settings.UPLOAD_FILES_PER_APPLICATION:
        most = settings.UPLOAD_FILES_PER_APPLICATION
        raise BadInput({"": f"一份申报最多 {most} 个文件，请先删除不需要的。"})
    used = kept.aggregate(sum=Sum("size"))["sum"] or 0
    if used + stored.size > settings.UPLOAD_BYTES_PER_APPLICATION:
        most = settings.UPLOAD_BYTES_PER_APPLICATION // 1024 // 1024
        raise BadInput({"": f"一份申报的文件合计最多 {most} MB，请压缩后再上传。"})


def remove_file(*, application: Application, actor: User, file_id: int) -> EvidenceFile:
    """Take a file out of the list; it stays for the snapshots that name it."""
    with transaction.atomic():
        file = _locked(application, actor, file_id)
        file.removed_at = database_now()
        file.save(update_fields=["removed_at"])
    return file


def restore_file(*, application: Application, actor: User, file_id: int) -> EvidenceFile:
    """Put a removed file back, where there is still room. Raises BadInput."""
    with transaction.atomic():
        file = _locked(application, actor, file_id)
        if file.removed_at is not None:
            check_room(application, file.need, file)
            file.removed_at = None
            file.save(update_fields=["removed_at"])
    return file


def move_file(*, application: Application, actor: User, file_id: int, up: bool) -> EvidenceFile:
    """Change places with the file before or after within the same entry."""
    with transaction.atomic():
        file = _locked(application, actor, file_id)
        files = list(application.files.filter(need=file.need, removed_at__isnull=True))
        keys = [each.pk for each in files]
        if file.pk not in keys:
            raise NotAllowed("这个文件已被删除。")
        at = keys.index(file.pk)
        other = at - 1 if up else at + 1
        if 0 <= other < len(files):
            files[at], files[other] = files[other], files[at]
            for position, each in enumerate(files, start=1):
                each.position = position
            EvidenceFile.objects.bulk_update(files, ["position"])
    return file


def _locked(application: Application, actor: User, file_id: int) -> EvidenceFile:
    need = application.files.filter(pk=file_id).values_list("need", flat=True).first()
    lock_draft(application, actor, DEFENCE if need in DEFENCE_NEEDS else STEP)
    file = application.files.filter(pk=file_id).first()
    if file is None:
        raise NotAllowed("没有这个文件。")
    return file
