"""How long a login lasts without use, and who must change the password first.

The time of last use lies in a signed cookie, not in the session's row: reading a page writes
nothing to the database. Without a good cookie the time at which the row was saved counts.
"""

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.enums import Role
from accounts.navigation import acts_as

COOKIE = "last_use"
_SALT = "accounts.sessions.last_use"


def idle_seconds(user) -> int:
    """How long `user` may pause: applicants longer than whoever acts for an organisation."""
    beyond = acts_as(user) - {Role.APPLICANT}
    minutes = settings.IDLE_MINUTES_OFFICERS if beyond else settings.IDLE_MINUTES_APPLICANTS
    return minutes * 60


class IdleTimeoutMiddleware:
    """End a login that was not used for the time its roles allow."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated and _is_idle(request):
            return _to_login(request)
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.set_cookie(
                COOKIE,
                signing.TimestampSigner(salt=_SALT).sign(_fingerprint(request)),
                max_age=settings.SESSION_COOKIE_AGE,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response


class RequirePasswordChangeMiddleware:
    """Until an initial password is changed, only the change page and logout answer."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if user.is_authenticated and user.must_change_password:
            change = reverse("accounts:password_change")
            if request.path not in (change, reverse("accounts:logout")):
                return _redirect(request, change)
        return self.get_response(request)


def _fingerprint(request) -> str:
    return salted_hmac(_SALT, request.session.session_key or "").hexdigest()


def _is_idle(request) -> bool:
    allowed = idle_seconds(request.user)
    signer = signing.TimestampSigner(salt=_SALT)
    try:
        if signer.unsign(request.COOKIES.get(COOKIE, ""), max_age=allowed) == _fingerprint(request):
            return False
    except signing.SignatureExpired:
        return True
    except signing.BadSignature:
        pass
    return _seconds_since_saved(request) > allowed


def _seconds_since_saved(request) -> float:
    if request.session.row_expires is None:
        return float("inf")
    left = (request.session.row_expires - timezone.now()).total_seconds()
    return settings.SESSION_COOKIE_AGE - left


def _to_login(request):
    address = f"{reverse('accounts:login')}?{urlencode({'reason': 'idle', 'next': _back(request)})}"
    response = _redirect(request, address)
    response.delete_cookie(settings.SESSION_COOKIE_NAME, samesite="Lax")
    response.delete_cookie(COOKIE, samesite="Lax")
    return response


def _redirect(request, address: str):
    """A redirect that also moves the whole page when htmx asked for a part of it."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _back(request) -> str:
    """The page to return to: the one shown, not the address a form was sent to."""
    if request.method == "GET" and request.headers.get("HX-Request") != "true":
        return request.get_full_path()
    shown = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(shown, allowed_hosts={request.get_host()}):
        parts = urlsplit(shown)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return request.path
