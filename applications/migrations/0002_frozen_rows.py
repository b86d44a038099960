"""Let the database itself refuse to change what is frozen: snapshots and the event log."""

from django.db import migrations

TABLES = ("applications_snapshot", "applications_event")

_FUNCTION = """
CREATE OR REPLACE FUNCTION portal_refuse_change() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are frozen', TG_TABLE_NAME;
END;
$$ LANGUAGE plpgsql
"""


def freezing(vendor: str) -> list[str]:
    """The statements that set the triggers."""
    if vendor == "postgresql":
        return [_FUNCTION] + [
            f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION portal_refuse_change()"
            for table in TABLES
        ]
    return [
        f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are frozen'); END"
        for table in TABLES
        for verb in ("update", "delete")
    ]


def thawing(vendor: str) -> list[str]:
    """The statements that drop them."""
    if vendor == "postgresql":
        return [f"DROP TRIGGER IF EXISTS {table}_frozen ON {table}" for table in TABLES]
    return [
        f"DROP TRIGGER IF EXISTS {table}_no_{verb}"
        for table in TABLES
        for verb in ("update", "delete")
    ]


def freeze(apps, schema_editor):
    for statement in freezing(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def thaw(apps, schema_editor):
    for statement in thawing(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_initial")]
    operations = [migrations.RunPython(freeze, thaw)]
