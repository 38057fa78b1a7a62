from typing import Any

from django.db import migrations
from django.db.models import F, Q, Value
from django.db.models.functions import Replace

NAMES = (
    ("Application", "full_name"),
    ("Candidate", "full_name"),
    ("Member", "full_name"),
    ("Position", "name"),
    ("Position", "board"),
    ("Term", "name"),
    ("Unit", "name"),
    ("Unit", "short_name"),
    ("User", "name"),
)


def replace_brackets(apps: Any, schema_editor: Any) -> None:
    """Names keep what was typed, in brackets that no browser reads as markup."""
    for model, name in NAMES:
        rows = apps.get_model("members", model)._base_manager.filter(
            Q(**{f"{name}__contains": "<"}) | Q(**{f"{name}__contains": ">"})
        )
        plain = Replace(F(name), Value("<"), Value("‹"))
        rows.update(**{name: Replace(plain, Value(">"), Value("›"))})


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0022_corrections"),
    ]

    operations = [
        migrations.RunPython(replace_brackets, migrations.RunPython.noop),
    ]
