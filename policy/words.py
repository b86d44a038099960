"""The facts' vocabulary in Chinese, for messages: never a rule, only names of fields and words."""

from __future__ import annotations

# A field's name on the screen.
FIELDS = {
    "birth_date": "出生日期",
    "sex": "性别",
    "worker_category": "岗位类别（干部/管理技术岗或工人）",
    "unit_kind": "单位性质",
    "specialty": "申报专业",
    "explanation_characters": "文字说明字数",
    "education": "学历",
    "titles": "职称经历",
    "work": "工作经历",
    "continuing_education": "继续教育",
    "assessments": "年度考核",
    "term_assessment": "任职期满考核",
    "achievements": "业绩",
    "sanctions": "处分",
    "integrity_bans": "诚信禁报",
    "hours": "学时",
    "public_hours": "公需科目学时",
    "kind": "类别",
    "from": "起始日期",
    "until": "截止日期",
}

# A bool in words: what it says when true, what it says when false.
PHRASES = {
    "retired": ("已办理退休手续", "未办理退休手续"),
    "civil_servant": ("是公务员（含参照公务员法管理人员）", "不是公务员（含参照公务员法管理人员）"),
    "in_service": ("在用人单位在职（在聘）", "不在用人单位在职（在聘）"),
    "institution.appointed_to_post": ("已在岗聘用", "未在岗聘用"),
    "institution.post_salary_paid": ("已兑现相应岗位工资", "未兑现相应岗位工资"),
    "institution.moved_from_government": ("从机关流动到事业单位", "不是从机关流动到事业单位"),
    "concurrent_public_official": ("是兼职公职人员", "不是兼职公职人员"),
    "employer_examination_passed": ("经用人单位考察合格", "没有用人单位考察合格的记录"),
    "outstanding_performance": ("经单位认定业绩突出", "没有单位认定业绩突出的记录"),
    "failed_last_defence": ("上年度答辩未通过", "没有上年度答辩未通过的记录"),
    "new_materials_since_failure": ("已提交新的业绩材料", "没有提交新的业绩材料"),
}

EDUCATION = {
    "secondary_vocational": "中等专业（中职）",
    "associate": "大学专科",
    "bachelor": "大学本科",
    "master": "硕士",
    "doctorate": "博士",
}
TITLES = {"technician": "技术员", "assistant_engineer": "助理工程师", "engineer": "工程师"}
CERTIFICATES = {
    "graduation": "毕业证书",
    "degree": "学位证书",
    "professional": "专业证书",
    "completion": "结业证书",
}
RELATIONS = {"same": "相同", "similar": "相近", "unrelated": "不相关"}
RESULTS = {
    "excellent": "优秀",
    "competent": "称职",
    "qualified": "合格",
    "basically_competent": "基本称职",
    "basically_qualified": "基本合格",
    "incompetent": "不称职",
    "unqualified": "不合格",
    "ungraded": "不定等次",
}
SANCTIONS = {
    "government_disciplinary": "政务处分",
    "warning": "警告",
    "demerit": "记过",
    "demotion": "降低岗位等级",
    "dismissal": "开除",
}
_UNITS = {
    "institution": "事业单位",
    "state_owned_enterprise": "国有企业",
    "non_public_enterprise": "非公有制企业",
    "social_organization": "社会团体",
    "individual_business": "个体经济组织",
    "government": "机关",
}
_SPECIALTIES = {
    "electromechanical": "机电",
    "metallurgy": "冶金",
    "chemical": "化工",
    "light_industry": "轻工",
    "textile": "纺织",
    "food": "食品生产",
    "other_engineering": "其他相应工程专业",
    "urban_construction": "城建",
    "non_engineering": "非工程类专业",
}

# Words of the scalar fields that a policy may list.
WORDS = {
    "unit_kind": _UNITS,
    "specialty": _SPECIALTIES,
    "sex": {"male": "男", "female": "女"},
    "worker_category": {"cadre": "干部（管理技术岗）", "worker": "工人"},
    "term_assessment": RESULTS,
}
