"""Where everything stands on the 综合考评表 (附件6): one grid of cells for both writers.

The upper left holds 基本情况 to 考核情况, at their right the large cell for the main achievements;
six blocks of achievements run over the whole width; four opinion boxes stand at the foot.
"""

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace

from documents.forms.assessment_data import AssessmentSheet, Block
from documents.grid import Grid, GridCell
from documents.page import MM_PER_INCH, Page

PAGE = Page("A3", landscape=True, margins_mm=(10.0, 12.0, 10.0, 12.0))
WIDTHS_MM = (10, 28, 34, 28, 36, 28, 34, 24, 48, 8, 19, 39, 28, 32)
# Office programs round a row's height to pixels, so the heights are whole pixels: 276.5 mm in all.
_BLOCK_PX = (20, 31, 31)
_HEIGHTS_PX = (42, 28, *[30] * 11, *_BLOCK_PX * 6, 22, 107, 24)
HEIGHTS_MM = tuple(px * MM_PER_INCH / 96 for px in _HEIGHTS_PX)

_LABEL_PT, _VALUE_PT, _TITLE_PT = 9.0, 10.0, 20.0
_TITLE_ROW, _HEAD_ROW, _BASIC_ROW, _EDUCATION_ROW, _WORK_ROW, _ASSESSMENT_ROW = 0, 1, 2, 5, 8, 11
_ACHIEVEMENTS_ROW, _OPINIONS_ROW = 13, 31
_OPEN_DATE = "　　　　年　　月　　日"

Span = tuple[int, int]
"""First column and number of columns, counted from 0."""

_PAIRS: tuple[Span, ...] = tuple((column, 1) for column in range(1, 9))
_EDUCATION: tuple[Span, ...] = ((1, 1), (2, 1), (3, 2), (5, 1), (6, 2), (8, 1))
_WORK: tuple[Span, ...] = ((1, 1), (2, 2), (4, 1), (5, 1), (6, 2), (8, 1))
_ASSESSMENT: tuple[Span, ...] = ((1, 1), (2, 2), (4, 1), (5, 2), (7, 1), (8, 1))
_PAPERS: tuple[Span, ...] = ((1, 4), (5, 1), (6, 2), (8, 1), (9, 3), (12, 1), (13, 1))
_FIVE: tuple[Span, ...] = ((1, 4), (5, 3), (8, 1), (9, 3), (12, 2))
_OPINIONS: tuple[Span, ...] = ((0, 4), (4, 3), (7, 4), (11, 3))

_BASIC_LABELS = (
    ("姓名", "性别", "出生年月", "身份证号"),
    ("参加工作时间", "现任专业技术资格", "取得时间", "聘任时间"),
    ("单位性质", "主管单位", "现从事专业", "专业年限"),
)
_EDUCATION_LABELS = ("学历情况", "学历名称", "毕业学校", "学习形式", "所学专业", "毕业时间")
_WORK_LABELS = ("起止时间", "工作单位", "从事专业") * 2
_PROJECT_LABELS = ("名称", "批准单位", "起止时间", "经费情况", "个人角色")
_BLOCKS: tuple[tuple[str, str, tuple[Span, ...], tuple[str, ...]], ...] = (
    (
        "论文",
        "papers",
        _PAPERS,
        (
            "论文标题",
            "论文字数",
            "刊物名称",
            "刊物刊号",
            "刊物主办单位",
            "出版日期",
            "本人排名情况",
        ),
    ),
    ("研制报告", "reports", _FIVE, _PROJECT_LABELS),
    ("项目方案", "project_plans", _FIVE, _PROJECT_LABELS),
    (
        "成果专利",
        "results",
        _FIVE,
        ("项目名称", "成果专利名称及等级", "颁奖时间", "颁奖单位", "个人角色"),
    ),
    ("标准制定", "standards", _FIVE, ("标准名称", *_PROJECT_LABELS[1:])),
    (
        "技术推广",
        "promotions",
        _FIVE,
        ("项目名称", "批准单位", "起止时间", "经济效益情况", "个人角色"),
    ),
)
_OPINION_LABELS = (
    ("notices", "所在单位三次公示情况（签字）"),
    ("panel", "所在单位评议组（专家委员会）意见（签字）"),
    ("unit", "所在单位推荐意见（签字并盖章）"),
    ("department", "主管部门审查意见（盖章）"),
)


def sheet_grid(sheet: AssessmentSheet) -> Grid:
    """Return one person's sheet as a grid of cells on one A3 landscape page."""
    cells = [
        *_head(sheet),
        *_basic(sheet),
        *_education(sheet),
        *_work(sheet),
        *_assessments(sheet),
        *_main_achievements(sheet),
        *_achievement_blocks(sheet),
        *_opinions(sheet),
    ]
    return Grid(sheet.basic.name or "考评表", PAGE, WIDTHS_MM, HEIGHTS_MM, cells)


def more_note(more: int) -> str:
    """Return the words that count what a block has no row for; nothing when ``more`` is 0."""
    return f"（另有{more}项，见评审表）" if more > 0 else ""


def _head(sheet: AssessmentSheet) -> Iterable[GridCell]:
    yield GridCell(
        _TITLE_ROW, 0, 1, 14, sheet.title, _TITLE_PT, bold=True, sides="", font="黑体", key="title"
    )
    lines = (
        (0, 5, "left", f"工作单位：{sheet.unit}", "unit"),
        (5, 4, "center", f"申报专业：{sheet.applied_specialty}", "applied_specialty"),
        (9, 5, "right", f"填表日期：{sheet.filled_on or _OPEN_DATE}", "filled_on"),
    )
    for column, columns, align, text, key in lines:
        yield GridCell(_HEAD_ROW, column, 1, columns, text, 10.5, align=align, sides="", key=key)


def _basic(sheet: AssessmentSheet) -> Iterable[GridCell]:
    yield _block_name("基本情况", _BASIC_ROW, 3)
    names = [item.name for item in fields(sheet.basic)]
    for number, labels in enumerate(_BASIC_LABELS):
        row = _BASIC_ROW + number
        yield from _labels(row, _PAIRS[::2], labels)
        yield from _values(row, _PAIRS[1::2], sheet.basic, "basic", names[number * 4 :][:4])


def _education(sheet: AssessmentSheet) -> Iterable[GridCell]:
    yield _block_name("学历情况", _EDUCATION_ROW, 3)
    yield from _labels(_EDUCATION_ROW, _EDUCATION, _EDUCATION_LABELS)
    rows = (("第一学历", sheet.first_education), ("最高学历", sheet.highest_education))
    for row, (label, education) in enumerate(rows, _EDUCATION_ROW + 1):
        yield from _labels(row, _EDUCATION[:1], [label])
        yield from _values(row, _EDUCATION[1:], education, "education")


def _work(sheet: AssessmentSheet) -> Iterable[GridCell]:
    yield _block_name("工作经历", _WORK_ROW, 3)
    yield from _labels(_WORK_ROW, _WORK, _WORK_LABELS)
    places = [(_WORK_ROW + 1 + n // 2, _WORK[n % 2 * 3 :][:3]) for n in range(4)]
    yield from _block_rows(sheet.work, "work", places, counted_in=1)


def _assessments(sheet: AssessmentSheet) -> Iterable[GridCell]:
    yield _block_name("考核情况", _ASSESSMENT_ROW, 2)
    counts = ("任职考核次数", "优秀次数", "称职次数")
    yield from _labels(_ASSESSMENT_ROW, _ASSESSMENT[::2], counts)
    yield from _values(_ASSESSMENT_ROW, _ASSESSMENT[1::2], sheet.assessments, "assessments")
    row = _ASSESSMENT_ROW + 1
    yield from _labels(row, _ASSESSMENT[::2], ("立功受奖名称", "颁奖单位", "奖励时间"))
    yield from _block_rows(sheet.awards, "awards", [(row, _ASSESSMENT[1::2])])


def _main_achievements(sheet: AssessmentSheet) -> Iterable[GridCell]:
    label = "任现职期间主要工作业绩"
    yield GridCell(_BASIC_ROW, 9, 11, 1, label, _VALUE_PT, bold=True, stacked=True)
    yield GridCell(
        _BASIC_ROW,
        10,
        11,
        4,
        sheet.main_achievements,
        10.5,
        align="left",
        valign="top",
        key="main_achievements",
    )


def _achievement_blocks(sheet: AssessmentSheet) -> Iterable[GridCell]:
    for number, (label, name, spans, labels) in enumerate(_BLOCKS):
        top = _ACHIEVEMENTS_ROW + 3 * number
        yield _block_name(label, top, 3)
        yield from _labels(top, spans, labels)
        places = [(top + 1, spans), (top + 2, spans)]
        yield from _block_rows(getattr(sheet, name), name, places)


def _opinions(sheet: AssessmentSheet) -> Iterable[GridCell]:
    row = _OPINIONS_ROW
    for (column, columns), (name, label) in zip(_OPINIONS, _OPINION_LABELS, strict=True):
        yield GridCell(row, column, 1, columns, label, _LABEL_PT, bold=True)
        text, key = getattr(sheet.opinions, name), f"opinions.{name}"
        box = GridCell(row + 1, column, 1, columns, text, _VALUE_PT, align="left", key=key)
        yield replace(box, valign="top", sides="tlr")
        yield GridCell(row + 2, column, 1, columns, _OPEN_DATE, 9.5, align="right", sides="lbr")


def _block_name(name: str, row: int, rows: int) -> GridCell:
    if rows < 3:  # too low for four characters one below another
        name = f"{name[:2]}\n{name[2:]}"
    return GridCell(row, 0, rows, 1, name, _VALUE_PT, bold=True, stacked=rows >= 3)


def _labels(row: int, spans: Sequence[Span], labels: Sequence[str]) -> Iterable[GridCell]:
    for (column, columns), label in zip(spans, labels, strict=True):
        yield GridCell(row, column, 1, columns, label, _LABEL_PT, bold=True)


def _values(
    row: int, spans: Sequence[Span], record, block: str, names: Sequence[str] = ()
) -> Iterable[GridCell]:
    names = names or [item.name for item in fields(record)]
    for (column, columns), name in zip(spans, names, strict=True):
        text, key = getattr(record, name), f"{block}.{name}"
        yield GridCell(row, column, 1, columns, text, _VALUE_PT, key=key)


def _block_rows(
    block: Block, name: str, places: Sequence[tuple[int, Sequence[Span]]], counted_in: int = 0
) -> Iterable[GridCell]:
    """Yield the cells of a block's rows; the last row also counts what is not shown."""
    more = block.more + max(0, len(block.rows) - len(places))
    for number, (row, spans) in enumerate(places):
        if number < len(block.rows):
            cells = list(_values(row, spans, block.rows[number], name))
        else:
            cells = [GridCell(row, column, 1, columns) for column, columns in spans]
        if number == len(places) - 1 and more:
            counting = cells[counted_in]
            cells[counted_in] = replace(counting, text=counting.text + more_note(more))
        yield from cells
