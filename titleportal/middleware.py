"""Headers on every answer, refusal of text that cannot be stored, domain errors as pages."""

import re
from contextlib import suppress
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError

from accounts.access import record_access
from accounts.clock import arriving
from accounts.errors import BadInput, GuardFailed, NotAllowed, StaleState
from titleportal import errors

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
)
# NUL and the other C0 controls but TAB, LF and CR; DEL; surrogates; non-characters; and the
# replacement character, which is what broken UTF-8 was decoded to.
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffd\ufffe\uffff]")
# Django leaves bytes of a path that are no UTF-8 as they were escaped.
BROKEN_PATH = re.compile("%[89A-F][0-9A-F]")
LONG_TEXT = 20
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")


def arrival(get_response):
    """Note when the request arrived: deadlines are judged by it for a minute (trust WF-06)."""

    def middleware(request):
        with arriving():
            return get_response(request)

    return middleware


def headers(get_response):
    """Set what Django and django-csp leave out; nothing personal is kept by a cache."""

    def middleware(request):
        response = get_response(request)
        response["Permissions-Policy"] = PERMISSIONS_POLICY
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        if settings.SESSION_COOKIE_NAME in request.COOKIES or "Cache-Control" not in response:
            response["Cache-Control"] = "no-store, private"
        return response

    return middleware


def refuse_unstorable_input(get_response):
    """Answer 400 to control characters and broken UTF-8 in the address, fields or file names.

    A view that `answers_unstorable_text` itself, at the field, gets the form as it came.
    """

    def middleware(request):
        if _announced_bytes(request) > settings.UPLOAD_BYTES_PER_APPLICATION:
            return errors.too_large()
        found = _in_address(request)
        return errors.unstorable(*found) if found else get_response(request)

    def process_view(request, view, arguments, keywords):
        if getattr(view, "answers_unstorable_text", False):
            return None
        found = _in_form(request)
        return errors.unstorable(*found, typed=_long_texts(request)) if found else None

    middleware.process_view = process_view
    return middleware


def domain_errors(get_response):
    """Turn what services refuse, and a database that does not answer, into pages."""

    def middleware(request):
        response = get_response(request)
        if response.status_code == 405 and not response.content:
            allowed = response["Allow"]
            response = errors.wrong_method()
            response["Allow"] = allowed
        return response

    def process_exception(request, exception):
        if isinstance(exception, NotAllowed):
            _record_refusal(request, exception.message)
            return errors.forbidden(request, reason=exception.message)
        if isinstance(exception, GuardFailed):
            _record_refusal(request, exception.message)
            return errors.guards_failed(exception.reasons)
        if isinstance(exception, BadInput):
            return errors.guards_failed(list(exception.fields.values()))
        if isinstance(exception, StaleState):
            return errors.conflict(exception.message)
        if isinstance(exception, OperationalError | InterfaceError):
            return errors.busy()
        return None

    middleware.process_exception = process_exception
    return middleware


def _record_refusal(request, reason: str) -> None:
    # A refusal stays a refusal when it cannot be recorded.
    with suppress(DatabaseError):
        record_access(
            user=request.user,
            what=request.resolver_match.view_name if request.resolver_match else "",
            object=request.path,
            outcome="refused",
            detail=reason,
        )


def _announced_bytes(request) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _in_address(request) -> tuple[str, str] | None:
    try:
        query = unquote_to_bytes(request.META.get("QUERY_STRING", "")).decode()
    except UnicodeDecodeError:
        return "网址", _named("\ufffd")
    if BROKEN_PATH.search(request.path_info):
        return "网址", _named("\ufffd")
    if found := UNSTORABLE.search(request.path_info) or UNSTORABLE.search(query):
        return "网址", _named(found[0])
    return None


def _in_form(request) -> tuple[str, str] | None:
    if request.method != "POST" or request.content_type not in FORM_TYPES:
        return None
    for name, values in request.POST.lists():
        for text in (name, *values):
            if found := UNSTORABLE.search(text):
                secret = "password" in name
                return _place(text, found.start(), secret=secret), _named(found[0])
    for _, files in request.FILES.lists():
        for file in files:
            if found := UNSTORABLE.search(file.name or ""):
                return _place(file.name, found.start(), secret=False), _named(found[0])
    return None


def _long_texts(request) -> list[str]:
    """What it would hurt to type again, shown so that it can be copied."""
    return [
        UNSTORABLE.sub("□", text)
        for name, values in request.POST.lists()
        for text in values
        if len(text) >= LONG_TEXT and "password" not in name and "token" not in name
    ]


def _place(text: str, at: int, *, secret: bool) -> str:
    around = UNSTORABLE.sub("□", text[max(0, at - 8) : at + 9])
    return "提交的内容" if secret else f"提交的内容中“{around}”（方框处）"


def _named(character: str) -> str:
    if character == "\ufffd":
        return "不能识别的文字编码（乱码）"
    return f"看不见的控制字符（U+{ord(character):04X}）"
