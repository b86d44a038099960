"""A person's own messages: the list, marking them as read."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from accounts.clock import today
from accounts.views.guards import page_of
from applications import inbox, notifications
from applications.deadlines import days_left


@login_required
@require_safe
def messages_list(request):
    """The own messages, unread ones first; opening the list marks nothing as read."""
    page, day = page_of(inbox.messages_of(request.user), request.GET.get("page")), today()
    context = {
        "page_obj": page,
        "rows": [
            {"message": each, "days_left": days_left(each.until, day) if each.until else None}
            for each in page
        ],
    }
    return render(request, "applications/messages.html", context)


@require_POST
@login_required
def read(request, pk: int):
    """Mark one message as read, and go on to what it is about where that is asked for."""
    message = inbox.own_message(request.user, pk)
    if message is None:
        raise Http404
    notifications.mark_read(person=request.user, message=message)
    # The address is the server's own; asked again, since a row may come from a restored backup.
    is_local = url_has_allowed_host_and_scheme(message.address, allowed_hosts=None)
    if request.POST.get("open") and is_local:
        return redirect(message.address)
    return redirect("messages:list")


@require_POST
@login_required
def read_all(request):
    """Mark all own messages as read."""
    count = notifications.mark_all_read(person=request.user)
    messages.success(request, f"已把 {count} 条消息标为已读。")
    return redirect("messages:list")
