"""Where a request came from, and how a login name is counted for the lock-out."""

import re
import unicodedata
from ipaddress import ip_address

from django.conf import settings

from accounts.crypto import keyed_hash

# Digits in the length of an ID or telephone number are counted under a hash: a person who types
# the ID number as the user name must not leave it plain in the database.
_PERSONAL_NUMBER = re.compile(r"\d{7,}[\dx]?")


def client_address(request) -> str:
    """The client's address; X-Forwarded-For counts only from the configured number of proxies."""
    proxies = settings.AXES_IPWARE_PROXY_COUNT
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if proxies and len(forwarded) >= proxies:
        try:
            return str(ip_address(forwarded[-proxies].strip()))
        except ValueError:
            pass
    return request.META.get("REMOTE_ADDR") or "0.0.0.0"


def counted_username(request, credentials=None) -> str:
    """The name under which failed logins are counted, the same however it was typed."""
    typed = (credentials or {}).get("username") or request.POST.get("username") or ""
    name = unicodedata.normalize("NFKC", typed).strip().casefold()[:150]
    return keyed_hash(name, purpose="login-name")[:40] if _PERSONAL_NUMBER.search(name) else name
