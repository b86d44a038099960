"""The header's navigation: higher floors register their entries, roles decide who sees them."""

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils import timezone

from accounts.clock import now
from accounts.enums import Role
from accounts.permissions import active_assignments

ANYONE = "anyone"  # in place of a role: who is not logged in


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: shown to who holds one of `roles` today, sorted by `order`."""

    label: str
    url_name: str
    roles: tuple[str, ...]
    order: int


_entries: dict[tuple[str, str], Entry] = {}


def register(label: str, url_name: str, roles: tuple[str, ...], order: int) -> None:
    """Add an entry to the navigation; called once from an app's `ready`."""
    _entries[label, url_name] = Entry(label, url_name, tuple(roles), order)


def entries() -> list[Entry]:
    """All registered entries in their order."""
    return sorted(_entries.values(), key=lambda entry: (entry.order, entry.label))


def navigation(request) -> dict:
    """Context processor: the entries and the roles of whoever asks, and the server's time."""
    context = {
        "nav_items": [],
        "role_labels": [],
        "server_time": _clock(),
        "is_demonstration": settings.PORTAL_ENV == "demo",
    }
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        context["nav_items"] = _items({ANYONE}, request.path)
        return context
    if user.must_change_password:
        return context
    held = {assignment.role for assignment in active_assignments(user)}
    context["role_labels"] = [role.label for role in Role if role in held]
    context["nav_items"] = _items(held, request.path)
    return context


def _clock() -> dict[str, str]:
    """The server's time in Asia/Shanghai: for machines, and as people read it."""
    local = timezone.localtime(now())
    return {
        "machine": f"{local:%Y-%m-%dT%H:%M%z}",
        "text": f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}",
    }


def _items(held: set[str], path: str) -> list[dict]:
    items = [
        {"label": entry.label, "url": url, "is_current": False}
        for entry, url in _addressed(get_script_prefix(), tuple(entries()))
        if held.intersection(entry.roles)
    ]
    under = [item for item in items if path.startswith(item["url"])]
    if under:
        max(under, key=lambda item: len(item["url"]))["is_current"] = True
    return items


@lru_cache(maxsize=4)
def _addressed(prefix: str, known: tuple[Entry, ...]) -> list[tuple[Entry, str]]:
    # Addresses are the same for everybody under one prefix: looked up once for the same entries.
    return [(entry, url) for entry in known if (url := _address(entry.url_name))]


def _address(url_name: str) -> str:
    # A wrong name is an error of the system checks, not a broken page.
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""
