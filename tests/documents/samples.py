"""Typical contents of the forms, as a committee office would see them."""

from dataclasses import fields
from decimal import Decimal

from documents.forms import assessment_sheet as form
from documents.forms.roster import RosterHead, RosterRow
from documents.forms.scoring_sheet import Candidate, ScoringSheet

TITLE = "太原市工程系列中级职称综合考评表"


def typical_sheet(**changes) -> form.AssessmentSheet:
    """A sheet with the texts that most applicants have."""
    return form.AssessmentSheet(**(_typical() | changes))


def _typical() -> dict:
    project = {
        "approved_by": "太原市工业和信息化局",
        "period": "2018.03-2019.11",
        "funds": "自筹 320 万元",
    }
    return {
        "title": TITLE,
        "unit": "太原重型机械集团有限公司",
        "applied_specialty": "机械设计制造及其自动化",
        "filled_on": "2020年11月20日",
        "basic": form.Basic(
            "张晋平",
            "男",
            "1988.05",
            "140105198805121234",
            "2011.07",
            "助理工程师",
            "2014.12",
            "2015.01",
            "国有企业",
            "太原市工业和信息化局",
            "机械设计制造",
            "9年",
        ),
        "first_education": form.Education(
            "大学本科", "太原科技大学", "全日制", "机械设计制造及其自动化", "2011.07"
        ),
        "highest_education": form.Education(
            "大学本科（学位：工程硕士）", "太原理工大学", "在职攻读学位", "机械工程", "2017.06"
        ),
        "work": form.Block(
            (
                form.WorkPeriod("2011.07-2014.12", "太原重型机械集团有限公司", "起重机设计"),
                form.WorkPeriod("2015.01-至今", "太原重型机械集团有限公司技术中心", "机械设计"),
            )
        ),
        "assessments": form.Assessments("5", "1", "4"),
        "awards": form.Block((form.Award("先进工作者", "太原重型机械集团有限公司", "2018.01"),)),
        "papers": form.Block(
            (
                form.Paper(
                    "基于有限元的大型铸造起重机主梁疲劳寿命分析与结构优化",
                    "4500",
                    "机械工程与自动化",
                    "ISSN 1672-6413",
                    "山西省机械工程学会",
                    "2018.06",
                    "独立完成",
                ),
            ),
            more=2,
        ),
        "project_plans": form.Block(
            (
                form.ProjectPlan(name="320t 铸造起重机轻量化设计", role="主要技术骨干", **project),
                form.ProjectPlan(name="矿用挖掘机提升机构改造", role="主要负责人", **project),
            ),
            more=1,
        ),
        "results": form.Block(
            (
                form.Result(
                    "起重机主梁",
                    "一种铸造起重机主梁连接结构（实用新型专利）",
                    "2019.08",
                    "国家知识产权局",
                    "第一发明人",
                ),
            )
        ),
        "promotions": form.Block(
            (
                form.Promotion(
                    "变频调速节能技术在起重机上的推广应用",
                    "太原市工业和信息化局",
                    "2017.05-2018.10",
                    "年节约电费 350 万元",
                    "主要技术骨干",
                ),
            )
        ),
        "main_achievements": MAIN,
        "opinions": form.Opinions(
            "评审条件、评议程序公示：2020.10.29-2020.11.05，无异议。\n个人申报材料公示：2020.11.06-"
            "2020.11.13，无异议。\n单位鉴定意见公示：2020.11.14-2020.11.21，无异议。"
        ),
    }


MAIN = (
    "1. 2015年以来独立承担铸造起重机、桥式起重机主梁及小车架设计 12 项，完成图纸 600 余张，"
    "参与编制企业设计规范 3 项。\n2. 作为主要技术骨干完成 320t 铸造起重机轻量化设计项目，主梁自重"
    "降低 8.5%，项目于 2019 年 11 月通过太原市工业和信息化局验收，新增产值 2600 万元。\n"
    "3. 作为主要负责人完成 WK-35 型矿用挖掘机提升机构技术改造，解决了减速器高温漏油的难题，故障率"
    "由年均 7 次降至 1 次。\n4. 在《机械工程与自动化》发表论文 1 篇，取得实用新型专利 1 项。"
)

ROSTER_HEAD = RosterHead(
    "太原市工程系列中级职称评审人员审核花名表",
    "太原市工业和信息化局",
    "李晓燕",
    "0351-4221234",
    "2020年11月20日",
)


def roster_row(number: int = 1, **changes) -> RosterRow:
    """A row with the texts that most applicants have."""
    values = {
        "name": "欧阳晋平",
        "gender": "男",
        "born": "1988.05",
        "id_number": "14010519880512123X",
        "unit": "太原重型机械集团有限公司",
        "unit_kind": "国有企业",
        "department": "太原市工业和信息化局",
        "work_started": "2011.07",
        "first_level": "大学专科",
        "first_school": "太原科技大学",
        "first_major": "机械设计与制造",
        "first_study_mode": "全日制",
        "first_graduated": "2011.07",
        "highest_level": "大学本科",
        "highest_school": "太原理工大学",
        "highest_major": "机械设计制造及其自动化",
        "highest_study_mode": "函授",
        "highest_graduated": "2015.01",
        "current_title": "助理工程师",
        "obtained": "2014.12",
        "appointed": "2015.01",
        "years_in_title": "5",
        "current_specialty": "机械设计",
        "years_in_specialty": "9",
        "applied_title": "工程师",
        "applied_specialty": "机电工程",
        "education_route": "本科满5年",
        "achievement_items": "第1、5项",
        "notice_result": "无异议",
        "unit_opinion": "同意推荐",
        "recommending_opinion": "同意推荐",
        "telephone": "13803511234",
    }
    return RosterRow(number, **(values | changes))


CRITERIA = (
    ("专业基础理论与标准规程", 30),
    ("分析解决较复杂工程问题", 30),
    ("新技术、新工艺、新设备、新材料的了解", 20),
    ("表述与应答", 20),
)


def scoring_sheet(candidates: int = 12, **changes) -> ScoringSheet:
    """A panel's sheet: some rows scored, some not, the last without a number yet."""
    scores = [Decimal("25.5"), Decimal("26"), Decimal("17.5"), Decimal("18")]
    rows = [
        Candidate(
            n, f"JD-{n:03}", f"考生{n}", scores if n % 3 else None, "回答准确" if n % 3 else ""
        )
        for n in range(1, candidates)
    ]
    values = {
        "title": "太原市工程系列中级职称评审打分表",
        "level_label": "工程师",
        "specialty": "机电",
        "stage_label": "专业答辩",
        "panel": "机电评议组",
        "criteria": CRITERIA,
        "candidates": [*rows, Candidate(candidates, None, "考生末")],
    }
    return ScoringSheet(**(values | changes))


def sheet_at_limits(fill: str, times: int = 1) -> form.AssessmentSheet:
    """A sheet with every field ``times`` as long as its limit, made of ``fill`` repeated."""

    def text(key: str) -> str:
        length = form.LIMITS[key] * times
        return (fill * (length // len(fill) + 1))[:length]

    def filled(kind: type, block: str):
        return kind(**{item.name: text(f"{block}.{item.name}") for item in fields(kind)})

    def block(kind: type, name: str, rows: int) -> form.Block:
        return form.Block((filled(kind, name),) * rows, more=99)

    return form.AssessmentSheet(
        **{key: text(key) for key in form.LIMITS if "." not in key},
        basic=filled(form.Basic, "basic"),
        first_education=filled(form.Education, "education"),
        highest_education=filled(form.Education, "education"),
        work=block(form.WorkPeriod, "work", 4),
        assessments=filled(form.Assessments, "assessments"),
        awards=block(form.Award, "awards", 1),
        papers=block(form.Paper, "papers", 2),
        reports=block(form.Report, "reports", 2),
        project_plans=block(form.ProjectPlan, "project_plans", 2),
        results=block(form.Result, "results", 2),
        standards=block(form.Standard, "standards", 2),
        promotions=block(form.Promotion, "promotions", 2),
        opinions=filled(form.Opinions, "opinions"),
    )
