"""The one clock: the database's, in Asia/Shanghai. Tests and the demonstration's loading put
another in its place with `standing_at`."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta

from django.db import connection
from django.utils import timezone

_standing: ContextVar[datetime | None] = ContextVar("standing", default=None)
# When the request under way arrived, on the machine's clock that only counts seconds.
_arrival: ContextVar[float | None] = ContextVar("arrival", default=None)
# A server's threads see no other thread's context: for journeys through a live server.
_everywhere: list[datetime] = []


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let the clock stand at `moment` (aware) within the block."""
    token = _standing.set(moment)
    try:
        yield
    finally:
        _standing.reset(token)


@contextmanager
def standing_everywhere(moment: datetime) -> Iterator[None]:
    """Let the clock of the whole process stand at `moment` (aware) within the block."""
    _everywhere.append(moment)
    try:
        yield
    finally:
        _everywhere.remove(moment)


def _stood() -> datetime | None:
    return _standing.get() or (_everywhere[-1] if _everywhere else None)


@contextmanager
def arriving(seconds_ago: float = 0) -> Iterator[None]:
    """Count what happens in the block as one request, which arrived so many seconds ago; within
    another such block, when that one says."""
    known = _arrival.get()
    token = _arrival.set(time.monotonic() - seconds_ago if known is None else known)
    try:
        yield
    finally:
        _arrival.reset(token)


def arrived_at(moment: datetime) -> datetime:
    """When the request under way arrived, by the clock that says `moment` now; `moment` itself
    where there is no request. Only the seconds since are the machine's own, so that a machine
    whose clock is wrong judges nobody by it."""
    arrival = _arrival.get()
    return moment if arrival is None else moment - timedelta(seconds=time.monotonic() - arrival)


def database_now() -> datetime:
    """The database's time now: what decides deadlines at the moment a move commits."""
    if (standing := _stood()) is not None:
        return standing
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')")
            return datetime.fromisoformat(cursor.fetchone()[0]).replace(tzinfo=UTC)
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def now() -> datetime:
    """The time for display and ordinary stamps, without a query."""
    return _stood() or timezone.now()


def today() -> date:
    """Today in Asia/Shanghai, without a query."""
    return timezone.localdate(now())
