from django.db import migrations


def open_what_was_agreed(apps, schema_editor):
    """Of the photographs kept so far those stay public whose people agreed."""
    apps.get_model("events", "EventPhoto").objects.filter(people_agreed=True).update(
        is_internal=False
    )


class Migration(migrations.Migration):
    dependencies = [("events", "0008_event_files")]

    operations = [migrations.RunPython(open_what_was_agreed, migrations.RunPython.noop)]
