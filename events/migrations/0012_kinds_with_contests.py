from django.db import migrations


def say_which(apps, schema_editor):
    kinds = apps.get_model("events", "EventKind").objects
    kinds.filter(code__in=("sport", "arts", "culture")).update(has_contest=True)


class Migration(migrations.Migration):
    dependencies = [("events", "0011_contests")]

    operations = [migrations.RunPython(say_which, migrations.RunPython.noop)]
