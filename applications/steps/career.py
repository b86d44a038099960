"""Steps about the career: education, training, work, titles."""

from applications.steps import choices
from applications.steps.checks import check_education, check_period, check_title
from applications.steps.spec import Field, Kind, Section, Step

EDUCATION = Step(
    "education",
    "学历学位",
    intro="请逐条填写取得的学历、学位，其中一条须标为第一学历。",
    requirements=("education", "route"),
    sections=(
        Section(
            "education",
            "学历学位",
            (
                Field("level", "学历层次", Kind.CHOICE, choices=choices.EDUCATION_LEVELS),
                Field("is_first", "这是第一学历", Kind.YES_NO),
                Field(
                    "certificates",
                    "持有的证书",
                    Kind.MANY,
                    choices=choices.CERTIFICATES,
                    hint="专业证书和结业证书不能作为学历依据。",
                ),
                Field(
                    "graduation_number",
                    "毕业证书编号",
                    limit=40,
                    required=False,
                    needs=("certificates", ("graduation",)),
                ),
                Field(
                    "degree_number",
                    "学位证书编号",
                    limit=40,
                    required=False,
                    needs=("certificates", ("degree",)),
                ),
                Field("school", "毕业院校", limit=30),
                Field("major", "所学专业", limit=24),
                Field(
                    "relation",
                    "与从事专业的关系",
                    Kind.CHOICE,
                    choices=choices.FIELD_RELATIONS,
                    hint="相近专业是指理科、工科专业或相关交叉学科专业。",
                ),
                Field("study_mode", "学习形式", Kind.CHOICE, choices=choices.STUDY_MODES),
                Field("duration", "学制", limit=10, hint="如：四年"),
                Field("entered", "入学时间", Kind.MONTH, hint="如：2004.09"),
                Field("graduated", "毕业时间", Kind.MONTH, hint="如：2008.07，与毕业证书一致。"),
                Field(
                    "degree_awarded",
                    "学位授予时间",
                    Kind.MONTH,
                    required=False,
                    needs=("certificates", ("degree",)),
                ),
                Field("recognized", "国家教育行政部门承认", Kind.YES_NO),
            ),
            rows=True,
            least=1,
            most=10,
            row_title="school",
            check=check_education,
        ),
    ),
)

TRAINING = Step(
    "training",
    "学习培训经历",
    sections=(
        Section(
            "training_any",
            "有无经历",
            (Field("any", "有需要登记的学习培训经历", Kind.YES_NO),),
        ),
        Section(
            "training",
            "学习培训经历",
            (
                Field("from", "开始时间", Kind.MONTH),
                Field("to", "结束时间", Kind.MONTH),
                Field("content", "专业或主要内容", limit=60),
                Field("place", "学习地点", limit=40),
                Field("witness", "证明人", limit=20),
            ),
            rows=True,
            ask=("training_any", "any"),
            most=30,
            row_title="content",
            check=check_period,
        ),
    ),
)

WORK = Step(
    "work",
    "工作经历",
    intro="从参加工作起逐段填写，时间要前后衔接；专业年限由这里算出。",
    requirements=("route", "assessment"),
    sections=(
        Section(
            "work",
            "工作经历",
            (
                Field("from", "开始时间", Kind.MONTH, hint="如：2008.07"),
                Field(
                    "to",
                    "结束时间",
                    Kind.MONTH,
                    required=False,
                    hint="仍在该岗位的请留空，打印为“至今”。",
                ),
                Field("unit", "工作单位", limit=30),
                Field("specialty", "从事专业", limit=20),
                Field("position", "职务", limit=20),
                Field("in_specialty", "属于本专业工作", Kind.YES_NO),
                Field("grassroots", "在基层农村或艰苦边远地区", Kind.YES_NO),
            ),
            rows=True,
            least=1,
            most=30,
            row_title="unit",
            check=check_period,
        ),
    ),
)

TITLES = Step(
    "titles",
    "现任职称与聘任",
    requirements=("route",),
    sections=(
        Section("titles_any", "有无职称", (Field("any", "取得过职称", Kind.YES_NO),)),
        Section(
            "titles",
            "职称",
            (
                Field("series", "系列", Kind.CHOICE, choices=choices.TITLE_SERIES),
                Field("level", "级别", Kind.CHOICE, choices=choices.TITLE_LEVELS),
                Field("name", "资格名称", limit=20, hint="如：助理工程师"),
                Field("obtained", "取得时间", Kind.MONTH, hint="证书上的时间，如：2016.12"),
                Field("authority", "审批机关", limit=40),
                Field("certificate_number", "证书编号", limit=40, required=False),
                Field(
                    "appointed",
                    "聘任时间",
                    Kind.MONTH,
                    required=False,
                    hint="单位聘到该岗位的时间；任职年限从这天算起。未聘任的请留空。",
                ),
            ),
            rows=True,
            ask=("titles_any", "any"),
            most=10,
            row_title="name",
            check=check_title,
        ),
    ),
)
