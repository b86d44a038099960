"""The words of the messages that follow each move: to whom, what about, what to do next.

One table, read by `applications.telling`; a text's names in braces are filled in there.
"""

from dataclasses import dataclass

from applications.enums import Action
from applications.enums import NotificationKind as Kind

PROGRESS, TASKS, CASE = "applications:progress", "applications:task_list", "review:application"
ROUND_END = "the round's end"
LEVEL_END = "the deadline of where the case now stands"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: to whom, what about, the words, the page, the date that counts."""

    to: str
    kind: Kind
    text: str
    next_step: str
    page: str
    until: str = ""


_CASE = "{name}的“{round}”{level}申报（受理编号{receipt}）"
_OWN = "您的“{round}”{level}申报（受理编号{receipt}）"

TOLD: dict[Action, tuple[Line, ...]] = {
    Action.SUBMIT: (
        Line(
            "applicant",
            Kind.SUBMITTED,
            f"{_OWN}已提交{{times}}，下一站是{{holder}}审核。",
            "您现在不需要做什么。单位审核时可能要看原件，请提前准备好；截止日期是单位审核的最后一天。",
            PROGRESS,
            LEVEL_END,
        ),
        Line(
            "holder",
            Kind.ARRIVED,
            f"{_CASE}已提交到{{holder}}{{times}}。",
            "请在截止日期前核对原件和申报内容，办理公示和评议，再审核上报或退回修改。",
            CASE,
            LEVEL_END,
        ),
    ),
    Action.RETURN: (
        Line(
            "applicant",
            Kind.RETURNED,
            f"{_OWN}被{{by}}退回修改。原因：{{reason}}",
            "请在截止日期前修改这些步骤，再重新提交：{steps}。其他步骤不能改动。",
            TASKS,
            LEVEL_END,
        ),
        Line(
            "earlier",
            Kind.RETURNED_BELOW,
            f"{_CASE}被{{by}}退回申报人修改。原因：{{reason}}",
            "现在不需要做什么。申报人须在截止日期前重新提交，之后仍由单位起逐级审核。",
            CASE,
            LEVEL_END,
        ),
    ),
    Action.WITHDRAW: (
        Line(
            "reached",
            Kind.WITHDRAWN,
            f"{_CASE}已由本人撤回。",
            "不再需要审核。正在办理的公示和评议请按规定了结。",
            CASE,
        ),
    ),
    Action.FORWARD: (
        Line(
            "applicant",
            Kind.FORWARDED,
            f"{{by}}审核通过了{_OWN}，现在由{{holder}}审核。",
            "您现在不需要做什么；截止日期是这一级审核的最后一天。",
            PROGRESS,
            LEVEL_END,
        ),
        Line(
            "holder",
            Kind.ARRIVED,
            f"{_CASE}由{{by}}上报到{{holder}}。",
            "请在截止日期前审核办理。",
            CASE,
            LEVEL_END,
        ),
    ),
    Action.DECLINE: (
        Line(
            "applicant",
            Kind.DECLINED,
            f"{{by}}没有推荐{_OWN}。原因：{{reason}}",
            "本年度这份申报到此结束。对原因有疑问的，请向{by}询问；以后年度可以重新申报。",
            PROGRESS,
        ),
    ),
    Action.REFUSE: (
        Line(
            "applicant",
            Kind.REFUSED,
            f"{{by}}没有受理{_OWN}。原因：{{reason}}",
            "本年度这份申报到此结束。对原因有疑问的，请向{by}询问；以后年度可以重新申报。",
            PROGRESS,
        ),
    ),
    Action.LAPSE: (
        Line(
            "applicant",
            Kind.LAPSED,
            "您的“{round}”{level}申报已由系统自动关闭。原因：办理截止日期{last}已过。",
            "本年度这份申报到此结束，已填的内容可以复制到以后年度的申报里。",
            PROGRESS,
        ),
    ),
    Action.RECOGNIZE: (
        Line(
            "applicant",
            Kind.RECOGNIZED,
            f"{{by}}认定了{_OWN}，您已取得{{level}}资格。",
            "您现在不需要做什么。{body}在截止日期前可以提出异议。",
            PROGRESS,
            ROUND_END,
        ),
        Line(
            "body",
            Kind.RECOGNIZED_BELOW,
            f"{{by}}认定了{_CASE}。",
            "请查阅考察结果和公示情况；认为不符合条件的，可以在截止日期前提出异议。",
            CASE,
            ROUND_END,
        ),
    ),
    Action.ACCEPT: (
        Line(
            "applicant",
            Kind.ACCEPTED,
            f"{{by}}受理了{_OWN}。",
            "您现在不需要做什么，等待评审；结果公示后可以在办理进度里看到。",
            PROGRESS,
        ),
        Line(
            "unit",
            Kind.ACCEPTED_BELOW,
            f"{{by}}受理了{_CASE}。",
            "现在不需要做什么，等待评审和结果公示。",
            CASE,
        ),
    ),
    Action.REVOKE: (
        Line(
            "applicant",
            Kind.REVOKED,
            f"{{by}}查实{_OWN}提供虚假材料，取消当年申报参评或评审通过资格，记入个人诚信档案，"
            "{ban}取消申报资格。查实的事实：{reason}",
            "不服的，可以向{by}提出申诉；登记和处理结果会在这里告诉您。",
            PROGRESS,
        ),
        Line(
            "unit",
            Kind.REVOKED_BELOW,
            f"{{by}}查实{_CASE}提供虚假材料，已取消资格并记入诚信档案，本单位登记为责任单位。"
            "查实的事实：{reason}",
            "请配合核查，按通知整改。",
            CASE,
        ),
        Line(
            "above_unit",
            Kind.REVOKED_BELOW,
            f"{{by}}查实{_CASE}提供虚假材料，已取消资格并记入诚信档案。查实的事实：{{reason}}",
            "这份申报到此结束，不再办理。",
            CASE,
        ),
    ),
}
