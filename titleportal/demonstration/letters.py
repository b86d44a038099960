"""The letters that are being written today: one issued and one still a draft at each body."""

from applications.models import Application
from review.services.letters import HOLDING, draft_letter
from titleportal.demonstration.acts import Desk

MOST = 20  # people on one letter


def write_letters(desk: Desk) -> None:
    """Of those who wait at a recommending body without a letter some are on an issued one, some
    on a draft, and some on none yet."""
    for cases in _waiting().values():
        officer = desk.officer_of(cases[0].holder)
        third = min(len(cases) // 3, MOST)
        if third:
            desk.issue(draft_letter(actor=officer, applications=cases[:third]), officer)
        draft_letter(actor=officer, applications=cases[third : third + max(third, 1)])


def _waiting() -> dict[int, list[Application]]:
    found: dict[int, list[Application]] = {}
    held = Application.objects.filter(state__in=HOLDING, letter_entries__isnull=True)
    for case in held.select_related("holder", "round", "unit", "applicant").order_by("pk"):
        if case.holder_id == case.recommending_body_id:
            found.setdefault(case.holder_id, []).append(case)
    return found
