"""Which evidence files a submission names, and since when: until then found in its text."""

import json

from django.db import migrations, models


def mark_submitted(apps, schema_editor):
    """The first submission that names a file tells its time."""
    snapshots = apps.get_model("applications", "Snapshot").objects.order_by("number")
    files = apps.get_model("applications", "EvidenceFile").objects
    for snapshot in snapshots.iterator(chunk_size=200):
        content = json.loads(snapshot.content)
        named = [file["id"] for file in (*content["files"], *content.get("paper_files", ()))]
        files.filter(pk__in=named, submitted_at=None).update(submitted_at=snapshot.created_at)


class Migration(migrations.Migration):
    dependencies = [("applications", "0013_recognition_messages")]

    operations = [
        migrations.AddField(
            model_name="evidencefile",
            name="submitted_at",
            field=models.DateTimeField(null=True, verbose_name="首次提交时间"),
        ),
        migrations.RunPython(mark_submitted, migrations.RunPython.noop),
    ]
