"""Page images of evidence: drawn once in the child process, kept by the file's hash.

The original is never shown in a page; what is shown was drawn by us.
"""

import os
import secrets
from pathlib import Path

from django.conf import settings

from applications.models import EvidenceFile
from applications.uploads import run_sandbox

WIDTHS = {"page": 1400, "thumb": 240}


class NoPreview(Exception):
    """The page does not exist or cannot be drawn."""


def page_image(file: EvidenceFile, page: int, size: str = "page") -> Path:
    """The image of one page, from 1; `size` is `page` or `thumb`. Raises NoPreview."""
    if not 1 <= page <= file.pages or size not in WIDTHS:
        raise NoPreview
    folder = Path(settings.DATA_FOLDER) / "previews" / file.sha256[:2]
    ending = "png" if _kind(file) == "pdf" else "jpg"
    target = folder / f"{file.sha256}-{page}-{WIDTHS[size]}.{ending}"
    if not target.exists():
        _draw(file, page, WIDTHS[size], target)
    return target


def _draw(file: EvidenceFile, page: int, width: int, target: Path) -> None:
    source = Path(settings.UPLOADS_FOLDER) / file.stored_name
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    # Two who look at once must not read each other's half-written image.
    draft = target.with_name(f"{target.name}.{secrets.token_hex(6)}")
    answer = run_sandbox("draw", str(source), _kind(file), str(page - 1), str(width), str(draft))
    if "refused" in answer or not draft.exists():
        draft.unlink(missing_ok=True)
        raise NoPreview
    os.replace(draft, target)


def _kind(file: EvidenceFile) -> str:
    return {"application/pdf": "pdf", "image/jpeg": "jpg"}.get(file.content_type, "png")
