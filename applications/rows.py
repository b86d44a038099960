"""Rows of a draft's lists: taken out, put back, copied from the person's last case."""

from django.db import transaction

from accounts.clock import database_now
from accounts.errors import NotAllowed
from accounts.models import User
from applications.drafts import lock_draft
from applications.models import Application, Entry
from applications.steps import step_of_section


def remove_row(*, application: Application, actor: User, entry_id: int) -> Entry:
    """Take a row out of its list; `restore_row` puts it back."""
    return _set_removed(application, actor, entry_id, database_now())


def restore_row(*, application: Application, actor: User, entry_id: int) -> Entry:
    """Put a removed row back where it was."""
    return _set_removed(application, actor, entry_id, None)


def _set_removed(application, actor, entry_id, removed_at) -> Entry:
    with transaction.atomic():
        entry = application.entries.exclude(position=0).filter(pk=entry_id).first()
        if entry is None:
            raise NotAllowed("没有这一条。")
        lock_draft(application, actor, step_of_section(entry.section).key)
        entry.removed_at, entry.updated_at = removed_at, database_now()
        entry.save(update_fields=["removed_at", "updated_at"])
    return entry


def copy_rows_from_last(*, application: Application, actor: User) -> int:
    """Copy what the person typed in their last case into the empty sections of this one."""
    last = (
        Application.objects.filter(applicant=actor)
        .exclude(pk=application.pk)
        .order_by("-pk")
        .first()
    )
    if last is None:
        return 0
    with transaction.atomic():
        application = lock_draft(application, actor, "person")
        filled = set(application.entries.values_list("section", flat=True)) - {"person"}
        moment = database_now()
        copies = [
            Entry(
                application=application,
                section=entry.section,
                position=entry.position,
                values=entry.values,
                updated_at=moment,
            )
            for entry in last.entries.filter(removed_at__isnull=True)
            if entry.section not in filled | {"person", "notice", "application"}
        ]
        Entry.objects.bulk_create(copies)
    return len(copies)
