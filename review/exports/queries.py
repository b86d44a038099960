"""What the exports' page shows: rounds, recommending bodies and counts within one's scope."""

from django.db.models import Count, Q, QuerySet

from accounts.models import Organisation, User
from accounts.permissions import right
from applications.models import Application, Round
from applications.queries import exportable
from review.exports.selection import ACCEPTED_STATES


def exportable_by(user: User) -> QuerySet[Application]:
    """The cases that the person may take out in any form."""
    return right("export_forms").filter(user, exportable())


def rounds_of(user: User) -> QuerySet[Round]:
    """Rounds in which there is something to export, the newest first."""
    return Round.objects.filter(pk__in=exportable_by(user).values("round")).order_by("-year", "-pk")


def bodies_of(user: User) -> QuerySet[Organisation]:
    """Recommending bodies of the cases that the person may export."""
    return Organisation.objects.filter(pk__in=exportable_by(user).values("recommending_body"))


def counts_by_level(user: User, round: Round) -> list[dict]:
    """For each level of the round its label, how many cases can be exported, how many of them
    are accepted."""
    found = (
        exportable_by(user)
        .filter(round=round)
        .order_by()
        .values("level")
        .annotate(
            total=Count("pk"),
            accepted=Count("pk", filter=Q(state__in=ACCEPTED_STATES)),
        )
    )
    counts = {row["level"]: row for row in found}
    nothing = {"total": 0, "accepted": 0}
    return [
        {**nothing, **counts.get(level.key, {}), "label": level.label}
        for level in round.policy.levels
        if round.policy.stages_for(level.key)
    ]
