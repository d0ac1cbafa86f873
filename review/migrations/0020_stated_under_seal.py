"""What people state in their own words is sealed, or stands in the (sealed) trail alone."""

from django.db import migrations, models

from review import encryption
from review.models.sealed import keyring

PLACE = "officekey.wrapped"


def seal_notes(apps, schema_editor):
    """Seal the notes of signed months; their figures keep no purposes of reveals any more."""
    reviews = list(apps.get_model("review", "AccessReview").objects.all())
    key = encryption.new_key()
    for review in reviews:
        place = f"accessreview.note_box.{review.month:%Y-%m}"
        review.note_box = encryption.seal(key, review.note.encode(), place)
        for row in review.figures.get("reveals", ()):
            row.pop("purpose", None)
            row["event"] = None
        review.save()
    if reviews:
        wrapped = keyring().wrap(key, PLACE)
        apps.get_model("review", "OfficeKey").objects.create(pk=1, wrapped=wrapped)


class Migration(migrations.Migration):
    """The new columns, what is moved into them, and the end of the old ones."""

    dependencies = [("review", "0019_no_short_cuts")]
    operations = [
        migrations.CreateModel(
            name="OfficeKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("wrapped", models.BinaryField()),
            ],
            options={"abstract": False},
        ),
        migrations.AddField(
            model_name="accessreview", name="note_box", field=models.BinaryField(default=b"")
        ),
        migrations.RunPython(seal_notes, migrations.RunPython.noop),
        migrations.RemoveField(model_name="accessreview", name="note"),
        migrations.RemoveField(model_name="legalhold", name="reason"),
        migrations.RemoveField(model_name="reveal", name="purpose"),
    ]
