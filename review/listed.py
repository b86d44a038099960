"""An officer's list as it is opened most: the first pages of a tab, narrowed by nothing.

Their SQL is prepared: making it anew costs more than drawing the rows.
"""

from functools import lru_cache

from django.db.models import Q

from accounts.clock import today
from accounts.models import User
from accounts.prepared import Count, Prepared
from applications.models import Application
from applications.permissions import officer_organisations, own_by, submitted_and_reached
from applications.standing_in import stand_ins_of
from review.forms.filters import sorted_by
from review.lists import Tab, cases_for, list_rows, tab_of

PREPARED_PAGES = 10  # of each tab; a connection keeps a plan for each


def listed(user: User, tab: Tab, size: int):
    """The rows of a tab for the paginator with pages of `size`, in the usual order; prepared for
    who acts for one organisation and stands in nowhere."""
    organisations = officer_organisations(user)
    if len(organisations) != 1 or stand_ins_of(user):
        return list_rows(sorted_by(cases_for(user, tab), ""))
    return _Listed(user, organisations[0], tab, size)


class _Listed:
    """Counts and slices as a queryset does."""

    def __init__(self, user: User, organisation: int, tab: Tab, size: int):
        self._user, self._tab, self._size = user, tab, size
        self._about = {
            "organisation": organisation,
            "person": user.pk,
            "number": user.id_number_hash or "-",
            "day": today(),
        }

    def count(self) -> int:
        """How many cases stand under the tab."""
        return _counted(self._tab.key).first(**self._about).number

    def __getitem__(self, part: slice) -> list:
        number, rest = divmod(part.start, self._size)
        if rest or part.stop - part.start > self._size or number >= PREPARED_PAGES:
            return list(list_rows(sorted_by(cases_for(self._user, self._tab), ""))[part])
        return _page(self._tab.key, part.start, self._size)(**self._about)


def _cases(tab: str, organisation, person, number, day):
    return submitted_and_reached(
        Application.objects.all(),
        Q(organisation=organisation),
        own_by(person, number),
    ).filter(tab_of(tab).condition(Q(holder=organisation), day))


@lru_cache(maxsize=100)
def _page(tab: str, start: int, size: int) -> Prepared:
    return Prepared(
        lambda **about: list_rows(sorted_by(_cases(tab, **about), ""))[start : start + size]
    )


@lru_cache(maxsize=20)
def _counted(tab: str) -> Prepared:
    # The reader's own row carries the number.
    return Prepared(
        lambda person, **about: (
            User.objects.filter(pk=person)
            .annotate(number=Count(_cases(tab, person=person, **about).order_by().values("pk")))
            .values_list("number", named=True)
        )
    )
