"""Who may read which case, and who may do what on this floor; each right declared once."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.enums import OFFICER_ROLES, ROLE_OF_KIND, OrganisationKind, Role
from accounts.models import Organisation, User
from accounts.permissions import (
    Right,
    active_assignments,
    holds_role,
    organisations_of,
    register,
)
from applications.enums import EDITABLE_STATES, REVIEW_STATES, State
from applications.models import Application, ChainLink, EvidenceFile, Snapshot
from applications.standing_in import stand_ins_of, stands_in


@register
class OwnApplication(Right):
    """The applicant's own cases, in full."""

    name = "own_application"
    label = "查看本人的申报"
    roles = (Role.APPLICANT,)

    def allows(self, user: User, obj: Application | None = None) -> bool:
        return holds_role(user, self.roles) and (obj is None or obj.applicant_id == user.pk)

    def filter(self, user: User, queryset: QuerySet) -> QuerySet:
        return queryset.filter(applicant=user) if self.allows(user) else queryset.none()


@register
class EditDraft(OwnApplication):
    """Typing into one's own case while it is a draft or returned."""

    name = "edit_draft"
    label = "填写本人的申报"

    def allows(self, user: User, obj: Application | None = None) -> bool:
        return super().allows(user, obj) and (obj is None or obj.state in EDITABLE_STATES)

    def filter(self, user: User, queryset: QuerySet) -> QuerySet:
        return super().filter(user, queryset).filter(state__in=EDITABLE_STATES)


def officer_organisations(user: User) -> list[int]:
    """The organisations for which the user acts as the officer that their kind has."""
    return [
        assignment.organisation_id
        for assignment in active_assignments(user)
        if assignment.role in OFFICER_ROLES
        and assignment.organisation
        and ROLE_OF_KIND[OrganisationKind(assignment.organisation.kind)] == assignment.role
    ]


def here(user: User) -> Q:
    """The condition on cases that the user's own organisation holds them now, or one for which
    the user stands in."""
    found = Q(holder__in=officer_organisations(user))
    for each in stand_ins_of(user):
        found |= Q(pk=each.application_id, holder=each.organisation_id)
    return found


def acts_for_holder(user: User, application: Application) -> bool:
    """As `here`, for one case that is at hand."""
    return application.holder_id in officer_organisations(user) or stands_in(user, application)


def organisations_on(user: User, application: Application) -> list[int]:
    """The organisations for which the user reads this case."""
    stood_in = (e for e in stand_ins_of(user) if e.application_id == application.pk)
    return [*officer_organisations(user), *(each.organisation_id for each in stood_in)]


def own_cases(user: User) -> Q:
    """The condition on cases that they are the user's own: by account, by the ID number of the
    applicant today, or by the number that was submitted with them."""
    if not user.id_number_hash:
        return Q(applicant=user)
    return own_by(user.pk, user.id_number_hash)


def own_by(person, number) -> Q:
    """As `own_cases`, from the account's key and the number's keyed hash."""
    # As lists of keys, not as joins: each is looked up once, not once a case.
    accounts = User.objects.filter(Q(pk=person) | Q(id_number_hash=number)).values("pk")
    submitted = Snapshot.objects.filter(id_number_hash=number).order_by().values("application")
    return Q(applicant__in=accounts) | Q(pk__in=submitted)


@register
class ReadSubmitted(Right):
    """A submitted case in full: the officers of the organisations that it has reached, and from
    then on; who stands in, for that case; nobody reads their own as an officer."""

    name = "read_submitted"
    label = "查看到达本单位的申报"
    roles = OFFICER_ROLES

    def allows(self, user: User, obj: Application | None = None) -> bool:
        if obj is None:
            return bool(officer_organisations(user) or stand_ins_of(user))
        return self.filter(user, Application.objects.filter(pk=obj.pk)).exists()

    def filter(self, user: User, queryset: QuerySet) -> QuerySet:
        organisations = officer_organisations(user)
        stood_in = [each.application_id for each in stand_ins_of(user)]
        if not organisations and not stood_in:
            return queryset.none()
        reached = Q(organisation__in=organisations)
        return submitted_and_reached(queryset, reached, own_cases(user), stood_in)


def submitted_and_reached(
    queryset: QuerySet, organisations: Q, own: Q, stood_in: Iterable[int] = ()
) -> QuerySet:
    """The cases of `queryset` that were submitted, have reached `organisations` (a condition on
    links) or are `stood_in` for, and are not the reader's `own` (a condition on cases)."""
    reached = Q(
        Exists(
            ChainLink.objects.filter(
                organisations, application=OuterRef("pk"), reached_at__isnull=False
            )
        )
    )
    if stood_in:
        reached |= Q(pk__in=stood_in)
    return queryset.filter(reached).exclude(own).exclude(state=State.DRAFT)


@register
class ReadEvidence(Right):
    """An evidence file: the applicant's own, and to officers those that a submission which they
    may read names."""

    name = "read_evidence"
    label = "查看证明材料"
    roles = (Role.APPLICANT, *OFFICER_ROLES)

    def allows(self, user: User, obj: EvidenceFile | None = None) -> bool:
        if obj is None:
            return holds_role(user, self.roles) or bool(stand_ins_of(user))
        return self.filter(user, EvidenceFile.objects.filter(pk=obj.pk)).exists()

    def filter(self, user: User, queryset: QuerySet) -> QuerySet:
        cases = Application.objects.order_by()
        own = OwnApplication().filter(user, cases).values("pk")
        read = ReadSubmitted().filter(user, cases).values("pk")
        return queryset.filter(
            Q(application__in=own) | Q(application__in=read, submitted_at__isnull=False)
        )


@register
class HandleHeld(ReadSubmitted):
    """Cases that wait for the user's own organisation, or the user as a stand-in, now."""

    name = "handle_held"
    label = "办理等待本单位审核的申报"

    def filter(self, user: User, queryset: QuerySet) -> QuerySet:
        return super().filter(user, queryset).filter(here(user), state__in=REVIEW_STATES)


@register
class ManageRounds(Right):
    """Rounds and their dates."""

    name = "manage_rounds"
    label = "管理年度批次"
    roles = (Role.ADMINISTRATOR,)


def in_jurisdiction(role: Role, organisations: list[int]) -> Q:
    """The submitted cases for which any of `organisations` answers in that role: the round's
    office; an HR bureau on the case's way or above its unit (workflow contract, `revoke`)."""
    if role == Role.SECRETARY:
        return Q(round__office__in=organisations) & ~Q(state=State.DRAFT)
    on_the_way = ChainLink.objects.filter(
        application=OuterRef("pk"),
        organisation__in=organisations,
        organisation__kind=OrganisationKind.HR_BUREAU,
    )
    bureaus = Organisation.objects.filter(pk__in=organisations, kind=OrganisationKind.HR_BUREAU)
    above = Q()
    for steps in ("unit__parent", "unit__parent__parent", "unit__parent__parent__parent"):
        above |= Q(**{f"{steps}__in": bureaus})
    return (Q(Exists(on_the_way)) | above) & ~Q(state=State.DRAFT)


@register
class ExtendDeadlines(Right):
    """A later last day for one case of the office's rounds, drafts too; never for one's own."""

    name = "extend_deadlines"
    label = "为单份申报延长截止日期"
    roles = (Role.SECRETARY,)

    def allows(self, user: User, obj: Application | None = None) -> bool:
        if obj is None:
            return holds_role(user, self.roles)
        return self.filter(user, Application.objects.filter(pk=obj.pk)).exists()

    def filter(self, user: User, queryset: QuerySet) -> QuerySet:
        offices = organisations_of(user, Role.SECRETARY)
        return queryset.filter(round__office__in=offices).exclude(own_cases(user))


@register
class AnswerForIntegrity(Right):
    """Findings of false material, bans and appeals, for the cases in one's jurisdiction; never
    on one's own case."""

    name = "answer_for_integrity"
    label = "登记虚假材料查实结论和诚信档案"
    roles = (Role.SECRETARY, Role.HR_OFFICER)

    def allows(self, user: User, obj: Application | None = None) -> bool:
        if obj is None:
            return holds_role(user, self.roles)
        return self.filter(user, Application.objects.filter(pk=obj.pk)).exists()

    def filter(self, user: User, queryset: QuerySet) -> QuerySet:
        scope = Q(pk__in=[])
        for role in self.roles:
            if organisations := organisations_of(user, role):
                scope |= in_jurisdiction(role, organisations)
        return queryset.filter(scope).exclude(own_cases(user))
