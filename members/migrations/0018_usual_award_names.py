"""The usual kinds as the law names them: an office gives, titles are no rewards, medals have classes.

What the office has renamed meanwhile stays as it is.
"""

from typing import Any

from django.db import migrations

from kit.text import fold

_TITLES = ("chien-si-thi-dua", "hoi-vien-tieu-bieu")
_MEDALS = ("huan-chuong", "huy-chuong")
# Code, the name of before, the name by Luật Thi đua, khen thưởng 06/2022/QH15.
_NAMES = (
    ("bang-khen-bo", "Bằng khen của Bộ Công an", "Bằng khen của Bộ trưởng Bộ Công an"),
    ("bang-khen-thanh-pho", "Bằng khen của Ủy ban nhân dân Thành phố", "Bằng khen của Chủ tịch Ủy ban nhân dân Thành phố"),
    ("giay-khen-phuong-xa", "Giấy khen của Ủy ban nhân dân phường, xã", "Giấy khen của Chủ tịch Ủy ban nhân dân phường, xã"),
)  # fmt: skip


def _rename(apps: Any, code: str, old: str, new: str) -> None:
    apps.get_model("members", "AwardKind").objects.filter(code=code, name=old).update(
        # A migration's model derives nothing by itself.
        name=new, search_text=fold(f"{new} {code}"),
    )  # fmt: skip


def as_the_law_names_them(apps: Any, schema_editor: Any) -> None:
    kinds = apps.get_model("members", "AwardKind").objects
    kinds.filter(code__in=_TITLES).update(group="title")
    kinds.filter(code__in=_MEDALS).update(has_classes=True)
    for code, old, new in _NAMES:
        _rename(apps, code, old, new)


def as_before(apps: Any, schema_editor: Any) -> None:
    for code, old, new in _NAMES:
        _rename(apps, code, new, old)


class Migration(migrations.Migration):
    dependencies = [("members", "0017_names_of_awards")]

    operations = [migrations.RunPython(as_the_law_names_them, as_before)]
