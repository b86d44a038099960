"""打分表 of one panel and stage: A4 landscape, empty for paper use or filled, .xlsx and PDF."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO

from documents.fit import LINE_HEIGHT, count_lines, width_in_ems
from documents.page import A4_LANDSCAPE, PT_PER_MM
from documents.table_pdf import tables_pdf
from documents.xlsx import Column, Table, write_tables


@dataclass(frozen=True)
class Candidate:
    """One row. ``scores`` has one entry a criterion (None: not given), or is None for a blank row.

    Scores that are not one a criterion raise ValueError when the sheet is written.
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
    candidates: Sequence[Candidate] = ()
    anonymous: bool = True


_NUMBER_MM, _CANDIDATE_MM, _TOTAL_MM, _COMMENT_MM = 12.0, 32.0, 18.0, 60.0
_WIDEST_CRITERION_MM = 32.0
_BODY_PT = 10.0
_ROW_MM = 12.7
"""Height of a row in mm: enough to write by hand."""


def scoring_sheets_xlsx(sheets: Iterable[ScoringSheet]) -> bytes:
    """Return a workbook with one worksheet a scoring sheet, A4 landscape."""
    file = BytesIO()
    write_tables(file, [(_table(sheet), _rows(sheet)) for sheet in sheets])
    return file.getvalue()


def scoring_sheets_pdf(sheets: Iterable[ScoringSheet]) -> bytes:
    """Return the sheets as one PDF, A4 landscape; each numbers its own pages."""
    return tables_pdf((_table(sheet), _rows(sheet)) for sheet in sheets)


def _table(sheet: ScoringSheet) -> Table:
    columns = _columns(sheet)
    return Table(
        sheet.title,
        columns,
        head=(
            f"申报级别：{sheet.level_label}",
            f"专业：{sheet.specialty}",
            f"评审环节：{sheet.stage_label}",
            f"评议组：{sheet.panel}",
        ),
        foot=(("", "评委签字：", "日期：　　　　年　　月　　日"),),
        page=A4_LANDSCAPE,
        name=f"{sheet.panel}{sheet.stage_label}",
        body_pt=_BODY_PT,
        header_pt=_BODY_PT,
        header_mm=(_header_height(columns),),
        foot_mm=14,
        row_mm=_ROW_MM,
    )


def _columns(sheet: ScoringSheet) -> list[Column]:
    fixed = _NUMBER_MM + _CANDIDATE_MM + _TOTAL_MM
    room = A4_LANDSCAPE.inner_width_mm - fixed
    each = min(_WIDEST_CRITERION_MM, (room - _COMMENT_MM) / max(1, len(sheet.criteria)))
    return [
        Column("序号", _NUMBER_MM),
        Column("匿名编号" if sheet.anonymous else "姓名", _CANDIDATE_MM),
        *(Column(f"{label}\n（{full}分）", each) for label, full in sheet.criteria),
        Column("合计", _TOTAL_MM),
        Column("评语", room - each * len(sheet.criteria), align="left"),
    ]


def _header_height(columns: Sequence[Column]) -> float:
    lines = max(
        count_lines(column.label, width_in_ems(column.width_mm, _BODY_PT)) for column in columns
    )
    return lines * _BODY_PT * LINE_HEIGHT / PT_PER_MM + 2


def _rows(sheet: ScoringSheet) -> Iterator[list[object]]:
    for candidate in sheet.candidates:
        scores = list(candidate.scores or [None] * len(sheet.criteria))
        known = candidate.anonymous_number if sheet.anonymous else candidate.name
        given = [score for score in scores if score is not None]
        total = sum(given, Decimal()) if given and len(given) == len(scores) else None
        marks = [_number(score) for score in (*scores, total)]
        yield [candidate.number, known or "", *marks, candidate.comment]


def _number(score: Decimal | None) -> int | float | None:
    if score is None:
        return None
    return int(score) if score == int(score) else float(score)
