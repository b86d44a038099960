"""The office's check of the evidence against its originals, part by part (报-注)."""

from django.db import transaction

from accounts.clock import database_now
from accounts.enums import Role
from accounts.errors import BadInput
from accounts.models import User
from applications import log
from applications.enums import State
from applications.models import Application
from review.guards import parts_of
from review.models import OriginalsCheck
from review.queries import snapshot_data
from review.services.scope import lock_held


@transaction.atomic
def check_originals(
    *, actor: User, application: Application, results: dict[str, tuple[bool, str]]
) -> list[OriginalsCheck]:
    """Record for each named part whether it agrees with the original, and what does not.

    `results` maps the part's key to (consistent, note); parts left out stay unchecked. Raises
    BadInput (unknown part, no note), NotAllowed.
    """
    case = lock_held(actor, application, [State.OFFICE_REVIEW])
    data = snapshot_data(case)
    labels, problems = dict(parts_of(data)), {}
    for need, (is_consistent, note) in results.items():
        if need not in labels:
            problems[need] = "这次提交没有这一项材料。"
        elif not is_consistent and not note.strip():
            problems[need] = f"“{labels[need]}”与原件不一致，请写明哪里不一致。"
        elif len(note.strip()) > 100:
            problems[need] = f"“{labels[need]}”的说明最多100字。"
    if problems:
        raise BadInput(problems)
    moment, number = database_now(), data["application"]["number"]
    made = [
        OriginalsCheck.objects.update_or_create(
            application=case,
            snapshot_number=number,
            need=need,
            defaults={
                "is_consistent": is_consistent,
                "note": note.strip(),
                "checked_by": actor,
                "checked_at": moment,
            },
        )[0]
        for need, (is_consistent, note) in results.items()
    ]
    if made:
        _log(actor, case, results)
    return made


def _log(actor: User, case: Application, results: dict) -> None:
    log.append(
        action="originals_checked",
        actor=actor,
        role=Role.SECRETARY,
        organisation=case.holder,
        application=case,
        data={need: is_consistent for need, (is_consistent, _) in results.items()},
    )
