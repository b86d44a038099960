"""What a process keeps because making it anew costs more: the longest unused goes first."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any


class Kept:
    """So many results at the most, each under a key that stands for all it was made of."""

    def __init__(self, most: int):
        self._most = most
        self._found: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def once(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What is kept under `key`, made when it is not."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key]
        made = make()
        with self._lock:
            self._found[key] = made
            while len(self._found) > self._most:
                self._found.popitem(last=False)
        return made

    def forget(self) -> None:
        """Drop what is kept; for tests."""
        with self._lock:
            self._found.clear()
