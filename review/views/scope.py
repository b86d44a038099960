"""What the officers' views share: the case in scope or 404, chosen cases, pages of lists."""

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.http import Http404

from accounts.errors import BadInput, DomainError, GuardFailed, NotAllowed
from accounts.permissions import right
from applications.models import Application
from review.queries import case_for, readable

DEFAULT_SIZE, MOST_ROWS = 30, 100
SHOWN_NAMES = 10


def case_or_404(request, pk: int) -> Application:
    """The case when the officer may read it; else the answer for what does not exist."""
    found = case_for(request.user, pk)
    if found is None:
        raise Http404
    return found


def chosen_ids(request) -> list[int]:
    """The chosen cases' keys: from a list's checkboxes or the address, at most a page of them."""
    typed = request.POST.getlist("ids") or request.GET.getlist("application")
    ids = [int(text) for text in typed if text.isascii() and text.isdigit() and len(text) < 18]
    return list(dict.fromkeys(ids))[:MOST_ROWS]


def chosen_cases(request) -> list[Application]:
    """The chosen cases; one that the officer may not read is as one that does not exist."""
    ids = chosen_ids(request)
    cases = readable(request.user, ids)
    if len(cases) != len(ids):
        raise Http404
    return cases


def refuse_unless_held(request, cases: Iterable[Application], states: Iterable[str]) -> None:
    """Raise NotAllowed, naming whom, unless every case waits for the officer in one of `states`."""
    cases = list(cases)
    held = right("handle_held").filter(request.user, Application.objects.filter(state__in=states))
    here = set(held.filter(pk__in=[case.pk for case in cases]).values_list("pk", flat=True))
    if elsewhere := [case.name for case in cases if case.pk not in here]:
        raise NotAllowed(f"{names_of(elsewhere)}的申报现在不在您的单位办理这一项。")


def names_of(names: list[str]) -> str:
    """The names for a sentence; of very many the first, and how many they are."""
    more = f"等{len(names)}人" if len(names) > SHOWN_NAMES else ""
    return "、".join(names[:SHOWN_NAMES]) + more


def page_of(queryset, request, size: int = DEFAULT_SIZE, most: int = MOST_ROWS):
    """One page of a list; a number that is none gives the first, one too high the last."""
    typed = request.GET.get("size", "")
    wanted = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else size
    page = Paginator(queryset, min(max(wanted, 1), most)).get_page(request.GET.get("page"))
    page.shown_pages = list(page.paginator.get_elided_page_range(page.number, on_each_side=2))
    return page


def show_refusal(form, error: DomainError) -> int:
    """Put what a service refused at the form's fields or on its top; the answer's status."""
    if isinstance(error, BadInput):
        for field, message in error.fields.items():
            form.add_error(field if field in form.fields else None, message)
        return 422
    for reason in error.reasons if isinstance(error, GuardFailed) else [error.message]:
        form.add_error(None, reason)
    return 403
