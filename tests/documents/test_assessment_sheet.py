"""附件6: one person, one A3 landscape page, whatever was typed."""

from dataclasses import fields, replace
from decimal import Decimal

import pytest

from documents.fit import SMALLEST_PT
from documents.forms import assessment_sheet as form
from documents.forms.assessment_layout import HEIGHTS_MM, PAGE, WIDTHS_MM, sheet_grid
from documents.forms.assessment_sheet import (
    LIMITS,
    assessment_sheets_pdf,
    assessment_sheets_xlsx,
)
from tests.documents.reading import (
    HOSTILE,
    filled_cells,
    glyph_boxes_mm,
    page_sizes_mm,
    page_texts,
    reopened,
)
from tests.documents.samples import MAIN, TITLE, sheet_at_limits, typical_sheet

A3 = (420, 297)
FILLS = ("国", "国务院，职称。", "Abc ", "2018.06-2019.12 ", "mechanical ")
LABELS = (
    "工作单位：",
    "申报专业：",
    "填表日期：",
    *("姓名", "性别", "出生年月", "身份证号", "参加工作时间", "现任专业技术资格", "取得时间"),
    *("聘任时间", "单位性质", "主管单位", "现从事专业", "专业年限"),
    *("学历情况", "学历名称", "毕业学校", "学习形式", "所学专业", "毕业时间"),
    *("第一学历", "最高学历", "起止时间", "工作单位", "从事专业"),
    *("任职考核次数", "优秀次数", "称职次数", "立功受奖名称", "颁奖单位", "奖励时间"),
    *("论文标题", "论文字数", "刊物名称", "刊物刊号", "刊物主办单位", "出版日期", "本人排名情况"),
    *("批准单位", "经费情况", "个人角色", "项目名称", "成果专利名称及等级", "颁奖时间"),
    *("标准名称", "经济效益情况"),
    "所在单位三次公示情况（签字）",
    "所在单位评议组（专家委员会）意见（签字）",
    "所在单位推荐意见（签字并盖章）",
    "主管部门审查意见（盖章）",
)
BLOCK_NAMES = (
    *("基本情况", "学历情况", "工作经历", "考核情况", "论文", "研制报告", "项目方案"),
    *("成果专利", "标准制定", "技术推广", "任现职期间主要工作业绩"),
)


def lines_of(sheet: form.AssessmentSheet) -> set[str]:
    """Every text on the sheet, as the spreadsheet holds it, without line ends."""
    book = reopened(assessment_sheets_xlsx([sheet]))
    return {cell.value.replace("\n", "") for cell in filled_cells(book)}


def marked_sheet() -> form.AssessmentSheet:
    """A sheet with a text of its own in every field."""

    def filled(kind, mark):
        return kind(*(f"{mark}{n}" for n in range(len(fields(kind)))))

    def block(kind, mark, rows):
        return form.Block(tuple(filled(kind, f"{mark}{row}") for row in range(rows)))

    return form.AssessmentSheet(
        title="题",
        unit="U",
        applied_specialty="S",
        filled_on="D",
        basic=filled(form.Basic, "B"),
        first_education=filled(form.Education, "E"),
        highest_education=filled(form.Education, "H"),
        work=block(form.WorkPeriod, "W", 4),
        assessments=filled(form.Assessments, "C"),
        awards=block(form.Award, "A", 1),
        papers=block(form.Paper, "P", 2),
        reports=block(form.Report, "R", 2),
        project_plans=block(form.ProjectPlan, "J", 2),
        results=block(form.Result, "F", 2),
        standards=block(form.Standard, "N", 2),
        promotions=block(form.Promotion, "T", 2),
        main_achievements="M",
        opinions=filled(form.Opinions, "O"),
    )


def values_of(record: object) -> list[str]:
    """All texts within a dataclass, however deep."""
    if isinstance(record, str):
        return [record]
    if isinstance(record, tuple):
        return [text for item in record for text in values_of(item)]
    if isinstance(record, int | Decimal):
        return []
    return [text for item in fields(record) for text in values_of(getattr(record, item.name))]


def test_an_empty_form_has_the_official_words():
    lines = lines_of(form.AssessmentSheet(TITLE))
    expected = {TITLE, *LABELS, *BLOCK_NAMES, "名称", "年　　月　　日"}
    date_line = "填表日期：　　　　年　　月　　日"
    assert lines == expected - {"填表日期："} | {date_line}


def test_every_field_of_the_sheet_is_printed_once():
    sheet = marked_sheet()
    typed = [text for text in values_of(sheet) if text not in ("U", "S", "D")]
    book = reopened(assessment_sheets_xlsx([sheet]))
    written = [cell.value for cell in filled_cells(book)]
    assert all(written.count(text) == 1 for text in typed)
    assert {"工作单位：U", "申报专业：S", "填表日期：D"} <= set(written)


def test_every_field_has_a_limit():
    keyed = {cell.key for cell in sheet_grid(marked_sheet()).cells if cell.key}
    assert keyed == set(LIMITS)


def test_items_without_a_row_are_counted_in_the_blocks_last_row():
    lines = lines_of(typical_sheet())
    assert "（另有2项，见评审表）" in lines
    assert "矿用挖掘机提升机构改造（另有1项，见评审表）" in lines


def test_rows_beyond_the_forms_own_are_counted_too():
    papers = form.Block(tuple(form.Paper(f"论文{n}") for n in range(4)), more=1)
    lines = lines_of(typical_sheet(papers=papers))
    assert "论文1（另有3项，见评审表）" in lines
    assert "论文2" not in lines


def test_cells_cover_the_page_without_overlapping():
    grid = sheet_grid(typical_sheet())
    taken = [
        (row, column)
        for cell in grid.cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    ]
    assert len(taken) == len(set(taken)) == len(HEIGHTS_MM) * len(WIDTHS_MM)
    assert sum(WIDTHS_MM) == PAGE.inner_width_mm
    assert PAGE.inner_height_mm - 1 < sum(HEIGHTS_MM) < PAGE.inner_height_mm


@pytest.mark.parametrize("fill", FILLS)
def test_every_field_at_its_limit_fits_at_6_pt_or_more(fill):
    grid = sheet_grid(sheet_at_limits(fill))
    fits = [(cell, grid.fit(cell)) for cell in grid.cells]
    assert [cell.key for cell, fit in fits if fit.is_cut or fit.size < SMALLEST_PT] == []
    assert [cell.key for cell, fit in fits if fit.text != cell.text.strip() and cell.key] == []


def test_a_text_far_past_its_limit_stands_in_full_in_the_cells_note():
    sheet = typical_sheet(main_achievements="国" * 5_000)
    book = reopened(assessment_sheets_xlsx([sheet]))
    noted = [cell for cell in filled_cells(book) if cell.comment]
    assert [cell.comment.text for cell in noted] == ["国" * 5_000]
    assert noted[0].value.endswith("…（略，见评审表）")


def test_each_person_has_a_worksheet_of_one_a3_page():
    people = [typical_sheet(), form.AssessmentSheet(TITLE), typical_sheet()]
    book = reopened(assessment_sheets_xlsx(people))
    assert book.sheetnames == ["张晋平", "考评表", "张晋平（2）"]
    for sheet in book:
        setup = sheet.page_setup
        assert (setup.paperSize, setup.orientation) == (8, "landscape")
        assert (setup.fitToWidth, setup.fitToHeight) == (1, 1)


def test_hostile_texts_stay_text():
    hostile = [replace(typical_sheet(), unit=text, main_achievements=text) for text in HOSTILE]
    book = reopened(assessment_sheets_xlsx(hostile))
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in filled_cells(book))
    assert page_sizes_mm(assessment_sheets_pdf(hostile)) == [A3] * len(HOSTILE)


def test_the_pdf_has_one_a3_page_a_person_from_empty_to_overfull():
    people = [form.AssessmentSheet(TITLE), typical_sheet()]
    people += [sheet_at_limits("国", times) for times in (1, 3, 50)]
    assert page_sizes_mm(assessment_sheets_pdf(people)) == [A3] * 5


def test_the_pdf_prints_what_was_typed():
    (text,) = page_texts(assessment_sheets_pdf([typical_sheet()]))
    expected = (TITLE, "140105198805121234", "现任专业技术资格", "ISSN1672-6413", MAIN)
    for words in expected:
        assert "".join(words.split()) in text


def test_the_pdf_and_the_spreadsheet_are_reproducible():
    assert assessment_sheets_pdf([typical_sheet()]) == assessment_sheets_pdf([typical_sheet()])
    assert assessment_sheets_xlsx([typical_sheet()]) == assessment_sheets_xlsx([typical_sheet()])


def test_a_pdf_of_nobody_is_refused():
    with pytest.raises(ValueError, match="at least one page"):
        assessment_sheets_pdf([])


def test_no_character_of_the_pdf_touches_the_frame_at_the_limits():
    sheet = sheet_at_limits("国务院，职称。")
    assert characters_out_of_their_cell(assessment_sheets_pdf([sheet]), 0) == []


@pytest.mark.office
def test_the_office_program_prints_one_page_a_person_within_the_frame(print_in_office):
    people = [form.AssessmentSheet(TITLE), typical_sheet()]
    people += [sheet_at_limits("国务院，职称。", times) for times in (1, 20)]
    pdf = print_in_office(assessment_sheets_xlsx(people))
    assert page_sizes_mm(pdf) == [A3] * 4
    assert [characters_out_of_their_cell(pdf, page) for page in range(4)] == [[]] * 4


@pytest.mark.office
def test_the_office_program_prints_what_the_pdf_prints(print_in_office):
    printed = page_texts(print_in_office(assessment_sheets_xlsx([typical_sheet()])))
    assert sorted(printed[0]) == sorted(page_texts(assessment_sheets_pdf([typical_sheet()]))[0])


def characters_out_of_their_cell(pdf: bytes, page: int) -> list[tuple]:
    """Characters that lie across a line of the form, or off it."""
    top_mm, _, _, left_mm = PAGE.margins_mm
    cells = [
        (left_mm + left, top_mm + top, left_mm + right, top_mm + bottom)
        for left, top, right, bottom in cell_boxes_mm()
    ]
    return [
        glyph
        for glyph in glyph_boxes_mm(pdf, page)
        if not any(is_within(glyph[1:], cell) for cell in cells)
    ]


def cell_boxes_mm() -> list[tuple[float, float, float, float]]:
    """Left, top, right and bottom of each cell of the form, from the frame's corner."""
    grid = sheet_grid(form.AssessmentSheet(TITLE))
    boxes = []
    for cell in grid.cells:
        left, top = sum(WIDTHS_MM[: cell.column]), sum(HEIGHTS_MM[: cell.row])
        boxes.append((left, top, left + grid.width(cell), top + grid.height(cell)))
    return boxes


def is_within(box: tuple, cell: tuple, slack_mm: float = 0.15) -> bool:
    """Whether a box lies in a cell, with a line's width of slack."""
    left, top, right, bottom = box
    return (
        left >= cell[0] - slack_mm
        and top >= cell[1] - slack_mm
        and right <= cell[2] + slack_mm
        and bottom <= cell[3] + slack_mm
    )
