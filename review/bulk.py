"""Many cases at a glance: what their moves wait for, read in a few queries for all of them."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from accounts.permissions import right
from applications.foresight import why_not
from applications.models import Application, Round, Snapshot
from applications.permissions import acts_for_holder
from applications.steps.spec import Context
from review.enums import NoticeKind
from review.forms.moves import common_steps
from review.models import Evaluation, Examination, OriginalsCheck
from review.queries import declarations_in, entries_in_force, in_force
from review.services.operations import Operation

UNIT_REVIEW = "unit_review"


def latest_snapshots(cases: Iterable[int]):
    """The last submission of each of the cases."""
    newer = Snapshot.objects.filter(
        application=OuterRef("application"), number__gt=OuterRef("number")
    )
    return Snapshot.objects.filter(~Exists(newer), application__in=cases)


def reasons_of(operation: Operation, cases: list[Application], user: User) -> dict[int, list[str]]:
    """For each case why the operation could not be done now, by its key."""
    if operation.is_move:
        caches = _caches(cases)
        _note_whose(cases, user)
        return {case.pk: why_not(operation.key, case, user, caches[case.pk]) for case in cases}
    return {
        case.pk: []
        if case.state == UNIT_REVIEW and acts_for_holder(user, case)
        else [f"现在是“{case.get_state_display()}”，不在本单位办理这一项。"]
        for case in cases
    }


def _note_whose(cases: list[Application], user: User) -> None:
    """Ask once for all the cases whether they are the user's own, not once for each."""
    if not user.id_number_hash:
        return
    found = Application.objects.filter(pk__in=[case.pk for case in cases])
    read = set(right("read_submitted").filter(user, found).values_list("pk", flat=True))
    for case in cases:
        if case.pk in read:
            case.found_for = user.pk  # type: ignore[attr-defined]


def _caches(cases: list[Application]) -> dict[int, dict]:
    """What the guards would each ask the database for, under the names that they use."""
    keys = [case.pk for case in cases]
    snapshots = {each.application_id: each for each in latest_snapshots(keys)}
    by_case = {
        "evaluation": {
            e.application_id: e for e in Evaluation.objects.filter(application__in=keys)
        },
        "examination": {
            e.application_id: e for e in Examination.objects.filter(application__in=keys)
        },
    }
    notices, checks = _notices(cases, keys), _originals(keys)
    entries = entries_in_force(keys)
    return {
        case.pk: {
            "snapshot": snapshots[case.pk].data if case.pk in snapshots else {},
            **{name: found.get(case.pk) for name, found in by_case.items()},
            "notices": notices[case.pk],
            "letter_entry": entries.get(case.pk),
            "originals": [
                check
                for check in checks.get(case.pk, [])
                if check.snapshot_number == snapshots[case.pk].number
            ],
        }
        for case in cases
    }


def _notices(cases: list[Application], keys: list[int]) -> dict[int, dict]:
    rules = Q(
        kind=NoticeKind.RULES,
        unit__in={case.unit_id for case in cases},
        round__in={case.round_id for case in cases},
    )
    found = list(in_force(Q(application__in=keys) | rules))
    general = {(n.unit_id, n.round_id): n for n in found if n.application_id is None}
    own: dict[int, dict] = {}
    for notice in found:
        if notice.application_id is not None:
            own.setdefault(notice.application_id, {})[notice.kind] = notice
    return {
        case.pk: own.get(case.pk, {})
        | {n.kind: n for n in [general.get((case.unit_id, case.round_id))] if n}
        for case in cases
    }


def _originals(keys: list[int]) -> dict[int, list[OriginalsCheck]]:
    checks: dict[int, list[OriginalsCheck]] = {}
    for check in OriginalsCheck.objects.filter(application__in=keys):
        checks.setdefault(check.application_id, []).append(check)
    return checks


def asks_of_many(action: str, cases: list[int]) -> dict:
    """What the form of a move asks about these very cases (see `forms.moves.form_for`)."""
    chosen = Application.objects.filter(pk__in=cases)
    if action == "return":
        kinds = chosen.order_by().values_list("level", "unit__kind", "round").distinct()
        rounds = Round.objects.in_bulk({key for _, _, key in kinds})
        contexts = [Context(level, kind or "", rounds[key].policy) for level, kind, key in kinds]
        return {"steps": common_steps(contexts)}
    if action != "forward":
        return {}
    states = set(chosen.order_by().values_list("state", flat=True).distinct())
    if UNIT_REVIEW not in states:
        return {"state": min(states, default=""), "declarations": []}
    # The unit's form asks for more than the others'; who needs less takes less of it.
    declared: dict[str, str] = {}
    held = chosen.filter(state=UNIT_REVIEW).values("pk")
    for snapshot in latest_snapshots(held).only("content").iterator(chunk_size=200):
        declared |= dict(declarations_in(snapshot.data))
    return {"state": UNIT_REVIEW, "declarations": list(declared.items())}
