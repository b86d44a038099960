"""打分表: for the pen or filled, with names only where the stage knows them."""

from dataclasses import replace
from decimal import Decimal

import pytest

from documents.forms.scoring_sheet import Candidate, scoring_sheets_pdf, scoring_sheets_xlsx
from tests.documents.reading import HOSTILE, filled_cells, page_sizes_mm, page_texts, reopened
from tests.documents.samples import CRITERIA, scoring_sheet

A4 = (297, 210)
MARKER = "QZX身份"


def rows_of(sheet) -> list[list]:
    """All rows of the written worksheet."""
    book = reopened(scoring_sheets_xlsx([sheet]))
    return [[cell.value for cell in row] for row in book.active.iter_rows()]


def test_the_header_names_each_criterion_with_its_full_marks():
    labels = [f"{label}\n（{full}分）" for label, full in CRITERIA]
    assert rows_of(scoring_sheet(1))[2] == ["序号", "匿名编号", *labels, "合计", "评语"]


def test_head_and_foot_name_the_panel_and_ask_for_signature_and_date():
    rows = rows_of(scoring_sheet(1))
    assert [value for value in rows[1] if value] == [
        "申报级别：工程师",
        "专业：机电",
        "评审环节：专业答辩",
        "评议组：机电评议组",
    ]
    assert [value for value in rows[-1] if value] == ["评委签字：", "日期：　　　　年　　月　　日"]


def test_scores_are_numbers_and_are_added_up():
    scores = [Decimal("25.5"), Decimal("26"), Decimal("17.5"), Decimal("18")]
    sheet = scoring_sheet(candidates=1)
    sheet = replace(sheet, candidates=[Candidate(1, "JD-001", None, scores, "好")])
    assert rows_of(sheet)[3] == [1, "JD-001", 25.5, 26, 17.5, 18, 87, "好"]


def test_a_row_without_all_scores_has_no_total():
    scores = [Decimal("25.5"), None, None, None]
    sheet = replace(scoring_sheet(1), candidates=[Candidate(1, "JD-001", None, scores)])
    assert rows_of(sheet)[3] == [1, "JD-001", 25.5, None, None, None, None, None]


def test_a_number_not_drawn_yet_leaves_an_empty_cell():
    assert rows_of(scoring_sheet(1))[3] == [1, *[None] * 7]


def test_an_anonymous_sheet_holds_no_name_in_any_byte():
    candidates = [Candidate(1, "JD-001", MARKER), Candidate(2, None, MARKER)]
    sheet = replace(scoring_sheet(1), candidates=candidates)
    named = replace(sheet, anonymous=False)
    assert MARKER in str(rows_of(named))
    assert MARKER not in str(rows_of(sheet))
    assert MARKER in page_texts(scoring_sheets_pdf([named]))[0]
    assert MARKER not in page_texts(scoring_sheets_pdf([sheet]))[0]


def test_a_named_sheet_says_so_in_its_header():
    sheet = replace(scoring_sheet(2), anonymous=False)
    rows = rows_of(sheet)
    assert (rows[2][1], rows[3][1]) == ("姓名", "考生1")


def test_rows_are_high_enough_to_write_by_hand():
    book = reopened(scoring_sheets_xlsx([scoring_sheet(3)]))
    assert [book.active.row_dimensions[row].height for row in (4, 5, 6)] == [36.0] * 3


def test_scores_that_are_not_one_a_criterion_are_refused():
    sheet = replace(scoring_sheet(1), candidates=[Candidate(1, scores=[Decimal(1)])])
    with pytest.raises(ValueError, match="zip"):
        scoring_sheets_xlsx([sheet])


def test_panels_have_worksheets_of_their_own():
    sheets = [scoring_sheet(2), scoring_sheet(2, panel="化工评议组"), scoring_sheet(2)]
    book = reopened(scoring_sheets_xlsx(sheets))
    assert book.sheetnames == [
        "机电评议组专业答辩",
        "化工评议组专业答辩",
        "机电评议组专业答辩（2）",
    ]
    assert all(sheet.print_title_rows == "$1:$3" for sheet in book)


def test_many_criteria_still_leave_room_for_the_comment():
    sheet = scoring_sheet(1, criteria=[(f"指标{n}", 10) for n in range(10)])
    assert page_sizes_mm(scoring_sheets_pdf([sheet])) == [A4]


def test_hostile_texts_stay_text():
    candidates = [Candidate(n, text, text, None, text) for n, text in enumerate(HOSTILE, 1)]
    book = reopened(scoring_sheets_xlsx([replace(scoring_sheet(1), candidates=candidates)]))
    texts = [cell for cell in filled_cells(book) if isinstance(cell.value, str)]
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in texts)


def test_each_panel_numbers_its_own_pages_in_the_pdf():
    pdf = scoring_sheets_pdf([scoring_sheet(18), scoring_sheet(3, panel="化工评议组")])
    texts = page_texts(pdf)
    assert page_sizes_mm(pdf) == [A4] * 3
    assert ["第1页共2页" in texts[0], "第2页共2页" in texts[1], "第1页共1页" in texts[2]] == [
        True
    ] * 3
    assert all("合计" in text for text in texts)


def test_the_pdf_is_reproducible():
    sheets = [scoring_sheet(2), scoring_sheet(3)]
    assert scoring_sheets_pdf(sheets) == scoring_sheets_pdf(sheets)


def test_a_pdf_without_a_sheet_is_refused():
    with pytest.raises(ValueError, match="at least one page"):
        scoring_sheets_pdf([])


@pytest.mark.office
def test_the_office_program_prints_the_same_pages(print_in_office):
    sheets = [scoring_sheet(18), scoring_sheet(3, panel="化工评议组")]
    pdf = print_in_office(scoring_sheets_xlsx(sheets))
    assert page_sizes_mm(pdf) == [A4] * 3
    assert all("评议组" in text and "合计" in text for text in page_texts(pdf))
