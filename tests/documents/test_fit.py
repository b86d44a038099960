"""Sizes of type are computed, never left to an office program."""

from hypothesis import given
from hypothesis import strategies as st

from documents.fit import SMALLEST_PT, char_em, count_lines, fit_text, most_lines


def test_a_short_text_keeps_the_preferred_size():
    fit = fit_text("张三", 30, 8, 10)
    assert (fit.text, fit.size, fit.lines, fit.is_cut) == ("张三", 10, 1, False)


def test_a_longer_text_shrinks_before_it_is_cut():
    fit = fit_text("太原重型机械集团有限公司技术中心", 30, 8, 10)
    assert SMALLEST_PT <= fit.size < 10
    assert not fit.is_cut


def test_paragraphs_are_joined_rather_than_cut():
    fit = fit_text("\n".join("一二三四五"), 30, 8, 10)
    assert (fit.text, fit.is_cut) == ("一　二　三　四　五", False)


def test_a_text_too_long_for_6_pt_is_cut_with_a_pointer_to_the_review_form():
    fit = fit_text("国" * 500, 30, 8, 10)
    assert fit.is_cut
    assert fit.size == SMALLEST_PT
    assert fit.text.endswith("…（略，见评审表）")


def test_a_latin_word_is_not_broken_where_it_fits_the_next_line():
    assert count_lines("国国国国 ABCD", 5.5) == 2


def test_a_word_wider_than_the_line_is_broken():
    assert count_lines("a" * 100, 5) == 13


def test_a_closing_mark_does_not_begin_a_line():
    assert count_lines("国国国国国，国国国国", 5) == 3


def test_han_are_one_em_wide_and_digits_little_more_than_half():
    assert (char_em("国"), char_em("𠮷"), char_em("0")) == (1.0, 1.0, 0.56)


@given(st.text(max_size=400), st.floats(10, 120), st.floats(5, 40))
def test_whatever_is_typed_takes_no_more_lines_than_the_cell_has(text, width_mm, height_mm):
    fit = fit_text(text, width_mm, height_mm)
    assert SMALLEST_PT <= fit.size <= 10
    assert fit.lines <= max(1, most_lines(height_mm, fit.size))
