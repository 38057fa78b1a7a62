from typing import Any

from django.db import migrations


def by_field(apps: Any, schema_editor: Any) -> None:
    """Texts in the order of the headings become values by the form's fields."""
    for row in apps.get_model("reports", "ReportDraft").objects.all():
        row.content = {f"part{number}": [text] for number, text in enumerate(row.texts)}
        row.save(update_fields=["content"])


def in_order(apps: Any, schema_editor: Any) -> None:
    """Back; before sittings there was one row a person: the last typed."""
    ReportDraft = apps.get_model("reports", "ReportDraft")
    ReportDraft.objects.filter(typed_at=None).delete()
    known = set()
    for row in ReportDraft.objects.order_by("-typed_at", "-pk"):
        if (row.report_id, row.user_id) in known:
            row.delete()
            continue
        known.add((row.report_id, row.user_id))
        parts = range(len(row.content))
        row.texts = [row.content.get(f"part{number}", [""])[0] for number in parts]
        row.save(update_fields=["texts"])


class Migration(migrations.Migration):
    dependencies = [("reports", "0006_typed_by_sitting")]

    operations = [migrations.RunPython(by_field, in_order)]
