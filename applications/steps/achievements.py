"""The step of the achievements: each kind with what it needs to count."""

from applications.steps import choices
from applications.steps.checks import check_paper, check_period
from applications.steps.spec import Field, Kind, Section, Step


def _achievement(key: str, label: str, hint: str, *fields: Field, check=check_period) -> Section:
    """A list of achievements: what every kind has, and its own fields."""
    return Section(
        key,
        label,
        (
            Field("name", _NAMES.get(key, "名称"), limit=40),
            Field("from", "开始时间", Kind.MONTH, required=key != "paper"),
            Field("to", "完成时间", Kind.MONTH, required=False, hint="尚未完成的请留空。"),
            *fields,
            Field("contribution", "工作内容、本人作用", Kind.LONG, limit=300),
            Field("effect", "完成情况及效果", Kind.LONG, limit=300, required=key != "paper"),
            Field(
                "on_sheet",
                "在综合考评表上显示",
                Kind.YES_NO,
                required=False,
                hint="每类最多显示两项，其余计入“另有几项”。不选时按填写顺序显示。",
            ),
        ),
        rows=True,
        most=30,
        hint=hint,
        row_title="name",
        check=check,
    )


_NAMES = {"paper": "论文标题", "award": "项目名称", "patent": "专利名称"}
_ROLE = Field("role", "本人角色", Kind.CHOICE, choices=choices.ROLES)
_APPROVED_BY = Field("approved_by", "批准单位", limit=24)
_TIER = Field("tier", "项目级别", Kind.CHOICE, choices=choices.TIERS)
_ACCEPTED_BY = Field("accepted_by", "验收单位级别", Kind.CHOICE, choices=choices.ACCEPTED_BY)
_BENEFIT = Field("benefit", "经济效益情况", limit=16, required=False, hint="如：年节约80万元")
_PAPERS = (
    Field("has_contract", "有技术合同书", Kind.YES_NO, required=False),
    Field("has_financial_statement", "有财务报表", Kind.YES_NO, required=False),
)
_FUNDS = Field("funds", "经费情况", limit=16, required=False, hint="如：120万元")

ACHIEVEMENTS = Step(
    "achievements",
    "业绩",
    intro="各类业绩都可以填写，会印在评审表和综合考评表上；工程师须符合六项条件之一。",
    requirements=("achievement",),
    sections=(
        _achievement(
            "paper",
            "论文",
            "算作条件须：任现职期间发表、独立或排名第一、2000字以上、省级以上专业期刊、与从事专业一致、能在数据库检索到。",
            Field("published", "出版日期", Kind.MONTH),
            Field("characters", "论文字数", Kind.INTEGER),
            Field("journal", "刊物名称", limit=24),
            Field("journal_number", "刊号（ISSN/CN）", limit=24),
            Field("sponsor", "主办单位", limit=24),
            Field("journal_level", "刊物级别", Kind.CHOICE, choices=choices.JOURNAL_LEVELS),
            Field("author_rank", "本人排名", Kind.INTEGER, hint="独著填1。"),
            Field("authorship", "独著或合著", Kind.CHOICE, choices=choices.AUTHORSHIP),
            Field("database", "检索平台", Kind.CHOICE, choices=choices.DATABASES),
            Field("in_specialty", "内容与现从事专业一致", Kind.YES_NO),
            check=check_paper,
        ),
        _achievement(
            "key_project",
            "重点工程技术项目",
            "算作条件须：主要负责人或主要技术骨干，市级以上或大型企业重点项目，经市级及以上主管部门验收通过，一项以上。",
            _ROLE,
            _TIER,
            _APPROVED_BY,
            _ACCEPTED_BY,
            _FUNDS,
            _BENEFIT,
            *_PAPERS,
        ),
        _achievement(
            "technology_application",
            "技术推广应用、技术改造、新产品开发",
            "算作条件须：主要负责人或主要技术骨干，通过市级及以上主管部门评定验收，两项以上。",
            _ROLE,
            _TIER,
            _APPROVED_BY,
            _ACCEPTED_BY,
            _FUNDS,
            _BENEFIT,
            *_PAPERS,
        ),
        _achievement(
            "award",
            "获奖",
            "算作条件须：主要负责人或主要技术骨干，市级及以上创新创业赛事奖或大型企业科技奖，奖项等级和排名在定额内。",
            _ROLE,
            Field("award_name", "奖项名称及等级", limit=24),
            Field("award_tier", "奖项级别", Kind.CHOICE, choices=choices.AWARD_TIERS),
            Field("awarded_by", "颁奖单位", limit=24),
            Field("awarded", "颁奖时间", Kind.MONTH),
            Field("within_quota", "奖项等级和排名在定额内", Kind.YES_NO),
        ),
        _achievement(
            "patent",
            "专利",
            "算作条件须：主要发明人，已授权的发明或实用新型专利一项以上。",
            Field("patent_kind", "专利类别", Kind.CHOICE, choices=choices.PATENT_KINDS),
            Field("patent_number", "专利号", limit=24),
            Field("granted", "已授权", Kind.YES_NO),
            Field(
                "granted_on",
                "授权日期",
                Kind.MONTH,
                required=False,
                needs=("granted", ("yes",)),
            ),
            Field("granted_by", "授权单位", limit=24, required=False),
            Field("inventor_role", "发明人位次", Kind.CHOICE, choices=choices.INVENTOR_ROLES),
        ),
        _achievement(
            "substitute",
            "其他替代材料",
            "算作条件须：主要负责人或技术骨干，两项以上；技术推广总结须取得经济效益300万元以上，并有技术合同书和财务报表。",
            Field("material", "材料类别", Kind.CHOICE, choices=choices.SUBSTITUTE_MATERIALS),
            _ROLE,
            _APPROVED_BY,
            _FUNDS,
            Field(
                "benefit_yuan",
                "经济效益（元）",
                Kind.DECIMAL,
                required=False,
                needs=("material", ("promotion_summary",)),
            ),
            Field(
                "has_contract",
                "有技术合同书",
                Kind.YES_NO,
                required=False,
                needs=("material", ("promotion_summary",)),
            ),
            Field(
                "has_financial_statement",
                "有财务报表",
                Kind.YES_NO,
                required=False,
                needs=("material", ("promotion_summary",)),
            ),
        ),
        Section(
            "performance",
            "主要工作业绩",
            (
                Field(
                    "main_achievements",
                    "任现职期间主要工作业绩",
                    Kind.LONG,
                    limit=800,
                    hint="印在综合考评表右侧的大格里。",
                ),
                Field(
                    "outstanding_performance",
                    "业绩突出",
                    Kind.YES_NO,
                    required=False,
                    hint="仅在按“基层农村、艰苦边远地区满20年”申报时需要；由单位确认。",
                ),
            ),
        ),
    ),
)
