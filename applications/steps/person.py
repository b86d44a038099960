"""Steps about the person: commitment, person, application, education, training, work, titles."""

from applications.steps import choices
from applications.steps.checks import (
    check_application,
    check_person,
)
from applications.steps.spec import Choices, Context, Field, Kind, Section, Step

YES = ("yes",)
# Asked for so that an applicant of these is told at once; no policy lists them.
_NOT_LISTED = (("urban_construction", "城建"), ("non_engineering", "非工程类专业"))


def levels_offered(context: Context) -> Choices:
    """The levels of the round's policy."""
    return tuple((level.key, level.label) for level in context.policy.levels)


def specialties_offered(context: Context) -> Choices:
    """The policy's specialties, and those that it shuts out."""
    listed = tuple((each.key, each.label) for each in context.policy.specialties)
    known = {key for key, _ in listed}
    return listed + tuple(pair for pair in _NOT_LISTED if pair[0] not in known)


def is_institution(context: Context) -> bool:
    return context.unit_kind == "institution"


def is_reviewed(context: Context) -> bool:
    """Whether the level goes before a committee; without a scoring stage the unit recognises it."""
    return bool(context.policy.stages_for(context.level))


NOTICE = Step(
    "notice",
    "承诺与须知",
    intro="开始填写前，请先了解填报要求。填写的内容会自动保存，可以随时离开，回来接着填。",
    sections=(
        Section(
            "notice",
            "阅读确认",
            (
                Field(
                    "acknowledged",
                    "我已阅读填报须知，知道提供虚假材料会被取消资格并记入诚信档案",
                    Kind.YES_NO,
                ),
                Field(
                    "sensitive_consent",
                    "我同意为职称评审处理我的身份证号、学历证件等敏感个人信息",
                    Kind.YES_NO,
                    hint="仅用于本次职称申报、审核和发证，由审核单位和评委会办事机构查看；不同意则无法申报。",
                ),
            ),
            check=lambda values, context: {
                name: "须选择“是”才能继续申报。"
                for name in ("acknowledged", "sensitive_consent")
                if values.get(name) == "no"
            },
        ),
    ),
)

PERSON = Step(
    "person",
    "基本信息",
    requirements=("not_retired",),
    sections=(
        Section(
            "person",
            "个人信息",
            (
                Field("name", "姓名", limit=40, hint="与身份证一致；少数民族姓名中的圆点请用“·”。"),
                Field("former_name", "曾用名", required=False, limit=40),
                Field(
                    "id_number",
                    "身份证号",
                    Kind.ID_NUMBER,
                    limit=18,
                    hint="18位，末位X大写。性别和出生日期由此得出。保存后只显示首尾四位。",
                ),
                Field("ethnicity", "民族", limit=20, hint="如：汉族"),
                Field("birth_place", "出生地", limit=40, hint="如：山西太原"),
                Field(
                    "health",
                    "健康状况",
                    Kind.CHOICE,
                    required=False,
                    choices=choices.HEALTH,
                    hint="可不填。仅用于评审表“身体状况”一栏。",
                ),
                Field("phone", "联系电话", Kind.PHONE, limit=20),
                Field("email", "电子邮箱", Kind.EMAIL, required=False, limit=80),
                Field(
                    "worker_category",
                    "岗位类别",
                    Kind.CHOICE,
                    choices=choices.WORKER_CATEGORIES,
                    hint="关系到女职工的法定退休年龄。",
                ),
            ),
            check=check_person,
        ),
    ),
)

APPLICATION = Step(
    "application",
    "申报信息",
    requirements=(
        "specialty",
        "in_service",
        "not_civil_servant",
        "not_retired",
        "institution_post",
        "new_materials",
    ),
    sections=(
        Section(
            "application",
            "申报信息",
            (
                Field("level", "申报级别", Kind.CHOICE, offers=levels_offered),
                Field("specialty", "申报专业类别", Kind.CHOICE, offers=specialties_offered),
                Field("applied_specialty", "申报专业", limit=30, hint="如：机械制造"),
                Field(
                    "current_specialty", "从事专业", limit=30, hint="现在实际从事的专业技术工作。"
                ),
                Field("unit", "工作单位", Kind.UNIT, hint="名称须与单位公章一致。"),
                Field("department_in_unit", "所在部门", limit=40),
                Field("personnel_agency", "人事代理机构", required=False, limit=60),
                Field(
                    "work_started",
                    "参加工作时间",
                    Kind.MONTH,
                    hint="以档案记载为准，如：2008.07",
                ),
                Field("in_service", "现在该单位在职（在聘）", Kind.YES_NO),
                Field("appointed_to_post", "在岗聘用", Kind.YES_NO, applies=is_institution),
                Field(
                    "post_salary_paid",
                    "已兑现相应专业技术岗位工资",
                    Kind.YES_NO,
                    applies=is_institution,
                ),
                Field(
                    "moved_from_government",
                    "从机关流动到事业单位",
                    Kind.YES_NO,
                    applies=is_institution,
                ),
                Field("civil_servant", "是公务员或参照公务员法管理的人员", Kind.YES_NO),
                Field("retired", "已办理退休手续", Kind.YES_NO),
                Field(
                    "concurrent_public_official",
                    "是兼职公职人员",
                    Kind.YES_NO,
                    hint="在本单位工作的同时还担任公职。",
                ),
                Field("administrative_post", "现（兼）任行政职务", required=False, limit=40),
                Field("administrative_post_since", "行政职务任职时间", Kind.MONTH, required=False),
                Field("societies", "参加学术团体及社会兼职", Kind.LONG, required=False, limit=200),
                Field("foreign_language", "懂何种外语", required=False, limit=40),
                Field("failed_last_defence", "参加过上年度评审答辩但未通过", Kind.YES_NO),
                Field(
                    "new_materials",
                    "有新的业绩材料",
                    Kind.YES_NO,
                    required=False,
                    needs=("failed_last_defence", YES),
                ),
                Field(
                    "new_materials_note",
                    "新业绩说明",
                    Kind.LONG,
                    required=False,
                    limit=500,
                    needs=("new_materials", YES),
                    hint="上年度未通过者须提交新的、能体现专业工作业绩和水平的材料。",
                ),
            ),
            check=check_application,
        ),
    ),
)
