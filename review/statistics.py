"""How each organisation handled the cases of a round: states, days, returns, what is late.

From the log's moves and the cases' own rows; figures only, no case's content.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from applications.enums import REVIEW_STATES, Action, State
from applications.models import Application, ChainLink, Event, Round
from review.lists import is_overdue
from review.models import Objection

DAY = 86_400
# Which column an officer's move or act counts in.
COUNTED = {
    Action.FORWARD: "passed_on",
    Action.RECOGNIZE: "passed_on",
    Action.ACCEPT: "passed_on",
    Action.RETURN: "returned",
    Action.DECLINE: "refused",
    Action.REFUSE: "refused",
    "deadline_extended": "extended",
}
STAGES = {state: label for state, label in State.choices if state in REVIEW_STATES}


@dataclass(slots=True)
class Line:
    """One organisation; days are full and parts of days, from arrival to the next move."""

    organisation: Organisation
    arrived: int = 0
    waiting: int = 0
    passed_on: int = 0
    returned: int = 0
    refused: int = 0
    objections: int = 0
    overdue: int = 0
    extended: int = 0
    stays: list[float] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return OrganisationKind(self.organisation.kind).label

    @property
    def average(self) -> float | None:
        """Average days of those that have gone on, to one place."""
        return round(sum(self.stays) / len(self.stays), 1) if self.stays else None

    @property
    def longest(self) -> float | None:
        """Longest days of those that have gone on, to one place."""
        return round(max(self.stays), 1) if self.stays else None


@dataclass(slots=True)
class Stage:
    """One stage of the way over all organisations."""

    label: str
    waiting: int = 0
    stays: list[float] = field(default_factory=list)
    average: float | None = None
    longest: float | None = None


@dataclass(slots=True)
class Statistics:
    """A round's figures."""

    round: Round
    total: int
    states: list[tuple[str, int]]
    stages: list[Stage]
    lines: list[Line]

    @property
    def most(self) -> int:
        """The largest number of a state, for the bars."""
        return max((count for _, count in self.states), default=1) or 1

    @property
    def slowest(self) -> float:
        """The longest average, for the bars."""
        return max((line.average or 0 for line in self.lines), default=0) or 1


def statistics_of(round: Round, day: date) -> Statistics:
    """The figures of one round on that day; six queries, whatever their size."""
    cases = Application.objects.filter(round=round).order_by()
    by_state = Counter(dict(cases.values_list("state").annotate(count=Count("pk"))))
    made: dict[int, Line] = {}
    stages = {state: Stage(label) for state, label in STAGES.items()}
    lines = _Lines(made)
    _moves(round, lines, stages)
    _waiting(cases, day, lines, stages)
    _objections(round, lines)
    known = Organisation.objects.in_bulk(made)
    for pk, line in made.items():
        line.organisation = known[pk]
    for stage in stages.values():
        if stage.stays:
            stage.average = _days(sum(stage.stays) / len(stage.stays))
            stage.longest = _days(max(stage.stays))
    return Statistics(
        round,
        sum(by_state.values()),
        [(state.label, by_state[state]) for state in State if by_state[state]],
        list(stages.values()),
        sorted(made.values(), key=_place),
    )


class _Lines:
    """The lines by organisation, made when the first figure comes."""

    def __init__(self, made: dict[int, Line]):
        self._made = made

    def __getitem__(self, pk: int) -> Line:
        if pk not in self._made:
            self._made[pk] = Line(Organisation(pk=pk))
        return self._made[pk]


def _days(value: float) -> float:
    return round(value, 1)


_ORDER = {kind: place for place, kind in enumerate(OrganisationKind)}


def _place(line: Line) -> tuple:
    """Units first, then what stands above them; within a kind the busiest first."""
    is_body = line.organisation.kind in tuple(OrganisationKind)[6:]
    kind = _ORDER[OrganisationKind(line.organisation.kind)] if is_body else 0
    return kind, -line.arrived, line.organisation.name


def _moves(round: Round, lines: _Lines, stages: dict[str, Stage]) -> None:
    """What each stop did, and how long each stay was: from one move of a case to its next."""
    rows = (
        Event.objects.filter(application__round=round)
        .filter(~Q(to_state="") | Q(action__in=[a for a in COUNTED if a not in Action.values]))
        .order_by("application_id", "seq")
        .values_list("application_id", "at", "action", "from_state", "to_state", "organisation_id")
        .iterator(chunk_size=5000)
    )
    case, since = None, None
    for application, at, action, source, target, organisation in rows:
        if application != case:
            case, since = application, None
        column = COUNTED.get(action)
        if column and organisation:
            line = lines[organisation]
            setattr(line, column, getattr(line, column) + 1)
        if not target:
            continue
        # Only the holder's own acts: how long it lay there is not the doing of who revokes it.
        if source in stages and since is not None and organisation and column:
            stay = (at - since).total_seconds() / DAY
            lines[organisation].stays.append(stay)
            stages[source].stays.append(stay)
        since = at


def _waiting(cases, day: date, lines: _Lines, stages: dict[str, Stage]) -> None:
    """What has come to each organisation, what lies there now, and what of it is late."""
    links = ChainLink.objects.filter(application__in=cases.values("pk"), reached_at__isnull=False)
    for organisation, count in (
        links.order_by().values_list("organisation").annotate(count=Count("pk"))
    ):
        lines[organisation].arrived = count
    held = cases.filter(state__in=REVIEW_STATES).values_list("holder", "state")
    late = Count("pk", filter=is_overdue(day))
    for holder, state, count, overdue in held.annotate(count=Count("pk"), late=late):
        lines[holder].waiting += count
        lines[holder].overdue += overdue
        stages[state].waiting += count


def _objections(round: Round, lines: _Lines) -> None:
    """Notices to which somebody objected, whatever came or will come of it."""
    found = Objection.objects.filter(notice__round=round).order_by().values_list("notice__unit")
    for unit, count in found.annotate(count=Count("notice", distinct=True)):
        lines[unit].objections = count
