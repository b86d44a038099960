"""Official forms as files: a registry of exports, each from frozen cases (design, rule 8)."""

from review.exports import roster, assessment_sheets, scoring_sheets  # noqa: F401, I001
from review.exports import review_form, notice_form, certificate, letters  # noqa: F401, I001
from review.exports.certificate import selection_of_recognized
from review.exports.base import FORMATS, Export, UnknownExport, export_of, registered
from review.exports.selection import CannotExport, Selection

__all__ = [
    "FORMATS",
    "CannotExport",
    "Export",
    "Selection",
    "UnknownExport",
    "export_of",
    "registered",
    "selection_of_recognized",
]
