"""Papers that come as files: are they in the prescribed format, do they name anyone?"""

from documents.paper.check import check_paper
from documents.paper.mend import mended_paper
from documents.paper.model import (
    KIND_LABELS,
    REPORT_12,
    BadPaper,
    FindingKind,
    Identity,
    Letters,
    PaperFinding,
    PaperFormat,
)
from documents.paper.pdf_check import check_pdf_identity
from documents.paper.pdf_clean import cleaned_pdf

__all__ = [
    "KIND_LABELS",
    "REPORT_12",
    "BadPaper",
    "FindingKind",
    "Identity",
    "Letters",
    "PaperFinding",
    "PaperFormat",
    "check_paper",
    "check_pdf_identity",
    "cleaned_pdf",
    "mended_paper",
]
