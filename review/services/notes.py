"""Notes for colleagues of the same organisation."""

from datetime import timedelta

from django.db import transaction

from accounts.clock import database_now
from accounts.errors import BadInput, NotAllowed
from accounts.models import Organisation, User
from accounts.permissions import right
from applications import log
from applications.models import Application
from applications.permissions import organisations_on
from review.models import Note

A_DOUBLE_CLICK = timedelta(minutes=1)


def own_organisation(user: User, application: Application) -> Organisation:
    """For which organisation the user reads this case; the holder first. Raises NotAllowed."""
    mine = organisations_on(user, application)
    links = application.links.filter(organisation__in=mine, reached_at__isnull=False)
    found = [link.organisation for link in links.select_related("organisation")]
    if not found:
        raise NotAllowed("这份申报不在您的单位办理。")
    return next((each for each in found if each.pk == application.holder_id), found[0])


@transaction.atomic
def write_note(*, actor: User, application: Application, text: str) -> Note:
    """Keep a note that only the officers of the actor's organisation see.

    Raises BadInput, NotAllowed.
    """
    if not right("read_submitted").allows(actor, application):
        raise NotAllowed("这份申报不在您的单位办理。")
    organisation = own_organisation(actor, application)
    text = text.strip()
    if not text or len(text) > 500:
        raise BadInput({"text": "请填写备注，最多500字。"})
    moment = database_now()
    about = {
        "application": application,
        "organisation": organisation,
        "text": text,
        "written_by": actor,
    }
    # The page with the note's form is too often read to carry a key; a double click says the same.
    if again := Note.objects.filter(**about, written_at__gt=moment - A_DOUBLE_CLICK).first():
        return again
    note = Note.objects.create(**about, written_at=moment)
    # Named by its receipt only: in the case's own history others would see that there is one.
    log.append(
        action="note_written",
        actor=actor,
        organisation=organisation,
        object=f"note:{note.pk} {application.receipt_number}",
    )
    return note
