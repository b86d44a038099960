"""Taking files of strangers: streamed under a limit, judged in a child process, stored safely.

Extension, signature and a successful parse must agree on pdf, jpg or png; docx is taken by the
defence paper's slot only. A file lies under a random name; the shown name is cleaned. Every
refusal is a Chinese sentence (trust, section 6).
"""

import hashlib
import json
import os
import re
import secrets
import subprocess
import sys
import tempfile
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import filetype
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from applications import scanner, scanning
from applications.models.scan import INFECTED

SANDBOX = Path(__file__).with_name("sandbox.py")
SECONDS = 10
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_EXTENSIONS = {"pdf": "pdf", "jpg": "jpg", "jpeg": "jpg", "png": "png", "docx": "docx"}
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffd]"
)
_SEPARATORS = re.compile(r'[\\/:*?"<>|]')
LONGEST_NAME = 120

WHY = {
    "script": "PDF 里含有脚本，不能上传。请重新打印或扫描成普通 PDF。",
    "launch": "PDF 里含有会打开程序或外部文件的动作，不能上传。请重新打印或扫描成普通 PDF。",
    "embedded": "PDF 里夹带了其他文件，不能上传。请重新打印或扫描成普通 PDF。",
    "encrypted": "PDF 设了密码或限制，无法查看。请取消密码后再上传。",
    "truncated": "文件不完整，可能没有传完或没有保存好。请重新导出后再上传。",
    "empty": "文件里没有内容。",
    "many_pages": "PDF 超过 500 页，请分成几个文件。",
    "pixels": f"图片超过 {settings.UPLOAD_IMAGE_PIXELS // 10_000} 万像素，请缩小后再上传。",
    "mismatch": "文件内容与扩展名不一致，请用原来的格式重新保存。",
    "trailing": "图片后面夹带了其他内容，不能上传。请重新保存图片。",
    "too_heavy": "文件太复杂，无法打开。请重新打印或扫描成普通 PDF 或图片。",
    "infected": "文件里查出病毒，没有接收。请先给电脑杀毒，再重新扫描或导出这份材料。",
    "broken": "文件已损坏，无法打开。请重新保存后再上传。",
}


class BadUpload(ValueError):
    """A file that is not taken; the text is the reason for the person."""


class Infected(BadUpload):
    """The scanner found malware; `signature` is its name for it."""

    def __init__(self, signature: str):
        super().__init__(WHY["infected"])
        self.signature = signature


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that was judged good and lies in the uploads' folder."""

    name: str
    stored_name: str
    kind: str
    size: int
    pages: int
    sha256: str

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[self.kind]


class LimitedUploadHandler(FileUploadHandler):
    """Stops storing a file at the limit while it streams in, so that the disk stays flat.

    Stands before Django's own handlers. Names of the files that were too large are left on the
    request as `files_too_large`.
    """

    def __init__(self, request=None):
        super().__init__(request)
        self.received = 0
        self.is_over = False

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.received, self.is_over = 0, False

    def receive_data_chunk(self, raw_data, start):
        self.received += len(raw_data)
        if self.received > settings.UPLOAD_FILE_BYTES:
            self.request.__dict__.setdefault("files_too_large", []).append(self.file_name)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size):
        return None


def too_large_names(request) -> list[str]:
    """Shown names of the files of this request that were over the limit."""
    return [shown_name(name, "") for name in getattr(request, "files_too_large", [])]


def shown_name(name: str, kind: str) -> str:
    """The client's name made fit to show: NFC, nothing invisible, no path; the extension is that
    of the verified `kind`, or the client's for a file that was refused (`kind` "")."""
    text = unicodedata.normalize("NFC", _SEPARATORS.sub(" ", _INVISIBLE.sub("", name)))
    stem, dot, extension = text.rpartition(".")
    if not (kind and dot and extension.strip().lower() in _EXTENSIONS):
        stem = text
    stem = " ".join(stem.split()).strip(" .") or "未命名"
    ending = f".{kind}" if kind else ""
    return stem[: LONGEST_NAME - len(ending)].rstrip(" .") + ending


def store(file: UploadedFile, formats: tuple[str, ...]) -> Stored:
    """Judge one file and put it into the uploads' folder, synced before it is told.

    `formats` are those of the evidence entry. Raises BadUpload.
    """
    size = file.size or 0
    if size == 0:
        raise BadUpload(WHY["empty"])
    if size > settings.UPLOAD_FILE_BYTES:
        raise BadUpload(size_limit_text())
    kind = _kind_of(file, formats)
    folder = Path(settings.UPLOADS_FOLDER)
    folder.mkdir(parents=True, exist_ok=True, mode=0o750)
    path, digest = _write(file, folder)
    try:
        scan_for_malware(path, digest)
        pages = _inspect(path, kind)
        target = folder / f"{secrets.token_hex(20)}.{kind}"
        os.replace(path, target)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    _sync(folder)
    return Stored(shown_name(file.name or "", kind), target.name, kind, size, pages, digest)


def adopt(draft: Path, name: str, kind: str, pages: int) -> Stored:
    """Put a file that the portal made itself from an upload into the uploads' folder, synced."""
    content = draft.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    scan_for_malware(draft, digest)
    folder = Path(settings.UPLOADS_FOLDER)
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    os.chmod(draft, 0o640)
    target = folder / f"{secrets.token_hex(20)}.{kind}"
    os.replace(draft, target)
    _sync(folder)
    return Stored(shown_name(name, kind), target.name, kind, len(content), pages, digest)


def discard(stored: Stored) -> None:
    """Take back a file whose row could not be written."""
    (Path(settings.UPLOADS_FOLDER) / stored.stored_name).unlink(missing_ok=True)


def size_limit_text() -> str:
    """The limit of one file as a sentence."""
    return f"文件超过 {settings.UPLOAD_FILE_BYTES // 1024 // 1024} MB，请压缩或分成几个文件。"


def _kind_of(file: UploadedFile, formats: tuple[str, ...]) -> str:
    extension = (file.name or "").rpartition(".")[2].strip(" .").lower()
    kind = _EXTENSIONS.get(extension)
    names = "、".join(dict.fromkeys(each.upper() for each in formats))
    if kind is None or kind not in formats:
        raise BadUpload(f"这里只收 {names} 文件。")
    file.seek(0)
    guessed = filetype.guess(file.read(8192))
    file.seek(0)
    if guessed is None or guessed.mime != CONTENT_TYPES[kind]:
        raise BadUpload(WHY["mismatch"])
    return kind


def _write(file: UploadedFile, folder: Path) -> tuple[Path, str]:
    digest = hashlib.sha256()
    descriptor, name = tempfile.mkstemp(dir=folder, prefix="incoming-")
    with os.fdopen(descriptor, "wb") as target:
        for chunk in file.chunks():
            digest.update(chunk)
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())
    os.chmod(name, 0o640)
    return Path(name), digest.hexdigest()


def scan_for_malware(path: Path, digest: str) -> None:
    """Let the malware scanner look where there is one. Raises Infected; a scanner that does not
    answer leaves the content pending, so that nobody misses a deadline over it."""
    if not scanner.is_on():
        return
    answer = scanner.scan(path)
    scanning.note(digest, answer)
    if answer.state == INFECTED:
        raise Infected(answer.signature)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _inspect(path: Path, kind: str) -> int:
    if kind == "docx":
        return 1  # the paper's own check opens it, in a child process too
    answer = run_sandbox("inspect", str(path), kind, str(settings.UPLOAD_IMAGE_PIXELS))
    if "refused" in answer:
        raise BadUpload(WHY.get(answer["refused"], WHY["broken"]))
    return answer["pages"]


def run_sandbox(*arguments: str, script: Path | None = None, said: str = "") -> dict:
    """The child's answer; `{"refused": …}` also where it died or took too long. `said` goes to
    its standard input: arguments are read by everybody on the machine."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(script or SANDBOX), *arguments],
            capture_output=True,
            timeout=SECONDS,
            check=False,
            input=said.encode(),
            env={},
            cwd=tempfile.gettempdir(),
        )
        return json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return {"refused": "too_heavy"}
    except ValueError:
        # Killed by a limit, or a crash of a parser.
        return {"refused": "too_heavy"}
