"""The demonstration's dates, moved around its today."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.models import Organisation
from applications.models import Round

POLICY = "taiyuan-engineering-2020"


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days of the round and of what has happened in it, counted from `today`."""

    today: date

    @property
    def year(self) -> int:
        return self.today.year

    def day(self, back: int) -> date:
        """The day so many days ago."""
        return self.today - timedelta(days=back)

    def moment(self, back: int, minute: int = 0) -> datetime:
        """A moment of that day, from 9:00 on; of today, none that is still to come."""
        start = datetime.combine(self.day(back), time(9))
        asked = timezone.make_aware(start + timedelta(minutes=minute % 480))
        return asked if back else min(asked, timezone.now())

    def open_round(self, office: Organisation) -> Round:
        """The round that is open now: the 2020 policy with other dates."""
        return Round.objects.create(
            key=f"demo-{self.year}",
            name=f"{self.year}年度太原市工程系列初、中级职称评审",
            policy_key=POLICY,
            year=self.year,
            office=office,
            applicants_from=self.day(75),
            applicants_until=self.day(-20),
            units_until=self.day(-35),
            recommenders_until=self.day(-45),
            office_from=self.day(30),
            office_until=self.day(-55),
        )
