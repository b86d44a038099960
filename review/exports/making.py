"""Making a file for somebody: the form is written, then the export is recorded, once."""

import tempfile
from dataclasses import dataclass
from typing import IO

from django.db import transaction

from accounts.access import record_access
from accounts.models import User
from accounts.permissions import active_assignments
from applications import log
from review.exports.base import Export
from review.exports.selection import Selection

ACTION = "export"


@dataclass(frozen=True)
class Made:
    """A finished file, open at its beginning; `count` persons are on it."""

    file: IO[bytes]
    count: int
    name: str


def export_for_person(*, export: Export, selection: Selection, format: str, actor: User) -> Made:
    """Make a form for a person in a file without a name, and record it.

    Raises UnknownExport and CannotExport, and records nothing then.
    """
    export.check_format(format)
    export.check_size(selection, format)
    # Nobody else can open a file without a name, and it is gone when it is closed (EX-06).
    file = tempfile.TemporaryFile()  # noqa: SIM115
    try:
        count = export.make(selection, format, file)
        if not count:
            raise export.nobody()
        record(export=export, selection=selection, format=format, count=count, actor=actor)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return Made(file, count, export.file_name(selection, format))


def record(
    *,
    export: Export,
    selection: Selection,
    format: str,
    count: int,
    actor: User | None = None,
    operating_user: str = "",
) -> None:
    """One event in the log; a person's export stands in the access log as well."""
    data = {"form": export.key, "format": format, "count": count, "round": selection.round.key}
    if selection.level:
        data["level"] = selection.level
    if operating_user:
        data["operating_user"] = operating_user
    role, organisation = _acting(export, actor)
    with transaction.atomic():
        log.append(
            action=ACTION,
            actor=actor,
            role=role,
            organisation=organisation,
            object=f"{export.key}:{selection.round.key}",
            data=data,
        )
        if actor is not None:
            record_access(
                user=actor,
                what=ACTION,
                object=export.key,
                outcome="exported",
                detail=f"{export.label}，{format}，{count}人",
                role=role,
                organisation=organisation,
                cases=selection.receipts,
            )


def _acting(export: Export, actor: User | None) -> tuple:
    """The role and organisation for which the person exports; the system for a command."""
    if actor is None:
        return "system", None
    held = [each for each in active_assignments(actor) if each.role in export.roles]
    return (held[0].role, held[0].organisation) if held else ("", None)
