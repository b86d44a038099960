"""What the applicant's views share: the person's own case."""

from django.http import Http404

from accounts.errors import NotAllowed
from accounts.permissions import right
from accounts.prepared import Prepared
from applications.enums import State
from applications.models import Application

_case = Prepared(
    lambda pk: Application.objects.filter(pk=pk).select_related("round", "unit", "holder")
)


def own_case(request, pk: int) -> Application:
    """The person's own case; 404 for every other, whether it exists or not."""
    application = _case.first(pk=pk)
    if application is None or not right("own_application").allows(request.user, application):
        raise Http404
    # The person who asks is the applicant: one query less, and one object.
    application.applicant = request.user
    return application


def editable_case(request, pk: int, step_key: str = "") -> Application:
    """The person's own case where it may be typed into now; NotAllowed with the reason."""
    application = own_case(request, pk)
    if not right("edit_draft").allows(request.user, application):
        raise NotAllowed("这份申报已经提交，现在不能修改。")
    if step_key and not is_step_open(application, step_key):
        raise NotAllowed("退回时没有开放这一步，不能修改。")
    return application


def is_step_open(application: Application, step_key: str) -> bool:
    """Whether a step may be typed into: all of a draft, the named ones of a returned case."""
    return application.state != State.RETURNED or step_key in application.open_steps


def whole_number(text: str | None) -> int | None:
    """A row's id or version from a form; None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else None
