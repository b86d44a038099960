"""The supervisor's pages: the log, its chain, who looked at what. Read only."""

from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from accounts.models import AccessRecord
from accounts.views.guards import needs_right
from applications.log import verify
from applications.models import ChainHead, Event
from review.forms.filters import AccessFilter, EventFilter
from review.logbook import access_rows, event_rows
from review.views.scope import page_of

PAGE = 50
# What `log.verify` finds, in words for the page.
_FAULTS = {
    "entry is missing": "这一条不见了",
    "does not follow the entry before it": "与前一条接不上",
    "content was altered": "内容被改动过",
    "the chain's head is missing": "日志的末尾记号不见了",
    "entries at the end are missing": "最后的记录被删除过",
}


@needs_right("read_log")
@require_safe
def log(request):
    """All events, the newest first, by person, case, action and day."""
    return render(request, "review/log.html", _log_context(request))


@needs_right("read_log")
@require_POST
def verify_log(request):
    """Walk the whole hash chain now and tell the result."""
    broken = verify()
    head = ChainHead.objects.filter(pk=1).first()
    context = _log_context(request)
    context |= {
        "checked": True,
        "broken": broken,
        "broken_text": _FAULTS.get(broken.what, "内容有异常") if broken else "",
        "length": head.seq if head else 0,
    }
    return render(request, "review/log.html", context)


def _log_context(request) -> dict:
    found = EventFilter(
        request.GET,
        queryset=Event.objects.select_related("actor", "organisation", "application")
        .only(
            "seq",
            "at",
            "role",
            "action",
            "object",
            "from_state",
            "to_state",
            "reason",
            "data",
            "actor__name",
            "organisation__name",
            "application__receipt_number",
        )
        .order_by("-seq"),
    )
    page = page_of(found.qs, request, size=PAGE)
    is_filtered = any(request.GET.get(name) for name in found.filters)
    return {
        "form": found.form,
        "page_obj": page,
        "rows": event_rows(page),
        "is_filtered": is_filtered,
    }


@needs_right("read_log")
@require_safe
def access(request):
    """Who read or exported personal data, and what was refused; the newest first."""
    found = AccessFilter(
        request.GET,
        queryset=AccessRecord.objects.select_related("user", "organisation").order_by("-pk"),
    )
    page = page_of(found.qs, request, size=PAGE)
    is_filtered = any(request.GET.get(name) for name in found.filters)
    context = {
        "form": found.form,
        "page_obj": page,
        "rows": access_rows(page),
        "is_filtered": is_filtered,
    }
    return render(request, "review/access.html", context)
