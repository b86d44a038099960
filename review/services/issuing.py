"""Issuing a letter: it gets its number, and it and its list are frozen (报-1)."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max

from accounts import form_keys
from accounts.clock import database_now, today
from accounts.enums import ROLE_OF_KIND, OrganisationKind
from accounts.errors import BadInput, GuardFailed
from accounts.models import User
from applications import log
from applications.authority import is_own
from applications.models import Application, Snapshot
from review.enums import LetterStatus
from review.letter_text import filled_text, posted_text
from review.models import LetterEntry, RecommendationLetter
from review.numbering import next_number
from review.services.letters import (
    FORWARDED,
    HOLDING,
    WITH_OFFICE,
    draft_letter,
    lock_draft,
    why_not_listed,
)
from review.services.scope import lock_held, named


@transaction.atomic
def issue_letter(
    *, actor: User, letter: RecommendationLetter, number: str, issued_on: date, signer: str
) -> RecommendationLetter:
    """Issue a draft: give it its number, fix its text, its list and the submissions it tells of.

    Raises BadInput (number given already, date, nobody on it), GuardFailed (who cannot be on it,
    who must be), StaleState (issued or deleted meanwhile), NotAllowed.
    """
    form_keys.claim(f"letter_issued:{letter.pk}")
    found = lock_draft(actor, letter)
    cases = _locked_cases(found)
    listed = set(found.entries.values_list("application", flat=True))
    if not listed:
        raise BadInput({"": "名单上还没有人，不能签发。"})
    _check_date(found, issued_on)
    if reasons := _why_not(actor, found, cases, listed):
        raise GuardFailed(reasons)
    people = _in_order([case for case in cases if case.pk in listed])
    _freeze_list(found, people)
    _freeze(actor, found, people, number=number, issued_on=issued_on, signer=signer)
    _log(actor, found, cases, listed)
    return found


def _locked_cases(letter: RecommendationLetter) -> list[Application]:
    """All cases that the letter, or the one that it replaces, lists; locked in one order.

    Who forwards one of them meanwhile waits, and is then judged by the letter in force.
    """
    about = [letter.pk, letter.replaces_id] if letter.replaces_id else [letter.pk]
    keys = LetterEntry.objects.filter(letter__in=about).values("application")
    return list(
        Application.objects.select_for_update(of=("self",))
        .filter(pk__in=keys)
        .select_related("round", "applicant", "unit", "holder")
        .order_by("pk")
    )


def _check_date(letter: RecommendationLetter, issued_on: date) -> None:
    if issued_on > today():
        raise BadInput({"issued_on": "推荐函日期不能晚于今天。"})
    old = letter.replaces
    if old is not None and old.issued_on and issued_on < old.issued_on and not letter.is_paper:
        raise BadInput({"issued_on": "日期不能早于它所代替的推荐函。"})


def _why_not(actor: User, letter, cases: list[Application], listed: set[int]) -> list[str]:
    before = set()
    if letter.replaces is not None:
        before = set(letter.replaces.entries.values_list("application", flat=True))
    reasons: list[str] = []
    for case in cases:
        if case.pk not in listed:
            if case.state in WITH_OFFICE:
                reasons.append(named(case, FORWARDED))
        elif case.pk in before and case.state in WITH_OFFICE:
            if is_own(case, actor):
                reasons.append(named(case, "是您本人的申报，请由其他经办人签发。"))
        elif case.state not in HOLDING or case.holder_id != letter.organisation_id:
            state = case.get_state_display()
            reasons.append(named(case, f"现在是“{state}”，不在本部门，请先从名单中去掉。"))
        else:
            lock_held(actor, case, HOLDING)
            reasons += why_not_listed(case, letter)
    return reasons


def _in_order(cases: list[Application]) -> list[Application]:
    """As the roster: 申报资格, 申报专业, 工作单位, 姓名."""
    levels = {level.key: place for place, level in enumerate(cases[0].round.policy.levels)}

    def place(case: Application) -> tuple:
        unit = case.unit.name if case.unit else ""
        return (levels.get(case.level, 99), case.specialty, unit, case.name_key, case.pk)

    return sorted(cases, key=place)


def _freeze_list(letter: RecommendationLetter, people: list[Application]) -> None:
    numbers = dict(
        Snapshot.objects.filter(application__in=[case.pk for case in people])
        .order_by()
        .values("application")
        .annotate(last=Max("number"))
        .values_list("application", "last")
    )
    entries = {entry.application_id: entry for entry in letter.entries.all()}
    for place, case in enumerate(people, start=1):
        entry = entries[case.pk]
        entry.position, entry.snapshot_number = place, numbers[case.pk]
    LetterEntry.objects.bulk_update(
        entries.values(), ["position", "snapshot_number"], batch_size=200
    )


def _freeze(actor: User, letter, people, *, number: str, issued_on: date, signer: str) -> None:
    letter.status, letter.number, letter.year = LetterStatus.ISSUED, number, issued_on.year
    letter.issued_on, letter.signer = issued_on, signer
    letter.issued_by, letter.issued_at = actor, database_now()
    letter.text = filled_text(letter, people)
    letter.posted = posted_text(people)
    old = letter.replaces
    if old is not None and old.is_paper and letter.is_paper and old.number == number:
        letter.edition = old.edition + 1  # one paper, entered again
    # The database has the last word on a number that two officers give at once.
    try:
        with transaction.atomic():
            letter.save()
    except IntegrityError:
        better = next_number(letter.organisation, issued_on.year)
        raise BadInput(
            {"number": f"文号“{number}”已经用过，请核对；下一个可用的文号是“{better}”。"}
        ) from None


def _log(actor: User, letter, cases: list[Application], listed: set[int]) -> None:
    data = {"number": letter.number, "issued_on": letter.issued_on.isoformat()}
    if letter.replaces is not None:
        data["replaces"] = letter.replaces.number
    action = "letter_recorded" if letter.is_paper else "letter_issued"
    for case in cases:
        log.append(
            action=action if case.pk in listed else "letter_dropped",
            actor=actor,
            role=str(ROLE_OF_KIND[OrganisationKind(letter.organisation.kind)]),
            organisation=letter.organisation,
            application=case,
            object=f"letter:{letter.pk}",
            data=data,
        )


@transaction.atomic
def record_letter(
    *,
    actor: User,
    applications: Iterable[Application],
    number: str,
    issued_on: date,
    filled_by: str,
    telephone: str,
    signer: str = "",
) -> RecommendationLetter:
    """Record a letter that was issued on paper for the chosen cases of one round.

    All or none; raises as `draft_letter` and `issue_letter`.
    """
    draft = draft_letter(
        actor=actor, applications=applications, filled_by=filled_by, telephone=telephone
    )
    RecommendationLetter.objects.filter(pk=draft.pk).update(is_paper=True)
    return issue_letter(
        actor=actor, letter=draft, number=number, issued_on=issued_on, signer=signer
    )
