"""Until which day a case may be handled where it stands, and by which moment that is judged.

Dates are days in Asia/Shanghai and count whole. A level's last day may be followed by days of
grace, which the administrator sets for the round; a case may have days of its own, moved by a
return or by an extension.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.clock import arrived_at
from applications.enums import State
from applications.models import Application, Round

# The level's name in the round's columns, and the case's own days that count there.
LEVELS: dict[State, tuple[str, tuple[str, ...]]] = {
    State.DRAFT: ("applicants", ("applicant_deadline",)),
    State.UNIT_REVIEW: ("units", ("unit_deadline",)),
    State.DEPARTMENT_REVIEW: ("recommenders", ("recommender_deadline",)),
    State.HR_REVIEW: ("recommenders", ("recommender_deadline",)),
    State.OFFICE_REVIEW: ("office", ("recommender_deadline", "office_deadline")),
}
# A request that arrived in time may be committed so many seconds late (trust WF-06).
SECONDS_TO_COMMIT = 60


def deadline_of(application: Application) -> date | None:
    """The last day (included, Asia/Shanghai) for whoever holds the case; None when it is done.

    A returned case has its own date, and the levels above it then have theirs.
    """
    return last_day(application, application.round)


def last_day(case, round: Round) -> date | None:
    """`deadline_of` a case, or of a list's row with its state and its own deadlines."""
    return _latest(case, round, "until")


def closing_day(case, round: Round) -> date | None:
    """The last day with the level's grace: after it nobody but the system moves the case."""
    return _latest(case, round, "grace_until")


def _latest(case, round: Round, column: str) -> date | None:
    if case.state == State.RETURNED:
        return case.correction_until
    if (level := LEVELS.get(State(case.state))) is None:
        return None
    name, own_columns = level
    general = getattr(round, f"{name}_{column}") or getattr(round, f"{name}_until")
    days = [own for each in own_columns if (own := getattr(case, each))]
    return max(general, *days) if days else general


@dataclass(frozen=True, slots=True)
class Judged:
    """The day that counts for a move: that of `moment`, or where the request had arrived before
    midnight and was committed within a minute, the day on which it arrived."""

    day: date
    arrived: datetime | None  # None where the moment itself decides


def judged(moment: datetime) -> Judged:
    """By which day deadlines are judged when the database's clock says `moment`."""
    local = timezone.localtime(moment)
    midnight = datetime.combine(local.date(), time(), local.tzinfo)
    arrived = timezone.localtime(arrived_at(moment))
    if arrived < midnight and moment - midnight <= timedelta(seconds=SECONDS_TO_COMMIT):
        return Judged(arrived.date(), arrived)
    return Judged(local.date(), None)


def arrival_text(moved: Application) -> str:
    """That a move counts because it arrived in time; "" where its own moment was in time."""
    arrived = getattr(moved, "arrived_in_time", None)
    if arrived is None:
        return ""
    return f"这次办理在截止时间以前到达（服务器时间{arrived:%H:%M:%S}），按时有效。"


def has_passed(application: Application, moment: datetime) -> bool:
    """Whether the closing day lies before `moment`, as the person's own move is judged."""
    last = closing_day(application, application.round)
    return last is not None and judged(moment).day > last


def is_closed(application: Application, moment: datetime) -> bool:
    """Whether nothing that arrived in time can still be committed: the system may close it."""
    last = closing_day(application, application.round)
    return last is not None and closing_date(moment) > last


def closing_date(moment: datetime) -> date:
    """The day before which a closing day lies for the system at `moment`."""
    return timezone.localdate(moment - timedelta(seconds=SECONDS_TO_COMMIT))


def days_left(last: date, day: date) -> int:
    """Days from `day` to the last day, which counts; 0 on the day itself."""
    return (last - day).days
