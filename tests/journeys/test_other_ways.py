"""From the applicant's submission to acceptance, or for a technician to recognition, each by the
chain of its kind of unit; people see at every stage where the case is. A municipal institution's
way, with every field typed by hand: `test_whole_way`."""

from datetime import date

import pytest

from applications.enums import State
from applications.models import Application
from tests.journeys import applicants, officers

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_files")]

RULES, MATERIALS, OPINION = "评审条件、评议程序", "个人申报材料", "单位鉴定意见"
# Five working days each; 25 September 2026 is the Mid-Autumn Festival.
POSTED = {74: date(2026, 9, 11), 67: date(2026, 9, 18), 60: date(2026, 9, 28)}


def through_the_unit(world, on_day, person, case, examine) -> None:
    """Three notices with the evaluation or examination between them, by the unit's officer."""
    unit, user = case.unit, world.officer(case.unit.short_name)
    with on_day(74):
        officers.posts_rules(person(user), POSTED[74])
    with on_day(68):
        applicant = person(case.applicant)
        applicants.submits(applicant, case)
        applicants.reads(applicant, case, "单位审核中", f"现在由“{unit.name}”审核")
    with on_day(67):
        officer = person(user)
        officers.closes_rules(officer)
        officers.posts(officer, case, MATERIALS, POSTED[67])
    with on_day(60):
        officer = person(user)
        officers.closes(officer, case)
        examine(officer, case)
        officers.posts(officer, case, OPINION, POSTED[60])
        officer.sees("等公示结束：最后一天是2026年9月28日")
    with on_day(52):
        officers.closes(person(user), case)


def test_a_county_enterprise_goes_by_department_and_bureau(world, on_day, person):
    case = world.draft(unit="汾东冶机")
    through_the_unit(world, on_day, person, case, officers.evaluates)
    department, bureau = world.units["汾东工业局"], world.units["汾东县人社局"]
    with on_day(51):
        officer = person(world.officer("汾东冶机"))
        officers.forwards(officer, case, "主管部门审核", department.name)
    with on_day(45):
        officer = person(world.officer("汾东工业局"))
        officers.forwards(officer, case, "人社部门审核", bureau.name)
        applicant = person(case.applicant)
        applicants.reads(applicant, case, "人社部门审核中", bureau.name)
        applicants.sees_stops(applicant, case, case.unit.name, department.name, now=bureau.name)
    recommended_and_accepted(world, on_day, person, case, "汾东县人社局")


def test_a_non_public_enterprise_goes_by_the_bureau(world, on_day, person):
    case = world.draft(unit="龙城精密")
    through_the_unit(world, on_day, person, case, officers.evaluates)
    bureau = world.units["龙城区人社局"]
    with on_day(51):
        officer = person(world.officer("龙城精密"))
        officers.forwards(officer, case, "人社部门审核", bureau.name)
        applicant = person(case.applicant)
        applicants.reads(applicant, case, "人社部门审核中", bureau.name)
        applicants.sees_stops(applicant, case, case.unit.name, now=bureau.name)
    recommended_and_accepted(world, on_day, person, case, "龙城区人社局")


def recommended_and_accepted(world, on_day, person, case, body: str) -> None:
    """The recommending body's letter and opinion, the office's originals check and acceptance."""
    office = world.units["评委会办"]
    with on_day(40):
        officer = person(world.officer(body))
        officers.writes_letter(officer, case, "推〔2026〕7号")
        officers.forwards(officer, case, "评委会办受理审核", office.name)
        applicants.reads(person(case.applicant), case, "评委会办审核中", office.name)
    with on_day(20):
        secretary = person(world.officer("评委会办"))
        officers.checks_originals(secretary, case)
        officers.accepts(secretary, case)
        applicant = person(case.applicant)
        applicants.reads(applicant, case, "已受理", "等待评审委员会评审")
        stops = [link.organisation.name for link in case.links.order_by("position")]
        applicants.sees_stops(applicant, case, *stops)
    assert Application.objects.get(pk=case.pk).state == State.ACCEPTED


def test_a_technician_is_recognized_by_the_unit(world, on_day, person):
    case = world.draft(unit="机电检测所", level="technician")
    through_the_unit(world, on_day, person, case, officers.examines)
    with on_day(51):
        officers.recognizes(person(world.officer("机电检测所")), case)
        applicant = person(case.applicant)
        applicants.reads(applicant, case, "已认定", "单位已认定您的技术员资格。")
        body = person(world.officer("市机械局"))
        body.go("/review/applications/?tab=accepted")
        body.press(case.name)
        body.sees("已认定（技术员）")
    assert Application.objects.get(pk=case.pk).state == State.RECOGNIZED
