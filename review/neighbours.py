"""The cases before and after one in an officer's list, in the list's own filter and order."""

from dataclasses import dataclass
from urllib.parse import urlencode

from accounts.models import User
from review.forms.filters import ApplicationFilter, sorted_by
from review.lists import cases_for, rounds_by_id, tab_of


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where a case stands in its list: `number` from 1 of `total`; None where it left the list.

    A case that was dealt with and left has the list's first as the next.
    """

    number: int | None
    total: int
    before: tuple[int, str] | None
    after: tuple[int, str] | None
    query: str


def list_query(asked, tab: str = "") -> str:
    """The list's address among the parameters of a page that was opened from it; "" when it was
    opened otherwise. The list itself names its `tab`."""
    tab = tab or asked.get("tab", "")
    if not tab:
        return ""
    names = ("sort", *ApplicationFilter.base_filters)
    kept = {name: asked[name] for name in names if asked.get(name)}
    return urlencode({"tab": tab} | kept)


def neighbours_of(user: User, pk: int, asked) -> Neighbours:
    """The neighbours of a case in the list that `asked` (its parameters) tells; one query."""
    chosen = ApplicationFilter(
        asked,
        queryset=cases_for(user, tab_of(asked.get("tab", ""))),
        rounds=list(rounds_by_id().values()),
    )
    rows = list(sorted_by(chosen.qs, asked.get("sort", "")).values_list("pk", "name"))
    keys = [key for key, _ in rows]
    if pk not in keys:
        return Neighbours(None, len(rows), None, rows[0] if rows else None, list_query(asked))
    at = keys.index(pk)
    return Neighbours(
        at + 1,
        len(rows),
        rows[at - 1] if at else None,
        rows[at + 1] if at + 1 < len(rows) else None,
        list_query(asked),
    )
