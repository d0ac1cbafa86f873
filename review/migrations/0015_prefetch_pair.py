"""Who has a record ready, and until when: both are told, or neither."""

from importlib import import_module

from django.db import migrations, models
from django.db.models import Q

queue = import_module("review.migrations.0006_queue")


def pair(apps, schema_editor):
    """Have nothing ready where only half of it is told."""
    half = Q(prefetched_by=None) ^ Q(prefetched_until=None)
    records = apps.get_model("review", "LicenseRecord").objects
    records.filter(half).update(prefetched_by=None, prefetched_until=None)


class Migration(migrations.Migration):
    """The rows first, then the constraint."""

    dependencies = [("review", "0014_straight_through")]
    operations = [
        migrations.RunPython(pair, migrations.RunPython.noop),
        migrations.RunPython(queue.keep_triggers, queue.restore_triggers),
        migrations.AddConstraint(
            model_name="licenserecord",
            constraint=models.CheckConstraint(
                condition=Q(prefetched_by=None, prefetched_until=None)
                | Q(prefetched_by__isnull=False, prefetched_until__isnull=False),
                name="record_prefetched_by_with_until",
            ),
        ),
        migrations.RunPython(queue.restore_triggers, queue.keep_triggers),
    ]
