"""One effect for one form, however often it is sent (trust WF-13).

A form carries a random key. Whoever changes something claims the key in the same transaction, so
that after a double click, a proxy's second try or a restart the same form finds that it has acted.
"""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction

from accounts.clock import database_now
from accounts.errors import StaleState
from accounts.models import FormKey, User

KEPT = timedelta(days=30)
_KEY = re.compile(r"[0-9a-f]{32}")
_MADE = "made:"


class RepeatedForm(Exception):
    """The same form has acted already; nothing was done a second time."""


@dataclass(frozen=True, slots=True)
class CarriedKey:
    """The key of the form that is being handled, whose it is, and the hash of what it says."""

    person: User
    key: str
    body_hash: str


_carried: ContextVar[CarriedKey | None] = ContextVar("carried", default=None)


def new_key() -> str:
    """A key for a form that is drawn."""
    return secrets.token_hex(16)


def is_key(text: str) -> bool:
    """Whether the text can be a key of ours."""
    return bool(_KEY.fullmatch(text))


@contextmanager
def carrying(carried: CarriedKey | None) -> Iterator[None]:
    """Let what is done in the block claim this form's key; with None, no key."""
    token = _carried.set(carried)
    try:
        yield
    finally:
        _carried.reset(token)


def has_acted(carried: CarriedKey) -> bool:
    """Whether this form has acted before; raises StaleState where another one used its key."""
    found = FormKey.objects.filter(person=carried.person, key=carried.key).first()
    if found is None:
        return False
    _require_same(found, carried)
    return True


def made_with(carried: CarriedKey) -> int | None:
    """The key of the row that this form made, where it has made one."""
    found = FormKey.objects.filter(
        person=carried.person, key=carried.key, act__startswith=_MADE
    ).first()
    return int(found.act.removeprefix(_MADE)) if found else None


def note_made(pk: int) -> None:
    """Note in the caller's transaction which row the form under way has made, so that its second
    sending leads there; after `claim`. Does nothing where no form carries a key."""
    carried = _carried.get()
    if carried is not None:
        _write(carried, f"{_MADE}{pk}")


def claim(act: str) -> None:
    """Note in the caller's transaction that the form under way does `act`.

    Raises RepeatedForm where it has done it, StaleState where another form used its key. Does
    nothing where no form carries a key.
    """
    carried = _carried.get()
    if carried is None:
        return
    try:
        with transaction.atomic():
            _write(carried, act)
    except IntegrityError:
        _require_same(FormKey.objects.get(person=carried.person, key=carried.key, act=act), carried)
        raise RepeatedForm(act) from None


def _write(carried: CarriedKey, act: str) -> None:
    FormKey.objects.create(
        person=carried.person,
        key=carried.key,
        act=act,
        body_hash=carried.body_hash,
        used_at=database_now(),
    )


def _require_same(found: FormKey, carried: CarriedKey) -> None:
    if found.body_hash != carried.body_hash:
        raise StaleState(
            "这个页面上的表单已经办理过，内容与这次不同，这次没有办理。请重新打开页面，看过最新情况后再办理。"
        )


def forget_old() -> int:
    """Remove keys of forms that nobody can still be sending; how many."""
    return FormKey.objects.filter(used_at__lt=database_now() - KEPT).delete()[0]
