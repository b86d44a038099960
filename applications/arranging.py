"""Evidence files put in order and turned upright within their entry of the list."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.clock import database_now
from accounts.errors import BadInput, NotAllowed
from accounts.models import User
from applications.case import Case
from applications.drafts import lock_draft
from applications.models import Application, EvidenceFile
from applications.uploads import BadUpload, Stored, discard, run_sandbox, store

STEP = "evidence"
TURNABLE = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
CANNOT_TURN = "这个文件不能旋转，请在电脑或手机上转好以后重新上传。"


def place_file(
    *, application: Application, actor: User, file_id: int, position: int
) -> EvidenceFile:
    """Put a file at a place (from 1) within its entry; the others make room."""
    with transaction.atomic():
        files, at = _around(application, actor, file_id)
        file = files.pop(at)
        files.insert(max(position, 1) - 1, file)
        for place, each in enumerate(files, start=1):
            each.position = place
        EvidenceFile.objects.bulk_update(files, ["position"])
    return file


def turn_file(*, application: Application, actor: User, file_id: int, page: int) -> EvidenceFile:
    """Turn one page (from 1) right by 90 degrees: a new file in the old one's place.

    The old one stays for the submissions that name it. Raises BadInput where it cannot be turned.
    """
    with transaction.atomic():
        files, at = _around(application, actor, file_id)
    if not 1 <= page <= files[at].pages:
        raise BadInput({"": "没有这一页。"})
    stored = _turned(files[at], page)
    try:
        with transaction.atomic():
            # Turning took its time: another window may have removed the file meanwhile.
            files, at = _around(application, actor, file_id)
            return _replace(files[at], stored)
    except BaseException:
        discard(stored)
        raise


def _around(application: Application, actor: User, file_id: int) -> tuple[list[EvidenceFile], int]:
    """The files of the same entry in order, and where this one stands."""
    current = lock_draft(application, actor, STEP)
    file = current.files.filter(pk=file_id, removed_at__isnull=True).first()
    if file is None:
        raise NotAllowed("这个文件已被删除。")
    if file.need not in {need.key for need in Case(current).evidence}:
        raise NotAllowed("这个文件不在证明材料里。")
    files = list(current.files.filter(need=file.need, removed_at__isnull=True))
    return files, files.index(file)


def _turned(file: EvidenceFile, page: int) -> Stored:
    kind = TURNABLE.get(file.content_type)
    if kind is None:
        raise BadInput({"": CANNOT_TURN})
    source = Path(settings.UPLOADS_FOLDER) / file.stored_name
    with tempfile.TemporaryDirectory(prefix="turned-") as folder:
        target = Path(folder) / f"page.{kind}"
        answer = run_sandbox("turn", str(source), kind, str(page - 1), str(target))
        if "refused" in answer or not target.exists():
            raise BadInput({"": CANNOT_TURN})
        # Judged and stored as every upload is.
        with target.open("rb") as content:
            upload = UploadedFile(content, name=file.name, size=target.stat().st_size)
            try:
                return store(upload, (kind,))
            except BadUpload as error:
                raise BadInput({"": str(error)}) from None


def _replace(old: EvidenceFile, stored: Stored) -> EvidenceFile:
    moment = database_now()
    old.removed_at = moment
    old.save(update_fields=["removed_at"])
    return EvidenceFile.objects.create(
        application_id=old.application_id,
        need=old.need,
        position=old.position,
        name=old.name,
        stored_name=stored.stored_name,
        content_type=stored.content_type,
        size=stored.size,
        pages=stored.pages,
        sha256=stored.sha256,
        uploaded_at=moment,
    )
