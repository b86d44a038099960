"""Many cases at once: put together, confirmed, worked off, looked at afterwards."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from accounts.access import record_access
from accounts.clock import now
from accounts.errors import StaleState
from accounts.form_keys import carrying
from accounts.permissions import right
from accounts.views.guards import needs_right
from accounts.views.once import acts_once
from review.bulk import reasons_of
from review.exports.base import CONTENT_TYPES
from review.exports.outcomes import outcomes_xlsx
from review.forms.batches import batch_form
from review.models import Batch
from review.phrases import filled, is_filling, phrases_for, text_fields
from review.queries import batches_of, posted_last
from review.services.batch_work import take_batch, work_slice, worker_name
from review.services.batches import start_batch
from review.services.operations import OPERATIONS, Operation
from review.views.choosing import put_together
from review.views.scope import page_of

AT_ONCE = 20  # cases that the request itself works off
HELP_SECONDS = 5.0  # how long a click on 继续办理 works
IDLE = timedelta(seconds=20)  # after that, nobody seems to work on it
_COUNTS = {
    "settled": Count("items", filter=Q(items__done__isnull=False)),
    "good": Count("items", filter=Q(items__done=True)),
    "bad": Count("items", filter=Q(items__done=False)),
}
_SHOWN = (
    ("all", "全部", Q()),
    ("bad", "未办理", Q(done=False)),
    ("good", "已办理", Q(done=True)),
)


@needs_right("read_submitted")
@require_POST
@acts_once("review:applications", made="review:batch_task")
def batch(request, action):
    """Put a batch together of what was chosen on the list; nothing is done yet."""
    operation = OPERATIONS.get(action)
    if operation is None or not right(operation.right).allows(request.user):
        raise Http404
    return put_together(request, operation)


@needs_right("own_batches")
@require_safe
def batches(request):
    """What the officer has started, the newest first."""
    found = batches_of(request.user).filter(started_at__isnull=False).annotate(**_COUNTS)
    page = page_of(found.order_by("-pk"), request)
    rows = [{"batch": each, "operation": OPERATIONS[each.operation]} for each in page]
    context = {"page_obj": page, "rows": rows, "crumbs": _crumbs("批量办理记录")}
    return render(request, "review/batches.html", context)


@needs_right("own_batches")
@require_http_methods(["GET", "HEAD", "POST"])
@acts_once("review:batch_task")
def batch_task(request, pk):
    """One batch: to be confirmed, under way, or done with each one's outcome."""
    found = get_object_or_404(batches_of(request.user).annotate(**_COUNTS), pk=pk)
    operation = OPERATIONS[found.operation]
    if request.method == "POST":
        return _posted(request, found, operation)
    if found.started_at is None:
        return _ask(request, found, operation, _form(request, found, operation))
    if found.finished_at is None:
        return _progress(request, found, operation)
    if request.htmx:
        return HttpResponseClientRefresh()
    return _outcomes(request, found, operation)


def _posted(request, found: Batch, operation: Operation):
    if found.started_at is not None:
        if "continue" in request.POST:
            _help(found, seconds=HELP_SECONDS, most=found.total)
        elif found.finished_at is None:
            messages.info(request, "这次批量办理已经开始，不会重复办理。")
        return redirect("review:batch_task", found.pk)
    form = _form(request, found, operation)
    if is_filling(request):
        return _ask(request, found, operation, form)
    if not form.is_valid():
        return _ask(request, found, operation, form, status=422)
    try:
        started = start_batch(actor=request.user, batch=found, data=form.told())
    except StaleState as error:
        messages.info(request, error.message)
    else:
        if started.total <= AT_ONCE:
            _help(started, seconds=0, most=AT_ONCE)
    return redirect("review:batch_task", found.pk)


def _help(found: Batch, *, seconds: float, most: int) -> None:
    """Work on the batch within the request; what is left over, a worker goes on with."""
    worker = worker_name()
    # The form's key is for starting the batch; its cases are settled once by their items.
    with carrying(None):
        if (taken := take_batch(worker=worker, batch=found)) is not None:
            work_slice(worker=worker, batch=taken, most=most, seconds=seconds)


def _form(request, found: Batch, operation: Operation):
    first = found.items.select_related("application__round").first()
    assert first is not None, "a batch has cases"
    is_typed = request.method == "POST" and not is_filling(request)
    posted = posted_last(request.user) if operation.key == "notice" else {}
    form = batch_form(
        operation,
        found.asks,
        rules=first.application.round.policy.notices,
        posted=posted | {"handler": request.user.name},
        data=request.POST if is_typed else None,
    )
    if is_filling(request):
        filled(form, request, operation.key, text_fields(form))
    return form


def _ask(request, found: Batch, operation: Operation, form, status: int = 200):
    items = found.items.select_related(
        *("application__round", "application__unit__parent", "application__holder"),
        "application__applicant",
    )
    page = page_of(items.order_by("pk"), request)
    reasons = reasons_of(operation, [item.application for item in page], request.user)
    rows = [(item.application, reasons[item.application_id]) for item in page]
    ready = sum(1 for _, why in rows if not why)
    is_all_shown = page.paginator.num_pages == 1
    context = {
        "batch": found,
        "operation": operation,
        "phrases": phrases_for(request.user, operation.key),
        "form": form,
        "page_obj": page,
        "rows": rows,
        "ready": ready if is_all_shown else found.total,
        "is_all_shown": is_all_shown,
        "is_long": found.total > AT_ONCE,
        "crumbs": _crumbs(f"批量{operation.label}"),
    }
    return render(request, "review/batch.html", context, status=status)


def _progress(request, found: Batch, operation: Operation):
    last = max(filter(None, (found.worked_at, found.started_at)))
    is_held = found.taken_until is not None and found.taken_until > now()
    context = {
        "batch": found,
        "operation": operation,
        "left": found.total - found.settled,
        "is_idle": not is_held and now() - last > IDLE,
        "crumbs": _crumbs(f"批量{operation.label}", of_batches=True),
    }
    template = "review/parts/batch_progress.html" if request.htmx else "review/batch_progress.html"
    return render(request, template, context)


def _outcomes(request, found: Batch, operation: Operation):
    asked = request.GET.get("tab", "")
    tab, condition = next(((k, c) for k, _, c in _SHOWN if k == asked), _SHOWN[0][::2])
    items = found.items.filter(condition).select_related("application__unit")
    counts = {"all": found.total, "bad": found.bad, "good": found.good}
    context = {
        "batch": found,
        "operation": operation,
        # Who was left comes first: there is something to do about them.
        "page_obj": page_of(items.order_by("done", "pk"), request),
        "tab": tab,
        "tabs": [(key, label, counts[key]) for key, label, _ in _SHOWN],
        "crumbs": _crumbs(f"批量{operation.label}", of_batches=True),
    }
    return render(request, "review/batch_done.html", context)


@needs_right("own_batches")
@require_safe
def batch_outcomes(request, pk):
    """The outcomes as a sheet; the export is recorded."""
    found = get_object_or_404(batches_of(request.user).filter(started_at__isnull=False), pk=pk)
    operation = OPERATIONS[found.operation]
    content = outcomes_xlsx(found, operation)
    record_access(
        user=request.user,
        what="export",
        object=f"batch:{found.pk}",
        outcome="exported",
        detail=f"批量{operation.label}结果，xlsx，{found.total}人",
    )
    response = HttpResponse(content, content_type=CONTENT_TYPES["xlsx"])
    name = f"批量{operation.label}结果-{found.pk}.xlsx"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "no-store, private"
    return response


def _crumbs(here: str, *, of_batches: bool = False) -> list[tuple[str, str]]:
    between = [("批量办理记录", reverse("review:batches"))] if of_batches else []
    return [("申报列表", reverse("review:applications")), *between, (here, "")]
