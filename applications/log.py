"""The event log: append to the hash chain, verify it.

Each entry's hash is an HMAC over the one before and its own canonical content, so that an entry
that was altered, removed, inserted or swapped is found by `verify` (trust DA-06).
"""

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from accounts.clock import database_now
from accounts.models import Organisation, User
from applications.models import Application, ChainHead, Event
from applications.standing_in import is_stand_in_act

EMPTY = "0" * 64


@dataclass(frozen=True, slots=True)
class Broken:
    """The first bad entry and what is wrong with it."""

    seq: int
    what: str


def append(
    *,
    action: str,
    actor: User | None = None,
    role: str = "",
    organisation: Organisation | None = None,
    application: Application | None = None,
    object: str = "",
    from_state: str = "",
    to_state: str = "",
    reason: str = "",
    data: dict | None = None,
) -> Event:
    """Write one entry at the chain's end, in the caller's transaction.

    What a stand-in did for an organisation says so.
    """
    data = data or {}
    if actor and application and organisation and is_stand_in_act(actor, application, organisation):
        data = data | {"stand_in": True}
    with transaction.atomic():
        head = _locked_head()
        event = Event(
            seq=head.seq + 1,
            at=database_now(),
            actor=actor,
            role=role,
            organisation=organisation,
            application=application,
            action=action,
            object=object,
            from_state=from_state,
            to_state=to_state,
            reason=reason,
            data=data,
            previous_hash=head.hash,
        )
        event.hash = _hash(event)
        event.save(force_insert=True)
        ChainHead.objects.filter(pk=1).update(seq=event.seq, hash=event.hash)
    return event


def _locked_head() -> ChainHead:
    # Writers wait here for each other; SQLite's immediate transactions do the same.
    locked = ChainHead.objects.select_for_update().filter(pk=1)
    if (head := locked.first()) is not None:
        return head
    ChainHead.objects.get_or_create(pk=1)
    return locked.get()


def _hash(event: Event) -> str:
    content = [
        event.previous_hash,
        event.seq,
        event.at.timestamp(),
        event.actor_id,
        event.role,
        event.organisation_id,
        event.application_id,
        event.action,
        event.object,
        event.from_state,
        event.to_state,
        event.reason,
        event.data,
    ]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.new(settings.PORTAL_LOG_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def verify() -> Broken | None:
    """Walk the whole chain; None when it is whole."""
    seq, previous = 0, EMPTY
    for event in _events():
        seq += 1
        if event.seq != seq:
            return Broken(seq, "entry is missing")
        if event.previous_hash != previous:
            return Broken(seq, "does not follow the entry before it")
        if event.hash != _hash(event):
            return Broken(seq, "content was altered")
        previous = event.hash
    head = ChainHead.objects.filter(pk=1).first()
    if head is None:
        return Broken(1, "the chain's head is missing") if seq else None
    if (head.seq, head.hash) != (seq, previous):
        return Broken(seq + 1, "entries at the end are missing")
    return None


def _events() -> Iterator[Event]:
    return Event.objects.order_by("seq").iterator(chunk_size=1000)
