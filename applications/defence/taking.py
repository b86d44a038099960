"""Taking the paper's files: an uploaded paper is checked and mended, pictures are drawn anew."""

import json
import os
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.clock import database_now
from accounts.errors import BadInput
from accounts.models import User
from accounts.text import clean_line
from applications.case import Case
from applications.defence import CHECK, NEEDS, ORIGINAL, PAPER, PICTURE, STEP
from applications.defence.identity import fingerprint_of, identity_of
from applications.defence.state import uploaded_of
from applications.drafts import lock_draft
from applications.evidence import Outcome, check_room, log_if_infected
from applications.models import Application, Entry, EvidenceFile
from applications.uploads import (
    CONTENT_TYPES,
    WHY,
    BadUpload,
    Stored,
    adopt,
    discard,
    run_sandbox,
    shown_name,
    store,
)

SCRIPT = Path(__file__).parents[1] / "paper_sandbox.py"
FORMATS = ("docx", "pdf")
PICTURE_FORMATS = ("jpg", "png")
MOST_PICTURES = 20
LONGEST_CAPTION = EvidenceFile._meta.get_field("caption").max_length


@dataclass(frozen=True, slots=True)
class _Made:
    """What the child process made of a file, and what it found."""

    stored: Stored
    findings: list[dict]
    left: list[dict]


def take_paper(*, application: Application, actor: User, file: UploadedFile) -> None:
    """Check a paper and put it in the place of the one before. Raises BadUpload, BadInput.

    Of a PDF only the cleaned file is kept; a .docx is kept beside the mended one for its owner.
    """
    case = Case(application)
    original = _store(application, actor, file, PAPER, FORMATS)
    kept = [original]
    try:
        made = _make(original, case)
        kept.append(made.stored)
        if original.kind == "pdf":
            discard(kept.pop(0))
            originals = []
        else:
            originals = [(ORIGINAL, original)]
        with transaction.atomic():
            application = lock_draft(application, actor, STEP)
            _remove(application, PAPER, ORIGINAL)
            rows = [_create(application, *each) for each in (*originals, (PAPER, made.stored))]
            ids = {row.need: row.pk for row in rows}
            _note(application, case, made, ids, original.kind)
    except BaseException:
        for stored in kept:
            discard(stored)
        raise


def use_mended(*, application: Application, actor: User) -> None:
    """Let the mended file be the paper: the original goes. Raises BadInput."""
    with transaction.atomic():
        application = lock_draft(application, actor, STEP)
        paper = uploaded_of(Case(application))
        if paper is None or paper.original is None:
            raise BadInput({"": "没有需要替换的文件。"})
        _remove(application, ORIGINAL)
        entry = application.entries.get(section=CHECK)
        entry.values = {**entry.values, "original": None, "findings": entry.values["left"]}
        entry.updated_at = database_now()
        entry.save(update_fields=["values", "updated_at"])


def check_again(*, application: Application, actor: User) -> None:
    """Check the stored paper once more, for the name and the unit as they are now.

    Raises BadUpload, BadInput.
    """
    case = Case(application)
    paper = uploaded_of(case)
    if paper is None:
        raise BadInput({"": "没有可以检查的文件。"})
    file = paper.original or paper.file
    stored = Stored(file.name, file.stored_name, paper.kind, file.size, file.pages, file.sha256)
    made = _make(stored, case)
    # The file made is the same as the one that is kept: only what was found is news.
    discard(made.stored)
    with transaction.atomic():
        application = lock_draft(application, actor, STEP)
        ids = {PAPER: paper.file.pk, ORIGINAL: paper.original.pk if paper.original else None}
        _note(application, case, made, ids, paper.kind)


def _store(application: Application, actor: User, file: UploadedFile, need: str, formats) -> Stored:
    try:
        return store(file, formats)
    except BadUpload as error:
        log_if_infected(error, application, actor, need)
        raise


def add_pictures(*, application: Application, actor: User, files: list[UploadedFile]) -> Outcome:
    """Take several pictures, each drawn anew; one that is refused does not stop the others."""
    outcome, case = Outcome(), Case(application)
    for file in files:
        try:
            outcome.added.append(_add_picture(application, actor, case, file))
        except BadUpload as error:
            outcome.refused.append((shown_name(file.name or "", ""), str(error)))
        except BadInput as error:
            outcome.refused.append((shown_name(file.name or "", ""), error.message))
    return outcome


def _add_picture(application, actor, case: Case, file: UploadedFile) -> EvidenceFile:
    original = _store(application, actor, file, PICTURE, PICTURE_FORMATS)
    try:
        made = _make(original, case, "picture")
    finally:
        discard(original)
    try:
        with transaction.atomic():
            application = lock_draft(application, actor, STEP)
            rows = application.files.filter(need=PICTURE, removed_at__isnull=True)
            if rows.count() >= MOST_PICTURES:
                raise BadInput({"": f"最多放 {MOST_PICTURES} 张图片，请先删除不需要的。"})
            last = max((row.position for row in rows), default=0)
            return _create(application, PICTURE, made.stored, last + 1)
    except BaseException:
        discard(made.stored)
        raise


def set_captions(*, application: Application, actor: User, captions: dict[int, str]) -> None:
    """Write the lines under the pictures, by file. Raises BadInput by `caption-ID`."""
    cleaned = {pk: clean_line(text) for pk, text in captions.items()}
    errors = {
        f"caption-{pk}": f"图片说明最多{LONGEST_CAPTION}字，现在{len(text)}字。"
        for pk, text in cleaned.items()
        if len(text) > LONGEST_CAPTION
    }
    if errors:
        raise BadInput(errors)
    with transaction.atomic():
        application = lock_draft(application, actor, STEP)
        files = list(application.files.filter(need=PICTURE, pk__in=cleaned))
        for file in files:
            file.caption = cleaned[file.pk]
        EvidenceFile.objects.bulk_update(files, ["caption"])


def _make(original: Stored, case: Case, command: str = "") -> _Made:
    """Let the child process make of a stored file what may be kept. Raises BadUpload."""
    folder = Path(settings.UPLOADS_FOLDER)
    descriptor, name = tempfile.mkstemp(dir=folder, prefix="incoming-")
    os.close(descriptor)
    draft = Path(name)
    try:
        answer = run_sandbox(
            command or original.kind,
            str(folder / original.stored_name),
            name,
            script=SCRIPT,
            said=json.dumps(asdict(identity_of(case))),
        )
        if "refused" in answer:
            raise BadUpload(answer.get("message") or WHY.get(answer["refused"], WHY["broken"]))
        stored = adopt(draft, original.name, original.kind, answer["pages"])
    finally:
        draft.unlink(missing_ok=True)
    return _Made(stored, answer.get("findings", []), answer.get("left", []))


def _create(application, need: str, stored: Stored, position: int = 1) -> EvidenceFile:
    assert need in NEEDS and stored.kind in CONTENT_TYPES
    check_room(application, need, stored)
    return EvidenceFile.objects.create(
        application=application,
        need=need,
        position=position,
        name=stored.name,
        stored_name=stored.stored_name,
        content_type=stored.content_type,
        size=stored.size,
        pages=stored.pages,
        sha256=stored.sha256,
        uploaded_at=database_now(),
    )


def _remove(application: Application, *needs: str) -> None:
    kept = application.files.filter(need__in=needs, removed_at__isnull=True)
    kept.update(removed_at=database_now())


def _note(application, case: Case, made: _Made, ids: dict, kind: str) -> None:
    """Keep what was found beside the files, so that no page has to check again."""
    values = {
        "file": ids[PAPER],
        "original": ids.get(ORIGINAL),
        "kind": kind,
        # What was taken out of a PDF is gone; of a .docx its owner still has the original.
        "findings": made.findings,
        "left": made.left,
        "identity": fingerprint_of(case),
    }
    Entry.objects.update_or_create(
        application=application,
        section=CHECK,
        position=0,
        defaults={"values": values, "updated_at": database_now(), "removed_at": None},
    )
