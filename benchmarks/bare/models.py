"""One plain table."""

from django.db import models


class Row(models.Model):
    """A row of a list as wide as the officers' one."""

    name = models.CharField(max_length=40)
    unit = models.CharField(max_length=80)
    level = models.CharField(max_length=40)
    specialty = models.CharField(max_length=40)
    state = models.CharField(max_length=20)
    since = models.DateTimeField()

    class Meta:
        app_label = "bare"

    def __str__(self):
        return self.name
