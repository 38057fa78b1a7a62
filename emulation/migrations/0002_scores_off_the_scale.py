"""Empties scores that no scale has: 9675 was a 96,75 whose comma the browser had dropped.

What was meant nobody can tell (955 may be 95,5 or 9,55), so it is told here and asked for anew.
"""

import sys

from django.db import migrations
from django.db.models import Q


def empty(apps, schema_editor):
    grades = apps.get_model("emulation", "Classification").objects
    for grade in grades.filter(Q(score__lt=0) | Q(score__gt=100)).select_related("unit"):
        sys.stderr.write(
            f"Bỏ điểm {grade.score} của {grade.unit.name}, năm {grade.year}: ngoài thang 0 đến 100. "
            "Hãy ghi lại điểm này.\n"
        )
        grade.score = None
        grade.save(update_fields=["score"])
    results = apps.get_model("emulation", "TargetResult").objects.filter(value__lt=0)
    for result in results.select_related("unit"):
        sys.stderr.write(f"Xóa kết quả âm {result.value} của {result.unit.name}.\n")
        result.delete()


class Migration(migrations.Migration):
    dependencies = [("emulation", "0001_initial")]

    operations = [migrations.RunPython(empty, migrations.RunPython.noop, elidable=True)]
