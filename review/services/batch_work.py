"""Working off a batch: one case after another, each with its outcome in one transaction.

A case and what became of it are written together or not at all, and an item that is settled is
never taken up again: a server or worker that is killed goes on where it was, and no case is done
twice (trust AV-05, EX-07).
"""

import logging
import os
import socket
import time
from datetime import timedelta

from django.db import OperationalError, connection, transaction
from django.db.models import F, Q

from accounts.access import record_access
from accounts.clock import database_now
from accounts.errors import DomainError, GuardFailed, NotAllowed
from accounts.models import User
from applications.models import Application
from review.models import Batch, BatchItem
from review.services.batches import unpacked
from review.services.operations import OPERATIONS

LEASE = timedelta(seconds=60)
RENEW_AFTER = 10.0  # seconds
SLICE = 50  # cases, then another officer's batch has its turn
TRIES = 3
BUSY = "系统正忙，这一份没有办理，请稍后再办。"
BROKEN = "系统出错，这一份没有办理；再试一次仍不行，请联系系统管理员。"
_log = logging.getLogger(__name__)


def worker_name() -> str:
    """This process, told apart from every other."""
    return f"{socket.gethostname()[:30]}:{os.getpid()}:{time.monotonic_ns() % 10**9}"


def take_batch(*, worker: str, batch: Batch | None = None) -> Batch | None:
    """The batch whose turn it is (or that very one), held by `worker` for a while; None where
    there is none to be had."""
    moment = database_now()
    free = Batch.objects.filter(
        Q(taken_until__isnull=True) | Q(taken_until__lt=moment),
        started_at__isnull=False,
        finished_at__isnull=True,
    )
    if batch is not None:
        free = free.filter(pk=batch.pk)
    for found in free.order_by(F("worked_at").asc(nulls_first=True), "started_at")[:TRIES]:
        # The condition decides between two workers who saw the same batch.
        if free.filter(pk=found.pk).update(taken_by=worker, taken_until=moment + LEASE):
            found.refresh_from_db()
            return found
    return None


def work_slice(*, worker: str, batch: Batch, most: int = SLICE, seconds: float = 0) -> int:
    """Settle up to `most` cases of a batch that `worker` holds, for at most so many seconds (0:
    without end), and let go of it; returns how many were settled."""
    waiting = batch.items.filter(done__isnull=True).values_list("pk", flat=True)
    started = renewed = time.monotonic()
    settled = 0
    for pk in list(waiting[:most]):
        settled += settle_item(pk)
        moment = time.monotonic()
        if seconds and moment - started > seconds:
            break
        if moment - renewed > RENEW_AFTER:
            if not _renewed(worker, batch):
                return settled  # somebody else goes on with it
            renewed = moment
        if connection.vendor == "sqlite":
            time.sleep(0.002)  # the one writer's lock: who saves a page has a turn in between
    _let_go(worker, batch)
    return settled


def _renewed(worker: str, batch: Batch) -> bool:
    until = database_now() + LEASE
    return bool(Batch.objects.filter(pk=batch.pk, taken_by=worker).update(taken_until=until))


def _let_go(worker: str, batch: Batch) -> None:
    moment = database_now()
    Batch.objects.filter(pk=batch.pk, taken_by=worker).update(
        taken_by="", taken_until=None, worked_at=moment
    )
    if not batch.items.filter(done__isnull=True).exists():
        Batch.objects.filter(pk=batch.pk, finished_at__isnull=True).update(finished_at=moment)


def settle_item(pk: int) -> bool:
    """Do one case and write what became of it; False where somebody has settled it already."""
    for attempt in range(TRIES):
        try:
            with transaction.atomic():
                return _settle(pk)
        except OperationalError:
            # A lock that did not come in time; nothing of the case was written.
            _log.warning("a case of a batch found the database busy")
            time.sleep(0.2 * (attempt + 1))
        except Exception:
            _log.exception("a case of a batch failed")
            return _give_up(pk, BROKEN)
    return _give_up(pk, BUSY)


def _settle(pk: int) -> bool:
    item = _locked(pk)
    if item is None:
        return False
    # Read anew for each case: a role may have ended since the last one.
    actor = User.objects.get(pk=item.batch.owner_id)
    operation = OPERATIONS[item.batch.operation]
    try:
        if not actor.is_active:
            raise NotAllowed("您的账号已停用。")
        case = Application.objects.get(pk=item.application_id)
        with transaction.atomic():
            told = operation.run(actor, case, unpacked(item.batch.data), item.version)
    except DomainError as error:
        _record_refusal(actor, item, error)
        # Each reason is a sentence of its own.
        told = "".join(error.reasons) if isinstance(error, GuardFailed) else error.message
        return _write(item, False, told)
    return _write(item, True, told)


def _locked(pk: int) -> BatchItem | None:
    waiting = BatchItem.objects.select_for_update(of=("self",)).filter(pk=pk, done__isnull=True)
    return waiting.select_related("batch").first()


def _write(item: BatchItem, done: bool, message: str) -> bool:
    item.done, item.message, item.settled_at = done, message, database_now()
    item.save(update_fields=["done", "message", "settled_at"])
    return True


def _record_refusal(actor: User, item: BatchItem, error: DomainError) -> None:
    record_access(
        user=actor,
        what=f"review:{item.batch.operation}",
        object=item.application.receipt_number or "",
        outcome="refused",
        detail=error.message,
    )


@transaction.atomic
def _give_up(pk: int, message: str) -> bool:
    item = _locked(pk)
    return item is not None and _write(item, False, message)


def work_once(*, worker: str) -> bool:
    """Take the batch whose turn it is and settle a slice of it; False where nothing waits."""
    batch = take_batch(worker=worker)
    if batch is None:
        return False
    work_slice(worker=worker, batch=batch)
    return True
