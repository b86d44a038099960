"""The header's navigation: higher floors register their entries, roles decide who sees them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts.clock import now
from accounts.enums import Role
from accounts.models import User
from accounts.permissions import active_assignments

ANYONE = "anyone"  # in place of a role: who is not logged in


STAND_IN = "stand_in"  # in place of a role: who acts for an organisation on single cases
# Higher floors know who stands in; this floor only that somebody may, by the row of the person.
_stands_in: list[Callable[[User], bool]] = []


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: shown to who holds one of `roles` today, sorted by `order`."""

    label: str
    url_name: str
    roles: tuple[str, ...]
    order: int
    also: tuple[str, ...] = ()


class NavItem(NamedTuple):
    """One entry as a page shows it."""

    label: str
    url: str
    is_current: bool


_entries: dict[tuple[str, str], Entry] = {}


def register(
    label: str, url_name: str, roles: tuple[str, ...], order: int, also: tuple[str, ...] = ()
) -> None:
    """Add an entry to the navigation; called once from an app's `ready`.

    `also` names pages (without or with one number in their address) that belong to the entry
    though their addresses do not stand beneath its own.
    """
    _entries[label, url_name] = Entry(label, url_name, tuple(roles), order, also)


def register_stand_ins(stands_in: Callable[[User], bool]) -> None:
    """Let a higher floor tell who stands in for an officer; called once from an app's `ready`."""
    if stands_in not in _stands_in:
        _stands_in.append(stands_in)


def acts_as(user: User) -> set[str]:
    """The roles that the person holds today; `STAND_IN` for who stands in for an officer."""
    held: set[str] = {assignment.role for assignment in active_assignments(user)}
    if any(stands_in(user) for stands_in in _stands_in):
        held.add(STAND_IN)
    return held


def entries() -> list[Entry]:
    """All registered entries in their order."""
    return _in_order(_entries.values())


def _in_order(known: Iterable[Entry]) -> list[Entry]:
    return sorted(known, key=lambda entry: (entry.order, entry.label))


def navigation(request) -> dict:
    """Context processor: the entries and the roles of whoever asks, and the server's time."""
    context = {
        "nav_items": (),
        "nav": "",
        "role_labels": [],
        "server_time": _clock(),
        "is_demonstration": settings.PORTAL_ENV == "demo",
    }
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return context | _nav({ANYONE}, request.path)
    if user.must_change_password:
        return context
    held = acts_as(user)
    context["role_labels"] = [role.label for role in Role if role in held]
    if STAND_IN in held:
        context["role_labels"].append("代办人")
    return context | _nav(held, request.path)


def _nav(held: set[str], path: str) -> dict:
    items = _items(held, path)
    return {"nav_items": items, "nav": _drawn(items)}


def _clock() -> dict[str, str]:
    """The server's time in Asia/Shanghai: for machines, and as people read it."""
    local = timezone.localtime(now())
    return {
        "machine": f"{local:%Y-%m-%dT%H:%M%z}",
        "text": f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}",
    }


def _items(held: set[str], path: str) -> tuple[NavItem, ...]:
    shown, longest, current = [], "", None
    for entry, url, beneath in _addressed(get_script_prefix(), tuple(_entries.values())):
        if not held.intersection(entry.roles):
            continue
        shown.append((entry, url))
        for start in beneath:
            if path.startswith(start) and len(start) > len(longest):
                longest, current = start, entry
    return tuple(NavItem(entry.label, url, entry is current) for entry, url in shown)


# Few differ: by the roles that are held and the entry under which one is.
@lru_cache(maxsize=500)
def _drawn(items: tuple[NavItem, ...]) -> SafeString:
    return render_to_string("parts/nav.html", {"items": items})


@lru_cache(maxsize=4)
def _addressed(prefix: str, known: tuple[Entry, ...]) -> list[tuple[Entry, str, tuple[str, ...]]]:
    # Addresses are the same for everybody under one prefix: looked up once for the same entries.
    return [
        (entry, url, (url, *filter(None, map(_beneath, entry.also))))
        for entry in _in_order(known)
        if (url := _address(entry.url_name))
    ]


def _beneath(url_name: str) -> str:
    """How the addresses of such pages begin."""
    if url := _address(url_name):
        return url
    try:
        return reverse(url_name, args=[0]).removesuffix("0/")
    except NoReverseMatch:
        return ""


def _address(url_name: str) -> str:
    # A wrong name is an error of the system checks, not a broken page.
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""
