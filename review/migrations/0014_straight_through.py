"""Straight through: which sources are trusted, what was drawn, and how such a record stands.

A decision is reached from a record that waits for one, or by the system alone: from a record to
review, of a trusted source, that nobody corrected and nothing doubts. Nothing else sets the flag,
and only going back to review takes it away.
"""

from importlib import import_module

from django.db import migrations, models

queue = import_module("review.migrations.0006_queue")

RECORD = "review_licenserecord"
DECISION = "a decision is reached only from a record that waits for one"
FLAG = "only the system lets a record pass straight through"
ALONE = """OLD.state = 'TO_REVIEW' AND NEW.state = 'APPROVED' AND NEW.straight_through
    AND NOT OLD.straight_through AND OLD.submitted_by_id IS NULL
    AND EXISTS (SELECT 1 FROM review_source WHERE id = OLD.source_id AND trusted)
    AND NOT EXISTS (SELECT 1 FROM review_correction WHERE record_id = OLD.id)
    AND NOT EXISTS (SELECT 1 FROM review_finding
        WHERE record_id = OLD.id AND status <> 'corrected' AND severity IN ('error', 'warning'))"""
DECIDED = f"""NEW.state NOT IN ('APPROVED', 'REJECTED') OR NEW.state = OLD.state
    OR OLD.state = 'TO_APPROVE' OR ({ALONE})"""
FLAGGED = """NEW.straight_through = OLD.straight_through
    OR (OLD.state = 'TO_REVIEW' AND NEW.state = 'APPROVED')
    OR (NEW.state = 'TO_REVIEW' AND NOT NEW.straight_through)"""
# As they were before this migration.
DECIDED_BEFORE = """NEW.state NOT IN ('APPROVED', 'REJECTED') OR NEW.state = OLD.state
    OR OLD.state = 'TO_APPROVE'"""


def sqlite(name, when, unless, sentence):
    return f"""CREATE TRIGGER {name} BEFORE {when} ON {RECORD} WHEN ({unless}) IS NOT TRUE
        BEGIN SELECT RAISE(ABORT, '{sentence}'); END"""


def function(name, unless, sentence):
    return f"""CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF ({unless}) IS NOT TRUE THEN
            RAISE EXCEPTION '{sentence}' USING ERRCODE = 'restrict_violation';
          END IF;
          RETURN NEW;
        END $$"""


def trigger(name, when):
    return f"""CREATE TRIGGER {name} BEFORE {when} ON {RECORD}
        FOR EACH ROW EXECUTE FUNCTION {name}()"""


CREATE = {
    "sqlite": [
        "DROP TRIGGER review_record_decision",
        sqlite("review_record_decision", "UPDATE", DECIDED, DECISION),
        sqlite("review_record_straight", "UPDATE", FLAGGED, FLAG),
        sqlite("review_record_straight_new", "INSERT", "NOT NEW.straight_through", FLAG),
    ],
    "postgresql": [
        function("review_record_decision", DECIDED, DECISION),
        function("review_record_straight", FLAGGED, FLAG),
        function("review_record_straight_new", "NOT NEW.straight_through", FLAG),
        trigger("review_record_straight", "UPDATE"),
        trigger("review_record_straight_new", "INSERT"),
    ],
}
DROP = {
    "sqlite": [
        "DROP TRIGGER review_record_straight",
        "DROP TRIGGER review_record_straight_new",
        "DROP TRIGGER review_record_decision",
        sqlite("review_record_decision", "UPDATE", DECIDED_BEFORE, DECISION),
    ],
    "postgresql": [
        f"DROP TRIGGER review_record_straight ON {RECORD}",
        f"DROP TRIGGER review_record_straight_new ON {RECORD}",
        "DROP FUNCTION review_record_straight()",
        "DROP FUNCTION review_record_straight_new()",
        function("review_record_decision", DECIDED_BEFORE, DECISION),
    ],
}


def run(schema_editor, by_vendor):
    for statement in by_vendor[schema_editor.connection.vendor]:
        schema_editor.execute(statement.replace("%", "%%"))


def create(apps, schema_editor):
    """Admit the one way more, and guard the flag."""
    run(schema_editor, CREATE)


def drop(apps, schema_editor):
    """Admit it no more."""
    run(schema_editor, DROP)


class Migration(migrations.Migration):
    """Columns and constraints first, then the triggers."""

    dependencies = [("review", "0013_factor_key")]
    operations = [
        migrations.RunPython(queue.keep_triggers, queue.restore_triggers),
        migrations.RemoveConstraint(
            model_name='licenserecord',
            name='record_decided_by_with_at',
        ),
        migrations.RemoveConstraint(
            model_name='licenserecord',
            name='record_decided_by_two',
        ),
        migrations.AddField(
            model_name='licenserecord',
            name='draw',
            field=models.CharField(blank=True, choices=[('passed', 'passes straight through'), ('sample', 'sample, for full review'), ('review', 'outside the share, for full review')], max_length=7),
        ),
        migrations.AddField(
            model_name='licenserecord',
            name='straight_through',
            field=models.BooleanField(default=False, verbose_name='straight through'),
        ),
        migrations.AddField(
            model_name='source',
            name='trusted',
            field=models.BooleanField(default=False, help_text='Its clean records may pass straight through, as far as the policy goes.', verbose_name='trusted'),
        ),
        migrations.AlterField(
            model_name='pendingchange',
            name='kind',
            field=models.CharField(choices=[('policy', 'Policy'), ('rule', 'Quality rule'), ('roles', 'Roles of an account'), ('factor', 'Second factor of an account'), ('source', 'Trusted source')], max_length=8, verbose_name='kind'),
        ),
        migrations.AddConstraint(
            model_name='licenserecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('straight_through', False)), models.Q(('decided_at__isnull', False), ('decided_by', None), ('straight_through', True)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('straight_through', False)), _connector='OR'), name='record_decided_by_with_at'),
        ),
        migrations.AddConstraint(
            model_name='licenserecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('APPROVED', 'REJECTED')), _negated=True), models.Q(('decided_by__isnull', False), ('submitted_by__isnull', False)), models.Q(('state', 'APPROVED'), ('straight_through', True)), _connector='OR'), name='record_decided_by_two'),
        ),
        migrations.AddConstraint(
            model_name='licenserecord',
            constraint=models.CheckConstraint(condition=models.Q(('straight_through', False), models.Q(('draw', 'passed'), ('state', 'APPROVED'), ('submitted_by', None)), _connector='OR'), name='record_straight_through_alone'),
        ),
        migrations.RunPython(queue.restore_triggers, queue.keep_triggers),
        migrations.RunPython(create, drop),
    ]
