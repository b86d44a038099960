"""Who is logged in: Django's own way, with the question of every request prepared."""

from django.contrib.auth.backends import ModelBackend

from accounts.models import User
from accounts.prepared import Prepared

PATH = "accounts.backends.PortalBackend"

_person = Prepared(lambda pk: User.objects.filter(pk=pk))


class PortalBackend(ModelBackend):
    """Passwords as Django checks them; who has a session is found by a prepared query."""

    def get_user(self, user_id):
        """The person of a session, None for one who may not log in any more."""
        person = _person.first(pk=user_id)
        return person if person is not None and self.user_can_authenticate(person) else None
