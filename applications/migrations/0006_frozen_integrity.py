"""Let the database itself refuse to change integrity records and what was decided on appeals."""

from django.db import migrations

RECORDS, APPEALS = "applications_integrityrecord", "applications_integrityappeal"


def freezing(vendor: str) -> list[str]:
    """The statements that set the triggers; a pending appeal may be decided once."""
    decided = "OLD.outcome <> 'pending'"
    if vendor == "postgresql":
        refuse = "FOR EACH ROW {} EXECUTE FUNCTION portal_refuse_change()"
        return [
            f"CREATE TRIGGER {RECORDS}_frozen BEFORE UPDATE OR DELETE ON {RECORDS} "
            + refuse.format(""),
            f"CREATE TRIGGER {APPEALS}_kept BEFORE DELETE ON {APPEALS} " + refuse.format(""),
            f"CREATE TRIGGER {APPEALS}_frozen BEFORE UPDATE ON {APPEALS} "
            + refuse.format(f"WHEN ({decided})"),
        ]
    return [
        f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} {when} "
        f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are frozen'); END"
        for table, verb, when in (
            (RECORDS, "update", ""),
            (RECORDS, "delete", ""),
            (APPEALS, "delete", ""),
            (APPEALS, "update", f"WHEN {decided}"),
        )
    ]


def thawing(vendor: str) -> list[str]:
    """The statements that drop them."""
    if vendor == "postgresql":
        return [
            f"DROP TRIGGER IF EXISTS {name} ON {table}"
            for name, table in (
                (f"{RECORDS}_frozen", RECORDS),
                (f"{APPEALS}_kept", APPEALS),
                (f"{APPEALS}_frozen", APPEALS),
            )
        ]
    return [
        f"DROP TRIGGER IF EXISTS {table}_no_{verb}"
        for table in (RECORDS, APPEALS)
        for verb in ("update", "delete")
    ]


def freeze(apps, schema_editor):
    for statement in freezing(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def thaw(apps, schema_editor):
    for statement in thawing(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("applications", "0005_integrity")]
    operations = [migrations.RunPython(freeze, thaw)]
