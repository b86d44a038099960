"""The roster's row and the assessment sheet, cell by cell, from a frozen case."""

from dataclasses import asdict, astuple

import pytest

from documents.forms.assessment_data import (
    Block,
    Education,
    Opinions,
    WorkPeriod,
)
from policy.loader import load_policy
from review.exports.assessment_sheets import assessment_sheet, work_block
from review.exports.opinions import department_opinion, notice_result, unit_opinion
from review.exports.person import highest_schooling
from review.exports.roster import roster_row
from review.exports.routes import Conditions, satisfied_items, satisfied_routes, short_label
from review.exports.texts import month, period
from review.exports.titles import form_title
from tests.review.exports.samples import (
    BODY,
    EDUCATION,
    ID_NUMBER,
    POLICY,
    content,
    frozen,
    notice,
    said,
)


@pytest.fixture(scope="module")
def policy():
    return load_policy(POLICY)


def test_every_cell_of_a_roster_row(policy):
    assert astuple(roster_row(frozen(), policy, Conditions(policy))) == (
        0,
        "张晋平",
        "男",
        "1988.05",
        ID_NUMBER,
        "太原重型机械集团有限公司",
        "国有企业",
        "太原市工业和信息化局",
        "2011.07",
        "大学专科",
        "太原科技大学",
        "机械制造",
        "全日制",
        "2011.07",
        "大学本科（学位：硕士学位）",
        "太原理工大学",
        "机械工程",
        "函授",
        "2014.07",
        "助理工程师",
        "2014.12",
        "2015.01",
        "5年",
        "机械设计",
        "9年",
        "工程师",
        "机械制造",
        "本科满5年；本科聘任助理工程师满4年",
        "第1、5项",
        "无异议",
        "同意推荐",
        "同意上报",
        "13900001111",
        "破格",
    )


def test_a_case_with_hardly_anything_typed_leaves_cells_empty(policy):
    bare = content(
        sections={
            "person": [],
            "application": [{}],
            "education": [],
            "work": [],
            "titles": [],
            "performance": [],
        },
        facts={},
        verdict={"routes": [], "achievement_items": []},
    )
    case = frozen(bare, notices={}, opinions=[], evaluation=None)
    row = asdict(roster_row(case, policy, Conditions(policy)))
    filled = {name for name, value in row.items() if value}
    assert filled == {
        "name",
        "gender",
        "born",
        "id_number",
        "unit",
        "unit_kind",
        "department",
        "applied_title",
    }


def test_the_head_and_boxes_of_a_sheet(policy):
    sheet = assessment_sheet(frozen(), policy)
    assert sheet.title == "太原市工程系列初（中）级职称综合考评表"
    assert sheet.filled_on == "2020年11月20日"
    assert astuple(sheet.basic) == (
        "张晋平",
        "男",
        "1988.05",
        ID_NUMBER,
        "2011.07",
        "助理工程师",
        "2014.12",
        "2015.01",
        "国有企业",
        "太原市工业和信息化局",
        "机械设计",
        "9年",
    )
    assert sheet.first_education == Education(
        "大学专科", "太原科技大学", "全日制", "机械制造", "2011.07"
    )
    assert astuple(sheet.assessments) == ("4", "1", "2")
    assert sheet.main_achievements == "独立承担主梁设计 12 项。"
    assert sheet.opinions == Opinions(
        notices="评审条件、评议程序公示：2020.11.02-2020.11.06，无异议。\n"
        "个人申报材料公示：2020.11.02-2020.11.06，无异议。\n"
        "单位鉴定意见公示：2020.11.02-2020.11.06，无异议。",
        panel="业务能力强，同意推荐。\n（2020.11.09民主评议，参加9人，同意8人）",
        unit="同意推荐",
        department="同意上报",
    )


def test_the_latest_four_periods_of_work_are_shown_in_order():
    rows = [{"from": f"20{year}.01", "to": f"20{year}.12"} for year in (15, 11, 14, 12, 13)]
    block = work_block([*rows, {"from": "2016.01", "to": ""}])
    assert block == Block(
        (
            WorkPeriod("2013.01-2013.12"),
            WorkPeriod("2014.01-2014.12"),
            WorkPeriod("2015.01-2015.12"),
            WorkPeriod("2016.01-至今"),
        ),
        more=2,
    )


@pytest.mark.parametrize(
    ("rows", "level"),
    [
        ([], ""),
        (EDUCATION[:1], "大学专科"),
        (EDUCATION[:2], "大学本科"),
        (EDUCATION, "大学本科（学位：硕士学位）"),
        (EDUCATION[2:], "硕士学位"),
        ([EDUCATION[1], {"level": "bachelor", "certificates": ["degree"]}], "大学本科"),
        ([{"level": "master", "certificates": ["completion"]}], ""),
    ],
)
def test_the_highest_education_is_the_highest_with_a_graduation_certificate(rows, level):
    assert highest_schooling(rows).level == level


@pytest.mark.parametrize(
    ("outcomes", "result"),
    [
        (("no_objection", "no_objection", "no_objection"), "无异议"),
        (("no_objection", "unfounded", "no_objection"), "异议不成立"),
        (("no_objection", "unfounded", "founded"), "异议成立"),
        (("no_objection", "no_objection", "open"), ""),
        (("no_objection", "no_objection"), ""),
    ],
)
def test_the_result_of_the_three_notices(outcomes, result):
    kinds = ("rules", "materials", "opinion")
    notices = {kind: notice(kind, outcome) for kind, outcome in zip(kinds, outcomes, strict=False)}
    assert notice_result(frozen(notices=notices)) == result


def test_an_opinion_on_an_earlier_submission_does_not_print():
    again = content(application={"number": 2})
    case = frozen(again, opinions=[said(text="旧"), said(BODY, "旧")])
    assert (unit_opinion(case), department_opinion(case)) == ("", "")


def test_two_bodies_above_the_unit_are_named():
    case = frozen(opinions=[said(), said(20, "同意。"), said(BODY, "同意推荐")])
    assert department_opinion(case) == "单位20：同意。\nb：同意推荐"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("2016.9", "2016.09"),
        ("2016-09-20", "2016.09"),
        ("２０１６年９月", "2016.09"),
        ("大约2016年", "大约2016年"),
        ("  ", ""),
        (None, ""),
    ],
)
def test_a_month_prints_as_on_the_form(typed, printed):
    assert month(typed) == printed


def test_a_period_without_an_end_runs_on():
    assert period({"from": "2015-01"}) == "2015.01-至今"


def test_short_labels_of_every_route_are_distinct_within_a_level(policy):
    for level in policy.levels:
        labels = [short_label(route.label) for route in policy.routes if route.level == level.key]
        assert len(set(labels)) == len(labels)


def test_only_routes_of_the_highest_education_are_named(policy):
    met = {"level": "engineer", "routes": ["master_2y", "bachelor_5y", "associate_7y"]}
    assert satisfied_routes(policy, met) == "硕士学位满2年"
    assert satisfied_routes(policy, {"level": "engineer", "routes": []}) == ""


def test_items_are_numbered_in_the_order_of_the_policy(policy):
    met = {"level": "engineer", "achievement_items": ["substitute", "paper"]}
    assert satisfied_items(policy, met) == "第1、6项"
    assert satisfied_items(policy, {"level": "engineer", "achievement_items": []}) == ""


@pytest.mark.parametrize(
    ("title", "grades", "line"),
    [
        (
            "2020 年度太原市工程系列初、中级职称评审工作安排意见",
            "ji",
            "太原市工程系列初（中）级职称打分表",
        ),
        ("2024年山西省工程系列高级职称评审通知", "s", "山西省工程系列高级职称打分表"),
        ("职称评审通知", "jis", "初（中、高）级职称打分表"),
    ],
)
def test_the_title_names_city_series_and_grades_of_the_policy(policy, title, grades, line):
    words = {"j": "junior", "i": "intermediate", "s": "senior"}
    levels = [policy.levels[0].model_copy(update={"grade": words[grade]}) for grade in grades]
    other = policy.model_copy(update={"title": title, "levels": levels})
    assert form_title(other, "打分表") == line
