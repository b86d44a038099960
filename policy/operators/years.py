"""Years in a title, of work, since an event; and the first round in which they will be enough."""

from __future__ import annotations

from datetime import date

from ..calendar import anniversary, days_within, full_years
from ..case import Case, Frame
from ..records import EDUCATION_RANK
from ..rules import YearsInTitle, YearsOfWork, YearsSince
from ..words import EDUCATION, TITLES
from .base import Judge, Outcome, Scope, operator

_RUNNING = date.max.toordinal() + 1
_WAITING = "；{} 年度起年限够，届时再申报"
_ENDED = "；所计经历已经结束，年限不会自行增加"


def years_by(frame: Frame, start: date, end: date) -> int:
    """Years from ``start`` to ``end`` in the policy's way of counting."""
    if frame.mode == "calendar_year":
        return max(end.year - start.year, 0)
    return full_years(start, end)


def first_round(frame: Frame, start: date, years: int, stop: date | None = None) -> int | None:
    """The first round whose cut-off sees so many years; None when ``stop`` is sooner."""
    if frame.mode == "calendar_year":
        reached = start.year + years
        if stop is not None and stop.year < reached:
            return None
        return max(frame.year, reached)
    day = anniversary(start, years)
    if stop is not None and day > (stop.year, stop.month, stop.day):
        return None
    return frame.first_round(*day)


def _counted(
    case: Case, have_years: int, wanted: int, since: str, what: str, first: int | None
) -> Outcome:
    """The outcome of a start that is known: so many years of the wanted ones."""
    need = f"{what}满 {wanted} 年"
    have = f"{what}满 {have_years} 年（{since}）"
    if have_years >= wanted:
        return Outcome(True, have, need, f"您{have}，达到 {wanted} 年", case.frame.year)
    tail = _WAITING.format(first) if first is not None else _ENDED
    message = f"截至 {case.frame.cut_off} 您{have}，要求满 {wanted} 年{tail}"
    return Outcome(False, have, need, message, first)


@operator("years_in_title")
def _years_in_title(rule: YearsInTitle, scope: Scope) -> Judge:
    title, wanted = rule.title, rule.years
    order = list(scope.policy.titles)
    higher = order[order.index(title) + 1 :]
    name = TITLES[title]
    what = f"聘任{name}"
    need = f"{what}满 {wanted} 年"
    never = f"没有聘任{name}的记录"
    missing = Outcome(
        None, never, need, f"{never}，要求{need}；如已聘任，请填写该职称的聘任时间", None
    )

    def judge(case: Case) -> Outcome:
        appointments = case.appointments()
        start = appointments.get(title)
        if start is None:
            return missing
        frame = case.frame
        stops = [appointments[each] for each in higher if each in appointments]
        stop = min(stops) if stops else None
        if stop is not None and stop <= start:
            have = f"{stop} 已聘任更高职称，之后的{name}聘任不计年限"
            return Outcome(False, have, need, f"{have}，要求{need}", None)
        end = frame.cut_off if stop is None or stop > frame.cut_off else stop
        years = years_by(frame, start, end)
        first = None if years >= wanted else first_round(frame, start, wanted, stop)
        return _counted(case, years, wanted, f"{start} 起", what, first)

    return judge


@operator("years_since")
def _years_since(rule: YearsSince, scope: Scope) -> Judge:
    wanted = rule.years
    what = {
        "graduation": f"取得{EDUCATION.get(rule.education or '', '')}学历后",
        "title_obtained": f"取得{TITLES.get(rule.title or '', '')}职称后",
        "first_work": "参加工作",
        "first_specialty_work": "从事本专业工作以来",
    }[rule.event]
    need = f"{what}满 {wanted} 年"

    def judge(case: Case) -> Outcome:
        start = _event(case, rule)
        if start is None:
            have = "起算日期没有记录"
            return Outcome(None, have, need, f"{have}，要求{need}，请补充", None)
        years = years_by(case.frame, start, case.frame.cut_off)
        first = None if years >= wanted else first_round(case.frame, start, wanted)
        return _counted(case, years, wanted, f"{start} 起", what, first)

    return judge


def _event(case: Case, rule: YearsSince) -> date | None:
    """The first day on which the event happened; None where no record tells."""
    counts = case.frame.education
    certificates, fields = frozenset(counts.certificates), frozenset(counts.fields)
    match rule.event:
        case "graduation":
            least = EDUCATION_RANK[rule.education or ""]
            days = [
                each.awarded
                for each in case.facts.education
                if each.level is not None
                and EDUCATION_RANK[each.level] >= least
                and case.counts(each, certificates, fields)
            ]
        case "title_obtained":
            days = [each.obtained for each in case.facts.titles if each.level == rule.title]
        case other:
            days = [case.first_work(in_specialty=other == "first_specialty_work")]
    return min([day for day in days if day is not None], default=None)


@operator("years_of_work")
def _years_of_work(rule: YearsOfWork, scope: Scope) -> Judge:
    wanted = rule.years
    place = "在基层农村、艰苦边远地区" if rule.grassroots else ""
    what = f"{place}从事{'本专业' if rule.in_specialty else ''}工作"
    need = f"{what}满 {wanted} 年"
    none = f"没有{what}的记录"
    missing = Outcome(None, none, need, f"{none}，要求满 {wanted} 年，请填写工作经历", None)

    def judge(case: Case) -> Outcome:
        periods = case.work(rule.in_specialty, rule.grassroots)
        if not periods:
            return missing
        frame = case.frame
        days = days_within(periods, 1, frame.cut_off.toordinal())
        years = _worked(frame, days, frame.cut_off)
        first = None
        if years < wanted:
            first = _first_worked(frame, periods, wanted)
        return _counted(case, years, wanted, f"合计 {days} 天", what, first)

    return judge


def _worked(frame: Frame, days: int, cut_off: date) -> int:
    """Full years that so many days are, counted as one unbroken period up to the cut-off."""
    if days == 0:
        return 0
    return years_by(frame, date.fromordinal(cut_off.toordinal() + 1 - days), cut_off)


def _first_worked(frame: Frame, periods: list[tuple[int, int]], wanted: int) -> int | None:
    """The first later round in which the work will do, None if it ends too soon.

    Only a round in whose year work is still added counts: that a leap year moves the start of a
    finished period is no reason to wait. From the day on which a running period is the only one
    growing, its start stays where it is and the round follows by arithmetic.
    """
    running = periods[-1][1] == _RUNNING
    settled = periods[-1][0] if running else periods[-1][1]
    before = days_within(periods, 1, frame.cut_off.toordinal())
    year, cut_off = frame.year, frame.cut_off
    while cut_off.toordinal() < settled and year < date.max.year:
        year += 1
        cut_off = frame.cut_off_in(year)
        days = days_within(periods, 1, cut_off.toordinal())
        if days > before and _worked(frame, days, cut_off) >= wanted:
            return year
        before = days
    if not running or before == 0:
        return None
    return first_round(frame, date.fromordinal(cut_off.toordinal() + 1 - before), wanted)
