"""One of the three notices as the application page shows it at a glance."""

from dataclasses import dataclass

from accounts.clock import today
from review.enums import NoticeKind
from review.models import PublicNotice
from review.periods import Period, period_of


@dataclass(frozen=True, slots=True)
class NoticeView:
    """One of the three notices at a glance."""

    kind: str
    label: str
    notice: PublicNotice | None
    period: Period | None

    @property
    def days(self) -> str:
        """Its first and last day."""
        return f"{self.notice.first_day} 至 {self.notice.last_day}" if self.notice else ""

    @property
    def tone(self) -> str:
        """The chip for it."""
        if self.notice is None:
            return "neutral"
        outcome = self.notice.outcome
        if outcome == "founded":
            return "danger"
        return "waiting" if outcome == "open" else "success"

    @property
    def word(self) -> str:
        """Where it stands, in words."""
        if self.notice is None:
            return "未登记"
        if self.notice.outcome != "open":
            return self.notice.get_outcome_display()
        if self.notice.first_day > today():
            return "尚未开始"
        return "公示中" if self.notice.last_day >= today() else "已结束，待登记结果"


def notice_view(kind: NoticeKind, notice: PublicNotice | None, counts_first: bool) -> NoticeView:
    period = period_of(notice.first_day, notice.last_day, counts_first) if notice else None
    return NoticeView(kind.value, kind.label, notice, period)
