"""The rounds that an estimate looks at: the coming one, and the same rules in later years."""

from datetime import date
from functools import lru_cache

from applications import clauses
from applications.models import Round
from applications.selfcheck.outcome import Target, targets
from policy.loader import load_policy, with_round
from policy.schema import Policy

YEARS_AHEAD = 5


def coming_target(day: date) -> Target:
    """The round that is open or comes next; with none announced, the newest rules as if their
    round came this year."""
    found = targets(day)[0]
    if found.round is not None:
        return found
    last = Round.objects.order_by("-year", "-applicants_until").first()
    policy = last.policy if last else clauses.newest_policies()[0]
    if policy.round.year >= day.year:
        return Target(last.key if last else policy.key, policy.title, policy, day, last)
    moved = _in_year(policy.key, policy.round.accepts_from, policy.round.accepts_until, day.year)
    return Target(policy.key, policy.title, moved, max(day, moved.round.accepts_from))


def policies_ahead(target: Target) -> list[tuple[Policy, date]]:
    """The rules of the coming round and of the years after it, each with the day of applying."""
    round = target.policy.round
    later = [
        _in_year(target.policy.key, round.accepts_from, round.accepts_until, target.year + ahead)
        for ahead in range(1, YEARS_AHEAD + 1)
    ]
    return [
        (target.policy, target.as_of),
        *((policy, policy.round.accepts_from) for policy in later),
    ]


@lru_cache(maxsize=64)
def _in_year(key: str, first: date, last: date, year: int) -> Policy:
    # Compiled once a process, as a round's own policy is.
    policy = load_policy(key)
    away = year - first.year
    return with_round(
        policy, year=year, accepts_from=_moved(first, away), accepts_until=_moved(last, away)
    )


def _moved(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
