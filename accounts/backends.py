"""Who is logged in: Django's own way, with the question of every request prepared."""

from collections.abc import Callable

from django.contrib.auth.backends import ModelBackend
from django.db.models import Expression

from accounts.models import User
from accounts.prepared import Prepared

PATH = "accounts.backends.PortalBackend"

_read_along: dict[str, Callable[[], Expression]] = {}


def read_along(name: str, build: Callable[[], Expression]) -> None:
    """Have every request's person carry `name`: what each page's header asks costs no query of
    its own. Called once from an app's `ready`; `build` answers with an annotation."""
    _read_along[name] = build


_person = Prepared(
    lambda pk: User.objects.filter(pk=pk).annotate(
        **{name: build() for name, build in _read_along.items()}
    )
)


class PortalBackend(ModelBackend):
    """Passwords as Django checks them; who has a session is found by a prepared query."""

    def get_user(self, user_id):
        """The person of a session, None for one who may not log in any more."""
        person = _person.first(pk=user_id)
        return person if person is not None and self.user_can_authenticate(person) else None
