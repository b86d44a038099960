"""公示、评议、意见 on the application page are drawn once for the same words, anew for others."""

from applications.enums import State
from review.casefile import CaseFile
from review.enums import NoticeKind
from review.queries import case_for
from review.records import drawn_records


def drawn(world, case) -> str:
    officer = world.officer("机电检测所")
    with world.at():
        found = case_for(officer, case.pk)
        assert found is not None
        return drawn_records(CaseFile(found, officer))


def test_what_was_drawn_is_handed_out_again_and_what_changed_is_not(world):
    case = world.case(State.DEPARTMENT_REVIEW)
    before = drawn(world, case)
    assert drawn(world, case) is before
    case.notices.filter(kind=NoticeKind.MATERIALS).update(place="二楼公告栏")
    after = drawn(world, case)
    assert "二楼公告栏" in after and "二楼公告栏" not in before


def test_two_cases_never_share_what_differs_in_a_name(world):
    first, second = world.case(State.DEPARTMENT_REVIEW), world.case(State.DEPARTMENT_REVIEW)
    second.opinions.update(text="同意推荐，业绩突出。")
    assert "业绩突出" not in drawn(world, first)
    assert "业绩突出" in drawn(world, second)
