"""What the portal tells a person: what happened, what to do next and by when."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from applications.enums import NotificationKind
from applications.models.application import Application


class Notification(models.Model):
    """One message to one person; written in the transaction of what it tells of.

    `once_key` is set where the same thing must be told once only (reminders).
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications"
    )
    application = models.ForeignKey(Application, models.CASCADE, null=True, related_name="+")
    kind = models.CharField("事项", max_length=20, choices=NotificationKind)
    text = models.TextField("内容")
    next_step = models.TextField("下一步", blank=True)
    until = models.DateField("截止日期", null=True)
    # A path of this portal, made by the server only.
    address = models.CharField(max_length=200)
    once_key = models.CharField(max_length=80, null=True)
    created_at = models.DateTimeField("时间")
    read_at = models.DateTimeField("已读时间", null=True)

    class Meta:
        verbose_name = "消息"
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["person", "-created_at"], name="messages_of_a_person"),
            # The number in the header is counted on every page.
            models.Index(
                fields=["person"], condition=Q(read_at__isnull=True), name="unread_of_a_person"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person", "once_key"], name="a_reminder_once_a_person")
        ]

    def __str__(self):
        return f"{self.person_id} {self.get_kind_display()}"

    @property
    def is_unread(self) -> bool:
        """Whether the person has not marked it as read."""
        return self.read_at is None
