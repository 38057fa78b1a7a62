"""What is searched has one apostrophe; rows from before that had theirs as typed until saved again."""

from functools import reduce

from django.db import migrations
from django.db.models import F, Q, Value
from django.db.models.functions import Replace

# As kit.text had them when this was written, without those that folding had made plain already.
APOSTROPHES = "’‘‛ʼʻʹʽʾ′`"
OURS = ("assoc", "news", "emulation", "events", "welfare", "dues", "reports", "members")


def one_apostrophe(apps, schema_editor):
    for model in apps.get_models():
        if model._meta.app_label not in OURS:
            continue
        if "search_text" not in {field.name for field in model._meta.local_fields}:
            continue
        has_some = reduce(Q.__or__, (Q(search_text__contains=sign) for sign in APOSTROPHES))
        plain = F("search_text")
        for sign in APOSTROPHES:
            plain = Replace(plain, Value(sign), Value("'"))
        model._base_manager.filter(has_some).update(search_text=plain)


class Migration(migrations.Migration):
    dependencies = [
        ("assoc", "0004_search_pages"),
        ("news", "0017_presence_apart"),
        ("emulation", "0003_scores_in_scale"),
        ("events", "0002_photo_focus"),
        ("welfare", "0001_initial"),
        ("dues", "0002_collect_ahead"),
        ("reports", "0008_no_texts_in_order"),
        ("members", "0024_plain_names"),
    ]

    operations = [migrations.RunPython(one_apostrophe, migrations.RunPython.noop, elidable=True)]
