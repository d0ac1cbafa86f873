"""The ledger as a chain that the database holds too, and four eyes below the services.

A line follows the last one or is refused; the head moves on with its line and no other way; lines
leave only behind a checkpoint, which is taken only for lines older than the law's three years.
Who corrected stays on record, who submitted stays while it waits, and a decision is reached only
from a record that waits for one.

On SQLite a change of a table's columns rebuilds it without its triggers. A later migration that
rebuilds review_licenserecord or review_correction creates theirs again: RECORD here and in 0002.
"""

from django.db import migrations, models

EVENT, HEAD, CHECKPOINT = "review_auditevent", "review_audithead", "review_auditcheckpoint"
RECORD, CORRECTION = "review_licenserecord", "review_correction"
APPEND_ONLY = "the audit ledger is append-only"
FOLLOWS = "a line of the audit ledger follows the last one"
TOO_YOUNG = "a checkpoint of the audit ledger closes whole lines older than three years"
CORRECTIONS = "who corrected stays on record"
SUBMITTER = "who submitted stays on record while it waits for approval"
DECISION = "a decision is reached only from a record that waits for one"
KEPT_DAYS = 1095

LINE_IN_PLACE = f"""EXISTS (SELECT 1 FROM {HEAD}
    WHERE id = 1 AND seq + 1 = NEW.seq AND mac = NEW.previous_mac)"""
HEAD_WITH_LINE = f"""NEW.id = OLD.id AND NEW.seq = OLD.seq + 1 AND EXISTS (
    SELECT 1 FROM {EVENT}
    WHERE seq = NEW.seq AND mac = NEW.mac AND previous_mac = OLD.mac)"""
CLOSABLE = f"""NOT EXISTS (SELECT 1 FROM {CHECKPOINT} WHERE seq >= NEW.seq)
    AND EXISTS (SELECT 1 FROM {EVENT} WHERE seq = NEW.seq AND mac = NEW.mac)
    AND NOT EXISTS (SELECT 1 FROM {EVENT} WHERE seq <= NEW.seq AND {{young}})"""
CLOSED = f"EXISTS (SELECT 1 FROM {CHECKPOINT} WHERE seq >= OLD.seq)"
CORRECTOR_SAME = "NEW.id = OLD.id AND NEW.record_id = OLD.record_id AND NEW.by_id = OLD.by_id"
SUBMITTER_SAME = """OLD.submitted_by_id IS NULL OR NEW.submitted_by_id = OLD.submitted_by_id
    OR (OLD.state = 'TO_REVIEW' AND NEW.state = 'TO_APPROVE')"""
DECISION_AWAITED = """NEW.state NOT IN ('APPROVED', 'REJECTED') OR NEW.state = OLD.state
    OR OLD.state = 'TO_APPROVE'"""


def sqlite(name, when, table, unless, sentence):
    return f"""CREATE TRIGGER {name} BEFORE {when} ON {table} WHEN ({unless}) IS NOT TRUE
        BEGIN SELECT RAISE(ABORT, '{sentence}'); END"""


SQLITE = [
    sqlite("review_ledger_update", "UPDATE", EVENT, "FALSE", APPEND_ONLY),
    sqlite("review_ledger_delete", "DELETE", EVENT, CLOSED, APPEND_ONLY),
    # INSERT OR REPLACE deletes without firing the trigger above.
    sqlite("review_ledger_insert", "INSERT", EVENT, LINE_IN_PLACE, FOLLOWS),
    f"""CREATE TRIGGER review_ledger_advance AFTER INSERT ON {EVENT}
        BEGIN UPDATE {HEAD} SET seq = NEW.seq, mac = NEW.mac WHERE id = 1; END""",
    sqlite("review_ledger_head", "UPDATE", HEAD, HEAD_WITH_LINE, APPEND_ONLY),
    sqlite("review_ledger_head_delete", "DELETE", HEAD, "FALSE", APPEND_ONLY),
    sqlite("review_ledger_head_insert", "INSERT", HEAD, "FALSE", APPEND_ONLY),
    sqlite(
        "review_ledger_checkpoint",
        "INSERT",
        CHECKPOINT,
        CLOSABLE.format(young=f"julianday(at) > julianday('now') - {KEPT_DAYS}"),
        TOO_YOUNG,
    ),
    sqlite("review_ledger_checkpoint_update", "UPDATE", CHECKPOINT, "FALSE", APPEND_ONLY),
    sqlite("review_ledger_checkpoint_delete", "DELETE", CHECKPOINT, "FALSE", APPEND_ONLY),
    sqlite("review_correction_update", "UPDATE", CORRECTION, CORRECTOR_SAME, CORRECTIONS),
    sqlite("review_correction_delete", "DELETE", CORRECTION, "FALSE", CORRECTIONS),
    sqlite(
        "review_correction_replace",
        "INSERT",
        CORRECTION,
        f"NOT EXISTS (SELECT 1 FROM {CORRECTION} WHERE id = NEW.id)",
        CORRECTIONS,
    ),
    sqlite("review_record_submitter", "UPDATE", RECORD, SUBMITTER_SAME, SUBMITTER),
    sqlite("review_record_decision", "UPDATE", RECORD, DECISION_AWAITED, DECISION),
]


def postgresql(name, when, table, unless, sentence):
    return [
        f"""CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
           BEGIN
             IF ({unless}) IS NOT TRUE THEN
               RAISE EXCEPTION '{sentence}' USING ERRCODE = 'restrict_violation';
             END IF;
             RETURN {"OLD" if when == "DELETE" else "NEW"};
           END $$""",
        f"""CREATE TRIGGER {name} BEFORE {when} ON {table}
           FOR EACH ROW EXECUTE FUNCTION {name}()""",
    ]


def no_truncate(table):
    return f"""CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION review_ledger_refuse()"""


POSTGRESQL = [
    *postgresql("review_ledger_update", "UPDATE", EVENT, "FALSE", APPEND_ONLY),
    *postgresql("review_ledger_delete", "DELETE", EVENT, CLOSED, APPEND_ONLY),
    *postgresql("review_ledger_insert", "INSERT", EVENT, LINE_IN_PLACE, FOLLOWS),
    f"""CREATE FUNCTION review_ledger_advance() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
         UPDATE {HEAD} SET seq = NEW.seq, mac = NEW.mac WHERE id = 1;
         RETURN NULL;
       END $$""",
    f"""CREATE TRIGGER review_ledger_advance AFTER INSERT ON {EVENT}
        FOR EACH ROW EXECUTE FUNCTION review_ledger_advance()""",
    *postgresql("review_ledger_head", "UPDATE", HEAD, HEAD_WITH_LINE, APPEND_ONLY),
    *postgresql("review_ledger_head_delete", "DELETE", HEAD, "FALSE", APPEND_ONLY),
    *postgresql("review_ledger_head_insert", "INSERT", HEAD, "FALSE", APPEND_ONLY),
    *postgresql(
        "review_ledger_checkpoint",
        "INSERT",
        CHECKPOINT,
        CLOSABLE.format(young=f"at > now() - interval '{KEPT_DAYS} days'"),
        TOO_YOUNG,
    ),
    *postgresql("review_ledger_checkpoint_update", "UPDATE", CHECKPOINT, "FALSE", APPEND_ONLY),
    *postgresql("review_ledger_checkpoint_delete", "DELETE", CHECKPOINT, "FALSE", APPEND_ONLY),
    *postgresql("review_correction_update", "UPDATE", CORRECTION, CORRECTOR_SAME, CORRECTIONS),
    *postgresql("review_correction_delete", "DELETE", CORRECTION, "FALSE", CORRECTIONS),
    *postgresql("review_record_submitter", "UPDATE", RECORD, SUBMITTER_SAME, SUBMITTER),
    *postgresql("review_record_decision", "UPDATE", RECORD, DECISION_AWAITED, DECISION),
    no_truncate(HEAD),
    no_truncate(CHECKPOINT),
    no_truncate(CORRECTION),
]
LIFT = {
    "sqlite": [
        "DROP TRIGGER review_ledger_update",
        "DROP TRIGGER review_ledger_delete",
        "DROP TRIGGER review_ledger_replace",
    ],
    "postgresql": [f"DROP TRIGGER review_ledger_rows ON {EVENT}"],
}


def run(schema_editor, by_vendor):
    for statement in by_vendor[schema_editor.connection.vendor]:
        schema_editor.execute(statement.replace("%", "%%"))


def lift(apps, schema_editor):
    """Take the ledger's former triggers away, which the rebuild of the table would lose anyway."""
    run(schema_editor, LIFT)


def create(apps, schema_editor):
    """Give the chain its head, then create the triggers of the database at hand."""
    apps.get_model("review", "AuditHead").objects.get_or_create(pk=1)
    run(schema_editor, {"sqlite": SQLITE, "postgresql": POSTGRESQL})


class Migration(migrations.Migration):
    """Lines with an address, checkpoints, and the triggers around them."""

    dependencies = [("review", "0004_office")]
    operations = [
        migrations.RunPython(lift),
        migrations.CreateModel(
            name="AuditCheckpoint",
            fields=[
                ("seq", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("mac", models.CharField(max_length=64)),
                ("first_seq", models.PositiveBigIntegerField()),
                ("closed_at", models.DateTimeField()),
                ("file", models.CharField(max_length=120)),
                ("file_digest", models.CharField(max_length=64)),
                ("seal", models.CharField(max_length=64)),
            ],
            options={"ordering": ("seq",)},
        ),
        migrations.AddField(
            "auditevent",
            "address",
            models.CharField(blank=True, max_length=45, verbose_name="address"),
        ),
        migrations.AlterField(
            "auditevent", "actor_id", models.BigIntegerField(blank=True, null=True)
        ),
        migrations.AlterField(
            "auditevent", "at", models.DateTimeField(db_index=True, verbose_name="time")
        ),
        migrations.AlterField(
            "auditevent",
            "record_id",
            models.BigIntegerField(blank=True, null=True, verbose_name="record"),
        ),
        migrations.AlterField(
            "auditevent", "verb", models.CharField(max_length=40, verbose_name="verb")
        ),
        migrations.AddIndex(
            "auditevent", models.Index(fields=["actor", "seq"], name="audit_actor")
        ),
        migrations.AddIndex("auditevent", models.Index(fields=["verb", "seq"], name="audit_verb")),
        migrations.AddIndex(
            "auditevent", models.Index(fields=["record_id", "seq"], name="audit_record")
        ),
        migrations.RunPython(create),
    ]
