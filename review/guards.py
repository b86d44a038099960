"""The guards and effects that need what this floor records.

What several guards look at is read once an attempt and kept in its cache; the application page
fills the cache with what it shows anyway.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone

from applications.attempts import Attempt, effect, guard
from applications.models import Snapshot
from applications.moves import is_recognized_by_unit
from applications.panels import about_applicant
from policy.engine import check
from policy.facts import parse_facts
from review.enums import CLEAN_OUTCOMES, NoticeKind, NoticeOutcome
from review.models import (
    Evaluation,
    Examination,
    LetterEntry,
    Opinion,
    OriginalsCheck,
    PublicNotice,
)
from review.periods import period_of
from review.queries import (
    declarations_in,
    entries_in_force,
    has_published_change,
    notices_of,
    snapshot_data,
)
from review.wording import day_text


def cached(attempt: Attempt, name: str, read: Callable[[], Any]) -> Any:
    """What `read` answers, asked once an attempt."""
    if name not in attempt.cache:
        attempt.cache[name] = read()
    return attempt.cache[name]


def _snapshot(attempt: Attempt) -> dict:
    return cached(attempt, "snapshot", lambda: snapshot_data(attempt.application))


def _number(attempt: Attempt) -> int:
    return cached(attempt, "number", lambda: _snapshot(attempt)["application"]["number"])


def _evaluation(attempt: Attempt) -> Evaluation | None:
    found = Evaluation.objects.filter(application=attempt.application)
    return cached(attempt, "evaluation", found.first)


def _examination(attempt: Attempt) -> Examination | None:
    found = Examination.objects.filter(application=attempt.application)
    return cached(attempt, "examination", found.first)


@guard("evaluation_recorded")
def evaluation_recorded(attempt: Attempt) -> list[str]:
    if is_recognized_by_unit(attempt.application):
        return []  # never forwarded, which another guard says; no evaluation is missing
    found = _evaluation(attempt)
    if found is None:
        return ["尚未登记民主评议（日期、参加人数、同意人数）。"]
    if found.in_favour * 2 <= found.present:
        return ["民主评议同意人数未过半，不能推荐。"]
    return []


@guard("notices_complete")
def notices_complete(attempt: Attempt) -> list[str]:
    """Each notice ran its working days in its order, is over, and every objection was found
    unfounded; what it published has not changed since."""
    policy = attempt.application.round.policy.notices
    if policy is None:
        return []
    notices = cached(attempt, "notices", lambda: notices_of(attempt.application))
    reasons = []
    for kind in NoticeKind:
        notice = notices.get(kind)
        if notice is None:
            reasons.append(f"尚未登记“{kind.label}”公示。")
        elif shortfall := _shortfall(attempt, notice, policy):
            reasons.append(shortfall)
    return reasons or _disorder(attempt, notices)


def _shortfall(attempt: Attempt, notice: PublicNotice, policy) -> str:
    days = period_of(notice.first_day, notice.last_day, policy.first_day_counts).working_days
    name = notice.get_kind_display()
    if days < policy.min_working_days:
        return f"“{name}”公示只有{days}个工作日，不足{policy.min_working_days}个工作日。"
    if notice.outcome not in CLEAN_OUTCOMES and notice.outcome != "open":
        return f"“{name}”公示有异议，经核查成立，不能上报。"
    if notice.has_open_objection:
        return f"“{name}”公示还有异议没有处理，请先核查并登记结果。"
    if notice.last_day >= timezone.localdate(attempt.at):
        return f"“{name}”公示要到{day_text(notice.last_day)}结束，结束后才能办理。"
    if notice.outcome not in CLEAN_OUTCOMES:
        return f"“{name}”公示已经结束，请先登记公示结果。"
    if _has_changed_since(attempt, notice):
        return f"“{name}”公示之后，申报人修改了公示过的内容，须重新公示。"
    return ""


def _has_changed_since(attempt: Attempt, notice: PublicNotice) -> bool:
    if notice.snapshot_number in (None, _number(attempt)):
        return False
    latest = _snapshot(attempt)
    posted = Snapshot.objects.get(application=attempt.application, number=notice.snapshot_number)
    return has_published_change(notice.kind, posted.data, latest)


def _disorder(attempt: Attempt, notices: dict[str, PublicNotice]) -> list[str]:
    """`rules` before the evaluation (or examination), `materials` before it, `opinion` after."""
    held = _evaluation(attempt) or _examination(attempt)
    return disorder(notices, held.held_on) if held else []


def disorder(notices: dict[str, PublicNotice], held_on: date) -> list[str]:
    """What in the order of the notices does not fit an evaluation held on that day."""
    reasons = []
    for kind in (NoticeKind.RULES, NoticeKind.MATERIALS):
        notice = notices.get(kind)
        if notice and notice.first_day > held_on and not _follows_one_in_time(notice, held_on):
            reasons.append(f"“{kind.label}”公示应在民主评议（考察）当天或之前开始。")
    opinion = notices.get(NoticeKind.OPINION)
    if opinion and opinion.first_day < held_on:
        reasons.append("“单位鉴定意见”公示不能早于民主评议（考察）。")
    return reasons


def _follows_one_in_time(notice: PublicNotice, held_on: date) -> bool:
    """Whether it took the place of a notice that began in time: since the applicant changed what
    that one published, or an objection to the unit's rules was upheld. The evaluation stays valid
    then; it does not where the same was only posted too late."""
    earlier = PublicNotice.objects.filter(
        kind=notice.kind,
        unit=notice.unit_id,
        round=notice.round_id,
        application=notice.application_id,
        replaced_at__isnull=False,
        first_day__lte=held_on,
    )
    if notice.application_id is None:
        return earlier.filter(outcome=NoticeOutcome.FOUNDED).exists()
    return earlier.filter(snapshot_number__lt=notice.snapshot_number).exists()


@guard("opinion_given")
def opinion_given(attempt: Attempt) -> list[str]:
    text = attempt.data.get("opinion", "").strip()
    if not text:
        return ["请填写审核意见。"]
    return ["审核意见最多300字。"] if len(text) > 300 else []


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
        for key, label in declarations_in(_snapshot(attempt))
        if key not in confirmed
    ]


@guard("letter_recorded")
def letter_recorded(attempt: Attempt) -> list[str]:
    """Asked of the body that recommends only."""
    application = attempt.application
    if application.holder_id != application.recommending_body_id:
        return []
    key = application.pk
    entry = cached(attempt, "letter_entry", lambda: entries_in_force([key]).get(key))
    if entry is None:
        return ["没有列入已签发、有效的推荐函。"]
    if _differs_from(attempt, entry):
        return [
            f"推荐函“{entry.letter.number}”签发之后，所列的单位、级别或专业有更改，"
            "须签发代替它的新推荐函。"
        ]
    return []


def _differs_from(attempt: Attempt, entry: LetterEntry) -> bool:
    """Whether a later submission changed what the letter's list tells of the person."""
    latest = _snapshot(attempt)
    if entry.snapshot_number in (None, latest["application"]["number"]):
        return False
    listed = Snapshot.objects.get(application=attempt.application, number=entry.snapshot_number)
    return has_published_change(NoticeKind.OPINION, listed.data, latest)


@guard("examination_passed")
def examination_passed(attempt: Attempt) -> list[str]:
    """The examination is recorded, and with its result the verdict stands."""
    application = attempt.application
    found = _examination(attempt)
    if found is None:
        return ["尚未登记单位考察（日期、结果）。"]
    if not found.passed:
        return ["单位考察不合格，不能认定。"]
    facts = {**_snapshot(attempt)["facts"], "employer_examination_passed": found.passed}
    day = timezone.localdate(attempt.at)
    verdict = check(application.round.policy, application.level, parse_facts(facts), day)
    unmet = [finding for finding in verdict.findings if finding.status == "unmet"]
    return [about_applicant(finding.message) for finding in unmet]


@guard("originals_checked")
def originals_checked(attempt: Attempt) -> list[str]:
    """Every part of the evidence of the last submission was checked and found consistent."""
    found = OriginalsCheck.objects.filter(
        application=attempt.application, snapshot_number=_number(attempt)
    )
    checks = {each.need: each for each in cached(attempt, "originals", lambda: list(found))}
    unchecked, reasons = [], []
    for need, label in cached(attempt, "parts", lambda: parts_of(_snapshot(attempt))):
        if need not in checks:
            unchecked.append(label)
        elif not checks[need].is_consistent:
            reasons.append(f"“{label}”与原件不一致：{checks[need].note}")
    if unchecked:
        reasons.append(f"还有{len(unchecked)}项材料尚未核验原件：{'、'.join(unchecked)}。")
    return reasons


def parts_of(data: dict) -> list[tuple[str, str]]:
    """The parts of a submission's evidence in order: key and label, each once."""
    return list({file["need"]: file["label"] for file in data["files"]}.items())


@effect("record_opinion")
def record_opinion(attempt: Attempt) -> None:
    """Keep what the stop said with the submission that it looked at."""
    application, data = attempt.application, attempt.data
    assert attempt.organisation is not None and attempt.actor is not None, "an officer moves it"
    snapshot = _snapshot(attempt)
    declared = {key for key, _ in declarations_in(snapshot)}
    Opinion.objects.create(
        application=application,
        organisation=attempt.organisation,
        state=application.state,
        snapshot_number=snapshot["application"]["number"],
        text=data["opinion"].strip(),
        commitment=bool(data.get("commitment")),
        confirmed=[key for key in data.get("confirmed") or [] if key in declared],
        remark=data.get("remark", "")[:60],
        given_by=attempt.actor,
        given_at=attempt.at,
    )
