"""What the administrator's views share: the right asked for, refusals shown at the fields."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404

from accounts.errors import BadInput
from accounts.permissions import right

PAGE_SIZE = 30


def needs_right(name: str):
    """Decorator: not logged in to the login page, without the right 404."""

    def decorate(view):
        @login_required
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not right(name).allows(request.user):
                raise Http404
            return view(request, *args, **kwargs)

        guarded.right = name
        return guarded

    return decorate


def typed_in(request):
    """What a form is bound to: the posted data, also when it is empty; None for a first look."""
    return request.POST if request.method == "POST" else None


def show_refusals(form, error: BadInput) -> None:
    """Put what a service refused at the form's fields."""
    for field, message in error.fields.items():
        form.add_error(field if field in form.fields else None, message)


def page_of(queryset, number, size: int = PAGE_SIZE):
    """One page of a list; a number that is none gives the first, one too high the last."""
    page = Paginator(queryset, size).get_page(number)
    page.shown_pages = list(page.paginator.get_elided_page_range(page.number, on_each_side=2))
    return page
