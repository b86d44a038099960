"""Steps about the work: assessments, continuing education, achievements, honours, texts."""

from applications.steps import choices
from applications.steps.checks import check_hours, check_sanction
from applications.steps.person import is_reviewed
from applications.steps.spec import Context, Field, Kind, Section, Step

ASSESSMENTS = Step(
    "assessments",
    "年度考核",
    requirements=("assessment",),
    sections=(
        Section(
            "assessments_any",
            "有无考核",
            (
                Field(
                    "any",
                    "有年度考核结果",
                    Kind.YES_NO,
                    hint="参加工作不满一个考核年度、还没有结果的选“否”。",
                ),
            ),
        ),
        Section(
            "assessments",
            "年度考核",
            (
                Field("year", "年度", Kind.YEAR, hint="如：2019"),
                Field("result", "结果", Kind.CHOICE, choices=choices.ASSESSMENT_RESULTS),
            ),
            rows=True,
            ask=("assessments_any", "any"),
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
                    about=(1600, 2400),
                ),
            ),
        ),
    ),
    applies=is_reviewed,
)

DEFENCE = Step(
    "defence",
    "答辩材料",
    intro="答辩材料匿名评审，题目、内容概述、正文和图片中都不得出现单位和姓名。",
    sections=(
        Section(
            "defence",
            "答辩材料",
            (
                Field(
                    "way",
                    "提交方式",
                    Kind.CHOICE,
                    choices=choices.DEFENCE_WAYS,
                    hint="在线填写：由系统排成规定的格式。上传：写好的文件逐处检查格式和身份信息。",
                ),
                Field("title", "题目", limit=40, hint="印在答辩材料的封面上。"),
                Field(
                    "summary_1",
                    "内容概述 1",
                    Kind.LONG,
                    limit=200,
                    hint="封面上的内容概述最多三条，每条用一两句话写一个要点；只有一条也可以。",
                ),
                Field("summary_2", "内容概述 2", Kind.LONG, limit=200, required=False),
                Field("summary_3", "内容概述 3", Kind.LONG, limit=200, required=False),
                Field(
                    "body",
                    "正文",
                    Kind.LONG,
                    limit=20000,
                    required=False,
                    needs=("way", ("written",)),
                    hint="每行一段；要放图片的地方单独写一行【图1】、【图2】……",
                ),
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
                    about=(1000, 0),
                ),
            ),
        ),
    ),
    applies=asks_defence,
)

EVIDENCE = Step("evidence", "证明材料", special="evidence")
CHECK = Step("check", "核对并提交", special="check")
