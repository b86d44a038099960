"""What this floor asks and does when a person closes the account.

Drafts that were never submitted are emptied, their files too; what was submitted stays, with a
note in the case's log. The emptied row itself stays: the chained log names it.
"""

from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F

from accounts.closing import ERASED_NAME
from accounts.models import User
from applications import log
from applications.enums import REVIEW_STATES, State
from applications.models import Application, EvidenceFile, Notification
from applications.scanning import QUARANTINE

# With somebody now, or to come back to somebody; a result counts once it is published.
UNDER_WAY = (*REVIEW_STATES, State.RETURNED, State.ACCEPTED, State.PASSED, State.NOT_PASSED)


def reasons_against(user: User) -> list[str]:
    """The cases that are under way, each named."""
    cases = Application.objects.filter(applicant=user, state__in=UNDER_WAY).select_related("round")
    return [_reason(each) for each in cases]


def erase(user: User) -> None:
    """Empty what was never submitted, remove the person's messages, and note in the others' logs
    that the person has left."""
    Notification.objects.filter(person=user).delete()
    cases = Application.objects.select_for_update(of=("self",)).filter(applicant=user)
    for application in cases.order_by("pk"):
        if application.snapshots.exists():
            log.append(
                action="applicant_closed", actor=user, role="applicant", application=application
            )
        else:
            _empty(application)


def _reason(application: Application) -> str:
    what = f"“{application.round.name}”的申报（受理编号 {application.receipt_number}）"
    if application.state in (*REVIEW_STATES, State.RETURNED):
        return f"{what}正在审核，请先撤回，或等办理结束。"
    return f"{what}正在评审，请等结果公布以后再注销。"


def _empty(application: Application) -> None:
    files = list(application.files.values_list("stored_name", "sha256"))
    application.files.all().delete()
    application.entries.all().delete()
    Application.objects.filter(pk=application.pk).update(
        name=ERASED_NAME,
        name_key="",
        specialty="",
        applied_specialty="",
        eligible=None,
        unit=None,
        version=F("version") + 1,
    )
    transaction.on_commit(lambda: _remove(files))


def _remove(files: list[tuple[str, str]]) -> None:
    """The stored bytes, and the pages drawn of them unless another case holds the same file."""
    previews = Path(settings.DATA_FOLDER) / "previews"
    for stored_name, sha256 in files:
        for folder in (Path(settings.UPLOADS_FOLDER), Path(settings.UPLOADS_FOLDER) / QUARANTINE):
            (folder / stored_name).unlink(missing_ok=True)
        if not EvidenceFile.objects.filter(sha256=sha256).exists():
            for page in (previews / sha256[:2]).glob(f"{sha256}-*"):
                page.unlink(missing_ok=True)
