"""Findings of false material and the bans that follow (程-4): what the table's `revoke` asks and
writes, and who is barred on a day."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from accounts.prepared import Prepared
from applications.attempts import Attempt, effect, guard
from applications.enums import Action, AppealOutcome
from applications.models import Application, Event, IntegrityRecord, Round, Snapshot

YEARS = (1, 2, 3)  # 取消今后 1-3 年申报资格
CLAUSE = "程-4"
LATEST_START = 365  # days after the decision; a later start is a slip of the pen


@dataclass(frozen=True, slots=True)
class Ban:
    """From when until when a person may not apply; both days included."""

    start: date
    until: date

    def is_in_force(self, day: date) -> bool:
        """Whether it bars on that day."""
        return self.start <= day <= self.until

    @property
    def text(self) -> str:
        """2026年1月1日至2026年12月31日"""
        return f"{_day(self.start)}至{_day(self.until)}"


_standing = Prepared(
    lambda number: IntegrityRecord.objects.filter(id_number_hash=number).standing()
)


def bans_of(id_number_hash: str) -> list[Ban]:
    """The bans of the person with that ID number, past ones too; appeals are minded."""
    if not id_number_hash:
        return []
    return [
        Ban(record.barred_from, record.changed_until or record.barred_until)
        for record in _standing(number=id_number_hash)
    ]


def ban_on(id_number_hash: str, day: date) -> Ban | None:
    """The ban in force on that day that lasts longest."""
    barring = [ban for ban in bans_of(id_number_hash) if ban.is_in_force(day)]
    return max(barring, key=lambda ban: ban.until, default=None)


def last_day_of(start: date, years: int) -> date:
    """The last day of a ban of so many years: the day before the anniversary."""
    try:
        return start.replace(year=start.year + years) - timedelta(days=1)
    except ValueError:  # a start on 29 February
        return date(start.year + years, 2, 28)


@guard("not_barred")
def not_barred(attempt: Attempt) -> list[str]:
    application = attempt.application
    if "ban" not in attempt.cache:
        day = timezone.localdate(attempt.at)
        attempt.cache["ban"] = ban_on(application.applicant.id_number_hash or "", day)
    ban = attempt.cache["ban"]
    if ban is None:
        return []
    return [f"申报人在诚信档案中有记录，{ban.text}取消申报资格（{CLAUSE}），期间不能受理。"]


def _submission(attempt: Attempt) -> Snapshot | None:
    if "submission" not in attempt.cache:
        newest = attempt.application.snapshots.order_by("-number")
        attempt.cache["submission"] = newest.first()
    return attempt.cache["submission"]


@guard("was_submitted")
def was_submitted(attempt: Attempt) -> list[str]:
    """What was never handed in cannot be found false."""
    if _submission(attempt) is None:
        return ["这份申报从未提交过材料，没有可以查实的内容。"]
    return []


@guard("finding_given")
def finding_given(attempt: Attempt) -> list[str]:
    data, day = attempt.data, timezone.localdate(attempt.at)
    reasons = []
    for name, label, longest in (("reason", "查实的事实", 500), ("basis", "依据", 300)):
        text = str(data.get(name) or "").strip()
        if not text:
            reasons.append(f"请填写{label}。")
        elif len(text) > longest:
            reasons.append(f"{label}最多{longest}字。")
    if len(str(data.get("measures") or "")) > 200:
        reasons.append("对责任单位和责任人的处理最多200字。")
    decided = data.get("decided_on")
    if not isinstance(decided, date):
        reasons.append("请填写决定日期。")
    elif decided > day:
        reasons.append("决定日期不能晚于今天。")
    return reasons


@guard("ban_within_limits")
def ban_within_limits(attempt: Attempt) -> list[str]:
    data = attempt.data
    start, decided, reasons = data.get("barred_from"), data.get("decided_on"), []
    if data.get("years") not in YEARS:
        reasons.append("请选择取消申报资格的年限：1年、2年或3年。")
    if not isinstance(start, date):
        reasons.append("请填写取消申报资格的起始日期。")
    elif isinstance(decided, date) and start < decided:
        reasons.append("起始日期不能早于决定日期。")
    elif isinstance(decided, date) and (start - decided).days > LATEST_START:
        reasons.append("起始日期不能晚于决定日期一年以后。")
    return reasons


@effect("record_finding")
def record_finding(attempt: Attempt) -> None:
    """Write the integrity record and close the case (程-4: 取消资格，记入个人诚信档案)."""
    case, data, submission = attempt.application, attempt.data, _submission(attempt)
    assert attempt.organisation is not None and attempt.actor is not None, "an officer revokes"
    assert submission is not None, "the guard asked for one"
    # As submitted: the account may be closed since, the draft of a returned case changed.
    unit, person = submission.data["unit"], submission.data["person"]
    until = last_day_of(data["barred_from"], data["years"])
    IntegrityRecord.objects.create(
        application=case,
        id_number_hash=submission.id_number_hash,
        masked_number=person["id_number"],
        name=person["name"],
        unit_id=unit["id"],
        unit_name=unit["name"],
        unit_vouched=_has_vouched(case),
        reason=data["reason"].strip(),
        basis=data["basis"].strip(),
        measures=(data.get("measures") or "").strip(),
        decided_on=data["decided_on"],
        barred_from=data["barred_from"],
        barred_until=until,
        from_state=case.state,
        organisation=attempt.organisation,
        recorded_by=attempt.actor,
        recorded_at=attempt.at,
    )
    attempt.changes |= {
        "holder": None,
        "closing_reason": data["reason"].strip(),
        "return_reason": "",
        "open_steps": [],
        "correction_until": None,
    }
    attempt.log_data = {
        "basis": data["basis"].strip(),
        "decided_on": data["decided_on"].isoformat(),
        "barred_from": data["barred_from"].isoformat(),
        "barred_until": until.isoformat(),
        "unit": unit["id"],
    }


def _has_vouched(case: Application) -> bool:
    passed_on = Event.objects.filter(application=case, role=Role.UNIT_OFFICER)
    return passed_on.filter(action__in=[Action.FORWARD, Action.RECOGNIZE]).exists()


def finding_of(application: Application) -> IntegrityRecord | None:
    """What a revoked case's applicant reads of its finding; `ban` is None once it is overturned."""
    found = IntegrityRecord.objects.with_appeals().filter(pk=application.pk)
    record = found.select_related("organisation").prefetch_related("appeals").first()
    if record is not None:
        until = record.changed_until or record.barred_until
        is_overturned = record.outcome == AppealOutcome.OVERTURNED
        record.ban = None if is_overturned else Ban(record.barred_from, until)
    return record


def is_out_of_round(user: User, round: Round) -> bool:
    """Whether a finding took the person out of this round (程-4: 取消当年申报参评资格) and no
    appeal overturned it; by person or by ID number, so that another account is out too."""
    who = Q(application__applicant=user)
    if user.id_number_hash:
        who |= Q(id_number_hash=user.id_number_hash)
    return IntegrityRecord.objects.filter(who, application__round=round).standing().exists()


def ban_to_tell(user: User, day: date) -> Ban | None:
    """The ban that the person's own pages tell of; only to an account of the same name, since a
    number alone can be typed by a stranger."""
    ban = ban_on(user.id_number_hash or "", day)
    if ban is None:
        return None
    named = IntegrityRecord.objects.filter(id_number_hash=user.id_number_hash, name=user.name)
    return ban if named.exists() else None


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
