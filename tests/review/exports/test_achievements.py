"""Which achievement prints in which block of the assessment sheet."""

from documents.forms.assessment_data import (
    Award,
    Block,
    Paper,
    ProjectPlan,
    Promotion,
    Report,
    Result,
    Standard,
)
from review.exports.achievements import achievement_blocks, honours_block
from tests.review.exports.samples import content, frozen


def test_each_kind_of_achievement_prints_in_its_block():
    project = {"from": "2018.03", "to": "2019.11", "approved_by": "市工信局", "role": "lead"}
    plan = {**project, "name": "方案", "funds": "120万元", "material": "project_plan"}
    sections = {
        "paper": [
            {
                "name": "疲劳分析",
                "characters": "4500",
                "journal": "机械工程",
                "journal_number": "ISSN 1672-6413",
                "sponsor": "省学会",
                "published": "2018.06",
                "author_rank": "1",
                "authorship": "joint",
            }
        ],
        "key_project": [{**project, "name": "轻量化", "funds": "300万元"}],
        "technology_application": [{**project, "name": "推广", "benefit": "年节约80万元"}],
        "award": [
            {
                "name": "节能",
                "award_name": "创新大赛一等奖",
                "awarded": "2019.05",
                "awarded_by": "市科技局",
                "role": "key_member",
            }
        ],
        "patent": [
            {
                "name": "连接结构",
                "patent_kind": "utility_model",
                "patent_number": "ZL201920001",
                "granted": "yes",
                "granted_on": "2019.08",
                "granted_by": "国家知识产权局",
                "inventor_role": "main",
            }
        ],
        "substitute": [
            plan,
            {**project, "name": "行标", "material": "industry_standard"},
            {**project, "name": "研制", "material": "development_report", "funds": "9万元"},
            {**project, "name": "总结", "material": "promotion_summary", "benefit_yuan": "3500000"},
        ],
    }
    common = {"approved_by": "市工信局", "period": "2018.03-2019.11", "role": "主要负责人"}
    assert achievement_blocks(frozen(content(sections=sections))) == {
        "papers": Block(
            (
                Paper(
                    "疲劳分析",
                    "4500",
                    "机械工程",
                    "ISSN 1672-6413",
                    "省学会",
                    "2018.06",
                    "合著，第1",
                ),
            )
        ),
        "reports": Block((Report(name="研制", funds="9万元", **common),)),
        "project_plans": Block(
            (
                ProjectPlan(name="轻量化", funds="300万元", **common),
                ProjectPlan(name="方案", funds="120万元", **common),
            )
        ),
        "results": Block(
            (
                Result(
                    "连接结构",
                    "实用新型专利 ZL201920001",
                    "2019.08",
                    "国家知识产权局",
                    "主要发明人",
                ),
                Result("节能", "创新大赛一等奖", "2019.05", "市科技局", "主要技术骨干"),
            )
        ),
        "standards": Block((Standard(name="行标", **common),)),
        "promotions": Block(
            (
                Promotion(name="推广", benefit="年节约80万元", **common),
                Promotion(name="总结", benefit="350万元", **common),
            )
        ),
    }


def test_what_the_applicant_chose_is_shown_and_the_rest_counted():
    rows = [
        {"name": "甲", "on_sheet": "no"},
        {"name": "乙", "on_sheet": ""},
        {"name": "丙"},
        {"name": "丁", "on_sheet": "yes"},
    ]
    block = achievement_blocks(frozen(content(sections={"paper": rows})))["papers"]
    assert [paper.title for paper in block.rows] == ["丁", "乙"]
    assert block.more == 2


def test_the_latest_honour_is_shown_and_the_rest_counted():
    rows = [
        {"name": "旧", "authority": "厂", "awarded": "2015.01"},
        {"name": "新", "authority": "市", "awarded": "2019.1"},
    ]
    block = honours_block(frozen(content(sections={"honours": rows})))
    assert block == Block((Award("新", "市", "2019.01"),), more=1)
