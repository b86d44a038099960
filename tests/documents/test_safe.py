"""Any stored text can be written, and nothing in it is calculated or lost unseen."""

import pytest

from documents.safe import CELL_LIMIT, cell_text, clean_text, csv_text, mask_id, sheet_name


@pytest.mark.parametrize(
    "illegal", ["\x00", "\x0b", "\x1f", "\ufffe", "\uffff", "\ud800", "\udfff"]
)
def test_a_character_that_xml_forbids_becomes_a_visible_mark(illegal):
    assert clean_text(f"张{illegal}三") == "张\ufffd三"


def test_tabs_line_ends_rare_han_and_bidi_marks_are_kept():
    text = "𠮷\t䶮\n·\u202e"
    assert clean_text(text) == text


def test_windows_line_ends_become_one_character():
    assert clean_text("一\r\n二\r三") == "一\n二\n三"


def test_nothing_is_the_empty_text_and_a_number_its_digits():
    assert (clean_text(None), clean_text(0), clean_text(8.5)) == ("", "0", "8.5")


def test_a_cell_is_cut_at_the_office_programs_limit_with_a_mark():
    cut = cell_text("国" * 40_000)
    assert (len(cut), cut[-5:]) == (CELL_LIMIT, "…(截断)")


def test_a_cell_at_the_limit_is_not_cut():
    assert cell_text("国" * CELL_LIMIT) == "国" * CELL_LIMIT


def test_the_limit_counts_rare_han_twice_as_office_programs_do():
    cut = cell_text("𠮷" * 20_000)
    assert len(cut.encode("utf-16-le")) // 2 <= CELL_LIMIT
    assert cut.endswith("𠮷…(截断)")


def test_a_text_that_looks_like_an_escape_is_taken_literally():
    assert cell_text("_x0041_") == "_x005F_x0041_"


@pytest.mark.parametrize("lead", list("=+-@\t\r＝＋－＠"))
def test_a_csv_field_that_would_be_calculated_gets_an_apostrophe(lead):
    assert csv_text(f"{lead}1").startswith("'")


def test_an_ordinary_csv_field_is_left_as_it_is():
    assert csv_text("张三") == "张三"


def test_an_id_number_shows_its_first_and_last_four_characters():
    assert mask_id("14010519880512123X") == "1401**********123X"


def test_a_number_too_short_to_mask_shows_nothing():
    assert mask_id("12345678") == "********"


def test_worksheet_names_are_legal_short_and_unique():
    taken: set[str] = set()
    names = [
        sheet_name(name, taken)
        for name in ("机电/化工[1]", "机电/化工[1]", "国" * 40, "", "A", "a")
    ]
    assert names == ["机电 化工 1", "机电 化工 1（2）", "国" * 31, "表", "A", "a（2）"]
