"""Mail of the portal: plain text, single-line headers, sent after the transaction commits."""

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string

from accounts.text import clean_line

_log = logging.getLogger(__name__)
_held_back: ContextVar[bool] = ContextVar("held_back", default=False)
# A server that is slow gets two connections at once, however many people a night's run tells.
# The threads are started by the first mail, so each worker of the portal has its own.
_senders = ThreadPoolExecutor(max_workers=2, thread_name_prefix="mail")


@contextmanager
def held_back() -> Iterator[None]:
    """Send nothing of what is asked for within the block: for loading invented cases."""
    token = _held_back.set(True)
    try:
        yield
    finally:
        _held_back.reset(token)


def send(*, to: str, subject: str, template: str, **context) -> None:
    """Send `templates/<template>` to one address once the transaction is committed.

    Does nothing without an address or where mail is not configured. A failure is logged without
    address and content, and never reaches who caused it.
    """
    if not to or not settings.MAIL_IS_OFFERED or _held_back.get():
        return
    message = EmailMessage(
        subject=clean_line(subject)[:120],
        body=render_to_string(template, context | {"base_url": settings.PORTAL_BASE_URL}),
        to=[clean_line(to)],
    )
    transaction.on_commit(lambda: _deliver(message), robust=True)


def link(path: str) -> str:
    """`path` as an address for a mail; the host comes from the settings."""
    return settings.PORTAL_BASE_URL + path


def _deliver(message: EmailMessage) -> None:
    # A mail server's slowness must neither hold up the page nor tell who has an account.
    if settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        _senders.submit(_send, message)
    else:
        _send(message)


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except Exception as error:
        _log.error("a mail could not be sent: %s", type(error).__name__)
