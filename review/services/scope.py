"""Who may record what on a case: the officer of its holder, and never on one's own."""

from collections.abc import Iterable

from accounts.enums import Role
from accounts.errors import NotAllowed
from accounts.models import Organisation, User
from accounts.permissions import organisations_of, reread_roles
from applications.authority import is_own
from applications.enums import State
from applications.models import Application
from applications.standing_in import stands_in
from applications.workflow import ROLE_OF_STATE


def lock_held(actor: User, application: Application, states: Iterable[str]) -> Application:
    """The row, locked, when `actor` is the officer of its holder in one of `states`, or stands
    in for it on this case.

    Raises NotAllowed otherwise, and for an officer's own case.
    """
    current = (
        Application.objects.select_for_update(of=("self",))
        .select_related("round", "applicant", "unit", "holder")
        .get(pk=application.pk)
    )
    reread_roles(actor)  # what the request read of them may be over by now
    if is_own(current, actor):
        raise NotAllowed("不能办理本人的申报，请由其他经办人办理。")
    role = ROLE_OF_STATE.get(State(current.state))
    held = role is not None and (
        current.holder_id in organisations_of(actor, role) or stands_in(actor, current)
    )
    if current.state not in states or not held:
        label = current.get_state_display()
        raise NotAllowed(f"{current.name}的申报现在是“{label}”，不在您的单位办理这一项。")
    return current


def organisation_of(actor: User, role: Role, chosen: Organisation | None) -> Organisation:
    """`chosen` when the actor holds `role` for it; raises NotAllowed."""
    reread_roles(actor)
    if chosen is None or chosen.pk not in organisations_of(actor, role):
        raise NotAllowed("您不是这个单位的经办人。")
    return chosen


def named(application: Application, reason: str) -> str:
    """A reason with the person whom it is about, for answers about many."""
    return f"{application.name}：{reason}"
