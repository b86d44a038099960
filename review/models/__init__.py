"""What the chain adds to a submitted case: notices, evaluation, opinions, letters, checks."""

from review.models.approval import (
    Evaluation,
    Examination,
    Note,
    Opinion,
    OriginalsCheck,
)
from review.models.batch import Batch, BatchItem
from review.models.letter import LetterEntry, RecommendationLetter
from review.models.notice import Objection, ObjectionHandling, PublicNotice
from review.models.phrase import Phrase
from review.models.recognition import RecognitionObjection

__all__ = [
    "Batch",
    "BatchItem",
    "Evaluation",
    "Examination",
    "LetterEntry",
    "Note",
    "Objection",
    "ObjectionHandling",
    "Opinion",
    "OriginalsCheck",
    "Phrase",
    "PublicNotice",
    "RecognitionObjection",
    "RecommendationLetter",
]
