"""An officer's list as it is opened most: the first pages of a tab, narrowed by nothing.

Making its SQL costs more than drawing the rows, so that it is prepared; and which cases stand
where changes by entries of the log only. Counts and keys are kept for the log's end as it was
when they were read; what a row shows is always read anew.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Q

from accounts.clock import today
from accounts.models import User
from accounts.prepared import Count, Prepared
from applications.models import Application, ChainHead
from applications.permissions import officer_organisations, own_by, submitted_and_reached
from applications.standing_in import stand_ins_of
from review.forms.filters import sorted_by
from review.lists import Tab, cases_for, list_rows, tab_of

PREPARED_PAGES = 10  # of each tab; a connection keeps a plan for each


@dataclass(frozen=True, slots=True)
class _Reader:
    """Whose list, on which day, at which end of the log; a number of "-" is nobody's."""

    organisation: int
    person: int
    number: str
    day: date
    log_end: str

    @property
    def values(self) -> dict:
        names = ("organisation", "person", "number", "day")
        return {name: getattr(self, name) for name in names}


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
        end = _head.first()
        self._reader = _Reader(
            organisation, user.pk, user.id_number_hash or "-", today(), end.hash if end else ""
        )

    def count(self) -> int:
        """How many cases stand under the tab."""
        return _count(self._tab.key, self._reader)

    def __getitem__(self, part: slice) -> list:
        number, rest = divmod(part.start, self._size)
        if rest or part.stop - part.start > self._size or number >= PREPARED_PAGES:
            return list(list_rows(sorted_by(cases_for(self._user, self._tab), ""))[part])
        keys = _keys(self._tab.key, part.start, self._size, self._reader)
        # One statement for every page: the places of a short one hold a key that nothing has.
        places = dict.fromkeys(range(self._size), 0) | dict(enumerate(keys))
        rows = _rows_at(self._size)(**{f"key{at}": key for at, key in places.items()})
        found = {row.pk: row for row in rows}
        return [found[key] for key in keys if key in found]


def forget() -> None:
    """Drop what is kept; for tests."""
    _count.cache_clear()
    _keys.cache_clear()


_head = Prepared(lambda: ChainHead.objects.filter(pk=1))


@lru_cache(maxsize=1000)
def _count(tab: str, reader: _Reader) -> int:
    return _counted(tab).first(**reader.values).number


@lru_cache(maxsize=1000)
def _keys(tab: str, start: int, size: int, reader: _Reader) -> tuple[int, ...]:
    return tuple(row.pk for row in _page(tab, start, size)(**reader.values))


def _cases(tab: str, organisation, person, number, day):
    return submitted_and_reached(
        Application.objects.all(),
        Q(organisation=organisation),
        own_by(person, number),
    ).filter(tab_of(tab).condition(Q(holder=organisation), day))


@lru_cache(maxsize=100)
def _page(tab: str, start: int, size: int) -> Prepared:
    def build(**about):
        found = sorted_by(_cases(tab, **about), "").values_list("pk", named=True)
        return found[start : start + size]

    return Prepared(build)


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


@lru_cache(maxsize=2)
def _rows_at(size: int) -> Prepared:
    return Prepared(
        lambda **keys: list_rows(Application.objects.filter(pk__in=list(keys.values()))).order_by()
    )
