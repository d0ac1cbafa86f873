"""Covered pictures, what becomes of resident numbers, keeping times, legal holds."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Columns and tables; no table with triggers is rebuilt."""

    dependencies = [
        ('review', '0009_keys'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DoomedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True)),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='LegalHold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('placed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('lifted_at', models.DateTimeField(blank=True, null=True, verbose_name='lifted')),
            ],
            options={
                'verbose_name': 'legal hold',
                'verbose_name_plural': 'legal holds',
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='NumberKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wrapped', models.BinaryField()),
                ('handled', models.CharField(blank=True, choices=[('keep', 'keep it whole, by statute'), ('cut', 'cut to birth date and seventh digit'), ('drop', 'drop it')], max_length=4)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='image',
            name='cover',
            field=models.CharField(blank=True, choices=[('holds', 'holds'), ('no place', 'no place known'), ('unsure', 'unsure'), ('shows', 'digits remain')], max_length=8, verbose_name='cover'),
        ),
        migrations.AddField(
            model_name='image',
            name='cover_revision',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='image',
            name='covered_name',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name='image',
            name='number_places',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='image',
            name='portrait_box',
            field=models.BinaryField(default=b''),
        ),
        migrations.AddField(
            model_name='image',
            name='to_drop',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='licenserecord',
            name='purged_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='data destroyed'),
        ),
        migrations.AddField(
            model_name='source',
            name='keep_approved_days',
            field=models.PositiveIntegerField(default=1825, verbose_name='days kept, approved'),
        ),
        migrations.AddField(
            model_name='source',
            name='keep_rejected_days',
            field=models.PositiveIntegerField(default=365, verbose_name='days kept, rejected'),
        ),
        migrations.AddField(
            model_name='source',
            name='keep_withdrawn_days',
            field=models.PositiveIntegerField(default=90, verbose_name='days kept, withdrawn'),
        ),
        migrations.AddField(
            model_name='source',
            name='number_handling',
            field=models.CharField(choices=[('keep', 'keep it whole, by statute'), ('cut', 'cut to birth date and seventh digit'), ('drop', 'drop it')], default='cut', help_text='Applied to values, extraction and image; the original image is destroyed.', max_length=4, verbose_name='resident number after approval'),
        ),
        migrations.AddField(
            model_name='source',
            name='number_statute',
            field=models.CharField(blank=True, help_text='Needed to keep it: act and article.', max_length=200, verbose_name='statute that asks for the whole number'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('number_handling', 'keep'), _negated=True), models.Q(('number_statute', ''), _negated=True), _connector='OR'), name='source_keeps_by_statute'),
        ),
        migrations.AddField(
            model_name='legalhold',
            name='lifted_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='legalhold',
            name='placed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='legalhold',
            name='record',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holds', to='review.licenserecord'),
        ),
        migrations.AddField(
            model_name='numberkey',
            name='record',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='number_key', to='review.licenserecord'),
        ),
        migrations.AddConstraint(
            model_name='legalhold',
            constraint=models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('record',), name='hold_one_live'),
        ),
        migrations.AddConstraint(
            model_name='legalhold',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lifted_at', None), ('lifted_by', None)), models.Q(('lifted_at__isnull', False), ('lifted_by__isnull', False)), _connector='OR'), name='hold_lifted_by_with_at'),
        ),
    ]
