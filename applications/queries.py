"""What pages and commands read on this floor."""

from datetime import date

from django.db.models import QuerySet

from accounts.clock import today
from accounts.enums import UNIT_KINDS, Role
from accounts.errors import DomainError
from accounts.models import Affiliation, Organisation, User
from accounts.permissions import active_assignments, right
from accounts.prepared import Prepared
from applications.enums import DROPPED_STATES, State
from applications.models import Application, ChainLink, Event, Round, Snapshot


class NoSuchRound(DomainError):
    """No round, or several where one was meant."""


def open_rounds(day: date | None = None) -> QuerySet[Round]:
    """Rounds whose applicants' window includes the day."""
    day = day or today()
    return Round.objects.filter(applicants_from__lte=day, applicants_until__gte=day).select_related(
        "office"
    )


def running_rounds(day: date | None = None) -> QuerySet[Round]:
    """Rounds that have begun and whose office still receives."""
    day = day or today()
    return Round.objects.filter(applicants_from__lte=day, office_until__gte=day)


def round_for_command(key: str | None) -> Round:
    """The named round, or the only open one; raises NoSuchRound that names the open ones."""
    if key:
        found = Round.objects.filter(key=key).first()
        if found is None:
            known = "、".join(Round.objects.values_list("key", flat=True)) or "（无）"
            raise NoSuchRound(f"没有批次 {key}；现有：{known}")
        return found
    rounds = list(running_rounds())
    if len(rounds) == 1:
        return rounds[0]
    if not rounds:
        raise NoSuchRound("没有开放的批次，请用 --round 指定。")
    raise NoSuchRound("有多个开放的批次，请用 --round 指定：" + "、".join(r.key for r in rounds))


def applications_of(user: User) -> QuerySet[Application]:
    """The person's own cases, newest first."""
    own = right("own_application").filter(user, Application.objects.all())
    return own.select_related("round", "unit", "holder", "applicant").order_by("-pk")


def submitted_for(user: User) -> QuerySet[Application]:
    """The cases that an officer may read."""
    return right("read_submitted").filter(user, Application.objects.all())


def exportable() -> QuerySet[Application]:
    """Cases that reached their recommending body and were not dropped; technicians never
    (demo contract, commands)."""
    reached = ChainLink.objects.filter(recommends=True, reached_at__isnull=False).exclude(state="")
    return Application.objects.filter(links__in=reached).exclude(state__in=DROPPED_STATES)


def latest_snapshot(application: Application) -> Snapshot | None:
    """What was submitted last."""
    return application.snapshots.order_by("-number").first()


def snapshot_of(application: Application, number: int) -> Snapshot | None:
    """The submission of that number."""
    return application.snapshots.filter(number=min(number, 32767)).first()


def history_of(application: Application) -> list[Event]:
    """The case's events in order, with who and for whom; only what a history tells is read."""
    return _history(case=application.pk)


_TOLD = ("at", "role", "action", "to_state", "reason", "data", "hash")
_history = Prepared(
    lambda case: (
        Event.objects.filter(application=case)
        .select_related("actor", "organisation")
        .only(*_TOLD, "actor__name", "organisation__name")
        .order_by("seq")
    )
)


def is_editable(application: Application) -> bool:
    """Whether anything may be typed into the case now."""
    return application.state in (State.DRAFT, State.RETURNED)


def has_earlier_case(application: Application) -> bool:
    """Whether the person has another case, whose rows could be copied."""
    others = Application.objects.filter(applicant=application.applicant_id)
    return others.exclude(pk=application.pk).exists()


def own_units(user: User) -> list[Organisation]:
    """The unit in which the person works and those whose applicant the person is today; they
    are offered first."""
    affiliation = Affiliation.objects.filter(user=user).select_related("unit").first()
    held = [affiliation.unit] if affiliation else []
    held += [
        assignment.organisation
        for assignment in active_assignments(user)
        if assignment.role == Role.APPLICANT and assignment.organisation is not None
    ]
    return [unit for unit in held if unit.kind in UNIT_KINDS and unit.is_active]


def active_units(ids: list[int]) -> QuerySet[Organisation]:
    """Active units of those ids."""
    return Organisation.objects.filter(pk__in=ids, kind__in=UNIT_KINDS, is_active=True)
