"""Cases whose last day has passed are closed by the system (workflow contract, `lapse`)."""

import logging

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from accounts.clock import database_now
from accounts.errors import DomainError
from applications.enums import Action, State
from applications.models import Application
from applications.workflow import perform

logger = logging.getLogger(__name__)


def overdue(day) -> QuerySet[Application]:
    """Cases whose deadline lies before `day`; the same rule as `applications.deadlines`."""

    def later(column: str, own: str):
        return Greatest(f"round__{column}", Coalesce(own, f"round__{column}"))

    return Application.objects.annotate(
        unit_last=later("units_until", "unit_deadline"),
        recommender_last=later("recommenders_until", "recommender_deadline"),
        office_last=later("office_until", "recommender_deadline"),
    ).filter(
        Q(state=State.DRAFT, round__applicants_until__lt=day)
        | Q(state=State.RETURNED, correction_until__lt=day)
        | Q(state=State.UNIT_REVIEW, unit_last__lt=day)
        | Q(state__in=(State.DEPARTMENT_REVIEW, State.HR_REVIEW), recommender_last__lt=day)
        | Q(state=State.OFFICE_REVIEW, office_last__lt=day)
    )


def lapse_overdue() -> int:
    """Close every overdue case, each in its own transaction; the number closed."""
    closed = 0
    for application in overdue(timezone.localdate(database_now())).order_by("pk"):
        try:
            perform(action=Action.LAPSE, application=application, actor=None)
            closed += 1
        except DomainError as error:
            logger.warning("application %s was not closed: %s", application.pk, error.message)
    return closed
