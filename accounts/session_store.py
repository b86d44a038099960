"""Sessions in the database, as Django's, that remember until when their row lasts.

Whoever has no good cookie of last use is judged by that time: without a second query.
"""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.prepared import Prepared

_living = Prepared(
    lambda key, moment: Session.objects.filter(session_key=key, expire_date__gt=moment)
)


class SessionStore(db.SessionStore):
    """Django's store; `row_expires` is None until a stored session was read."""

    row_expires = None

    def _get_session_from_db(self):
        row = _living.first(key=self.session_key or "", moment=timezone.now())
        if row is None:
            self._session_key = None
            return None
        self.row_expires = row.expire_date
        return row
