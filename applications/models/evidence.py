"""Files that prove what was typed."""

from django.db import models

from applications.models.application import Application


class EvidenceFile(models.Model):
    """One stored file of one entry of the evidence list.

    It lies under a random name; the shown name is cleaned. A removed file stays for the
    snapshots that name its hash. `submitted_at` is the first submission that names it; until
    then officers do not see it.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="files")
    need = models.CharField(max_length=40)
    position = models.PositiveIntegerField(default=1)
    name = models.CharField("文件名", max_length=120)
    caption = models.CharField("图片说明", max_length=60, blank=True)
    stored_name = models.CharField(max_length=80, unique=True)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField("字节数")
    pages = models.PositiveSmallIntegerField("页数", default=1)
    sha256 = models.CharField(max_length=64, db_index=True)
    uploaded_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField("首次提交时间", null=True)

    class Meta:
        verbose_name = "证明材料"
        ordering = ["need", "position", "id"]
        indexes = [models.Index(fields=["application", "need"])]

    def __str__(self):
        return self.name
