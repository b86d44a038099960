"""The secretary's figures: how many cases of a round stand where, by level and by body."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import right
from applications.deadlines import days_left
from applications.enums import DROPPED_STATES, State
from applications.models import Application, Round
from review.permissions import desk_of
from review.wording import days_left_text

_COLUMNS = (
    ("个人申报截止", "applicants_until"),
    ("单位审核截止", "units_until"),
    ("推荐部门审核截止", "recommenders_until"),
    ("评委会办受理截止", "office_until"),
)
# In the order of the way, so that a heap shows where it is stuck.
_STATES = tuple(state for state in State if state not in DROPPED_STATES)


@dataclass(slots=True)
class Bar:
    """One labelled number with its share of the largest."""

    label: str
    count: int
    most: int


@dataclass(slots=True)
class BodyRow:
    """One recommending body: how many wait below, here, at the office, and are accepted."""

    pk: int | None
    name: str
    below: int = 0
    here: int = 0
    office: int = 0
    accepted: int = 0

    @property
    def total(self) -> int:
        return self.below + self.here + self.office + self.accepted


@dataclass(slots=True)
class RoundFigures:
    """One round of the office."""

    round: Round
    total: int = 0
    by_state: list[Bar] = field(default_factory=list)
    by_level: list[Bar] = field(default_factory=list)
    by_specialty: list[Bar] = field(default_factory=list)
    bodies: list[BodyRow] = field(default_factory=list)
    deadlines: list[tuple[str, date, str, bool]] = field(default_factory=list)


_PLACE = {
    State.UNIT_REVIEW: "below",
    State.RETURNED: "below",
    State.DEPARTMENT_REVIEW: "here",
    State.HR_REVIEW: "here",
    State.OFFICE_REVIEW: "office",
    State.ACCEPTED: "accepted",
    State.PASSED: "accepted",
    State.NOT_PASSED: "accepted",
    State.CERTIFIED: "accepted",
}


def figures_for(user: User, day: date) -> list[RoundFigures]:
    """The figures of each round of the user's office, the newest first; two queries."""
    groups = list(
        right("round_figures")
        .filter(user, Application.objects.exclude(state__in=DROPPED_STATES))
        .values(
            "round_id",
            "state",
            "level",
            "specialty",
            "recommending_body_id",
            "recommending_body__name",
        )
        .annotate(count=Count("pk"))
        .order_by()
    )
    rounds = Round.objects.filter(office__in=desk_of(user, [Role.SECRETARY]))
    return [
        _figures(round, [g for g in groups if g["round_id"] == round.pk], day) for round in rounds
    ]


def _figures(round: Round, groups: list[dict], day: date) -> RoundFigures:
    policy = round.policy
    states = [(state.value, state.label) for state in _STATES]
    levels = [(level.key, level.label) for level in policy.levels]
    specialties = [(each.key, each.label) for each in policy.specialties]
    return RoundFigures(
        round,
        sum(group["count"] for group in groups),
        _bars(groups, "state", states),
        _bars(groups, "level", levels),
        _bars(groups, "specialty", specialties),
        _bodies(groups),
        _deadlines(round, day),
    )


def _bars(groups: list[dict], name: str, named: list[tuple[str, str]]) -> list[Bar]:
    counts = dict.fromkeys((value for value, _ in named), 0)
    for group in groups:
        if group[name] in counts:
            counts[group[name]] += group["count"]
    most = max(counts.values(), default=0) or 1
    return [Bar(label, counts[value], most) for value, label in named if counts[value]]


def _bodies(groups: list[dict]) -> list[BodyRow]:
    rows: dict[int | None, BodyRow] = {}
    for group in groups:
        place = _PLACE.get(State(group["state"]))
        pk = group["recommending_body_id"]
        if place is None or pk is None:
            continue
        row = rows.setdefault(pk, BodyRow(pk, group["recommending_body__name"]))
        setattr(row, place, getattr(row, place) + group["count"])
    return sorted(rows.values(), key=lambda row: (-row.total, row.name))


def _deadlines(round: Round, day: date) -> list[tuple[str, date, str, bool]]:
    return [
        (
            label,
            getattr(round, column),
            days_left_text(days_left(getattr(round, column), day)).replace("逾期", "过"),
            getattr(round, column) < day,
        )
        for label, column in _COLUMNS
    ]
