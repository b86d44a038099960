"""An office's own templates for its opinions: written, mended, deleted."""

from django.db import IntegrityError, transaction

from accounts.clock import database_now
from accounts.enums import OFFICER_ROLES
from accounts.errors import BadInput, NotAllowed
from accounts.models import Organisation, User
from accounts.permissions import reread_roles, right
from applications import log
from review.enums import PhraseUse
from review.models import Phrase
from review.permissions import desk_of

MOST = 30  # of one use; a longer list is no help
LONGEST = 300  # what the opinions themselves may have


@transaction.atomic
def save_phrase(
    *, actor: User, organisation: Organisation, use: str, text: str, phrase: Phrase | None = None
) -> Phrase:
    """Write a new template, or mend `phrase`. Raises BadInput, NotAllowed."""
    reread_roles(actor)
    if organisation.pk not in desk_of(actor, OFFICER_ROLES):
        raise NotAllowed("您不是这个单位的经办人。")
    if phrase is not None:
        _check(actor, phrase)
    text = text.strip()
    if use not in PhraseUse.values:
        raise BadInput({"use": "请选择用在哪里。"})
    if not text or len(text) > LONGEST:
        raise BadInput({"text": f"请填写内容，最多{LONGEST}字。"})
    others = Phrase.objects.filter(organisation=organisation, use=use)
    if phrase is None and others.count() >= MOST:
        raise BadInput({"text": f"每一类最多保存{MOST}条，请先删除不用的。"})
    kept = phrase or Phrase(organisation=organisation)
    kept.use, kept.text = use, text
    kept.written_by, kept.written_at = actor, database_now()
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError:
        raise BadInput({"text": "已经有一条同样的常用意见。"}) from None
    _log("phrase_saved", actor, kept)
    return kept


@transaction.atomic
def delete_phrase(*, actor: User, phrase: Phrase) -> None:
    """Take a template away; what was written with it stays. Raises NotAllowed."""
    reread_roles(actor)
    _check(actor, phrase)
    _log("phrase_deleted", actor, phrase)
    phrase.delete()


def _check(actor: User, phrase: Phrase) -> None:
    if not right("keep_phrases").allows(actor, phrase):
        raise NotAllowed("您不是这个单位的经办人。")


def _log(action: str, actor: User, phrase: Phrase) -> None:
    log.append(
        action=action,
        actor=actor,
        organisation=phrase.organisation,
        object=f"phrase:{phrase.pk}",
        data={"use": phrase.use},
    )
