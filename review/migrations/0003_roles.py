"""The seven roles as groups."""

from django.db import migrations

ROLES = (
    "operator",
    "reviewer",
    "approver",
    "lead",
    "auditor",
    "privacy officer",
    "administrator",
)


def create(apps, schema_editor):
    """Create the groups that are not there yet."""
    Group = apps.get_model("auth", "Group")
    for name in ROLES:
        Group.objects.get_or_create(name=name)


class Migration(migrations.Migration):
    """Roles as Django groups."""

    dependencies = [
        ("review", "0002_triggers"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
