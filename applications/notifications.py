"""Messages to people: written with what they tell of, mailed once that is committed; marked as
read by their own person only."""

import re
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F

from accounts import mail
from accounts.clock import now
from accounts.identifiers import mask_id
from accounts.models import User
from accounts.text import clean_line
from applications.models import Notification

BATCH = 500
_ID_NUMBER = re.compile(r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9A-Za-z])")


def without_id_numbers(text: str) -> str:
    """`text` with every ID number masked: one may stand in a reason that an officer typed."""
    return _ID_NUMBER.sub(lambda found: mask_id(found[0]), text)


def deliver(messages: Iterable[Notification]) -> None:
    """Write the messages in the caller's transaction and mail them after its commit.

    Each message's `person` is loaded; who gave no address finds it in the portal only.
    """
    messages = list(messages)
    for message in messages:
        message.text = without_id_numbers(message.text)
        message.next_step = without_id_numbers(message.next_step)
    Notification.objects.bulk_create(messages, batch_size=BATCH)
    for message in messages:
        mail.send(
            to=message.person.email,
            subject=f"{message.get_kind_display()}（职称申报评审系统）",
            template="mail/notification.txt",
            message=message,
            name=clean_line(message.person.name),
        )


@transaction.atomic
def mark_read(*, person: User, message: Notification) -> None:
    """Mark one of the person's messages as read; a second time changes nothing."""
    Notification.objects.filter(pk=message.pk, person=person, read_at=None).update(read_at=now())


@transaction.atomic
def mark_all_read(*, person: User) -> int:
    """Mark all of the person's messages as read; how many there were."""
    return Notification.objects.filter(person=person, read_at=None).update(read_at=now())


def mark_old_read(*, before: datetime) -> int:
    """Mark everybody's messages from before that moment as read; for loaded, invented cases."""
    old = Notification.objects.filter(created_at__lt=before, read_at=None)
    return old.update(read_at=F("created_at"))
