"""For views whose form carries a one-time key: the same form is answered alike, and acts once."""

import hashlib
from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse

from accounts.form_keys import CarriedKey, RepeatedForm, carrying, has_acted, is_key

NAME = "form_key"
_LEFT_OUT = {"csrfmiddlewaretoken", NAME}


def acts_once(leads_to: str) -> Callable:
    """Decorator: a form that has acted leads to the address named `leads_to` (of the same object)
    without acting again, as it did the first time.

    Forms without a key, and first sendings, go through; what changes something claims the key.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            carried = _carried_by(request)
            if carried is None:
                return view(request, *args, **kwargs)
            if has_acted(carried):
                return _again(request, leads_to, kwargs)
            with carrying(carried):
                try:
                    return view(request, *args, **kwargs)
                except RepeatedForm:
                    return _again(request, leads_to, kwargs)

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


def _again(request, leads_to: str, kwargs: dict):
    messages.info(request, "这次提交已经办理过，没有重复办理。")
    return redirect(reverse(leads_to, args=[kwargs["pk"]]))
