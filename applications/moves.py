"""The guards and effects of the workflow table that this floor's data decide."""

from datetime import date, timedelta

from django.utils import timezone

from applications.attempts import Attempt, effect, guard
from applications.case import Case
from applications.chain import lay_chain, next_link, stops_of
from applications.deadlines import closing_day, has_passed, is_closed
from applications.enums import Action, State
from applications.models import Application, ChainLink
from applications.snapshots import COMMITMENT_MISSING, freeze
from applications.workflow import NEXT

BY_THE_SERVER = "以服务器时间（北京时间）为准。"


def is_recognized_by_unit(application: Application) -> bool:
    """Whether the unit itself decides: the policy scores nothing at this level (三-技术员)."""
    return not application.round.policy.stages_for(application.level)


@guard("within_window")
def within_window(attempt: Attempt) -> list[str]:
    application, window = attempt.application, attempt.application.round
    last = closing_day(application, window)
    if application.state == State.RETURNED:
        passed = f"修改截止日期{_day(last)}已过。"
    elif timezone.localdate(attempt.at) < window.applicants_from:
        return [f"申报尚未开始，{_day(window.applicants_from)}起可以提交。"]
    else:
        passed = f"申报已于{_day(last)}截止。"
    return [passed + BY_THE_SERVER] if has_passed(application, attempt.at) else []


@guard("steps_complete")
def steps_complete(attempt: Attempt) -> list[str]:
    return [
        f"“{state.step.label}”：{problem.message}"
        for state in _case(attempt).states
        for problem in state.problems
    ]


@guard("eligible")
def eligible(attempt: Attempt) -> list[str]:
    """Judged again on the server at this moment."""
    if not attempt.application.applicant.birth_date:
        return []  # steps_complete says what is missing
    verdict = _case(attempt).verdict(timezone.localdate(attempt.at))
    return [
        f"{finding.message}（{finding.clause}）"
        for finding in verdict.findings
        if finding.status == "unmet"
    ]


@guard("commitment")
def commitment(attempt: Attempt) -> list[str]:
    return [] if attempt.data.get("commitment") else [COMMITMENT_MISSING]


@guard("confirmed")
def confirmed(attempt: Attempt) -> list[str]:
    if attempt.data.get("confirmed"):
        return []
    is_withdrawal = attempt.move.action == Action.WITHDRAW
    return ["请确认要撤回这份申报。" if is_withdrawal else "请确认要取消资格，取消后不能恢复。"]


@guard("reason_given")
def reason_given(attempt: Attempt) -> list[str]:
    return [] if attempt.data.get("reason", "").strip() else ["请填写原因。"]


@guard("return_is_explained")
def return_is_explained(attempt: Attempt) -> list[str]:
    data, day = attempt.data, timezone.localdate(attempt.at)
    case = _case(attempt)
    known = {step.key for step in case.steps if step.special != "check"}
    steps, last = data.get("open_steps") or [], data.get("correction_until")
    reasons = reason_given(attempt)
    if not steps or not set(steps) <= known:
        reasons.append("请选择允许修改的步骤。")
    if not isinstance(last, date) or last <= day:
        reasons.append("修改截止日期须晚于今天。")
    elif last > attempt.application.round.office_until:
        reasons.append(f"修改截止日期不能晚于{_day(attempt.application.round.office_until)}。")
    return reasons


@guard("within_deadline")
def within_deadline(attempt: Attempt) -> list[str]:
    if not has_passed(attempt.application, attempt.at):
        return []
    last = closing_day(attempt.application, attempt.application.round)
    return [f"本级办理截止日期已过（{_day(last)}）。{BY_THE_SERVER}"]


@guard("deadline_passed")
def deadline_passed(attempt: Attempt) -> list[str]:
    return [] if is_closed(attempt.application, attempt.at) else ["截止日期还没有过。"]


@guard("goes_to_committee")
def goes_to_committee(attempt: Attempt) -> list[str]:
    if is_recognized_by_unit(attempt.application):
        return ["这一级别由单位考察后直接认定，不需要上报。"]
    return []


@guard("is_recognized_by_unit")
def guard_recognized_by_unit(attempt: Attempt) -> list[str]:
    if is_recognized_by_unit(attempt.application):
        return []
    return ["这一级别须经评审委员会评审，不能由单位直接认定。"]


@effect("freeze")
def freeze_submission(attempt: Attempt) -> None:
    """Fix the way, freeze the content, give the receipt number."""
    application = attempt.application
    stops = stops_of(
        application.unit,
        application.round.office,
        is_recognized=is_recognized_by_unit(application),
    )
    receipt = application.receipt_number or _receipt_number(application)
    snapshot = freeze(_case(attempt), stops, at=attempt.at, receipt=receipt)
    lay_chain(application, stops)
    _reach(application, stops[0].organisation, attempt)
    attempt.changes |= {
        "receipt_number": receipt,
        "submitted_at": attempt.at,
        "holder": stops[0].organisation,
        "recommending_body": next(stop.organisation for stop in stops if stop.recommends),
        "eligible": True,
        "return_reason": "",
        "open_steps": [],
        "correction_until": None,
    }
    attempt.log_data = {"snapshot": snapshot.number, "sha256": snapshot.sha256}


def _receipt_number(application: Application) -> str:
    # The row's own id makes it unique without a counter to fight for.
    return f"{application.round.year}{application.round_id:03}{application.pk:07}"


@effect("pass_on")
def pass_on(attempt: Attempt) -> None:
    link = next_link(attempt.application)
    assert attempt.move.target == NEXT and link is not None
    _reach(attempt.application, link.organisation, attempt)
    attempt.changes |= {"state": link.state, "holder": link.organisation}


@effect("tell_body_above")
def tell_body_above(attempt: Attempt) -> None:
    """The body that would recommend is told and may read (workflow contract, technicians)."""
    body = attempt.application.recommending_body
    _reach(attempt.application, body, attempt)
    attempt.changes["holder"] = None


@effect("open_steps")
def open_steps(attempt: Attempt) -> None:
    """Open the named steps only; the levels above get their days after the correction date."""
    application, data = attempt.application, attempt.data
    days = timedelta(days=application.round.correction_days)
    last = data["correction_until"]
    attempt.changes |= {
        "return_reason": data["reason"],
        "open_steps": list(data["open_steps"]),
        "correction_until": last,
        "unit_deadline": _later(application.unit_deadline, last + days),
        "recommender_deadline": _later(application.recommender_deadline, last + 2 * days),
        "holder": None,
    }
    attempt.log_data = {"open_steps": list(data["open_steps"]), "until": last.isoformat()}


def _later(own: date | None, day: date) -> date:
    """A day that an extension gave is not taken back."""
    return max(own, day) if own else day


@effect("close")
def close(attempt: Attempt) -> None:
    attempt.changes |= {"closing_reason": attempt.data["reason"], "holder": None}


@effect("release")
def release(attempt: Attempt) -> None:
    attempt.changes["holder"] = None


@effect("mark_accepted")
def mark_accepted(attempt: Attempt) -> None:
    attempt.changes["accepted_at"] = attempt.at


def _case(attempt: Attempt) -> Case:
    if "case" not in attempt.cache:
        attempt.cache["case"] = Case(attempt.application)
    return attempt.cache["case"]


def _reach(application: Application, organisation, attempt: Attempt) -> None:
    ChainLink.objects.filter(
        application=application, organisation=organisation, reached_at__isnull=True
    ).update(reached_at=attempt.at)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
