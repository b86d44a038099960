"""Files of the defence paper: captions, the long type of .docx; who typed a paper chose to write."""

from django.db import migrations, models


def choose_written(apps, schema_editor):
    """Papers typed before there was a choice were all written in the portal."""
    Entry = apps.get_model("applications", "Entry")
    changed = []
    for entry in Entry.objects.filter(section="defence"):
        if entry.values.get("body") and not entry.values.get("way"):
            entry.values["way"] = "written"
            changed.append(entry)
    Entry.objects.bulk_update(changed, ["values"], batch_size=200)


class Migration(migrations.Migration):
    dependencies = [("applications", "0002_frozen_rows")]
    operations = [
        migrations.AddField(
            "evidencefile",
            "caption",
            models.CharField("图片说明", max_length=60, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AlterField("evidencefile", "content_type", models.CharField(max_length=100)),
        migrations.RunPython(choose_written, migrations.RunPython.noop),
    ]
