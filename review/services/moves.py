"""Moves for many cases at once, and those that the calendar makes."""

from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime

from django.db import OperationalError

from accounts.access import record_access
from accounts.clock import database_now, standing_at
from accounts.errors import DomainError, GuardFailed
from accounts.models import User
from applications.deadlines import arrival_text, closing_date
from applications.enums import Action
from applications.models import Application
from applications.workflow import perform
from review.lists import overdue


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case of many."""

    application: Application
    ok: bool
    message: str


def perform_many(
    *,
    action: str,
    applications: Iterable[Application],
    actor: User | None,
    data: dict | None = None,
    versions: dict[int, int] | None = None,
) -> list[Outcome]:
    """Make one move for each case, each in a transaction of its own, and report every one.

    `versions` maps a case's key to the version that the actor saw. A refusal is recorded and
    does not keep the others back.
    """
    seen = versions or {}
    return [
        _one(action, application, actor, data, seen.get(application.pk))
        for application in applications
    ]


def _one(action, application, actor, data, version) -> Outcome:
    try:
        moved = perform(
            action=action, application=application, actor=actor, data=data, version=version
        )
    except DomainError as error:
        if actor is not None:
            record_access(
                user=actor,
                what=f"review:{action}",
                object=application.receipt_number or "",
                outcome="refused",
                detail=error.message,
            )
        # Each reason is a sentence of its own.
        text = "".join(error.reasons) if isinstance(error, GuardFailed) else error.message
        return Outcome(application, False, text)
    except OperationalError:
        return Outcome(application, False, "系统正忙，这一份没有办理，请稍后再试。")
    text = f"已办理，现在是“{moved.get_state_display()}”。{arrival_text(moved)}"
    return Outcome(moved, True, text)


def lapse_overdue(*, now: datetime | None = None) -> list[Outcome]:
    """Close every case whose last day has passed, as the system; `now` puts the clock there."""
    with standing_at(now) if now else nullcontext():
        day = closing_date(database_now())
        cases = overdue(Application.objects.all(), day).order_by("pk")
        return perform_many(action=Action.LAPSE, applications=list(cases), actor=None)
