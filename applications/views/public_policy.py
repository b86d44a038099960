"""The policies as documents, for anybody: each clause with what is read from it."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from applications import clauses


@require_safe
def policies(request):
    """The published policies, the newest first."""
    context = {"policies": clauses.newest_policies()}
    return render(request, "applications/public/policies.html", context)


@require_safe
def policy(request, key: str):
    """One policy sentence by sentence, an anchor at each clause."""
    found = clauses.published(key)
    if found is None:
        raise Http404
    context = {"policy": found, "chapters": clauses.document_of(key)}
    return render(request, "applications/public/policy.html", context)
