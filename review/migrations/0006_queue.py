"""The queue: due times, the indexes of its orders, saved views, and kept counts."""

from datetime import timedelta

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import Count, F

import review.workflow

# The default of a source.
DUE = timedelta(hours=24)
STATES = review.workflow.State.choices
RECORD_TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
_kept: dict[str, str] = {}


def keep_triggers(apps, schema_editor):
    """Remember the record table's triggers: SQLite drops them when it rebuilds the table."""
    _kept.clear()
    if schema_editor.connection.vendor == "sqlite":
        _kept.update(_triggers(schema_editor))


def restore_triggers(apps, schema_editor):
    """Create again those that are gone."""
    if schema_editor.connection.vendor == "sqlite":
        for name in _kept.keys() - _triggers(schema_editor).keys():
            schema_editor.execute(_kept[name].replace("%", "%%"))


def _triggers(schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(RECORD_TRIGGERS, ["review_licenserecord"])
        return dict(cursor.fetchall())


def fill(apps, schema_editor):
    """Give standing records their due time, and every state its count."""
    records = apps.get_model("review", "LicenseRecord").objects
    records.update(due_at=F("created_at") + DUE)
    counted = records.order_by().values_list("state").annotate(Count("pk"))
    counts = apps.get_model("review", "StateCount")
    counts.objects.bulk_create(counts(state=state, change=number) for state, number in counted)


class Migration(migrations.Migration):
    """Columns first, then what is written into them."""

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("review", "0005_ledger"),
    ]
    operations = [
        migrations.RunPython(keep_triggers, restore_triggers),
        migrations.AddField(
            "source",
            "due_hours",
            models.PositiveSmallIntegerField(
                default=24,
                help_text="A record is due so many hours after it came in.",
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(2160),
                ],
                verbose_name="hours until due",
            ),
        ),
        migrations.AddField(
            "licenserecord",
            "due_at",
            models.DateTimeField(default=django.utils.timezone.now, verbose_name="due"),
            preserve_default=False,
        ),
        migrations.RemoveIndex("licenserecord", "record_queue"),
        migrations.AddIndex(
            "licenserecord",
            models.Index(F("state"), F("doubt").desc(), F("id"), name="record_by_doubt"),
        ),
        migrations.AddIndex(
            "licenserecord",
            models.Index(fields=["state", "created_at", "id"], name="record_by_age"),
        ),
        migrations.AddIndex(
            "licenserecord",
            models.Index(fields=["state", "due_at", "id"], name="record_by_due"),
        ),
        migrations.AddIndex(
            "licenserecord",
            models.Index(fields=["submitted_by", "state"], name="record_submissions"),
        ),
        migrations.CreateModel(
            "StateCount",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(choices=STATES, max_length=12)),
                ("change", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            "SavedView",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("query", models.CharField(max_length=300)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="views",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "name"), name="saved_view_once_a_name"
                    )
                ],
            },
        ),
        migrations.RunPython(restore_triggers, keep_triggers),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
