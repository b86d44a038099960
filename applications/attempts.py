"""A line of the workflow table, an attempt at it, and who has a say in it.

A guard answers with the Chinese reasons why a move cannot be made now; an effect writes what the
move brings along. Both are registered by the name that the table gives them, so that a higher
floor can add its own.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from accounts.models import Organisation, User
from applications.enums import Action, State
from applications.models import Application


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the table: an action from a state by a role."""

    action: Action
    source: State
    role: str
    target: str
    guards: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    # For which organisation the role acts: "" the one that holds the case, see `authority`.
    scope: str = ""


@dataclass(slots=True)
class Attempt:
    """A move being tried: what guards and effects look at."""

    application: Application
    move: Move
    actor: User | None
    organisation: Organisation | None
    data: dict
    at: datetime
    changes: dict = field(default_factory=dict)  # columns that the move sets besides the state
    log_data: dict = field(default_factory=dict)
    cache: dict = field(default_factory=dict)  # read once, used by several guards


Guard = Callable[[Attempt], list[str]]
Effect = Callable[[Attempt], None]
GUARDS: dict[str, Guard] = {}
EFFECTS: dict[str, Effect] = {}
FOLLOWERS: list[Effect] = []


def guard(name: str) -> Callable[[Guard], Guard]:
    """Register a guard under its name in the table."""
    return _registrar(GUARDS, name)


def effect(name: str) -> Callable[[Effect], Effect]:
    """Register an effect under its name in the table."""
    return _registrar(EFFECTS, name)


def follower(function: Effect) -> Effect:
    """Let `function` write what every move brings along once its state and event are written, in
    the same transaction; it sends nothing before commit."""
    FOLLOWERS.append(function)
    return function


def _registrar(registry: dict, name: str):
    def register(function):
        if name in registry:
            raise ValueError(f"{name} is registered twice")
        registry[name] = function
        return function

    return register
