"""Tables as spreadsheets: text stays text, headers group, the same input gives the same bytes."""

import time
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl.utils import get_column_letter

from documents.safe import clean_text, cut_text
from documents.workbook import column_width
from documents.xlsx import Column, Table, pieces_over, table_xlsx
from tests.documents.reading import HOSTILE, filled_cells, reopened

COLUMNS = (
    Column("序号", 10),
    Column("学历", 20, "第一学历"),
    Column("院校", 30, "第一学历"),
    Column("学历", 20, "最高学历"),
    Column("备注", 25),
)
TABLE = Table("标题", COLUMNS, head=("左", "右"), foot=(("签字：",),), header_mm=(8, 9))
ROWS = [(1, "本科", "太原理工大学", "硕士", ""), (2, "专科", "太原科技大学", "本科", "备注")]


@pytest.fixture(scope="module")
def sheet():
    return reopened(table_xlsx(TABLE, ROWS)).active


def test_every_cell_comes_back_as_it_was_written(sheet):
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert values == [
        ["标题", None, None, None, None],
        ["左", None, None, "右", None],
        ["序号", "第一学历", None, "最高学历", "备注"],
        [None, "学历", "院校", "学历", None],
        [1, "本科", "太原理工大学", "硕士", None],
        [2, "专科", "太原科技大学", "本科", "备注"],
        ["签字：", None, None, None, None],
    ]


def test_groups_and_single_columns_span_the_header(sheet):
    spans = {str(span) for span in sheet.merged_cells.ranges}
    assert spans == {"A1:E1", "A2:C2", "D2:E2", "A3:A4", "B3:C3", "E3:E4", "A7:E7"}


def test_title_and_header_repeat_and_stay_in_sight(sheet):
    assert sheet.print_title_rows == "$1:$4"
    assert sheet.freeze_panes == "A5"


def test_the_page_is_fitted_to_its_width_and_numbered(sheet):
    setup = sheet.page_setup
    assert (setup.paperSize, setup.orientation) == (9, "landscape")
    assert (setup.fitToWidth, setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"


def test_columns_have_their_width_in_digits_of_the_normal_font(sheet):
    widths = [sheet.column_dimensions[get_column_letter(n)].width for n in range(1, 6)]
    assert widths == [column_width(column.width_mm) for column in COLUMNS]


def test_a_text_that_wraps_makes_its_row_higher():
    sheet = reopened(table_xlsx(TABLE, [(1, "短", "", "", ""), (2, "长" * 30, "", "", "")])).active
    assert sheet.row_dimensions[5].height < sheet.row_dimensions[6].height


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_no_name_is_calculated_lost_or_stops_the_export(name):
    sheet = reopened(table_xlsx(TABLE, [(1, name, "", "", "")])).active
    cell = sheet.cell(5, 2)
    written = cut_text(clean_text(name)).replace("_x0041_", "_x005F_x0041_")
    assert (cell.value, cell.data_type, cell.quotePrefix) == (written, "s", True)


def test_all_text_is_text_with_a_quote_prefix_and_numbers_are_numbers(sheet):
    cells = list(filled_cells(sheet.parent))
    texts = [cell for cell in cells if isinstance(cell.value, str)]
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in texts)
    numbers = [cell for cell in cells if not isinstance(cell.value, str)]
    assert [(cell.value, cell.data_type, cell.quotePrefix) for cell in numbers] == [
        (1, "n", False),
        (2, "n", False),
    ]


def test_the_same_rows_give_the_same_bytes_at_another_time(monkeypatch):
    first = table_xlsx(TABLE, ROWS)
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    assert table_xlsx(TABLE, ROWS) == first


def test_the_file_tells_nothing_of_who_made_it_when():
    properties = reopened(table_xlsx(TABLE, ROWS)).properties
    assert properties.creator == "职称申报评审系统"
    assert properties.lastModifiedBy is None
    assert str(properties.created)[:10] == str(properties.modified)[:10] == "2000-01-01"
    with ZipFile(BytesIO(table_xlsx(TABLE, ROWS))) as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}


def test_a_row_of_the_wrong_length_is_refused_and_leaves_no_file_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(ValueError, match="zip"):
        table_xlsx(TABLE, [(1, "本科")])
    assert list(tmp_path.iterdir()) == []


def test_more_pieces_than_columns_are_refused():
    with pytest.raises(ValueError, match="3 pieces"):
        pieces_over([10, 20], 3)


def test_pieces_share_even_a_very_uneven_width():
    assert pieces_over([1, 1, 1, 1, 200], 4) == [(0, 2), (2, 1), (3, 1), (4, 1)]
