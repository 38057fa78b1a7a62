"""What stood in an act's private note moves to a table of its own, which no list reads by chance."""

from typing import Any

from django.db import migrations

BATCH = 1_000


def apart(apps: Any, schema_editor: Any) -> None:
    activities = apps.get_model("welfare", "Activity").objects
    reasons = apps.get_model("welfare", "HealthReason").objects
    rows = activities.exclude(private_note="").order_by("pk").values_list("pk", "private_note")
    reasons.bulk_create(
        (reasons.model(activity_id=key, text=text) for key, text in rows.iterator(BATCH)),
        batch_size=BATCH,
    )


def back(apps: Any, schema_editor: Any) -> None:
    activities = apps.get_model("welfare", "Activity").objects
    for reason in apps.get_model("welfare", "HealthReason").objects.order_by("pk").iterator(BATCH):
        activities.filter(pk=reason.activity_id).update(private_note=reason.text)


class Migration(migrations.Migration):
    dependencies = [("welfare", "0003_visits")]

    operations = [migrations.RunPython(apart, back)]
