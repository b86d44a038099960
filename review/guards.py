"""The guards and effects that need what this floor records."""

from accounts.clock import today
from applications.workflow import Attempt, effect, guard
from policy.calendar import working_days_between
from policy.engine import check
from policy.facts import parse_facts
from review.enums import CLEAN_OUTCOMES, NoticeKind
from review.models import Evaluation, Examination, Opinion, OriginalsCheck, PublicNotice
from review.queries import declarations_of, notices_of, snapshot_data


@guard("evaluation_recorded")
def evaluation_recorded(attempt: Attempt) -> list[str]:
    found = Evaluation.objects.filter(application=attempt.application).first()
    if found is None:
        return ["尚未登记民主评议（日期、参加人数、同意人数）。"]
    if found.in_favour * 2 <= found.present:
        return ["民主评议同意人数未过半，不能推荐。"]
    return []


@guard("notices_complete")
def notices_complete(attempt: Attempt) -> list[str]:
    """Each notice ran its working days, is over, and every objection was found unfounded."""
    application = attempt.application
    policy = application.round.policy.notices
    notices = notices_of(application)
    reasons = []
    for kind in NoticeKind:
        notice = notices.get(kind)
        if notice is None:
            reasons.append(f"尚未登记“{kind.label}”公示。")
        elif shortfall := _shortfall(notice, policy):
            reasons.append(shortfall)
    return reasons


def _shortfall(notice: PublicNotice, policy) -> str:
    days = notice_days(notice, policy.first_day_counts)
    name = notice.get_kind_display()
    if days < policy.min_working_days:
        return f"“{name}”公示只有{days}个工作日，不足{policy.min_working_days}个工作日。"
    if notice.last_day >= today():
        return f"“{name}”公示要到{notice.last_day}结束，结束后才能上报。"
    if notice.outcome not in CLEAN_OUTCOMES:
        return f"“{name}”公示的结果还不是“无异议”或“异议不成立”。"
    return ""


def notice_days(notice: PublicNotice, first_day_counts: bool) -> int:
    """Working days that the notice ran, by the State Council's calendar."""
    days = working_days_between(notice.first_day, notice.last_day)
    if not first_day_counts:
        days -= working_days_between(notice.first_day, notice.first_day)
    return days


@guard("opinion_given")
def opinion_given(attempt: Attempt) -> list[str]:
    return [] if attempt.data.get("opinion", "").strip() else ["请填写审核意见。"]


@guard("unit_commitment")
def unit_commitment(attempt: Attempt) -> list[str]:
    if attempt.data.get("commitment"):
        return []
    return ["请勾选单位承诺：申报材料真实、合法。"]


@guard("declarations_confirmed")
def declarations_confirmed(attempt: Attempt) -> list[str]:
    confirmed = set(attempt.data.get("confirmed") or [])
    return [
        f"请核实并确认申报人声明的“{label}”。"
        for key, label in declarations_of(attempt.application)
        if key not in confirmed
    ]


@guard("letter_recorded")
def letter_recorded(attempt: Attempt) -> list[str]:
    """Asked of the body that recommends only."""
    application = attempt.application
    if application.holder_id != application.recommending_body_id:
        return []
    if application.letters.filter(organisation_id=application.holder_id).exists():
        return []
    return ["尚未登记推荐函（文号、日期）。"]


@guard("examination_passed")
def examination_passed(attempt: Attempt) -> list[str]:
    """The examination is recorded, and with its result the verdict stands."""
    application = attempt.application
    found = Examination.objects.filter(application=application).first()
    if found is None:
        return ["尚未登记单位考察（日期、结果）。"]
    if not found.passed:
        return ["单位考察不合格，不能认定。"]
    data = snapshot_data(application)
    facts = parse_facts({**data["facts"], "employer_examination_passed": found.passed})
    verdict = check(application.round.policy, application.level, facts, today())
    return [finding.message for finding in verdict.findings if finding.status == "unmet"]


@guard("originals_checked")
def originals_checked(attempt: Attempt) -> list[str]:
    """Every part of the evidence of the last submission was checked and found consistent."""
    application = attempt.application
    data = snapshot_data(application)
    number = data["application"]["number"]
    checks = {
        check.need: check
        for check in OriginalsCheck.objects.filter(
            application=application, snapshot_number=number
        )
    }
    reasons, seen = [], set()
    for file in data["files"]:
        if file["need"] in seen:
            continue
        seen.add(file["need"])
        found = checks.get(file["need"])
        if found is None:
            reasons.append(f"“{file['label']}”尚未核验原件。")
        elif not found.is_consistent:
            reasons.append(f"“{file['label']}”与原件不一致：{found.note}")
    return reasons


@effect("record_opinion")
def record_opinion(attempt: Attempt) -> None:
    """Keep what the stop said with the submission that it looked at."""
    application, data = attempt.application, attempt.data
    Opinion.objects.create(
        application=application,
        organisation=attempt.organisation,
        state=application.state,
        snapshot_number=snapshot_data(application)["application"]["number"],
        text=data["opinion"].strip(),
        commitment=bool(data.get("commitment")),
        confirmed=list(data.get("confirmed") or []),
        remark=data.get("remark", "")[:60],
        given_by=attempt.actor,
        given_at=attempt.at,
    )
