"""How often something public was tried: counted in the database, the same for every worker."""

from datetime import timedelta

from django.utils import timezone

from accounts.crypto import keyed_hash
from accounts.models import Attempt

WINDOW = timedelta(hours=1)
REGISTER, RESET, RESET_MAIL = "register", "reset", "reset-mail"


def count(what: str, source: object) -> int:
    """Note one try of `source` (an address, or whom it is about); how many within the hour.

    The source is kept as a keyed hash, and an old one is forgotten.
    """
    moment = timezone.now()
    digest = keyed_hash(str(source), purpose="attempts")
    Attempt.objects.filter(at__lt=moment - WINDOW).delete()
    Attempt.objects.create(what=what, source=digest, at=moment)
    return Attempt.objects.filter(what=what, source=digest).count()
