"""Print the workflow table as the Markdown page docs/workflow.md."""

from django.core.management.base import BaseCommand

from accounts.enums import Role
from applications.attempts import Move
from applications.enums import APPLICANT_LABELS, State
from applications.workflow import NEXT, SYSTEM, TABLE

HEAD = """# 流程表

本页由 `manage.py workflow_table` 从程序中的流程表生成，请勿手改；表外的流转不存在。

## 状态

| 状态 | 办理人员看到的 | 申报人看到的 |
| --- | --- | --- |
"""

MOVES = """
## 流转

| 动作 | 从 | 到 | 谁来办 | 条件 |
| --- | --- | --- | --- | --- |
"""

GUARD_WORDS = {
    "within_window": "在申报时间内（退回的在修改截止日前）",
    "steps_complete": "每一步填写完整",
    "eligible": "当天重新核验符合条件",
    "commitment": "勾选承诺书",
    "confirmed": "本人确认",
    "return_is_explained": "写明原因、可修改的步骤和截止日期",
    "reason_given": "写明原因",
    "deadline_passed": "本级最后期限已过",
    "goes_to_committee": "须经评审委员会评审的级别",
    "within_deadline": "在本级办理期限内",
    "declarations_confirmed": "逐项确认申报人的声明",
    "evaluation_recorded": "已登记民主评议且同意过半",
    "notices_complete": "三次公示各满规定工作日，异议均不成立",
    "opinion_given": "填写意见",
    "unit_commitment": "勾选单位承诺",
    "letter_recorded": "推荐部门已签发推荐函，未被代替，并列有此人",
    "is_recognized_by_unit": "由单位认定的级别",
    "examination_passed": "单位考察合格",
    "originals_checked": "逐项核验原件",
    "not_barred": "申报人不在取消申报资格期内",
    "was_submitted": "提交过材料",
    "finding_given": "写明查实的事实、依据和决定日期",
    "ban_within_limits": "取消申报资格1至3年，从决定日期或以后起算",
}


def markdown() -> str:
    """The whole page."""
    states = "".join(
        f"| `{state}` | {state.label} | {APPLICANT_LABELS[state]} |\n" for state in State
    )
    return HEAD + states + MOVES + "".join(_line(move) for move in TABLE)


def _line(move: Move) -> str:
    target = "下一环节" if move.target == NEXT else State(move.target).label
    who = "系统" if move.role == SYSTEM else Role(move.role).label
    guards = "；".join(GUARD_WORDS[name] for name in move.guards)
    return f"| {move.action.label} | {move.source.label} | {target} | {who} | {guards} |\n"


class Command(BaseCommand):
    help = "Print the workflow table as the Markdown page docs/workflow.md."

    def handle(self, *args, **options):
        self.stdout.write(markdown(), ending="")
