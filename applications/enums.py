"""States, actions and the words that people read for them (workflow contract)."""

from django.db import models


class State(models.TextChoices):
    """Where an application stands; the label is the office's."""

    DRAFT = "draft", "填写中"
    UNIT_REVIEW = "unit_review", "单位审核"
    DEPARTMENT_REVIEW = "department_review", "主管部门审核"
    HR_REVIEW = "hr_review", "人社部门审核"
    OFFICE_REVIEW = "office_review", "评委会办受理审核"
    ACCEPTED = "accepted", "已受理，待评审"
    PASSED = "passed", "评审通过"
    NOT_PASSED = "not_passed", "评审未通过"
    CERTIFIED = "certified", "已发证"
    RECOGNIZED = "recognized", "已认定（技术员）"
    RETURNED = "returned", "退回修改"
    REFUSED = "refused", "不予受理"
    DECLINED = "declined", "不予推荐"
    LAPSED = "lapsed", "逾期未报"
    WITHDRAWN = "withdrawn", "已撤回"
    REVOKED = "revoked", "已取消资格"


APPLICANT_LABELS = {
    **{state: state.label for state in State},
    State.UNIT_REVIEW: "单位审核中",
    State.DEPARTMENT_REVIEW: "主管部门审核中",
    State.HR_REVIEW: "人社部门审核中",
    State.OFFICE_REVIEW: "评委会办审核中",
    State.ACCEPTED: "已受理",
    State.CERTIFIED: "已取得资格",
    State.RECOGNIZED: "已认定",
}

REVIEW_STATES = (
    State.UNIT_REVIEW,
    State.DEPARTMENT_REVIEW,
    State.HR_REVIEW,
    State.OFFICE_REVIEW,
)
EDITABLE_STATES = (State.DRAFT, State.RETURNED)
# Ended without a title; such a case is never exported (demo contract, commands).
DROPPED_STATES = (State.WITHDRAWN, State.DECLINED, State.LAPSED, State.REFUSED, State.REVOKED)


class Action(models.TextChoices):
    """The moves of the workflow table; the label is the button's."""

    SUBMIT = "submit", "提交"
    WITHDRAW = "withdraw", "撤回"
    RETURN = "return", "退回修改"
    DECLINE = "decline", "不予推荐"
    LAPSE = "lapse", "逾期关闭"
    FORWARD = "forward", "审核通过并上报"
    RECOGNIZE = "recognize", "认定"
    ACCEPT = "accept", "受理"
    REFUSE = "refuse", "不予受理"
    REVOKE = "revoke", "取消资格"


class AppealOutcome(models.TextChoices):
    """How an appeal against a ban ended."""

    PENDING = "pending", "正在处理"
    UPHELD = "upheld", "维持"
    OVERTURNED = "overturned", "撤销"
    CHANGED = "changed", "变更"


class NotificationKind(models.TextChoices):
    """What a message to a person is about; the label is its heading and the mail's subject."""

    SUBMITTED = "submitted", "申报已提交"
    ARRIVED = "arrived", "有申报等待审核"
    RETURNED = "returned", "申报被退回修改"
    RETURNED_BELOW = "returned_below", "审核过的申报被退回"
    WITHDRAWN = "withdrawn", "申报已由本人撤回"
    FORWARDED = "forwarded", "申报进入下一环节"
    DECLINED = "declined", "申报没有获得推荐"
    REFUSED = "refused", "申报不予受理"
    LAPSED = "lapsed", "申报逾期关闭"
    ACCEPTED = "accepted", "申报已受理"
    ACCEPTED_BELOW = "accepted_below", "本单位的申报已受理"
    RECOGNIZED = "recognized", "资格已认定"
    RECOGNIZED_BELOW = "recognized_below", "有单位认定了资格"
    REVOKED = "revoked", "资格被取消"
    REVOKED_BELOW = "revoked_below", "有申报被取消资格"
    APPEAL = "appeal", "申诉登记和处理结果"
    EXTENDED = "extended", "截止日期已延长"
    EXTENDED_BELOW = "extended_below", "有申报的截止日期已延长"
    RECOGNITION_OBJECTION = "recognition_doubt", "对认定的异议"
    DRAFT_ENDS = "draft_ends", "申报即将截止"
    CORRECTION_ENDS = "correction_ends", "修改即将截止"
    WAITING_ENDS = "waiting_ends", "审核即将截止"
    STAND_IN_NEEDED = "stand_in_needed", "需要指定代办人"
    STAND_IN_NAMED = "stand_in_named", "已指定代办人"
    STAND_IN_ENDED = "stand_in_ended", "代办已结束"
    OBJECTION = "objection", "公示收到异议"
