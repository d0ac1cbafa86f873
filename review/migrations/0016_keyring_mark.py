"""Check values of the keyring in use, so that another one is told before anything is written."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One row, noted at the first use."""

    dependencies = [("review", "0015_prefetch_pair")]
    operations = [
        migrations.CreateModel(
            name="KeyringMark",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        default=1, primary_key=True, serialize=False
                    ),
                ),
                ("shared", models.CharField(max_length=64)),
                ("master_id", models.CharField(max_length=8)),
                ("master", models.CharField(max_length=64)),
            ],
        ),
    ]
