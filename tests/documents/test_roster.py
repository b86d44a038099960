"""附件5: one table of 34 columns, the same as spreadsheet and as PDF."""

from dataclasses import astuple, fields, replace

import pytest

from documents.forms.roster import (
    COLUMNS,
    NOTES,
    RosterHead,
    RosterRow,
    roster_pdf,
    roster_xlsx,
    write_roster_xlsx,
)
from tests.documents.reading import HOSTILE, filled_cells, page_sizes_mm, page_texts, reopened
from tests.documents.samples import ROSTER_HEAD, roster_row

ROWS = [roster_row(1), roster_row(2, name="𠮷䶮·买买提"), roster_row(3, remarks="免试")]
FIRST_ROW = 5


@pytest.fixture(scope="module")
def sheet():
    return reopened(roster_xlsx(ROSTER_HEAD, ROWS)).active


def test_a_row_has_a_field_for_each_of_the_34_columns():
    assert len(fields(RosterRow)) == len(COLUMNS) == 34


def test_the_header_names_the_columns_in_two_rows_in_the_official_order(sheet):
    upper, lower = ([cell.value for cell in sheet[row]] for row in (3, 4))
    assert [value for value in upper if value] == [
        *("序号", "姓名", "性别", "出生年月", "身份证号", "工作单位", "单位性质", "主管部门"),
        *("参加工作时间", "第一学历", "最高学历", "现任专业技术资格", "聘任时间", "任职年限"),
        *("从事专业", "专业年限", "申报资格", "申报专业", "符合学历年限条件", "符合业绩条件"),
        *("公示结果", "审核意见", "联系电话", "备注"),
    ]
    education = ["学历", "毕业院校", "所学专业", "学习形式", "毕业时间"]
    assert [value for value in lower if value] == [
        *education,
        *education,
        *("名称", "取得时间", "单位", "推荐部门"),
    ]


def test_title_and_head_line_stand_above(sheet):
    assert sheet["A1"].value == "太原市工程系列中级职称评审人员审核花名表"
    assert [cell.value for cell in sheet[2] if cell.value] == [
        "推荐部门（盖章）：太原市工业和信息化局",
        "填报人：李晓燕",
        "联系电话：0351-4221234",
        "填报日期：2020年11月20日",
    ]


def test_every_person_comes_back_as_written(sheet):
    read = [
        tuple(cell.value or "" for cell in sheet[row]) for row in range(FIRST_ROW, FIRST_ROW + 3)
    ]
    assert read == [astuple(row) for row in ROWS]


def test_the_signature_and_the_six_notes_close_the_table(sheet):
    end = [cell.value for row in sheet.iter_rows(min_row=FIRST_ROW + 3) for cell in row]
    closing = [value for value in end if value]
    assert closing == ["审核人签字：", "　　　　年　　月　　日", *NOTES]


def test_the_sheet_is_a3_landscape(sheet):
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (8, "landscape")


def test_id_and_telephone_numbers_are_text(sheet):
    cells = [sheet.cell(FIRST_ROW, column) for column in (5, 33)]
    assert [cell.value for cell in cells] == ["14010519880512123X", "13803511234"]
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in cells)


def test_no_hostile_text_in_any_column_becomes_a_formula():
    names = [item.name for item in fields(RosterRow)][1:]
    rows = [RosterRow(n, **dict.fromkeys(names, text)) for n, text in enumerate(HOSTILE, 1)]
    head = RosterHead(*["=1+1"] * 5)
    cells = list(filled_cells(reopened(roster_xlsx(head, rows))))
    texts = [cell for cell in cells if isinstance(cell.value, str)]
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in texts)
    assert len(cells) - len(texts) == len(HOSTILE)


def test_a_roster_of_nobody_is_an_empty_form():
    sheet = reopened(roster_xlsx(ROSTER_HEAD, [])).active
    assert sheet.max_row == FIRST_ROW - 1 + 2 + len(NOTES)
    assert page_sizes_mm(roster_pdf(ROSTER_HEAD, [])) == [(420, 297)]


def test_a_date_not_given_is_left_open_for_the_pen():
    sheet = reopened(roster_xlsx(replace(ROSTER_HEAD, filled_on=""), [])).active
    assert "填报日期：　　　　年　　月　　日" in [cell.value for cell in sheet[2]]


def test_writing_to_a_file_gives_the_same_bytes(tmp_path):
    with open(tmp_path / "roster.xlsx", "wb") as file:
        write_roster_xlsx(file, ROSTER_HEAD, ROWS)
    assert (tmp_path / "roster.xlsx").read_bytes() == roster_xlsx(ROSTER_HEAD, ROWS)


def test_the_pdf_repeats_title_and_header_and_numbers_its_a3_pages():
    pdf = roster_pdf(ROSTER_HEAD, [roster_row(n) for n in range(1, 31)])
    texts = page_texts(pdf)
    assert page_sizes_mm(pdf) == [(420, 297)] * 2
    for number, text in enumerate(texts, 1):
        assert "审核花名表" in text
        assert "现任专业技术资格" in text
        assert f"第{number}页共2页" in text
    assert [text.count("14010519880512123X") for text in texts] == [22, 8]
    assert "审核人签字" in texts[-1]
    assert "".join(NOTES[-1].split()) in texts[-1]


def test_the_pdf_is_reproducible():
    assert roster_pdf(ROSTER_HEAD, ROWS) == roster_pdf(ROSTER_HEAD, ROWS)


def test_hostile_texts_do_not_stop_the_pdf():
    rows = [RosterRow(n, name=text[:200]) for n, text in enumerate(HOSTILE, 1)]
    text = "".join(page_texts(roster_pdf(ROSTER_HEAD, rows)))
    assert "=1+1" in text
    assert "<b>&amp;</b>" in text


@pytest.mark.office
def test_the_office_program_prints_whole_a3_pages_with_every_number_uncut(print_in_office):
    pdf = print_in_office(roster_xlsx(ROSTER_HEAD, [roster_row(n) for n in range(1, 31)]))
    texts = page_texts(pdf)
    assert page_sizes_mm(pdf) == [(420, 297)] * 2
    assert sum(text.count("14010519880512123X") for text in texts) == 30
    assert all("现任专业技术资格" in text for text in texts)
