from typing import Any

from django.db import migrations


def drop_mere_presence(apps: Any, schema_editor: Any) -> None:
    """Rows that only told who has a post open; `PostPresence` tells that from now on."""
    apps.get_model("news", "PostDraft").objects.filter(typed_at=None).delete()


def keep_the_last(apps: Any, schema_editor: Any) -> None:
    """Before sittings there was one row a person: the last typed."""
    PostDraft = apps.get_model("news", "PostDraft")
    PostDraft.objects.filter(typed_at=None).delete()
    known = set()
    for row in PostDraft.objects.order_by("-typed_at", "-pk"):
        if (row.post_id, row.user_id) in known:
            row.delete()
        known.add((row.post_id, row.user_id))


class Migration(migrations.Migration):
    dependencies = [("news", "0015_typed_by_sitting")]

    operations = [migrations.RunPython(drop_mere_presence, keep_the_last)]
