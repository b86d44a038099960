"""Putting a batch together and starting it: which cases, in which version, with what typed.

What is asked for is fixed here; `review.services.batch_work` makes it happen.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from accounts import form_keys
from accounts.clock import database_now
from accounts.enums import OFFICER_ROLES
from accounts.errors import BadInput, StaleState
from accounts.models import User
from accounts.permissions import active_assignments
from applications import log
from review.models import Batch, BatchItem

MOST_CASES = 5000
# One that nobody confirmed; older ones go when their owner puts the next together.
KEPT_UNCONFIRMED = timedelta(days=1)


@transaction.atomic
def prepare_batch(
    *, actor: User, operation: str, cases: Iterable[tuple[int, int]], asks: dict | None = None
) -> Batch:
    """Put a batch together of cases in their order: keys with the versions that were listed.

    The caller has found them in the actor's scope; each is judged again when its turn comes.
    Raises BadInput for none and for more than `MOST_CASES`.
    """
    form_keys.claim(f"batch:{operation}")
    cases = list(dict(cases).items())
    if not cases:
        raise BadInput({"": "请先在列表中选择申报，再选择要办的事项。"})
    if len(cases) > MOST_CASES:
        raise BadInput({"": f"一次最多办理{MOST_CASES}份，请按级别、专业或单位筛选后分批办理。"})
    moment = database_now()
    Batch.objects.filter(
        owner=actor, started_at__isnull=True, created_at__lt=moment - KEPT_UNCONFIRMED
    ).delete()
    batch = Batch.objects.create(
        owner=actor,
        operation=operation,
        asks=asks or {},
        total=len(cases),
        created_at=moment,
    )
    BatchItem.objects.bulk_create(
        [BatchItem(batch=batch, application_id=pk, version=version) for pk, version in cases],
        batch_size=500,
    )
    form_keys.note_made(batch.pk)
    return batch


@transaction.atomic
def start_batch(*, actor: User, batch: Batch, data: dict) -> Batch:
    """Confirm a batch with what was typed; from here on it is worked off to its end.

    Of two clicks one starts it; the other raises StaleState.
    """
    form_keys.claim(f"batch_started:{batch.pk}")
    moment = database_now()
    started = Batch.objects.filter(pk=batch.pk, owner=actor, started_at__isnull=True).update(
        data=packed(data), started_at=moment
    )
    if not started:
        raise StaleState("这次批量办理已经开始，不会重复办理。")
    batch.refresh_from_db()
    acting = next((each for each in active_assignments(actor) if each.role in OFFICER_ROLES), None)
    log.append(
        action="batch_started",
        actor=actor,
        role=acting.role if acting else "",
        organisation=acting.organisation if acting else None,
        object=f"batch:{batch.pk}",
        data={"operation": batch.operation, "total": batch.total},
    )
    return batch


def packed(data: dict) -> dict:
    """Form values as JSON holds them; a day stays a day."""
    return {
        name: {"day": value.isoformat()} if isinstance(value, date) else value
        for name, value in data.items()
    }


def unpacked(data: dict) -> dict[str, Any]:
    """`packed` undone."""
    return {
        name: date.fromisoformat(value["day"]) if isinstance(value, dict) else value
        for name, value in data.items()
    }
