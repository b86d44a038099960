"""The child process that reads defence papers: checks one, and writes what may be kept of it.

Run by path as `sandbox.py` is, and under its limits; the words that must not occur come on the
standard input. It imports the floor of documents, which knows nothing of the portal.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path

# Isolated mode leaves the project out of the path.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from applications import sandbox  # noqa: E402
from documents.paper import (  # noqa: E402
    REPORT_12,
    BadPaper,
    Identity,
    PaperFinding,
    check_paper,
    check_pdf_identity,
    cleaned_pdf,
    mended_paper,
)
from documents.pictures import BadPicture, clean_picture  # noqa: E402

LONGEST_SIDE = 2400  # pixels: more is not printed


def docx(path: str, target: str) -> dict:
    """Write the mended file; tell what is wrong with the given one and with the mended."""
    identity, data = _identity(), Path(path).read_bytes()
    findings = check_paper(data, REPORT_12, identity)
    mended = mended_paper(data, REPORT_12)
    Path(target).write_bytes(mended)
    left = check_paper(mended, REPORT_12, identity)
    return {"pages": 1, "findings": _told(findings), "left": _told(left)}


def pdf(path: str, target: str) -> dict:
    """Write the cleaned file; tell what the given one names and what the cleaned still does."""
    from io import BytesIO

    from pypdf import PdfReader

    identity, data = _identity(), Path(path).read_bytes()
    findings = check_pdf_identity(data, identity)
    cleaned = cleaned_pdf(data)
    Path(target).write_bytes(cleaned)
    left = check_pdf_identity(cleaned, identity)
    pages = len(PdfReader(BytesIO(cleaned)).pages)
    return {"pages": pages, "findings": _told(findings), "left": _told(left)}


def picture(path: str, target: str) -> dict:
    """Write the picture drawn anew: nothing but its pixels."""
    clean = clean_picture(Path(path).read_bytes(), most_px=LONGEST_SIDE)
    Path(target).write_bytes(clean.data)
    return {"pages": 1}


def _identity() -> Identity:
    said = json.load(sys.stdin)
    return Identity(**{**said, "units": tuple(said["units"])})


def _told(findings: list[PaperFinding]) -> list[dict]:
    return [{**asdict(each), "kind": str(each.kind)} for each in findings]


def _refusing(command):
    """A refusal in the words of the paper's own check."""

    def run(*arguments: str) -> dict:
        try:
            return command(*arguments)
        except (BadPaper, BadPicture) as error:
            return {"refused": "paper", "message": str(error)}

    return run


_COMMANDS = {each.__name__: _refusing(each) for each in (docx, pdf, picture)}

if __name__ == "__main__":
    sys.exit(sandbox.answer(_COMMANDS, sys.argv[1:]))
