"""How long a case may still be handled, in words: by the database's clock, in Beijing time."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from applications.deadlines import closing_day, days_left, deadline_of
from applications.enums import EDITABLE_STATES
from applications.models import Application

WARNING_DAYS = 7  # how long before the last day pages begin to warn


@dataclass(frozen=True, slots=True)
class Remaining:
    """A case's last day, the day on which it closes, and what the clock says."""

    last: date
    closes: date
    now: datetime

    @property
    def ends_at(self) -> datetime:
        """The moment from which nothing is taken any more."""
        local = timezone.localtime(self.now)
        return datetime.combine(self.closes + timedelta(days=1), time(), local.tzinfo)

    @property
    def is_closed(self) -> bool:
        """Whether that moment has come."""
        return self.now >= self.ends_at

    @property
    def text(self) -> str:
        """还有3天5小时, 还有5小时20分, 还有12分钟, 已经截止"""
        if self.is_closed:
            return "已经截止"
        minutes = int((self.ends_at - self.now).total_seconds()) // 60
        days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
        if days:
            return f"还有{days}天{hours}小时"
        return f"还有{hours}小时{minutes}分" if hours else f"还有{minutes}分钟"


def remaining_of(application: Application, moment: datetime) -> Remaining | None:
    """What is left to whoever holds the case at `moment`; None when no deadline runs."""
    last, closes = deadline_of(application), closing_day(application, application.round)
    return Remaining(last, closes, moment) if last and closes else None


def warning_of(application: Application, day: date) -> str:
    """What the applicant is warned of on that day: that the last day is near, or over."""
    last, closes = deadline_of(application), closing_day(application, application.round)
    if application.state not in EDITABLE_STATES or last is None or closes is None:
        return ""
    left = days_left(last, day)
    if left > WARNING_DAYS:
        return ""
    if day > closes:
        return (
            f"已于{_day(closes)}截止，不能再提交。已填写的内容都保留着；"
            "确有特殊情况的，请联系评委会办申请延期。"
        )
    if left < 0:
        return f"截止日期{_day(last)}已过，宽限至{_day(closes)}（含当天），请马上提交。"
    when = "今天截止" if left == 0 else f"还有{left}天截止"
    return f"{when}：最晚{_day(last)}24时以前提交，过期系统自动关闭。"


def is_over(application: Application, day: date) -> bool:
    """Whether on that day the applicant's case can no longer be submitted, grace included."""
    closes = closing_day(application, application.round)
    return application.state in EDITABLE_STATES and closes is not None and day > closes


def closed_note(application: Application, day: date) -> str:
    """What every page of the form says on top once the last day is over; "" before.

    Typing goes on being saved, since nothing typed may be lost (the case itself is closed by the
    system later), so the page must say that it cannot be submitted.
    """
    last = deadline_of(application)
    return warning_of(application, day) if last is not None and day > last else ""


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
