"""What anybody may see of the notices: the least, and only while they run and a little longer.

A posting is the notices that were posted together: one page, one sheet. It shows name, unit,
level and specialty as they were submitted (个人信息保护法 6, 25); nothing else of a person.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse

from applications.enums import DROPPED_STATES, State
from applications.models import Snapshot
from review.enums import NoticeKind
from review.models import PublicNotice
from review.periods import Period, period_of

_GONE = Q(application__state__in=[*DROPPED_STATES, State.DRAFT])


@dataclass(frozen=True, slots=True)
class Person:
    """One person whom a posting is about."""

    notice: int
    name: str
    level: str
    specialty: str


@dataclass(frozen=True, slots=True)
class PublicPosting:
    """One posting with the people on it; `notices` are theirs, in the same order."""

    notices: list[PublicNotice]
    people: list[Person]

    @property
    def head(self) -> PublicNotice:
        """The notice that stands for all: they differ in the person only."""
        return self.notices[0]

    @property
    def period(self) -> Period:
        rules = self.head.round.policy.notices
        return period_of(
            self.head.first_day, self.head.last_day, rules.first_day_counts if rules else True
        )

    @property
    def address(self) -> str:
        """Its public page in full, as it is written on the sheet."""
        return settings.PORTAL_BASE_URL + reverse("notices:notice", args=[self.head.token])


def shown_on(day: date) -> QuerySet[PublicNotice]:
    """The notices that the public may see on that day."""
    shown_until = day - timedelta(days=settings.NOTICE_DAYS_SHOWN_AFTER)
    found = PublicNotice.objects.filter(
        replaced_at__isnull=True, first_day__lte=day, last_day__gte=shown_until
    )
    return found.exclude(_GONE)


def postings_on(day: date, text: str = "") -> QuerySet:
    """The postings that run on that day, newest first, each with how many people are on it and
    nobody's name; `text` is sought in the unit's name."""
    found = shown_on(day).filter(last_day__gte=day)
    if text:
        found = found.filter(unit__name__icontains=text)
    columns = ("token", "kind", "unit__name", "round__name", "first_day", "last_day")
    return (
        found.order_by()
        .values(*columns)
        .annotate(people=Count("application"))
        .order_by("-first_day", "unit__name", "kind", "token")
    )


def posting_of(notices: QuerySet[PublicNotice], token: str) -> PublicPosting | None:
    """The posting of that name among `notices`; None where nothing is left of it."""
    found = list(
        notices.filter(token=token)
        .select_related("unit", "round", "application")
        .order_by("application__name_key", "pk")
    )
    return PublicPosting(found, _people(found)) if found else None


def _people(notices: list[PublicNotice]) -> list[Person]:
    """The people as the posted submission has them: what is typed since is not published."""
    found = Snapshot.objects.filter(
        application__notices__in=[notice.pk for notice in notices],
        number=F("application__notices__snapshot_number"),
    )
    posted = {each.application_id: each.data for each in found}
    return [
        _person(notice, posted[notice.application_id])
        for notice in notices
        if notice.application_id
    ]


def _person(notice: PublicNotice, data: dict) -> Person:
    about = (data["sections"].get("application") or [{}])[0]
    return Person(
        notice.pk,
        data["person"]["name"],
        data["application"]["level_label"],
        about.get("applied_specialty", ""),
    )


def is_about_rules(notice: PublicNotice) -> bool:
    """Whether the notice is of conditions and procedure, and so about nobody."""
    return notice.kind == NoticeKind.RULES
