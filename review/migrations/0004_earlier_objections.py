"""Give each earlier notice a public name of its own, and what was written down of objections
before they were rows a row."""

import secrets

from django.db import migrations


def carry_over(apps, schema_editor):
    notices = apps.get_model("review", "PublicNotice").objects.all()
    for notice in notices.iterator():
        notice.token = secrets.token_urlsafe(12)
        notice.save(update_fields=["token"])
        if notice.objection:
            _write_objection(apps, notice)


def _write_objection(apps, notice):
    outcome = "founded" if notice.outcome == "founded" else "unfounded"
    objection = apps.get_model("review", "Objection").objects.create(
        notice=notice,
        number=secrets.token_hex(6),
        channel="letter",
        received_on=notice.first_day,
        received_at=notice.recorded_at,
        content=notice.objection[:1000],
        entered_by=notice.recorded_by,
        outcome=outcome,
    )
    apps.get_model("review", "ObjectionHandling").objects.create(
        objection=objection,
        outcome=outcome,
        text=notice.objection[:500],
        handled_by=notice.recorded_by,
        handled_at=notice.recorded_at,
    )


class Migration(migrations.Migration):
    dependencies = [("review", "0003_objections")]
    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
