"""打分表: one sheet for each level, specialty and stage, of the accepted applicants."""

from collections.abc import Iterator
from itertools import groupby
from typing import IO, NamedTuple

from documents.forms.scoring_sheet import (
    Candidate,
    ScoringSheet,
    scoring_sheets_pdf,
    scoring_sheets_xlsx,
)
from policy.schema import Policy, Stage
from review.exports.base import Export, register
from review.exports.records import FrozenCase, in_order
from review.exports.selection import Selection
from review.exports.titles import form_title


class Entrant(NamedTuple):
    """What a scoring sheet may know of a person; the name only where the stage shows it."""

    level: str
    specialty: str
    name: str
    anonymous_number: str | None = None


@register
class ScoringSheets(Export):
    """打分表, empty for use on paper; the committee office only."""

    key = "scoring-sheets"
    label = "打分表（空白）"
    title = "打分表"
    right = "export_scoring_sheets"
    most = {"xlsx": 5000, "pdf": 1000}

    def narrowed(self, selection: Selection) -> Selection:
        return selection.accepted()

    def write(self, selection: Selection, format: str, file: IO[bytes]) -> int:
        entrants = in_order(selection, entrant_of)
        sheets = list(scoring_sheets(entrants, selection.round.policy))
        if sheets:
            file.write((scoring_sheets_pdf if format == "pdf" else scoring_sheets_xlsx)(sheets))
        return len(entrants) if sheets else 0


def entrant_of(case: FrozenCase) -> Entrant:
    """The case as a scoring sheet may know it; numbers are drawn later."""
    about = case.data["application"]
    return Entrant(about["level"], about["specialty"], case.data["person"]["name"])


def scoring_sheets(entrants: list[Entrant], policy: Policy) -> Iterator[ScoringSheet]:
    """The sheets of all stages; `entrants` stand in the roster's order, and so together by
    level and specialty."""
    for (level, specialty), group in groupby(entrants, key=lambda each: each[:2]):
        members = list(group)
        for stage in policy.stages_for(level):
            yield _sheet(stage, specialty, members, policy)


def _sheet(stage: Stage, specialty: str, members: list[Entrant], policy: Policy) -> ScoringSheet:
    labels = {each.key: each.label for each in policy.specialties}
    return ScoringSheet(
        title=form_title(policy, "打分表"),
        level_label=policy.level(stage.level).label,
        specialty=labels.get(specialty, ""),
        stage_label=stage.label,
        panel="",
        criteria=[(each.label, int(each.full_marks)) for each in stage.criteria],
        candidates=list(_candidates(stage, members)),
        anonymous=stage.anonymous,
    )


def _candidates(stage: Stage, members: list[Entrant]) -> Iterator[Candidate]:
    # By number, never by name: the order of an anonymous sheet must not tell who is who.
    if stage.anonymous:
        numbers = sorted((each.anonymous_number for each in members), key=lambda n: n or "")
        for place, number in enumerate(numbers, start=1):
            yield Candidate(place, anonymous_number=number)
    else:
        for place, each in enumerate(members, start=1):
            yield Candidate(place, name=each.name)
