"""Words that several pages share: days, tones of states, the log's actions."""

from datetime import date

from accounts.enums import Role
from applications.enums import Action, State

# The unit's half of the 双承诺 (程-3), as it is ticked and as 评审表 prints it.
UNIT_COMMITMENT = (
    "本单位承诺：已对申报人的全部材料进行核对，材料真实、合法，"
    "已按规定进行民主评议和公示；如有不实，愿承担相应责任。"
)

# Which chip a state wears: its shape and text say the same.
TONES = {
    State.UNIT_REVIEW: "waiting",
    State.DEPARTMENT_REVIEW: "waiting",
    State.HR_REVIEW: "waiting",
    State.OFFICE_REVIEW: "waiting",
    State.ACCEPTED: "info",
    State.PASSED: "success",
    State.CERTIFIED: "success",
    State.RECOGNIZED: "success",
    State.RETURNED: "warning",
    State.NOT_PASSED: "danger",
    State.REFUSED: "danger",
    State.DECLINED: "danger",
    State.REVOKED: "danger",
}

# What was done, in the words of the log and of a case's history.
ACTION_LABELS = {
    **{action.value: action.label for action in Action},
    "start": "开始填写",
    "evaluation_recorded": "登记民主评议",
    "examination_recorded": "登记单位考察",
    "notice_recorded": "登记公示",
    "notice_outcome_recorded": "登记公示结果",
    "objection_received": "收到异议",
    "objection_handled": "登记异议核查结果",
    "phrase_saved": "保存常用意见",
    "phrase_deleted": "删除常用意见",
    "letter_recorded": "登记推荐函",
    "letter_changed": "更正推荐函",
    "letter_drafted": "拟推荐函",
    "letter_draft_deleted": "删除推荐函草稿",
    "letter_replacement_drafted": "拟代替的推荐函",
    "letter_issued": "签发推荐函",
    "letter_dropped": "新推荐函不再列入",
    "originals_checked": "核验原件",
    "batch_started": "开始批量办理",
    "note_written": "写内部备注",
    "deadline_extended": "延长截止日期",
    "appeal_entered": "登记申诉",
    "appeal_decided": "登记申诉处理结果",
    "stand_in_named": "指定代办人",
    "stand_in_ended": "结束代办",
    "round_created": "新建批次",
    "round_changed": "修改批次",
    "export": "导出表格",
    "person_created": "新增人员",
    "person_changed": "修改人员资料",
    "person_disabled": "停用账号",
    "person_enabled": "启用账号",
    "password_reset": "重置密码",
    "password_changed": "修改密码",
    "id_number_set": "登记身份证号",
    "role_assigned": "添加角色",
    "role_ended": "结束角色",
    "organisation_created": "新增单位",
    "organisation_changed": "修改单位",
    "organisation_disabled": "停用单位",
    "organisation_enabled": "启用单位",
    "registered": "注册账号",
    "malware_refused": "上传的文件含病毒，没有接收",
    "malware_found": "已上传的文件查出病毒，已封存",
    "consent_given": "同意处理个人信息",
    "unit_chosen": "更换工作单位",
    "person_invited": "邀请人员注册",
    "invitation_revoked": "撤回邀请",
    "unit_registered": "登记单位",
    "unit_confirmed": "确认单位登记",
    "unit_refused": "单位登记不通过",
    "reset_mail_sent": "发送重设密码邮件",
    "reset_code_made": "生成密码重置代码",
    "reset_code_exhausted": "密码重置代码输错失效",
    "password_reset_by_mail": "用邮件重设密码",
    "password_reset_by_code": "用代码重设密码",
    "own_data_downloaded": "下载本人数据",
    "account_closed": "注销账号",
    "applicant_closed": "申报人注销账号",
    "recognition_doubted": "登记对认定的异议",
    "recognition_doubt_decided": "登记异议处理结果",
    "staff_added": "人员名单添加人员",
    "staff_changed": "人员名单修改人员",
    "staff_removed": "人员名单移出人员",
    "staff_imported": "导入人员名单",
    "staff_exported": "导出人员名单",
}


def action_label(action: str) -> str:
    """What was done, in Chinese; never the code's word."""
    return ACTION_LABELS.get(action, "其他事项")


_NO_ROLES = {"system": "系统", "stand_in": "代办人"}


def role_label(role: str) -> str:
    """A stored role in Chinese; "" for the system or none."""
    if role in _NO_ROLES:
        return _NO_ROLES[role]
    return Role(role).label if role in Role.values else ""


def state_label(state: str) -> str:
    """A stored state in the office's words; "" for none."""
    return State(state).label if state in State.values else ""


def tone_of(state: str) -> str:
    """The chip of a state."""
    return TONES.get(State(state), "neutral")


def day_text(day: date) -> str:
    """2020年11月2日"""
    return f"{day.year}年{day.month}月{day.day}日"


def days_left_text(days: int) -> str:
    """How far a deadline is: 还有3天, 今天截止, 已逾期2天."""
    if days < 0:
        return f"已逾期{-days}天"
    return "今天截止" if days == 0 else f"还有{days}天"


def left_text(last: date, closes: date, day: date) -> str:
    """`days_left_text`, and in the days of grace until when they last."""
    text = days_left_text((last - day).days)
    if last < day <= closes:
        return f"{text}，宽限至{closes.month}月{closes.day}日"
    return text


# What was read, in the words of the access log.
ACCESS_LABELS = {
    "application": "查看申报",
    "id_number": "查看完整身份证号",
    "evidence": "查看证明材料",
    "evidence_page": "查看证明材料的图片",
    "evidence_download": "下载证明材料",
    "statistics": "导出统计表",
    "file": "查看证明材料",
    "export": "导出",
    "integrity": "查看诚信记录",
    "objection_file": "下载异议的附件",
    "own_data": "下载本人数据",
    "registration": "注册",
}


def access_label(what: str) -> str:
    """What was read or tried, in Chinese; an address's name is told as what it opens."""
    if what in ACCESS_LABELS:
        return ACCESS_LABELS[what]
    name = what.rpartition(":")[2]
    if name in ACTION_LABELS:
        return ACTION_LABELS[name]
    return ACCESS_LABELS.get(name.partition("_")[0], "打开页面或办理事项")
