"""What no constraint can say: an unchangeable ledger, and no approval by whoever corrected."""

from django.db import migrations

LEDGER = "review_auditevent"
CORRECTOR = "an approver must not have corrected the record"

SQLITE = [
    f"""CREATE TRIGGER review_ledger_update BEFORE UPDATE ON {LEDGER}
        BEGIN SELECT RAISE(ABORT, 'the audit ledger is append-only'); END""",
    f"""CREATE TRIGGER review_ledger_delete BEFORE DELETE ON {LEDGER}
        BEGIN SELECT RAISE(ABORT, 'the audit ledger is append-only'); END""",
    # INSERT OR REPLACE deletes without firing the trigger above.
    f"""CREATE TRIGGER review_ledger_replace BEFORE INSERT ON {LEDGER}
        WHEN EXISTS (SELECT 1 FROM {LEDGER} WHERE seq = NEW.seq)
        BEGIN SELECT RAISE(ABORT, 'the audit ledger is append-only'); END""",
    f"""CREATE TRIGGER review_record_corrector BEFORE UPDATE OF decided_by_id ON review_licenserecord
        WHEN NEW.decided_by_id IS NOT NULL AND EXISTS (SELECT 1 FROM review_correction
             WHERE record_id = NEW.id AND by_id = NEW.decided_by_id)
        BEGIN SELECT RAISE(ABORT, '{CORRECTOR}'); END""",
    f"""CREATE TRIGGER review_record_corrector_new BEFORE INSERT ON review_licenserecord
        WHEN NEW.decided_by_id IS NOT NULL AND EXISTS (SELECT 1 FROM review_correction
             WHERE record_id = NEW.id AND by_id = NEW.decided_by_id)
        BEGIN SELECT RAISE(ABORT, '{CORRECTOR}'); END""",
]
SQLITE_BACK = [
    "DROP TRIGGER review_ledger_update",
    "DROP TRIGGER review_ledger_delete",
    "DROP TRIGGER review_ledger_replace",
    "DROP TRIGGER review_record_corrector",
    "DROP TRIGGER review_record_corrector_new",
]

POSTGRESQL = [
    """CREATE FUNCTION review_ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION 'the audit ledger is append-only'
             USING ERRCODE = 'restrict_violation'; END $$""",
    f"""CREATE TRIGGER review_ledger_rows BEFORE UPDATE OR DELETE ON {LEDGER}
        FOR EACH ROW EXECUTE FUNCTION review_ledger_refuse()""",
    f"""CREATE TRIGGER review_ledger_truncate BEFORE TRUNCATE ON {LEDGER}
        FOR EACH STATEMENT EXECUTE FUNCTION review_ledger_refuse()""",
    f"""CREATE FUNCTION review_record_corrector() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
         IF NEW.decided_by_id IS NOT NULL AND EXISTS (SELECT 1 FROM review_correction
            WHERE record_id = NEW.id AND by_id = NEW.decided_by_id) THEN
           RAISE EXCEPTION '{CORRECTOR}' USING ERRCODE = 'restrict_violation';
         END IF;
         RETURN NEW;
       END $$""",
    """CREATE TRIGGER review_record_corrector BEFORE INSERT OR UPDATE ON review_licenserecord
       FOR EACH ROW EXECUTE FUNCTION review_record_corrector()""",
]
POSTGRESQL_BACK = [
    "DROP TRIGGER review_record_corrector ON review_licenserecord",
    "DROP FUNCTION review_record_corrector()",
    f"DROP TRIGGER review_ledger_truncate ON {LEDGER}",
    f"DROP TRIGGER review_ledger_rows ON {LEDGER}",
    "DROP FUNCTION review_ledger_refuse()",
]


def _run(schema_editor, by_vendor):
    for statement in by_vendor[schema_editor.connection.vendor]:
        schema_editor.execute(statement.replace("%", "%%"))


def create(apps, schema_editor):
    """Create the triggers of the database at hand."""
    _run(schema_editor, {"sqlite": SQLITE, "postgresql": POSTGRESQL})


def drop(apps, schema_editor):
    """Remove them again."""
    _run(schema_editor, {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK})


class Migration(migrations.Migration):
    """Triggers for SQLite and PostgreSQL."""

    dependencies = [("review", "0001_records")]
    operations = [migrations.RunPython(create, drop)]
