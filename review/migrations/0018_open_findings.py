"""Open findings by what the queue filters for: partial indexes that hold all it asks."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """An index for each of the three filters."""

    dependencies = [
        ('review', '0017_seeding'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='finding',
            index=models.Index(condition=models.Q(('status', 'open')), fields=['rule', 'severity', 'field', 'status', 'record'], name='finding_open_rule'),
        ),
        migrations.AddIndex(
            model_name='finding',
            index=models.Index(condition=models.Q(('status', 'open')), fields=['field', 'severity', 'status', 'record'], name='finding_open_field'),
        ),
        migrations.AddIndex(
            model_name='finding',
            index=models.Index(condition=models.Q(('status', 'open')), fields=['severity', 'status', 'record'], name='finding_open_severity'),
        ),
    ]
