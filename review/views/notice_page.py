"""One notice at the unit: its days, its objections, what can be done about it now."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.clock import today
from accounts.views.guards import needs_right
from applications.enums import Action
from review.casefile import CaseFile
from review.enums import NoticeOutcome, ObjectionOutcome
from review.months import months_of
from review.postings import shown_on
from review.queries import notices_for
from review.services.notices import has_changed_since, why_not_closed
from review.services.objections import HANDLED_IN
from review.views.notices import row_of


@needs_right("record_notices")
@require_safe
def notice(request, pk):
    """One notice in full: its days, its objections, and what can be done about it now."""
    found = get_object_or_404(
        notices_for(request.user).select_related(
            "application__round", "application__holder", "unit", "round", "recorded_by"
        ),
        pk=pk,
    )
    objections = list(found.objections.prefetch_related("handlings"))
    row = row_of(found)
    is_here = found.application is None or found.application.state in HANDLED_IN
    context = row | {
        "objections": objections,
        "months": months_of(row["period"]),
        "is_late_entry": timezone.localdate(found.recorded_at) > found.first_day,
        "may_take_down": is_here and found.first_day <= today(),
        "may_close": row["may_change"]
        and not why_not_closed(found, [each.outcome for each in objections], today())
        and found.outcome == NoticeOutcome.OPEN,
        "may_repost": row["may_change"] and _may_be_posted_again(found, objections),
        "is_public": shown_on(today()).filter(pk=found.pk).exists(),
        "ways": _ways_after_an_upheld_objection(found, request.user),
        "crumbs": [("公示", reverse("review:notices")), (found.get_kind_display(), "")],
    }
    return render(request, "review/notice.html", context)


def _may_be_posted_again(notice, objections: list) -> bool:
    """Not while an objection waits; and not to get rid of one that was upheld."""
    if any(each.outcome == ObjectionOutcome.OPEN for each in objections):
        return False
    case = notice.application
    if notice.outcome != NoticeOutcome.FOUNDED or case is None:
        return True
    return has_changed_since(case, notice)


def _ways_after_an_upheld_objection(notice, user) -> list:
    """The moves that are possible where an objection was upheld; passing on is none of them."""
    case = notice.application
    if notice.outcome != NoticeOutcome.FOUNDED or case is None:
        return []
    possible = CaseFile(case, user).possibilities
    return [each for each in possible if each.action not in (Action.FORWARD, Action.RECOGNIZE)]
