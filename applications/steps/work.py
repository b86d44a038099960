"""Steps about the work: assessments, continuing education, achievements, honours, texts."""

from applications.steps import choices
from applications.steps.checks import check_hours, check_paper, check_period, check_sanction
from applications.steps.person import is_reviewed
from applications.steps.spec import Context, Field, Kind, Section, Step

ASSESSMENTS = Step(
    "assessments",
    "年度考核",
    requirements=("assessment",),
    sections=(
        Section(
            "assessments",
            "年度考核",
            (
                Field("year", "年度", Kind.YEAR, hint="如：2019"),
                Field("result", "结果", Kind.CHOICE, choices=choices.ASSESSMENT_RESULTS),
            ),
            rows=True,
            least=1,
            most=40,
            row_title="year",
        ),
        Section(
            "term_assessment",
            "任职期满考核",
            (
                Field(
                    "result",
                    "任职期满考核结果",
                    Kind.CHOICE,
                    required=False,
                    choices=choices.ASSESSMENT_RESULTS,
                    hint="尚未进行的请留空。",
                ),
            ),
        ),
    ),
    applies=is_reviewed,
)

CONTINUING_EDUCATION = Step(
    "continuing_education",
    "继续教育",
    requirements=("continuing_education",),
    sections=(
        Section(
            "continuing_education",
            "继续教育",
            (
                Field("year", "年度", Kind.YEAR, hint="同一年可以分几条填写，学时相加。"),
                Field("hours", "总学时", Kind.DECIMAL),
                Field("public_hours", "其中公需学时", Kind.DECIMAL),
                Field("certificate", "证书或登记表", limit=40, required=False),
            ),
            rows=True,
            least=1,
            most=30,
            row_title="year",
            check=check_hours,
        ),
    ),
    applies=is_reviewed,
)


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
            Field("tier", "项目级别", Kind.CHOICE, choices=choices.TIERS),
            _APPROVED_BY,
            Field("accepted_by", "验收单位级别", Kind.CHOICE, choices=choices.ACCEPTED_BY),
            _FUNDS,
        ),
        _achievement(
            "technology_application",
            "技术推广应用、技术改造、新产品开发",
            "算作条件须：主要负责人或主要技术骨干，通过市级及以上主管部门评定验收，两项以上。",
            _ROLE,
            _APPROVED_BY,
            Field("accepted_by", "验收单位级别", Kind.CHOICE, choices=choices.ACCEPTED_BY),
            Field("benefit", "经济效益情况", limit=16, required=False, hint="如：年节约80万元"),
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

HONOURS = Step(
    "honours",
    "奖惩",
    requirements=("no_sanction", "integrity"),
    sections=(
        Section(
            "honours_any",
            "有无奖惩",
            (
                Field("honours", "受过立功、奖励", Kind.YES_NO),
                Field("sanctions", "受过处分", Kind.YES_NO),
            ),
        ),
        Section(
            "honours",
            "立功受奖",
            (
                Field("name", "奖励名称", limit=30),
                Field("authority", "颁奖单位", limit=24),
                Field("awarded", "奖励时间", Kind.MONTH),
            ),
            rows=True,
            ask=("honours_any", "honours"),
            most=20,
            row_title="name",
        ),
        Section(
            "sanctions",
            "处分",
            (
                Field("kind", "处分类别", Kind.CHOICE, choices=choices.SANCTION_KINDS),
                Field("from", "处分起始日", Kind.DATE, hint="如：2019-03-01"),
                Field(
                    "until",
                    "处分解除日",
                    Kind.DATE,
                    required=False,
                    hint="警告6个月；记过12个月；降低岗位等级24个月。仍未解除的请留空。",
                ),
            ),
            rows=True,
            ask=("honours_any", "sanctions"),
            most=10,
            row_title="kind",
            check=check_sanction,
        ),
    ),
)


def asks_defence(context: Context) -> bool:
    """Whether the level's policy has a defence, and so asks for a paper."""
    return any(stage.stage == "defence" for stage in context.policy.stages_for(context.level))


SUMMARY = Step(
    "summary",
    "工作总结",
    intro="结合独立完成工作的实际能力、处理过的技术难题和指导工作的实例来写。",
    sections=(
        Section(
            "summary",
            "工作总结",
            (
                Field(
                    "text",
                    "工作总结",
                    Kind.LONG,
                    limit=6000,
                    hint="2000字左右。",
                    counts_words=True,
                ),
            ),
        ),
    ),
    applies=is_reviewed,
)

DEFENCE = Step(
    "defence",
    "答辩材料",
    intro="答辩材料匿名评审，题目和内容概述中不得出现单位和姓名。",
    sections=(
        Section(
            "defence",
            "答辩材料",
            (
                Field("title", "题目", limit=40),
                Field("summary_1", "内容概述 1", Kind.LONG, limit=200),
                Field("summary_2", "内容概述 2", Kind.LONG, limit=200, required=False),
                Field("summary_3", "内容概述 3", Kind.LONG, limit=200, required=False),
                Field("body", "正文", Kind.LONG, limit=20000),
            ),
        ),
    ),
    applies=asks_defence,
)

EXPLANATION = Step(
    "explanation",
    "文字说明",
    intro="以第2至6项业绩条件申报的，须附一篇1000字以上的文字说明；有符合条件的论文则不要求。",
    requirements=("explanation",),
    sections=(
        Section(
            "explanation",
            "文字说明",
            (
                Field(
                    "text",
                    "文字说明",
                    Kind.LONG,
                    limit=6000,
                    required=False,
                    counts_words=True,
                ),
            ),
        ),
    ),
    applies=asks_defence,
)

EVIDENCE = Step("evidence", "证明材料", special="evidence")
CHECK = Step("check", "核对并提交", special="check")
