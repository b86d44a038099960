"""The expert's entrance, until the committee has work for them."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.clock import today
from accounts.views.guards import needs_right
from applications.queries import running_rounds


@needs_right("expert_desk")
@require_safe
def home(request):
    """The committee's rounds with their dates; no case, no name."""
    return render(request, "review/expert.html", {"rounds": running_rounds(today())})
