"""The table of the shared cache: rate limits of the sign-in, codes that were used already."""

from django.core.management import call_command
from django.db import migrations, models


def create(apps, schema_editor):
    """Create the table, unless it is there."""
    call_command("createcachetable", "review_cache", database=schema_editor.connection.alias, verbosity=0)


def drop(apps, schema_editor):
    """Remove it again."""
    schema_editor.execute("DROP TABLE review_cache")


class Migration(migrations.Migration):
    """The cache's table; a lost second factor is taken away by two administrators."""

    dependencies = [("review", "0011_access_review")]
    operations = [
        migrations.RunPython(create, drop),
        migrations.AlterField(
            model_name="pendingchange",
            name="kind",
            field=models.CharField(
                choices=[
                    ("policy", "Policy"),
                    ("rule", "Quality rule"),
                    ("roles", "Roles of an account"),
                    ("factor", "Second factor of an account"),
                ],
                max_length=8,
                verbose_name="kind",
            ),
        ),
    ]
