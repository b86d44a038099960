"""打分表 of one panel and stage: A4 landscape, empty for paper use or filled, .xlsx and PDF."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class Candidate:
    """One row. ``scores`` has one entry a criterion (None: not given), or is None for a blank row.

    ``name`` never prints on an anonymous sheet; an anonymous number not drawn yet is None.
    """

    number: int
    anonymous_number: str | None = None
    name: str | None = None
    scores: Sequence[Decimal | None] | None = None
    comment: str = ""


@dataclass(frozen=True)
class ScoringSheet:
    """One panel's sheet for one stage; ``criteria`` are (label, full marks) in order."""

    title: str
    level_label: str
    specialty: str
    stage_label: str
    panel: str
    criteria: Sequence[tuple[str, int]] = ()
    candidates: Sequence[Candidate] = field(default_factory=tuple)
    anonymous: bool = True
