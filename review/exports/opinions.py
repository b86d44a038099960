"""What the chain recorded, in the words of the forms: notices, evaluation, opinions."""

from applications.enums import State
from review.enums import CLEAN_OUTCOMES, NoticeKind, NoticeOutcome
from review.exports.records import FrozenCase, Notice, Said, recommending_body
from review.exports.texts import day, joined


def notice_result(case: FrozenCase) -> str:
    """公示结果 of the three notices: 无异议 or 异议不成立; "" while one is open or missing."""
    outcomes = {case.notices[kind].outcome for kind in NoticeKind if kind in case.notices}
    if NoticeOutcome.FOUNDED in outcomes:
        return "异议成立"
    if len(case.notices) < len(NoticeKind) or not outcomes <= set(CLEAN_OUTCOMES):
        return ""
    return "异议不成立" if NoticeOutcome.UNFOUNDED in outcomes else "无异议"


def notices_text(case: FrozenCase) -> str:
    """The three notices for their box on the assessment sheet, a line each."""
    return "\n".join(
        _notice_line(case.notices[kind]) for kind in NoticeKind if kind in case.notices
    )


def _notice_line(notice: Notice) -> str:
    line = f"{NoticeKind(notice.kind).label}公示：{day(notice.first_day)}-{day(notice.last_day)}"
    if notice.outcome == NoticeOutcome.OPEN:
        return f"{line}。"
    return f"{line}，{NoticeOutcome(notice.outcome).label}。"


def evaluation_text(case: FrozenCase) -> str:
    """The panel's opinion with day and counts of the democratic evaluation."""
    held = case.evaluation
    if held is None:
        return ""
    counts = f"参加{held.present}人，同意{held.in_favour}人"
    return joined(held.opinion.strip(), f"（{day(held.held_on)}民主评议，{counts}）", by="\n")


def unit_opinion(case: FrozenCase) -> str:
    """The unit's opinion on this submission."""
    return joined(*(said.text.strip() for said in _said(case, State.UNIT_REVIEW)[-1:]))


def recommending_opinion(case: FrozenCase) -> str:
    """The recommending body's opinion on this submission."""
    body, _ = recommending_body(case)
    texts = [said.text.strip() for said in _above_unit(case) if said.organisation_id == body]
    return joined(*texts[-1:])


def department_opinion(case: FrozenCase) -> str:
    """主管部门审查意见: the opinions of all bodies between unit and office, named if several, by
    the names that they had at this submission."""
    said = _above_unit(case)
    if len(said) == 1:
        return said[0].text.strip()
    then = {stop["organisation"]: stop["name"] for stop in case.data["chain"]}
    named = ((then.get(e.organisation_id, e.organisation), e.text.strip()) for e in said)
    return joined(*(f"{name}：{text}" for name, text in named), by="\n")


def remarks(case: FrozenCase) -> str:
    """The remarks that went with the opinions, each once."""
    return joined(*dict.fromkeys(said.remark.strip() for said in _current(case)))


def _current(case: FrozenCase) -> list[Said]:
    """The last opinion of each stop on this submission: what was said of an earlier one is not
    said of this one."""
    number = case.snapshot.number
    last = {said.organisation_id: said for said in case.opinions if said.snapshot_number == number}
    return list(last.values())


def _said(case: FrozenCase, state: str) -> list[Said]:
    return [said for said in _current(case) if said.state == state]


def _above_unit(case: FrozenCase) -> list[Said]:
    return [said for said in _current(case) if said.state != State.UNIT_REVIEW]
