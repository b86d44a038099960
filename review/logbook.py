"""What the supervisor's lists show of an entry: names and receipt numbers, no internal keys."""

import re
from collections.abc import Iterable

from accounts.models import AccessRecord, Organisation, User
from applications.models import Application, Event, Round
from review.history import what_it_says, who_did
from review.wording import access_label, action_label, role_label, state_label

_KEYED = re.compile(r"(user|organisation|application):(\d{1,17})")
_ADDRESS = re.compile(r"/(?:applications|apply)/(\d{1,17})/")
# Which file it was, only the database needs to know.
_FILE = re.compile(r"^file:\d+$")
_ROUND = "round:"
_RECEIPTS = 3  # of an export's cases, so many are named in a list
_OUTCOMES = {"read": "查阅", "refused": "被拒绝", "exported": "导出"}


class _Names:
    """The names behind the keys of one page of a list; one query a kind at most."""

    def __init__(self, texts: Iterable[str]):
        texts = list(texts)
        wanted: dict[str, set[int]] = {"user": set(), "organisation": set(), "application": set()}
        for text in texts:
            for kind, pk in self._keys(text):
                wanted[kind].add(pk)
        rounds = {text.removeprefix(_ROUND) for text in texts if text.startswith(_ROUND)}
        self.rounds = (
            dict(Round.objects.filter(key__in=rounds).values_list("key", "name")) if rounds else {}
        )
        self.known = {
            "user": _named(User, wanted["user"], "name"),
            "organisation": _named(Organisation, wanted["organisation"], "name"),
            "application": _named(Application, wanted["application"], "receipt_number"),
        }

    @staticmethod
    def _keys(text: str) -> list[tuple[str, int]]:
        found = [(kind, int(pk)) for kind, pk in _KEYED.findall(text)]
        return found + [("application", int(pk)) for pk in _ADDRESS.findall(text)]

    def of(self, text: str) -> str:
        """The names of what a stored text points to; a receipt number stands for itself."""
        if text.isascii() and text.isdigit():
            return text
        if text.startswith(_ROUND):
            key = text.removeprefix(_ROUND)
            return self.rounds.get(key, key)
        found = [self.known[kind].get(pk) for kind, pk in self._keys(text)]
        return "、".join(name for name in found if name)


def _named(model, keys: set[int], column: str) -> dict[int, str]:
    if not keys:
        return {}
    return dict(model.objects.filter(pk__in=keys).values_list("pk", column))


def event_rows(events: Iterable[Event]) -> list[dict]:
    """The log's entries for a table."""
    events = list(events)
    names = _Names(event.object for event in events if event.application is None)
    return [
        {
            "event": event,
            "who": who_did(event),
            "what": action_label(event.action),
            "said": "；".join(what_it_says(event)),
            "source": state_label(event.from_state),
            "target": state_label(event.to_state),
            "about": event.application.receipt_number or "草稿"
            if event.application
            else names.of(event.object),
        }
        for event in events
    ]


def _cases(record: AccessRecord) -> str:
    """The receipts of an export that covers many: the first few and how many there are."""
    receipts = record.cases.split()
    more = f"等{len(receipts)}份" if len(receipts) > _RECEIPTS else ""
    return "、".join(receipts[:_RECEIPTS]) + more


def access_rows(records: Iterable[AccessRecord]) -> list[dict]:
    """The access log's entries for a table."""
    records = list(records)
    names = _Names(record.object for record in records)
    return [
        {
            "record": record,
            "what": access_label(record.what),
            "role": role_label(record.role),
            "about": _cases(record) or names.of(record.object),
            "detail": _FILE.sub("", record.detail),
            "outcome": _OUTCOMES.get(record.outcome, "其他"),
            "tone": "danger" if record.outcome == "refused" else "neutral",
        }
        for record in records
    ]
