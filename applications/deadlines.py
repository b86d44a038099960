"""Until which day a case may be handled where it stands."""

from datetime import date, datetime

from django.utils import timezone

from applications.enums import State
from applications.models import Application, Round

_COLUMN = {
    State.DRAFT: "applicants_until",
    State.UNIT_REVIEW: "units_until",
    State.DEPARTMENT_REVIEW: "recommenders_until",
    State.HR_REVIEW: "recommenders_until",
    State.OFFICE_REVIEW: "office_until",
}


def deadline_of(application: Application) -> date | None:
    """The last day (included, Asia/Shanghai) for whoever holds the case; None when it is done.

    A returned case has its own date, and the levels above it then have theirs.
    """
    return last_day(application, application.round)


def last_day(case, round: Round) -> date | None:
    """`deadline_of` a case, or of a list's row with its state and its own deadlines."""
    if case.state == State.RETURNED:
        return case.correction_until
    column = _COLUMN.get(State(case.state))
    if column is None:
        return None
    general = getattr(round, column)
    own = {
        "units_until": case.unit_deadline,
        "recommenders_until": case.recommender_deadline,
        "office_until": case.recommender_deadline,
    }.get(column)
    return max(general, own) if own else general


def has_passed(application: Application, moment: datetime) -> bool:
    """Whether the deadline lies before `moment`."""
    last = deadline_of(application)
    return last is not None and timezone.localdate(moment) > last


def days_left(last: date, day: date) -> int:
    """Days from `day` to the last day, which counts; 0 on the day itself."""
    return (last - day).days
