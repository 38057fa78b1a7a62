"""The usual kinds of events, as a beginning: the office changes them in the admin."""

from typing import Any

from django.db import migrations

# Code, name, usual hours (a matter of habit, not of any rule), whether offered for new events.
_KINDS = (
    ("meeting", "hội nghị, họp", 2, True),
    ("branch", "sinh hoạt chi hội", 2, True),
    ("signing", "ký kết giao ước thi đua", 3, True),
    ("review", "sơ kết, tổng kết", 3, True),
    ("congress", "đại hội", 8, True),
    ("longevity", "lễ mừng thọ", 2, True),
    ("funeral", "lễ tang", 3, True),
    ("visit", "thăm hỏi, nghĩa tình", 2, True),
    ("commemoration", "kỷ niệm, gặp mặt truyền thống", 3, True),
    ("sport", "thể thao", 4, True),
    ("arts", "văn nghệ", 3, True),
    ("culture", "văn hóa, thể thao", 4, False),
    ("training", "tập huấn, sinh hoạt chuyên đề", 3, True),
    ("other", "hoạt động khác", 2, True),
)
_WITH_MINUTES = ("meeting", "branch", "review", "congress")


def add_kinds(apps: Any, schema_editor: Any) -> None:
    kinds = apps.get_model("events", "EventKind").objects
    for order, (code, name, hours, is_offered) in enumerate(_KINDS, 1):
        kinds.get_or_create(
            code=code,
            defaults={
                "name": name,
                "hours": hours,
                "order": order * 10,
                "is_offered": is_offered,
                "has_minutes": code in _WITH_MINUTES,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("events", "0004_kinds")]

    operations = [migrations.RunPython(add_kinds, migrations.RunPython.noop)]
