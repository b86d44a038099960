"""The papers that the invented applicants hand in: made once a kind, stored for each case."""

import hashlib
import io
import uuid
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw

from accounts.clock import now
from applications.models import Application, EvidenceFile
from policy.evidence import EvidenceNeed

# Beyond so many cases the files are small blanks, so that ten thousand cases fit on a disk.
CASES_WITH_FULL_FILES = 200

_CSS = """
@page { size: A4; margin: 25mm }
body { font-family: 宋体, serif; font-size: 12pt }
h1 { text-align: center; font-size: 20pt; font-weight: normal; margin: 20mm 0 12mm }
table { width: 100%; border-collapse: collapse } td { border: 0.3mm solid #555; height: 11mm; padding: 0 4mm }
p { text-align: right; margin-top: 20mm }
"""


class Shelf:
    """Stores evidence as the upload does: under a random name, with its hash."""

    def __init__(self) -> None:
        self._papers: dict[str, bytes] = {}
        self._cases: set[int] = set()

    def put(self, application: Application, need: EvidenceNeed) -> EvidenceFile:
        """One paper for one entry of the evidence list: its file stored, its row to be saved."""
        self._cases.add(application.pk)
        is_photo = need.key == "photo"
        kind = "jpg" if is_photo else "pdf"
        name = f"{uuid.uuid4().hex}.{kind}"
        is_full = len(self._cases) <= CASES_WITH_FULL_FILES
        content = self._content(application, need) if is_full else self._blank(application, kind)
        _write(settings.UPLOADS_FOLDER / name, content)
        return EvidenceFile(
            application=application,
            need=need.key,
            name=f"{need.label}.{kind}".replace("：", "-").replace("/", "-")[-120:],
            stored_name=name,
            content_type="image/jpeg" if is_photo else "application/pdf",
            size=len(content),
            pages=1,
            sha256=hashlib.sha256(content).hexdigest(),
            uploaded_at=now(),
        )

    def _content(self, application: Application, need: EvidenceNeed) -> bytes:
        if need.key == "photo":
            return photo(application.pk)
        # A comment behind the end makes each applicant's file another one.
        return self._paper(need) + f"\n%{application.pk}\n".encode()

    def _blank(self, application: Application, kind: str) -> bytes:
        blank = self._cached(f"blank.{kind}", lambda: _blank_page(kind))
        return blank + f"\n%{application.pk}\n".encode()

    def _paper(self, need: EvidenceNeed) -> bytes:
        return self._cached(need.key, lambda: paper(need.label))

    def _cached(self, key: str, make: Callable[[], bytes]) -> bytes:
        if key not in self._papers:
            self._papers[key] = make()
        return self._papers[key]


def paper(label: str) -> bytes:
    """One A4 page that stands for a scanned document."""
    rows = "".join("<tr><td></td><td></td><td></td></tr>" for _ in range(9))
    body = f"<h1>{label}</h1><table>{rows}</table><p>（复印件，与原件一致）</p>"
    try:
        from documents.pdf import html_document, render_pdf

        return render_pdf(html_document(label, body), css=_CSS)
    except OSError:
        # Without the text layout libraries the demonstration still runs, with blank scans.
        return _blank_page("pdf")


def _blank_page(kind: str) -> bytes:
    page = io.BytesIO()
    size = (295, 413) if kind == "jpg" else (620, 877)
    Image.new("L", size, "white").save(page, {"jpg": "JPEG", "pdf": "PDF"}[kind], resolution=75)
    return page.getvalue()


def photo(number: int) -> bytes:
    """A drawn head and shoulders on a plain ground."""
    ground = ((196, 214, 234), (214, 226, 214), (232, 222, 206))[number % 3]
    coat = ((44, 62, 92), (70, 60, 58), (52, 84, 78), (88, 54, 60))[number % 4]
    skin = ((236, 204, 178), (226, 190, 160), (242, 214, 190))[number // 3 % 3]
    picture = Image.new("RGB", (295, 413), ground)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((30, 280, 265, 560), fill=coat)
    draw.polygon(((118, 280), (177, 280), (148, 350)), fill=(245, 245, 245))
    draw.rectangle((125, 230, 170, 290), fill=skin)
    draw.ellipse((82, 80, 213, 255), fill=skin)
    draw.pieslice((76, 62, 219, 215), 180, 360, fill=(40, 36, 34))
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=85 + number % 7)
    return stream.getvalue()


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
