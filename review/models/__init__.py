"""What the chain adds to a submitted case: notices, evaluation, opinions, letters, checks."""

from review.models.approval import (
    Evaluation,
    Examination,
    Note,
    Opinion,
    OriginalsCheck,
    RecommendationLetter,
)
from review.models.notice import PublicNotice

__all__ = [
    "Evaluation",
    "Examination",
    "Note",
    "Opinion",
    "OriginalsCheck",
    "PublicNotice",
    "RecommendationLetter",
]
