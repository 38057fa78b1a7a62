"""Whom the usual awards are given to, and which are given by somebody outside of the association.

What the office has added itself stays as the columns begin: for persons, given by the association.
"""

from typing import Any

from django.db import migrations

_FOR_ALL = (
    "bang-khen-chinh-phu", "bang-khen-bo", "bang-khen-thanh-pho", "giay-khen-cong-an", "giay-khen-phuong-xa",
    "giay-khen-hoi",
)  # fmt: skip
_ALSO_COLLECTIVES = ("bang-khen-trung-uong-hoi",)
_OWN = ("giay-khen-hoi", "hoi-vien-tieu-bieu")
_USUAL = (
    *_FOR_ALL, *_ALSO_COLLECTIVES, *_OWN, "ky-niem-chuong-antq", "ky-niem-chuong-hoi", "chien-si-thi-dua",
)  # fmt: skip


def name_recipients(apps: Any, schema_editor: Any) -> None:
    kinds = apps.get_model("members", "AwardKind").objects
    kinds.filter(code__in=_FOR_ALL).update(for_collective=True, for_household=True)
    kinds.filter(code__in=_ALSO_COLLECTIVES).update(for_collective=True)
    kinds.filter(code__in=[code for code in _USUAL if code not in _OWN]).update(is_given_above=True)
    # Huân chương, huy chương: each by its name, see 0025.
    kinds.filter(code__startswith="huan-chuong").update(is_given_above=True)
    kinds.filter(code__startswith="huy-chuong").update(is_given_above=True)


class Migration(migrations.Migration):
    dependencies = [("members", "0036_award_recipients")]

    operations = [migrations.RunPython(name_recipients, migrations.RunPython.noop)]
