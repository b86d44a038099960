"""What strangers may try only so often from one address."""

from django.shortcuts import render

from accounts import attempts
from accounts.addresses import client_address


def too_many(request, what: str, most: int):
    """Count this try; the page that refuses it, or None while there were `most` or fewer."""
    if attempts.count(what, client_address(request)) <= most:
        return None
    return render(request, "accounts/too_many.html", status=429)
