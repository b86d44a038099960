"""Who may make a move of the table, and for which organisation."""

from accounts.enums import Role
from accounts.errors import NotAllowed
from accounts.models import Organisation, User
from accounts.permissions import organisations_of
from applications.attempts import Move
from applications.models import Application
from applications.permissions import in_jurisdiction
from applications.standing_in import stands_in

SYSTEM = "system"  # nobody logged in: a date has passed
# A line's scope: not who holds the case, but the office and the bureaus that answer for it.
JURISDICTION = "jurisdiction"


def acting_organisation(
    move: Move, application: Application, actor: User | None
) -> Organisation | None:
    """For which organisation `actor` may make the move; raises NotAllowed.

    Nobody acts as an officer on their own application, nor on one with their own ID number.
    """
    if move.role == SYSTEM:
        if actor is not None:
            raise NotAllowed("这一步由系统按截止时间自动办理。")
        return None
    if actor is None:
        raise NotAllowed("请先登录。")
    if move.role == Role.APPLICANT:
        if application.applicant_id != actor.pk:
            raise NotAllowed("只有申报人本人可以办理。")
        return None
    if is_own(application, actor):
        raise NotAllowed("不能审核本人的申报，请由其他经办人办理。")
    if move.scope == JURISDICTION:
        return _answering(move, application, actor)
    is_officer = application.holder_id in organisations_of(actor, Role(move.role))
    if not is_officer and not stands_in(actor, application):
        raise NotAllowed("这份申报现在不在您的单位办理。")
    return application.holder


def _answering(move: Move, application: Application, actor: User) -> Organisation:
    role = Role(move.role)
    here = Application.objects.filter(pk=application.pk)
    for organisation in Organisation.objects.filter(pk__in=organisations_of(actor, role)):
        if here.filter(in_jurisdiction(role, [organisation.pk])).exists():
            return organisation
    raise NotAllowed("这份申报不在您的管辖范围内，只能由评委会办或所属人社部门办理。")


def is_own(application: Application, actor: User) -> bool:
    """Whether the application is the actor's own, also by another account of the same person:
    by the applicant's ID number today or by one that was submitted with it.

    A case that the right `read_submitted` has just found for the actor (`found_for`) is not.
    """
    if application.applicant_id == actor.pk:
        return True
    number = actor.id_number_hash
    if not number or getattr(application, "found_for", None) == actor.pk:
        return False
    return (
        application.applicant.id_number_hash == number
        or application.snapshots.filter(id_number_hash=number).exists()
    )
