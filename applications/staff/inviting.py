"""Inviting people of the list to register: a code each, on one page that can be printed."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse

from accounts import mail, registration
from accounts.errors import BadInput
from accounts.models import Invitation, Organisation, User
from applications.models import StaffMember
from applications.staff.queries import chosen_of
from applications.staff.services import require_officer

MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Invited:
    """One invitation with its code and address, seen this once."""

    member: StaffMember
    invitation: Invitation
    code: str
    address: str


@transaction.atomic
def invite_members(
    *, actor: User, unit: Organisation, members: Iterable[StaffMember]
) -> list[Invited]:
    """Invite everybody of them who has no account with the unit; an invitation that still waits
    is replaced, since its code cannot be seen again. Raises BadInput for too many or nobody."""
    require_officer(actor, unit)
    chosen = chosen_of(unit, [member.pk for member in members])
    if len(chosen) > MOST_AT_ONCE:
        raise BadInput({"": f"一次最多邀请 {MOST_AT_ONCE} 人，请分几次。"})
    waiting = [member for member in chosen if not member.is_registered]
    if not waiting:
        raise BadInput({"": "选中的人都已经注册，不需要邀请。"})
    return [_invited(actor, unit, member) for member in waiting]


def _invited(actor: User, unit: Organisation, member: StaffMember) -> Invited:
    if member.is_invited:
        registration.revoke_invitation(actor=actor, invitation=member.invitation)
    made, code = registration.invite(actor=actor, unit=unit, name=member.name, phone=member.phone)
    StaffMember.objects.filter(pk=member.pk).update(invitation=made)
    address = mail.link(reverse("accounts:register_invited", args=[code]))
    return Invited(member, made, code, address)
