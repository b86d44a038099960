"""Mail of the portal: plain text, single-line headers, sent after the transaction commits."""

import logging
import threading

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string

from accounts.text import clean_line

_log = logging.getLogger(__name__)


def send(*, to: str, subject: str, template: str, **context) -> None:
    """Send `templates/<template>` to one address once the transaction is committed.

    Does nothing without an address or where mail is not configured. A failure is logged without
    address and content, and never reaches who caused it.
    """
    if not to or not settings.MAIL_IS_OFFERED:
        return
    message = EmailMessage(
        subject=clean_line(subject)[:120],
        body=render_to_string(template, context | {"base_url": settings.PORTAL_BASE_URL}),
        to=[clean_line(to)],
    )
    transaction.on_commit(lambda: _deliver(message))


def link(path: str) -> str:
    """`path` as an address for a mail; the host comes from the settings."""
    return settings.PORTAL_BASE_URL + path


def _deliver(message: EmailMessage) -> None:
    # A mail server's slowness must neither hold up the page nor tell who has an account.
    if settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        threading.Thread(target=_send, args=(message,)).start()
    else:
        _send(message)


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except Exception as error:
        _log.error("a mail could not be sent: %s", type(error).__name__)
