"""What the reviewers' pages, guards and exports read."""

from collections.abc import Iterable
from datetime import datetime

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.enums import Role
from accounts.models import RoleAssignment, User
from accounts.permissions import right
from accounts.prepared import Prepared
from applications.authority import is_own
from applications.models import Application, IntegrityRecord, Round, Snapshot
from applications.permissions import officer_organisations, own_by, submitted_and_reached
from applications.queries import latest_snapshot, submitted_for
from applications.standing_in import stand_in_for, stand_ins_at, stand_ins_of
from applications.steps import ACHIEVEMENT_KINDS
from review.enums import LetterStatus, NoticeKind, ObjectionOutcome
from review.models import (
    Batch,
    LetterEntry,
    Note,
    Objection,
    Opinion,
    OriginalsCheck,
    PublicNotice,
    RecommendationLetter,
)


def snapshot_data(application: Application) -> dict:
    """The content of the last submission."""
    snapshot = latest_snapshot(application)
    assert snapshot is not None, "a case under review was submitted"
    return snapshot.data


def case_for(user: User, pk: int) -> Application | None:
    """The case when the officer may read it (the right `read_submitted`), with all that its page
    joins; None for what does not exist for them."""
    about = {"pk": pk, "person": user.pk, "number": user.id_number_hash or "-"}
    stood_in = [e.organisation_id for e in stand_ins_of(user) if e.application_id == pk]
    for organisation in (*officer_organisations(user), *stood_in):
        if found := _case_at.first(organisation=organisation, **about):
            found.found_for = user.pk
            return found
    return None


def _has_integrity() -> Exists:
    number = OuterRef("applicant__id_number_hash")
    return Exists(IntegrityRecord.objects.filter(id_number_hash=number))


def _newest_snapshot() -> dict[str, Subquery]:
    newest = Snapshot.objects.filter(application=OuterRef("pk")).order_by("-number")
    return {f"newest_{name}": Subquery(newest.values(name)[:1]) for name in _OF_NEWEST}


_OF_NEWEST = ("id", "number", "sha256")


def newest_snapshot(case: Application) -> Snapshot:
    """The last submission of a submitted case; of one that `case_for` found without a query, its
    long text is read when asked for."""
    if hasattr(case, "newest_id"):
        values = [getattr(case, f"newest_{name}") for name in _OF_NEWEST]
        snapshot = Snapshot.from_db(DEFAULT_DB_ALIAS, _OF_NEWEST, values)
    else:
        snapshot = case.snapshots.latest("number")
    snapshot.application = case  # its round is read already
    return snapshot


_case_at = Prepared(
    lambda pk, organisation, person, number: submitted_and_reached(
        Application.objects.filter(pk=pk)
        .select_related(
            "round",
            "unit",
            "holder",
            "recommending_body",
            "applicant",
            "evaluation",
            "examination",
        )
        .annotate(has_integrity=_has_integrity(), **_newest_snapshot()),
        Q(organisation=organisation),
        own_by(person, number),
    )
)

# What the application page shows of a case.
opinions_of = Prepared(
    lambda case: Opinion.objects.filter(application=case).values_list(
        "organisation__name",
        "text",
        "given_by__name",
        "given_at",
        "snapshot_number",
        "commitment",
        "remark",
        named=True,
    )
)
letters_of = Prepared(
    lambda case: (
        LetterEntry.objects.filter(application=case, letter__status=LetterStatus.ISSUED)
        .select_related("letter__organisation", "letter__replacement")
        .only(
            "snapshot_number",
            "letter__number",
            "letter__status",
            "letter__issued_on",
            "letter__organisation__name",
            "letter__replacement__number",
            "letter__replacement__status",
            "letter__replacement__replaces",
        )
    )
)
originals_of = Prepared(
    lambda case, number: OriginalsCheck.objects.filter(
        application=case, snapshot_number=number
    ).values_list("need", "is_consistent", "note", named=True)
)
notes_of = Prepared(lambda case: Note.objects.filter(application=case).select_related("written_by"))


def in_force(which: Q) -> QuerySet[PublicNotice]:
    """The notices of `which` that were not posted again; each says whether it
    `has_open_objection`, which the guards ask."""
    waiting = Objection.objects.filter(notice=OuterRef("pk"), outcome=ObjectionOutcome.OPEN)
    found = PublicNotice.objects.filter(which, replaced_at__isnull=True)
    return found.annotate(has_open_objection=Exists(waiting))


_notices = Prepared(
    lambda case, unit, round: in_force(
        Q(application=case) | Q(kind=NoticeKind.RULES, unit=unit, round=round)
    )
)


def notices_of(application: Application) -> dict[str, PublicNotice]:
    """The notices that bear on a case: the unit's rules notice and its own two, by kind.

    Where one was posted again, the newer. Each says whether it `has_open_objection`.
    """
    unit = application.unit_id or 0
    found = _notices(case=application.pk, unit=unit, round=application.round_id)
    return {notice.kind: notice for notice in found}


def declarations_of(application: Application) -> list[tuple[str, str]]:
    """What the applicant declared and only the unit can confirm: key and Chinese label
    (domain/fields.md, the unit's part)."""
    return declarations_in(snapshot_data(application))


def declarations_in(data: dict) -> list[tuple[str, str]]:
    """As `declarations_of`, of a snapshot's content that is at hand."""
    sections = data["sections"]
    declared = [("education_relation", "所学专业与从事专业的关系")]
    if any(row.get("role") for kind in ACHIEVEMENT_KINDS for row in sections.get(kind, [])):
        declared.append(("achievement_roles", "业绩中的本人角色"))
    performance = (sections.get("performance") or [{}])[0]
    if performance.get("outstanding_performance") == "yes":
        declared.append(("outstanding_performance", "业绩突出"))
    return declared


# Not published: how to reach the person, and the person's health.
_UNPUBLISHED = ("notice", "person")


def has_published_change(kind: str, posted: dict, latest: dict) -> bool:
    """Whether what a notice published was changed by a later submission (both: snapshot data).

    Every notice names the person, unit, title and specialty; `materials` also shows what was
    typed, contact details left out.
    """
    if _headline(posted) != _headline(latest):
        return True
    if kind != NoticeKind.MATERIALS:
        return False
    return _shown_sections(posted) != _shown_sections(latest)


def _headline(data: dict) -> tuple:
    about = (data["sections"].get("application") or [{}])[0]
    return (
        data["person"]["name"],
        data["unit"]["name"],
        data["application"]["level"],
        about.get("specialty"),
        about.get("applied_specialty"),
    )


def _shown_sections(data: dict) -> dict:
    return {key: rows for key, rows in data["sections"].items() if key not in _UNPUBLISHED}


def readable(user: User, ids: Iterable[int]) -> list[Application]:
    """The cases among `ids` that the officer may read, in the order of their names."""
    found = submitted_for(user).filter(pk__in=list(ids))
    return list(
        found.select_related("round", "unit", "holder", "applicant").order_by("name_key", "pk")
    )


def notices_for(user: User) -> QuerySet[PublicNotice]:
    """The notices of the units for which the user acts; never about the user's own case."""
    return right("record_notices").filter(
        user, PublicNotice.objects.filter(replaced_at__isnull=True)
    )


def posted_last(user: User) -> dict[str, str]:
    """Where the user's unit posted its last notice and who was named on it: mostly the same again."""
    names = ("place", "telephone", "staff_representatives", "supervisor")
    return notices_for(user).order_by("-recorded_at", "-pk").values(*names).first() or {}


def objections_for(user: User) -> QuerySet[Objection]:
    """The objections against the notices of the units for which the user acts; never those about
    the user's own case."""
    mine = right("record_notices").filter(user, PublicNotice.objects.all())
    return Objection.objects.filter(notice__in=mine.values("pk"))


def officers_of_notice(notice: PublicNotice, moment: datetime) -> list[User]:
    """The unit's officers of that day; nobody is told of an objection to their own case."""
    day = timezone.localdate(moment)
    found = RoleAssignment.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=day),
        valid_from__lte=day,
        role=Role.UNIT_OFFICER,
        organisation=notice.unit,
        user__is_active=True,
    ).select_related("user")
    people = {each.user_id: each.user for each in found}
    if notice.application is None:
        people |= {each.pk: each for each in stand_ins_at(notice.unit_id, notice.round_id)}
    else:
        stand_in = stand_in_for(notice.application)
        if stand_in is not None and stand_in.organisation_id == notice.unit_id:
            people[stand_in.person_id] = stand_in.person
    return [
        person
        for person in people.values()
        if notice.application is None or not is_own(notice.application, person)
    ]


def letters_for(user: User) -> QuerySet[RecommendationLetter]:
    """The letters of the recommending bodies for which the user acts."""
    return right("record_letters").filter(user, RecommendationLetter.objects.all())


def rounds_under_way(day) -> QuerySet[Round]:
    """Rounds whose office still receives, those to come included; newest first."""
    return Round.objects.filter(office_until__gte=day).select_related("office")


def letter_stands(prefix: str = "") -> Q:
    """The condition on letters (found by `prefix`) that they are issued and not replaced."""
    newer = f"{prefix}replacement"
    return Q(**{f"{prefix}status": LetterStatus.ISSUED}) & (
        Q(**{f"{newer}__isnull": True}) | Q(**{f"{newer}__status": LetterStatus.DRAFT})
    )


def entries_in_force(cases: Iterable[int]) -> dict[int, LetterEntry]:
    """For each case the place on its recommending body's letter in force, where it has one."""
    found = LetterEntry.objects.filter(
        letter_stands("letter__"),
        application__in=list(cases),
        letter__organisation=F("application__recommending_body"),
    )
    return {entry.application_id: entry for entry in found.select_related("letter")}


def batches_of(user: User) -> QuerySet[Batch]:
    """What the officer has started or is putting together; nobody else's."""
    return right("own_batches").filter(user, Batch.objects.all())
