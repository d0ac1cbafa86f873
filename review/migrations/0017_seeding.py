"""Test records: their cards, the records made from them, and a flag that keeps them apart."""

from importlib import import_module

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

queue = import_module("review.migrations.0006_queue")


class Migration(migrations.Migration):
    """The flag first, with the triggers of its table, then the tables."""

    dependencies = [
        ('review', '0016_keyring_mark'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(queue.keep_triggers, queue.restore_triggers),
        migrations.CreateModel(
            name='SeededCard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('truth_box', models.BinaryField(default=b'')),
                ('shown_box', models.BinaryField(default=b'')),
            ],
            options={
                'verbose_name': 'card for test records',
                'verbose_name_plural': 'cards for test records',
                'ordering': ('-pk',),
            },
        ),
        migrations.CreateModel(
            name='SeededRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('given_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('missed', models.JSONField(default=list)),
            ],
            options={
                'verbose_name': 'test record',
                'verbose_name_plural': 'test records',
                'ordering': ('-pk',),
            },
        ),
        migrations.AddField(
            model_name='licenserecord',
            name='seeded',
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name='licenserecord',
            constraint=models.CheckConstraint(condition=models.Q(('seeded', False), models.Q(('state__in', ('APPROVED', 'REJECTED')), _negated=True), _connector='OR'), name='record_seeded_is_never_decided'),
        ),
        migrations.RunPython(queue.restore_triggers, queue.keep_triggers),
        migrations.AddField(
            model_name='seededcard',
            name='record',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='seeded_card', to='review.licenserecord'),
        ),
        migrations.AddField(
            model_name='seededrecord',
            name='card',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='records', to='review.seededcard'),
        ),
        migrations.AddField(
            model_name='seededrecord',
            name='given_to',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='test_records', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='seededrecord',
            name='record',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='seeding', to='review.licenserecord'),
        ),
    ]
