"""What the malware scanner said of a content."""

from django.db import models

CLEAN, INFECTED = "clean", "infected"


class FileScan(models.Model):
    """The scanner's answer on one content, by its hash; a content without a row is pending."""

    sha256 = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=10, choices=[(CLEAN, "干净"), (INFECTED, "有病毒")])
    signature = models.CharField(max_length=120, blank=True)
    scanned_at = models.DateTimeField()

    class Meta:
        verbose_name = "病毒检查"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[CLEAN, INFECTED]), name="file_scan_known_state"
            )
        ]

    def __str__(self):
        return f"{self.sha256[:12]} {self.state}"
