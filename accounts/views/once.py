"""For views whose form carries a one-time key: the same form is answered alike, and acts once."""

import hashlib
from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse

from accounts.form_keys import (
    CarriedKey,
    RepeatedForm,
    carrying,
    has_acted,
    is_key,
    made_with,
)

NAME = "form_key"
_LEFT_OUT = {"csrfmiddlewaretoken", NAME}


def acts_once(leads_to: str, *, made: str = "", of_object: bool = True) -> Callable:
    """Decorator: a form that has acted leads to the address named `leads_to` without acting again,
    as it did the first time.

    The address is that of the same object, where the view is about one and `of_object`. A form
    that makes something leads to it at the address named `made`. Forms without a key, and first
    sendings, go through; what changes something claims the key.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            carried = _carried_by(request)
            if carried is None:
                return view(request, *args, **kwargs)
            where = (leads_to, [kwargs["pk"]] if of_object and "pk" in kwargs else [])
            if has_acted(carried):
                return _again(request, carried, where, made)
            with carrying(carried):
                try:
                    return view(request, *args, **kwargs)
                except RepeatedForm:
                    return _again(request, carried, where, made)

        return guarded

    return decorate


def _carried_by(request) -> CarriedKey | None:
    key = request.POST.get(NAME, "") if request.method == "POST" else ""
    if not is_key(key) or not request.user.is_authenticated:
        return None
    return CarriedKey(request.user, key, _hash(request))


def _hash(request) -> str:
    """What the form says and to whom; not its tokens."""
    digest = hashlib.sha256(request.path.encode())
    for name in sorted(set(request.POST) - _LEFT_OUT):
        for value in request.POST.getlist(name):
            digest.update(f"\x1f{name}\x1e{value}".encode())
    return digest.hexdigest()


def _again(request, carried: CarriedKey, where: tuple[str, list], made: str):
    messages.info(request, "这次提交已经办理过，没有重复办理。")
    if made and (pk := made_with(carried)) is not None:
        where = (made, [pk])
    return redirect(reverse(where[0], args=where[1]))
