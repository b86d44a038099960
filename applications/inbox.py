"""What pages read of a person's messages."""

from django.db.models import Count, F, OuterRef, QuerySet, Subquery

from accounts.models import User
from accounts.prepared import Prepared
from applications.models import Notification


def messages_of(person: User) -> QuerySet[Notification]:
    """The person's own messages, unread ones first, then the newest."""
    return Notification.objects.filter(person=person).order_by(
        F("read_at").desc(nulls_first=True), "-created_at", "-pk"
    )


def own_message(person: User, pk: int) -> Notification | None:
    """One of the person's own messages; None for every other, whether it exists or not."""
    return Notification.objects.filter(person=person, pk=pk).first()


def unread_count(person: User) -> int:
    """How many messages the person has not read: one query of the partial index."""
    counted = _counted.first(person=person.pk)
    return (counted.unread or 0) if counted else 0


def header(request) -> dict:
    """Context processor: the number of unread messages, which was read with the person."""
    return {"unread_messages": lambda: _unread_of(request)}


def _unread_of(request) -> int:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or user.must_change_password:
        return 0
    if hasattr(user, "unread_messages"):
        return user.unread_messages or 0
    return unread_count(user)


def unread_messages() -> Subquery:
    """The annotation for people: how many messages each has not read; None for none."""
    found = (
        Notification.objects.filter(person=OuterRef("pk"), read_at__isnull=True)
        .order_by()
        .values("person")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return Subquery(found)


# Prepared queries give objects: the number comes with the person's bare key.
_counted = Prepared(
    lambda person: User.objects.filter(pk=person).only("pk").annotate(unread=unread_messages())
)
