"""How this floor's changes reach the event log, which lies a floor above.

The log's floor registers its writer; services announce what they did in the same transaction.
"""

from collections.abc import Callable
from typing import Any

Writer = Callable[..., None]
_writers: list[Writer] = []


def register(writer: Writer) -> None:
    """Let `writer(actor=, action=, object=, data=)` be called for every change."""
    if writer not in _writers:
        _writers.append(writer)


def write(*, actor, action: str, object, data: dict[str, Any] | None = None) -> None:
    """Announce one change. `actor` may be None for the system; `data` holds no ID number."""
    for writer in _writers:
        writer(actor=actor, action=action, object=object, data=data or {})
