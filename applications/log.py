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
from applications.models import Application, ChainCheck, ChainHead, Event
from applications.standing_in import is_stand_in_act

EMPTY = "0" * 64


@dataclass(frozen=True, slots=True)
class Broken:
    """The first bad entry and what is wrong with it."""

    seq: int
    what: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the chain that was walked: behind `after`, up to `last`, of `length` entries."""

    after: int
    last: int
    length: int
    broken: Broken | None


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
    if actor and organisation and is_stand_in_act(actor, application, organisation):
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
    return verify_part(after=0, most=None).broken


def verify_part(*, after: int, most: int | None) -> Part:
    """Walk at most `most` entries behind the entry `after`, up to where the log ended when the
    walk began: what is written meanwhile is no fault. Writes nothing."""
    head = ChainHead.objects.filter(pk=1).first()
    if head is None:
        is_there = Event.objects.exists()
        return Part(0, 0, 0, Broken(1, "the chain's head is missing") if is_there else None)
    before = Event.objects.filter(seq=after).first()
    seq = after if before else 0
    first, previous = seq, before.hash if before else EMPTY
    last = head.seq if most is None else min(head.seq, seq + most)
    for event in _events(seq, last):
        seq += 1
        if event.seq != seq:
            return Part(first, seq, head.seq, Broken(seq, "entry is missing"))
        if event.previous_hash != previous:
            what = "does not follow the entry before it"
            return Part(first, seq, head.seq, Broken(seq, what))
        if event.hash != _hash(event):
            return Part(first, seq, head.seq, Broken(seq, "content was altered"))
        previous = event.hash
    return Part(first, last, head.seq, _broken_end(head, seq, last, previous))


def _broken_end(head: ChainHead, seq: int, last: int, previous: str) -> Broken | None:
    if seq < last:
        return Broken(seq + 1, "entries at the end are missing")
    if last < head.seq:
        return None
    if head.hash != previous:
        return Broken(seq + 1, "entries at the end are missing")
    # Who appends moves the head in the same transaction.
    is_beyond = Event.objects.filter(seq__gt=head.seq).exists()
    if is_beyond and ChainHead.objects.filter(pk=1, seq=head.seq).exists():
        return Broken(seq + 1, "an entry stands behind the chain's head")
    return None


def _events(after: int, last: int) -> Iterator[Event]:
    found = Event.objects.filter(seq__gt=after, seq__lte=last).order_by("seq")
    return found.iterator(chunk_size=1000)


def note_check(broken: Broken | None) -> ChainCheck:
    """Keep when the whole chain was walked and what was found, for the supervisor's page."""
    head = ChainHead.objects.filter(pk=1).first()
    return ChainCheck.objects.create(
        at=database_now(),
        length=head.seq if head else 0,
        broken_seq=broken.seq if broken else None,
        what=broken.what if broken else "",
    )
