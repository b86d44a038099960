"""People, organisations (a tree), the roles held for an organisation and a period, and how
people and units come in and leave."""

from accounts.models.form_keys import FormKey
from accounts.models.membership import Affiliation, Consent, Invitation
from accounts.models.organisations import Organisation
from accounts.models.people import RoleAssignment, User, UserManager
from accounts.models.records import AccessRecord, Attempt, Installation
from accounts.models.recovery import ResetCode
from accounts.models.registration import UnitRegistration

__all__ = [
    "AccessRecord",
    "Affiliation",
    "Attempt",
    "Consent",
    "FormKey",
    "Installation",
    "Invitation",
    "Organisation",
    "ResetCode",
    "RoleAssignment",
    "UnitRegistration",
    "User",
    "UserManager",
]
