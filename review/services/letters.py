"""The recommending body's letters: drafts and whom they list; `issuing` freezes them (报-1)."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from accounts import form_keys
from accounts.clock import database_now
from accounts.errors import BadInput, GuardFailed, NotAllowed, StaleState
from accounts.models import User
from accounts.permissions import reread_roles, right
from applications import log
from applications.enums import State
from applications.models import Application
from applications.workflow import ROLE_OF_STATE
from review.enums import LetterStatus
from review.letter_text import DEFAULT_TEMPLATE, unknown_blanks
from review.models import LetterEntry, RecommendationLetter
from review.queries import letter_stands
from review.services.scope import lock_held, named

HOLDING = (State.DEPARTMENT_REVIEW, State.HR_REVIEW)
# On the strength of a letter the committee office holds these, or has decided on them.
WITH_OFFICE = (
    State.OFFICE_REVIEW,
    State.ACCEPTED,
    State.PASSED,
    State.NOT_PASSED,
    State.CERTIFIED,
)
MOST_PEOPLE = 2000


@transaction.atomic
def draft_letter(
    *,
    actor: User,
    applications: Iterable[Application],
    filled_by: str = "",
    telephone: str = "",
    left: list[str] | None = None,
) -> RecommendationLetter:
    """A draft that lists the chosen cases of one round.

    All or none: GuardFailed names each case that it cannot list; with a list `left`, those are
    left out and their reasons put there. Raises BadInput (none, too many), NotAllowed (not held
    by the actor's organisation).
    """
    form_keys.claim("letter_draft")
    cases = _locked(actor, applications, left)
    if not cases:
        raise BadInput({"": "所选的人中没有可以列入推荐函的。" if left else NOBODY})
    letter = RecommendationLetter(organisation=cases[0].holder, round=cases[0].round)
    cases = _listable(cases, letter, left)
    letter.filled_by, letter.telephone = filled_by or actor.name[:20], telephone or actor.phone
    letter.template = DEFAULT_TEMPLATE
    letter.recorded_by, letter.recorded_at = actor, database_now()
    letter.save(force_insert=True)
    form_keys.note_made(letter.pk)
    list_people(letter, cases)
    log_letter("letter_drafted", actor, letter, {"people": len(cases)}, cases[0])
    return letter


NOBODY = "请先选择要推荐的申报人。"


def _listable(
    cases: list[Application], letter: RecommendationLetter, left: list[str] | None
) -> list[Application]:
    reasons = {case.pk: why_not_listed(case, letter) for case in cases}
    told = [why for each in reasons.values() for why in each]
    if told and left is None:
        raise GuardFailed(told)
    if left is not None:
        left += told
    fit = [case for case in cases if not reasons[case.pk]]
    if not fit:
        raise BadInput({"": "所选的人中没有可以列入推荐函的。"})
    return fit


def _locked(
    actor: User, applications: Iterable[Application], left: list[str] | None = None
) -> list[Application]:
    chosen = sorted(applications, key=lambda case: case.pk)
    if len(chosen) > MOST_PEOPLE:
        raise BadInput({"": f"一份推荐函最多{MOST_PEOPLE}人，请分开出具。"})
    # In the order of their keys, so that two officers never wait for each other in a circle.
    held = []
    for each in chosen:
        try:
            held.append(lock_held(actor, each, HOLDING))
        except NotAllowed as error:
            if left is None:
                raise
            left.append(error.message)
    return held


def why_not_listed(case: Application, letter: RecommendationLetter) -> list[str]:
    """Why a case that the body holds cannot stand on the letter."""
    if case.holder_id != case.recommending_body_id:
        return [named(case, "由上级人社局推荐，本单位不出推荐函。")]
    if case.holder_id != letter.organisation_id:
        return [named(case, "与其他人不由同一部门推荐，请分开出具。")]
    if case.round_id != letter.round_id:
        return [named(case, "与其他人不是同一批次，请分开出具。")]
    others = LetterEntry.objects.filter(
        application=case, letter__organisation=letter.organisation_id
    ).exclude(letter=letter.pk)
    issued = others.filter(letter_stands("letter__")).exclude(letter=letter.replaces_id)
    if known := issued.select_related("letter").first():
        return [named(case, f"已在推荐函“{known.letter.number}”中。")]
    if others.filter(letter__status=LetterStatus.DRAFT).exists():
        return [named(case, "已在另一份推荐函草稿中。")]
    return []


def list_people(letter: RecommendationLetter, cases: Iterable[Application]) -> None:
    """Write the cases to the end of a draft's list."""
    start = letter.entries.count()
    LetterEntry.objects.bulk_create(
        [
            LetterEntry(letter=letter, application=case, position=start + place)
            for place, case in enumerate(cases)
        ],
        batch_size=500,
    )


def lock_draft(actor: User, letter: RecommendationLetter) -> RecommendationLetter:
    """The draft, locked, when the actor acts for its body.

    Raises NotAllowed, and StaleState when somebody has issued or deleted it meanwhile.
    """
    reread_roles(actor)
    found = (
        RecommendationLetter.objects.select_for_update(of=("self",))
        .select_related("organisation", "round", "replaces", "issued_by")
        .filter(pk=letter.pk)
        .first()
    )
    if found is None:
        raise StaleState("这份草稿刚刚已被删除。")
    if not right("record_letters").allows(actor, found):
        raise NotAllowed("您不是这个推荐部门的经办人。")
    if not found.is_draft:
        who = found.issued_by.name if found.issued_by else "经办人"
        raise StaleState(f"这份推荐函刚刚已由{who}签发（{found.number}），签发后不能更改。")
    return found


@transaction.atomic
def change_draft(
    *,
    actor: User,
    letter: RecommendationLetter,
    template: str,
    signer: str,
    filled_by: str,
    telephone: str,
) -> RecommendationLetter:
    """Keep what was typed into a draft; raises BadInput for a blank that nobody fills in."""
    form_keys.claim(f"letter_changed:{letter.pk}")
    found = lock_draft(actor, letter)
    if unknown := unknown_blanks(template):
        raise BadInput({"template": f"不认识{'、'.join(unknown)}，请改成说明中列出的写法。"})
    found.template, found.signer = template.strip() or DEFAULT_TEMPLATE, signer
    found.filled_by, found.telephone = filled_by, telephone
    found.save(update_fields=["template", "signer", "filled_by", "telephone"])
    return found


@transaction.atomic
def add_people(
    *,
    actor: User,
    letter: RecommendationLetter,
    applications: Iterable[Application],
    left: list[str] | None = None,
) -> int:
    """Add cases to a draft; returns how many. `left` and what is raised as `draft_letter`."""
    form_keys.claim(f"letter_people:{letter.pk}")
    found = lock_draft(actor, letter)
    listed = set(found.entries.values_list("application", flat=True))
    new = [each for each in applications if each.pk not in listed]
    cases = _locked(actor, new, left)
    if not cases:
        raise BadInput({"": "所选的人中没有可以列入推荐函的。" if left else NOBODY})
    if len(listed) + len(cases) > MOST_PEOPLE:
        raise BadInput({"": f"一份推荐函最多{MOST_PEOPLE}人，请分开出具。"})
    cases = _listable(cases, found, left)
    list_people(found, cases)
    return len(cases)


@transaction.atomic
def remove_people(*, actor: User, letter: RecommendationLetter, cases: Iterable[int]) -> int:
    """Take cases off a draft's list; returns how many.

    Who was forwarded on the letter that this one replaces stays: GuardFailed names them.
    """
    form_keys.claim(f"letter_removed:{letter.pk}")
    found = lock_draft(actor, letter)
    entries = found.entries.filter(application__in=list(cases)).select_related("application")
    if stay := [each.application for each in entries if each.application.state in WITH_OFFICE]:
        raise GuardFailed([named(case, FORWARDED) for case in stay])
    return entries.delete()[0]


FORWARDED = "已按原推荐函报到评委会办，不能从名单中去掉。"


@transaction.atomic
def delete_draft(*, actor: User, letter: RecommendationLetter) -> None:
    """Throw a draft away; the letter that it was to replace stays in force."""
    form_keys.claim(f"letter_deleted:{letter.pk}")
    found = lock_draft(actor, letter)
    first = found.applications.first()
    log_letter("letter_draft_deleted", actor, found, {"people": found.entries.count()}, first)
    found.delete()


@transaction.atomic
def replace_letter(
    *, actor: User, letter: RecommendationLetter, reason: str
) -> RecommendationLetter:
    """A draft that will take an issued letter's place, with those of its list who still stand.

    The old one stays in force until the new one is issued. Raises NotAllowed, StaleState (it has
    a replacement already), BadInput (no reason).
    """
    form_keys.claim(f"letter_replaced:{letter.pk}")
    reread_roles(actor)
    old = RecommendationLetter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    if not right("record_letters").allows(actor, old):
        raise NotAllowed("您不是这个推荐部门的经办人。")
    if old.is_draft:
        raise NotAllowed("草稿可以直接更改，不用代替。")
    if not reason.strip():
        raise BadInput({"reason": "请填写代替原因。"})
    new = _replacement(actor, old, reason.strip())
    form_keys.note_made(new.pk)
    standing = old.entries.filter(application__state__in=[*HOLDING, *WITH_OFFICE])
    list_people(new, [entry.application for entry in standing.select_related("application")])
    log_letter("letter_replacement_drafted", actor, new, {"replaces": old.number}, None)
    return new


def _replacement(actor: User, old: RecommendationLetter, reason: str) -> RecommendationLetter:
    # The database has the last word on two officers who replace one letter at once.
    try:
        with transaction.atomic():
            return RecommendationLetter.objects.create(
                organisation=old.organisation,
                round=old.round,
                is_paper=old.is_paper,
                signer=old.signer,
                filled_by=old.filled_by,
                telephone=old.telephone,
                template=old.template or DEFAULT_TEMPLATE,
                replaces=old,
                why_replaced=reason[:200],
                recorded_by=actor,
                recorded_at=database_now(),
            )
    except IntegrityError:
        raise StaleState("已经有一份代替它的推荐函或草稿，请在推荐函列表中查看。") from None


def log_letter(action: str, actor: User, letter, data: dict, case: Application | None) -> None:
    """One event about a letter as a whole."""
    role = ROLE_OF_STATE.get(State(case.state), "") if case is not None else ""
    log.append(
        action=action,
        actor=actor,
        role=str(role),
        organisation=letter.organisation,
        object=f"letter:{letter.pk}",
        data=data,
    )
