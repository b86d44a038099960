"""What a page tells before a move is made: why it could not be made now."""

from accounts.clock import now
from accounts.errors import NotAllowed
from accounts.models import User
from applications.attempts import GUARDS, Attempt
from applications.models import Application
from applications.workflow import authorised


def why_not(
    action: str, application: Application, actor: User, cache: dict | None = None
) -> list[str]:
    """Why `actor` could not make the move now; empty when only the form's answers are open.

    Guards that judge what the form asks for see an empty `data`, so pages leave those out.
    `cache` holds what the page has read already, under the names that guards use.
    """
    try:
        move, organisation = authorised(action, application, actor)
    except NotAllowed as error:
        return [error.message]
    # For display: the database's own clock is asked when the move is made.
    attempt = Attempt(application, move, actor, organisation, {}, now())
    if cache is not None:
        attempt.cache = cache
    return [
        reason
        for name in move.guards
        if name not in ASKED_IN_FORM
        for reason in GUARDS[name](attempt)
    ]


# Guards that look at what is typed into the move's own form.
ASKED_IN_FORM = frozenset(
    {
        "commitment",
        "confirmed",
        "return_is_explained",
        "reason_given",
        "opinion_given",
        "unit_commitment",
        "declarations_confirmed",
        "finding_given",
        "ban_within_limits",
    }
)
