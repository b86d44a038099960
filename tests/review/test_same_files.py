"""The same file handed in by two applicants is told to the secretary, and to nobody else."""

import pytest
from django.urls import reverse

from applications.enums import State
from review.same_files import same_elsewhere


def page_of(case) -> str:
    return reverse("review:application", args=[case.pk])


@pytest.fixture
def alike(world):
    """Two cases at the office of which one file each is the same, and that file's sentence."""
    first, second = world.case(State.OFFICE_REVIEW), world.case(State.OFFICE_REVIEW)
    frozen = first.snapshots.get().data["files"][1]
    copied = second.files.get(need=second.snapshots.get().data["files"][2]["need"])
    copied.sha256 = frozen["sha256"]
    copied.save(update_fields=["sha256"])
    return first, second, f"与受理编号{second.receipt_number}的“{copied.name}”内容相同"


def test_the_secretary_reads_which_other_case_holds_the_same(world, as_officer, alike):
    first, second, sentence = alike
    with world.at():
        page = as_officer("评委会办").get(page_of(first)).content.decode()
    assert page.count("内容相同") == page.count(sentence) == 1


@pytest.mark.parametrize("short_name", ["机电检测所", "市机械局"])
def test_other_officers_and_the_applicants_read_nothing_of_it(
    world, as_officer, logged_in, alike, short_name
):
    first, second, _ = alike
    with world.at():
        assert "内容相同" not in as_officer(short_name).get(page_of(first)).content.decode()
        for case in (first, second):
            own = reverse("applications:progress", args=[case.pk])
            assert "内容相同" not in logged_in(case.applicant).get(own).content.decode()


def test_cases_without_a_common_file_show_no_note(world, as_officer):
    case = world.case(State.OFFICE_REVIEW)
    world.case(State.OFFICE_REVIEW)
    with world.at():
        assert "内容相同" not in as_officer("评委会办").get(page_of(case)).content.decode()


def test_two_queries_find_them_and_one_that_there_is_none(world, alike, django_assert_num_queries):
    first = alike[0]
    hashes = {file["sha256"] for file in first.snapshots.get().data["files"]}
    other = world.case(State.OFFICE_REVIEW)
    secretary = world.officer("评委会办")
    with world.at():
        same_elsewhere(secretary, first, hashes)  # who the reader is, is known from here
        with django_assert_num_queries(2):
            same_elsewhere(secretary, first, hashes)
        with django_assert_num_queries(1):
            same_elsewhere(secretary, other, hashes)
