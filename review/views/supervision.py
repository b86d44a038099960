"""The supervisor's pages: the log, its chain, who looked at what. Read only: nothing is posted."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import AccessRecord
from accounts.views.guards import needs_right
from applications.log import verify_part
from applications.models import ChainCheck, ChainHead, Event
from review.forms.supervision import AccessFilter, EventFilter
from review.logbook import access_rows, event_rows
from review.views.scope import page_of

PAGE = 50
# Entries of the chain that one answer walks; some 60,000 take a second.
MOST_WALKED = 20_000
# What `log.verify_part` finds, in words for the page.
_FAULTS = {
    "entry is missing": "这一条不见了",
    "does not follow the entry before it": "与前一条接不上",
    "content was altered": "内容被改动过",
    "the chain's head is missing": "日志的末尾记号不见了",
    "entries at the end are missing": "最后的记录被删除过",
    "an entry stands behind the chain's head": "末尾多出了不是系统写入的记录",
}


@needs_right("read_log")
@require_safe
def log(request):
    """All events, the newest first, by person, organisation, case, action and period."""
    return render(request, "review/log.html", _log_context(request))


@needs_right("read_log")
@require_safe
def log_check(request):
    """When the chain was last walked whole; with `?after=` a part of it is walked now, which
    writes nothing."""
    head = ChainHead.objects.filter(pk=1).first()
    last = ChainCheck.objects.first()
    length = head.seq if head else 0
    context = {
        "length": length,
        "last": last,
        "last_fault": _FAULTS.get(last.what, "内容有异常") if last and last.what else "",
        "most": MOST_WALKED,
        "is_long": length > MOST_WALKED,
        "crumbs": [("办理日志", reverse("review:log")), ("核对日志链", "")],
    }
    typed = request.GET.get("after", "")
    if typed.isascii() and typed.isdigit() and len(typed) < 16:
        part = verify_part(after=int(typed), most=MOST_WALKED)
        broken = part.broken
        context |= {
            "part": part,
            "fault": _FAULTS.get(broken.what, "内容有异常") if broken else "",
            "is_whole": part.after == 0 and part.last == part.length,
            "goes_on": not broken and part.last < part.length,
        }
    return render(request, "review/log_check.html", context)


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
