"""Choices of the typed fields: values are the eligibility contract's words where it has some."""

YES_NO = (("yes", "是"), ("no", "否"))

WORKER_CATEGORIES = (("cadre", "干部（管理、技术岗）"), ("worker", "工人"))

HEALTH = (("healthy", "健康"), ("good", "良好"), ("fair", "一般"), ("disabled", "残疾"))

EDUCATION_LEVELS = (
    ("doctorate", "博士研究生"),
    ("master", "硕士研究生"),
    ("bachelor", "大学本科"),
    ("associate", "大学专科"),
    ("secondary_vocational", "中专（中职）"),
    ("technical_school", "技工院校"),
    ("senior_secondary", "高中"),
    ("other", "其他"),
)
# From the highest down; the facts leave the last three out (domain/fields.md).
EDUCATION_FACT_LEVELS = ("doctorate", "master", "bachelor", "associate", "secondary_vocational")

CERTIFICATES = (
    ("graduation", "毕业证书"),
    ("degree", "学位证书"),
    ("professional", "专业证书"),
    ("completion", "结业证书"),
)

FIELD_RELATIONS = (("same", "相同"), ("similar", "相近"), ("unrelated", "不同"))

STUDY_MODES = (
    ("full_time", "全日制"),
    ("correspondence", "函授"),
    ("evening", "业余（夜大）"),
    ("self_taught", "自学考试"),
    ("open", "开放教育（电大）"),
    ("online", "网络教育"),
    ("party_school", "党校"),
    ("on_the_job", "在职攻读学位"),
)

TITLE_SERIES = (("engineering", "工程系列"), ("other", "其他系列"))
TITLE_LEVELS = (
    ("technician", "技术员"),
    ("assistant_engineer", "助理工程师"),
    ("engineer", "工程师"),
    ("other", "其他级别"),
)

ASSESSMENT_RESULTS = (
    ("excellent", "优秀"),
    ("competent", "称职"),
    ("qualified", "合格"),
    ("basically_competent", "基本称职"),
    ("basically_qualified", "基本合格"),
    ("incompetent", "不称职"),
    ("unqualified", "不合格"),
    ("ungraded", "不定等次"),
)

ROLES = (("lead", "主要负责人"), ("key_member", "主要技术骨干"), ("member", "一般参加人"))
TIERS = (
    ("municipal_or_above", "市级以上"),
    ("large_enterprise", "大型企业重点"),
    ("other", "其他"),
)
ACCEPTED_BY = (
    ("municipal_or_above", "市级及以上主管部门"),
    ("other", "其他单位"),
    ("none", "尚未验收"),
)
JOURNAL_LEVELS = (
    ("national", "国家级"),
    ("provincial", "省级"),
    ("municipal", "市级"),
    ("none", "无级别"),
)
AUTHORSHIP = (("sole", "独著"), ("joint", "合著"))
DATABASES = (
    ("wanfang", "万方数据"),
    ("vip", "重庆维普"),
    ("cnki", "中国知网"),
    ("tsinghua", "清华同方"),
    ("none", "未检索到"),
)
AWARD_TIERS = (
    ("municipal_or_above_innovation", "市级及以上创新创业赛事奖"),
    ("large_enterprise_science", "大型企业科技奖"),
    ("other", "其他奖项"),
)
PATENT_KINDS = (
    ("invention", "发明专利"),
    ("utility_model", "实用新型专利"),
    ("design", "外观设计专利"),
)
INVENTOR_ROLES = (("main", "主要发明人"), ("other", "其他发明人"))
SUBSTITUTE_MATERIALS = (
    ("project_plan", "工程项目方案"),
    ("industry_standard", "行业标准"),
    ("development_report", "产品研制报告"),
    ("promotion_summary", "技术推广总结"),
    ("research_report", "科研项目研究报告"),
    ("other", "其他材料"),
)
SANCTION_KINDS = (
    ("government_disciplinary", "政务处分"),
    ("warning", "警告"),
    ("demerit", "记过"),
    ("demotion", "降低岗位等级"),
    ("dismissal", "开除"),
)

DEFENCE_WAYS = (("written", "在线填写正文"), ("uploaded", "上传 Word 或 PDF 文件"))
