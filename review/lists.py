"""The officers' lists: which cases stand under which tab. The home's figures come from the same
conditions, so that a number and its list cannot disagree (trust WF-15)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.clock import today
from accounts.models import User
from accounts.prepared import Prepared
from applications.deadlines import LEVELS, closing_day, deadline_of
from applications.enums import DROPPED_STATES, REVIEW_STATES, State
from applications.models import Application, Round, Snapshot
from applications.permissions import here
from applications.queries import submitted_for


def is_overdue(day: date) -> Q:
    """The condition that a case's closing day lies before `day`; as `deadlines.closing_day`."""
    found = Q(state=State.RETURNED, correction_until__lt=day)
    for state, (level, own_columns) in LEVELS.items():
        grace, last = f"round__{level}_grace_until", f"round__{level}_until__lt"
        passed = Q(**{f"{grace}__lt": day}) | Q(**{f"{grace}__isnull": True, last: day})
        for own in own_columns:
            passed &= Q(**{f"{own}__isnull": True}) | Q(**{f"{own}__lt": day})
        found |= Q(state=state) & passed
    return found


def overdue(queryset: QuerySet[Application], day: date) -> QuerySet[Application]:
    """Cases whose closing day lies before `day`."""
    return queryset.filter(is_overdue(day))


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: its key in the address, its label, and its condition, made of the one that a case
    waits at the reader's own desk, and the day."""

    key: str
    label: str
    condition: Callable[[Q, date], Q]


def _waiting(here: Q, day=None) -> Q:
    return here & Q(state__in=REVIEW_STATES)


def _resubmitted(here: Q, day=None) -> Q:
    again = Snapshot.objects.filter(application=OuterRef("pk"), number__gte=2)
    return _waiting(here) & Q(Exists(again))


def _passed_on(here: Q, day=None) -> Q:
    return Q(state__in=REVIEW_STATES) & ~here


TABS = (
    Tab("waiting", "待办", _waiting),
    Tab("late", "已逾期", lambda here, day: _waiting(here) & is_overdue(day)),
    Tab("resubmitted", "退回后重报", _resubmitted),
    Tab("returned", "已退回", lambda here, day: Q(state=State.RETURNED)),
    Tab("passed_on", "其他单位在办", _passed_on),
    Tab(
        "accepted",
        "已受理或认定",
        lambda here, day: Q(
            state__in=[
                State.ACCEPTED,
                State.PASSED,
                State.NOT_PASSED,
                State.CERTIFIED,
                State.RECOGNIZED,
            ]
        ),
    ),
    Tab("closed", "已终止", lambda here, day: Q(state__in=DROPPED_STATES)),
    Tab("all", "全部", lambda here, day: Q()),
)
_TABS = {tab.key: tab for tab in TABS}


def tab_of(key: str) -> Tab:
    """The tab of that key; the first for an unknown one."""
    return _TABS.get(key, TABS[0])


def cases_for(user: User, tab: Tab) -> QuerySet[Application]:
    """The cases that an officer finds under a tab."""
    return submitted_for(user).filter(tab.condition(here(user), today()))


def counts_for(user: User) -> dict[str, int]:
    """How many cases stand under each tab, in one query."""
    desk, day = here(user), today()
    return submitted_for(user).aggregate(
        **{tab.key: Count("pk", filter=tab.condition(desk, day)) for tab in TABS[:-1]},
        all=Count("pk"),
    )


LIST_COLUMNS = (
    "pk",
    "name",
    "receipt_number",
    "level",
    "specialty",
    "applied_specialty",
    "state",
    "state_since",
    "correction_until",
    "unit_deadline",
    "recommender_deadline",
    "office_deadline",
    "unit__name",
    "holder__name",
    "round",
)


def list_rows(queryset: QuerySet[Application]) -> QuerySet:
    """Only what a list shows, as named tuples; `round` is a key of `rounds_by_id`."""
    return queryset.values_list(*LIST_COLUMNS, named=True)


def rounds_by_id() -> dict[int, Round]:
    """All rounds: there are a few, and each row shows its own."""
    return {round.pk: round for round in _rounds()}


_rounds = Prepared(Round.objects.all)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many cases wait for the same last day."""

    round: Round
    state: str
    last: date | None
    closes: date | None  # the last day with the level's grace
    count: int


_OWN_DEADLINES = ("unit_deadline", "recommender_deadline", "office_deadline")


def waiting_by_deadline(user: User) -> list[Waiting]:
    """What waits for the user, the nearest last day first."""
    groups = (
        submitted_for(user)
        .filter(_waiting(here(user)))
        .values("round_id", "state", *_OWN_DEADLINES)
        .annotate(count=Count("pk"))
        .order_by()
    )
    rounds = rounds_by_id()
    found: dict[tuple, Waiting] = {}
    for group in groups:
        round = rounds[group["round_id"]]
        case = Application(
            round=round,
            state=group["state"],
            **{column: group[column] for column in _OWN_DEADLINES},
        )
        last, closes = deadline_of(case), closing_day(case, round)
        key = (round.pk, group["state"], last, closes)
        before = found[key].count if key in found else 0
        found[key] = Waiting(round, group["state"], last, closes, group["count"] + before)
    return sorted(found.values(), key=lambda each: (each.last or date.max, each.round.pk))
