"""Letters entered so far were issued on paper; their lists become entries."""

from django.db import migrations


def carry_over(apps, schema_editor):
    letters = apps.get_model("review", "RecommendationLetter")
    entries = apps.get_model("review", "LetterEntry")
    snapshots = apps.get_model("applications", "Snapshot")
    for letter in letters.objects.all():
        letter.status, letter.is_paper, letter.year = "issued", True, letter.issued_on.year
        letter.issued_by_id, letter.issued_at = letter.recorded_by_id, letter.recorded_at
        letter.save()
        for place, case in enumerate(letter.applications.order_by("name_key", "pk"), start=1):
            told = snapshots.objects.filter(application=case)
            then = told.filter(created_at__lte=letter.recorded_at)
            number = max((then or told).values_list("number", flat=True), default=None)
            entries.objects.create(
                letter=letter, application=case, position=place, snapshot_number=number
            )


class Migration(migrations.Migration):
    dependencies = [("review", "0007_letters")]
    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
