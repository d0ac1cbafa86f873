"""A record comes to its decision by changes: it neither begins with one nor is replaced by one."""

from django.db import migrations

RECORD = "review_licenserecord"
BEGINS = "a record does not begin decided"
REPLACED = "a record is changed, never replaced"
UNDECIDED = "NEW.state NOT IN ('APPROVED', 'REJECTED')"

CREATE = {
    "sqlite": [
        f"""CREATE TRIGGER review_record_begins BEFORE INSERT ON {RECORD} WHEN NOT ({UNDECIDED})
            BEGIN SELECT RAISE(ABORT, '{BEGINS}'); END""",
        # INSERT OR REPLACE changes a row without firing any trigger on updates.
        f"""CREATE TRIGGER review_record_replaced BEFORE INSERT ON {RECORD}
            WHEN EXISTS (SELECT 1 FROM {RECORD} WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, '{REPLACED}'); END""",
    ],
    "postgresql": [
        f"""CREATE FUNCTION review_record_begins() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF NOT ({UNDECIDED}) THEN
                RAISE EXCEPTION '{BEGINS}' USING ERRCODE = 'restrict_violation';
              END IF;
              RETURN NEW;
            END $$""",
        f"""CREATE TRIGGER review_record_begins BEFORE INSERT ON {RECORD}
            FOR EACH ROW EXECUTE FUNCTION review_record_begins()""",
    ],
}
DROP = {
    "sqlite": ["DROP TRIGGER review_record_begins", "DROP TRIGGER review_record_replaced"],
    "postgresql": [
        f"DROP TRIGGER review_record_begins ON {RECORD}",
        "DROP FUNCTION review_record_begins()",
    ],
}


def run(schema_editor, by_vendor):
    for statement in by_vendor[schema_editor.connection.vendor]:
        schema_editor.execute(statement.replace("%", "%%"))


def create(apps, schema_editor):
    """Close the ways around the triggers on updates."""
    run(schema_editor, CREATE)


def drop(apps, schema_editor):
    """Open them again."""
    run(schema_editor, DROP)


class Migration(migrations.Migration):
    """Triggers for SQLite and PostgreSQL."""

    dependencies = [("review", "0018_open_findings")]
    operations = [migrations.RunPython(create, drop)]
