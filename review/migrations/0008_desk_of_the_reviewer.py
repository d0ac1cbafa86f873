"""Drafts, second entries, comments on fields, and the list of reasons for a rejection."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


# Those that were written into the code before: records name them by their code.
REASONS = (
    ("unreadable", "판독 불가", "Unreadable", False),
    ("not_a_license", "면허증이 아님", "Not a license", False),
    ("over", "적성검사·갱신 기간 지남", "Renewal period over", False),
    ("forgery", "위조 의심", "Suspected forgery", False),
    ("other_person", "다른 사람", "Another person", False),
    ("duplicate", "중복", "Duplicate", False),
    ("other", "기타", "Other reason", True),
)


def fill(apps, schema_editor):
    """Begin the list."""
    RejectReason = apps.get_model("review", "RejectReason")
    for order, (code, ko, en, needs_words) in enumerate(REASONS, start=1):
        RejectReason.objects.create(
            code=code, ko=ko, en=en, needs_words=needs_words, order=10 * order
        )


class Migration(migrations.Migration):
    """What the desk keeps beside the values."""


    dependencies = [
        ('review', '0007_prefetch'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RejectReason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=20, unique=True, verbose_name='code')),
                ('ko', models.CharField(max_length=60, verbose_name='in Korean')),
                ('en', models.CharField(max_length=60, verbose_name='in English')),
                ('active', models.BooleanField(default=True, verbose_name='offered')),
                ('needs_words', models.BooleanField(default=False, help_text='The reviewer has to explain it.', verbose_name='needs words')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
            ],
            options={
                'verbose_name': 'reason for rejection',
                'verbose_name_plural': 'reasons for rejection',
                'ordering': ('order', 'code'),
            },
        ),
        migrations.AlterField(
            model_name='correction',
            name='name',
            field=models.CharField(choices=[('Type', '면허종별'), ('LicenseNumber', '면허번호'), ('Name', '성명'), ('Number', '주민등록번호'), ('Address', '주소'), ('AptitudeTesDate', '적성검사·갱신 기간'), ('DateOfIssue', '발급일'), ('ID', '암호일련번호'), ('Birthday', '생년월일'), ('Sex', '성별'), ('Conditions', '조건'), ('CheckResult', '진위확인 결과'), ('CheckDate', '진위확인일'), ('CheckPerson', '진위확인자')], max_length=20),
        ),
        migrations.AlterField(
            model_name='correction',
            name='origin',
            field=models.CharField(choices=[('extracted', 'as read'), ('typed', 'typed'), ('suggested', 'suggestion taken'), ('derived', 'derived'), ('undone', 'undone'), ('adopted', 'second entry adopted')], max_length=10),
        ),
        migrations.AlterField(
            model_name='fieldvalue',
            name='name',
            field=models.CharField(choices=[('Type', '면허종별'), ('LicenseNumber', '면허번호'), ('Name', '성명'), ('Number', '주민등록번호'), ('Address', '주소'), ('AptitudeTesDate', '적성검사·갱신 기간'), ('DateOfIssue', '발급일'), ('ID', '암호일련번호'), ('Birthday', '생년월일'), ('Sex', '성별'), ('Conditions', '조건'), ('CheckResult', '진위확인 결과'), ('CheckDate', '진위확인일'), ('CheckPerson', '진위확인자')], max_length=20),
        ),
        migrations.AlterField(
            model_name='fieldvalue',
            name='origin',
            field=models.CharField(choices=[('extracted', 'as read'), ('typed', 'typed'), ('suggested', 'suggestion taken'), ('derived', 'derived'), ('undone', 'undone'), ('adopted', 'second entry adopted')], default='extracted', max_length=10, verbose_name='origin'),
        ),
        migrations.AlterField(
            model_name='licenserecord',
            name='reject_reason',
            field=models.CharField(blank=True, max_length=20, verbose_name='reason for rejection'),
        ),
        migrations.CreateModel(
            name='BlindEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(choices=[('Type', '면허종별'), ('LicenseNumber', '면허번호'), ('Name', '성명'), ('Number', '주민등록번호'), ('Address', '주소'), ('AptitudeTesDate', '적성검사·갱신 기간'), ('DateOfIssue', '발급일'), ('ID', '암호일련번호'), ('Birthday', '생년월일'), ('Sex', '성별'), ('Conditions', '조건'), ('CheckResult', '진위확인 결과'), ('CheckDate', '진위확인일'), ('CheckPerson', '진위확인자')], max_length=20)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('version', models.PositiveIntegerField()),
                ('outcome', models.CharField(choices=[('same', 'same'), ('differs', 'differs'), ('kept', 'first value kept'), ('adopted', 'second entry adopted')], max_length=7)),
                ('value_box', models.BinaryField(default=b'')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='blind_entries', to='review.licenserecord')),
            ],
            options={
                'verbose_name': 'blind second entry',
                'verbose_name_plural': 'blind second entries',
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='FieldComment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(choices=[('Type', '면허종별'), ('LicenseNumber', '면허번호'), ('Name', '성명'), ('Number', '주민등록번호'), ('Address', '주소'), ('AptitudeTesDate', '적성검사·갱신 기간'), ('DateOfIssue', '발급일'), ('ID', '암호일련번호'), ('Birthday', '생년월일'), ('Sex', '성별'), ('Conditions', '조건'), ('CheckResult', '진위확인 결과'), ('CheckDate', '진위확인일'), ('CheckPerson', '진위확인자')], max_length=20)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('text_box', models.BinaryField(default=b'')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='field_comments', to='review.licenserecord')),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'comment on a field',
                'verbose_name_plural': 'comments on fields',
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(choices=[('Type', '면허종별'), ('LicenseNumber', '면허번호'), ('Name', '성명'), ('Number', '주민등록번호'), ('Address', '주소'), ('AptitudeTesDate', '적성검사·갱신 기간'), ('DateOfIssue', '발급일'), ('ID', '암호일련번호'), ('Birthday', '생년월일'), ('Sex', '성별'), ('Conditions', '조건'), ('CheckResult', '진위확인 결과'), ('CheckDate', '진위확인일'), ('CheckPerson', '진위확인자')], max_length=20)),
                ('version', models.PositiveIntegerField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('text_box', models.BinaryField(default=b'')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='review.licenserecord')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('record', 'user', 'name'), name='draft_once')],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
