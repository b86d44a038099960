"""Which cases a list's button is about: those ticked, or all that the list's filter finds."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django.shortcuts import redirect

from accounts.errors import BadInput
from applications.models import Application
from applications.queries import submitted_for
from review.bulk import asks_of_many
from review.forms.filters import ApplicationFilter, sorted_by
from review.lists import cases_for, rounds_by_id, tab_of
from review.services.batches import MOST_CASES, prepare_batch
from review.services.operations import Operation
from review.views.scope import chosen_ids


def list_asked(request) -> QueryDict | None:
    """The list's own address (tab, filter, order) where all that it finds are meant, not only the
    page that was shown; None where cases were ticked."""
    if not request.POST.get("all_listed"):
        return None
    return QueryDict(request.POST.get("listed_as", ""), encoding="utf-8")


def cases_found(user, asked: QueryDict) -> QuerySet[Application]:
    """What the officers' list shows for that address, all its pages."""
    listed = cases_for(user, tab_of(asked.get("tab", "")))
    rounds = list(rounds_by_id().values())
    found = ApplicationFilter(asked, queryset=listed, rounds=rounds).qs
    return sorted_by(found, asked.get("sort", ""))


def chosen(request) -> QuerySet[Application]:
    """The cases that were chosen, in the list's order.

    Raises Http404 for a ticked case that the officer may not read.
    """
    asked = list_asked(request)
    if asked is not None:
        return cases_found(request.user, asked)
    ids = chosen_ids(request)
    found = submitted_for(request.user).filter(pk__in=ids)
    if found.count() != len(ids):
        raise Http404
    return found.order_by("name_key", "pk")


def put_together(request, operation: Operation):
    """A batch of the chosen cases, and the way to its page; back to the list where none can be."""
    cases = list(chosen(request).values_list("pk", "version")[: MOST_CASES + 1])
    try:
        keys = [pk for pk, _ in cases[:MOST_CASES]]
        asks = asks_of_many(operation.key, keys) if keys else {}
        batch = prepare_batch(actor=request.user, operation=operation.key, cases=cases, asks=asks)
    except BadInput as error:
        messages.warning(request, error.message)
        return redirect("review:applications")
    return redirect("review:batch_task", batch.pk)
