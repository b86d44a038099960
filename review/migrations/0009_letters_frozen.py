"""Let the database itself refuse to change an issued letter and its list."""

from django.db import migrations, models

LETTERS, ENTRIES = "review_recommendationletter", "review_letterentry"
_ISSUED = f"(SELECT status FROM {LETTERS} WHERE id = {{row}}.letter_id) = 'issued'"

_FUNCTION = f"""
CREATE OR REPLACE FUNCTION portal_refuse_listed() RETURNS trigger AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        IF EXISTS (SELECT 1 FROM {LETTERS} WHERE id = OLD.letter_id AND status = 'issued') THEN
            RAISE EXCEPTION 'the list of an issued letter is frozen';
        END IF;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF EXISTS (SELECT 1 FROM {LETTERS} WHERE id = NEW.letter_id AND status = 'issued') THEN
        RAISE EXCEPTION 'the list of an issued letter is frozen';
    END IF;
    RETURN NEW;
END;
$$ LANGUAGE plpgsql
"""


def freezing(vendor: str) -> list[str]:
    """The statements that set the triggers; a draft is changed freely."""
    issued = "OLD.status = 'issued'"
    if vendor == "postgresql":
        return [
            _FUNCTION,
            f"CREATE TRIGGER {LETTERS}_frozen BEFORE UPDATE OR DELETE ON {LETTERS} "
            f"FOR EACH ROW WHEN ({issued}) EXECUTE FUNCTION portal_refuse_change()",
            f"CREATE TRIGGER {ENTRIES}_frozen BEFORE INSERT OR UPDATE OR DELETE ON {ENTRIES} "
            "FOR EACH ROW EXECUTE FUNCTION portal_refuse_listed()",
        ]
    return [
        f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} WHEN {when} "
        f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are frozen'); END"
        for table, verb, when in _TRIGGERS
    ]


_TRIGGERS = (
    (LETTERS, "update", "OLD.status = 'issued'"),
    (LETTERS, "delete", "OLD.status = 'issued'"),
    (ENTRIES, "insert", _ISSUED.format(row="NEW")),
    (ENTRIES, "update", f"{_ISSUED.format(row='OLD')} OR {_ISSUED.format(row='NEW')}"),
    (ENTRIES, "delete", _ISSUED.format(row="OLD")),
)


def thawing(vendor: str) -> list[str]:
    """The statements that drop them."""
    if vendor == "postgresql":
        return [
            f"DROP TRIGGER IF EXISTS {table}_frozen ON {table}" for table in (LETTERS, ENTRIES)
        ]
    return [f"DROP TRIGGER IF EXISTS {table}_no_{verb}" for table, verb, _ in _TRIGGERS]


def freeze(apps, schema_editor):
    for statement in freezing(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def thaw(apps, schema_editor):
    for statement in thawing(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("applications", "0002_frozen_rows"), ("review", "0008_letter_entries")]
    operations = [
        migrations.RemoveField("recommendationletter", "applications"),
        migrations.AddField(
            model_name="recommendationletter",
            name="applications",
            field=models.ManyToManyField(
                related_name="letters", through="review.LetterEntry", to="applications.application"
            ),
        ),
        migrations.AddConstraint(
            model_name='recommendationletter',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'issued')), fields=('organisation', 'year', 'number', 'edition'), name='a_letter_number_once_a_year'),
        ),
        migrations.AddConstraint(
            model_name='recommendationletter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('issued_at__isnull', True), ('number', ''), ('status', 'draft')), models.Q(models.Q(('number', ''), _negated=True), ('issued_at__isnull', False), ('issued_by__isnull', False), ('issued_on__isnull', False), ('status', 'issued'), ('year__isnull', False)), _connector='OR'), name='an_issued_letter_is_whole'),
        ),
        migrations.RunPython(freeze, thaw),
    ]
