"""Each Huân chương and Huy chương that a retired officer may have is a kind of its own.

By Luật Thi đua, khen thưởng 06/2022/QH15, Điều 33 and 54, and those of the wars, which are given no
more but are on many cards. "Huân chương" alone stays, for what is not named, as "Huân chương khác";
what the office has renamed meanwhile stays as it is.
"""

import datetime as dt
from typing import Any

from django.db import migrations

from kit.text import fold

_SINCE = dt.date(1945, 9, 2)  # wide, so that old papers fit: see 0009
_GIVER = "Chủ tịch nước"
# Code, name, whether it has classes; in the order of the law.
_ORDERS = (
    ("huan-chuong-doc-lap", "Huân chương Độc lập", True),
    ("huan-chuong-quan-cong", "Huân chương Quân công", True),
    ("huan-chuong-lao-dong", "Huân chương Lao động", True),
    ("huan-chuong-bao-ve-to-quoc", "Huân chương Bảo vệ Tổ quốc", True),
    ("huan-chuong-chien-cong", "Huân chương Chiến công", True),
    ("huan-chuong-dai-doan-ket", "Huân chương Đại đoàn kết dân tộc", False),
    ("huan-chuong-dung-cam", "Huân chương Dũng cảm", False),
    ("huan-chuong-khang-chien", "Huân chương Kháng chiến", True),
)
_MEDALS = (
    ("huy-chuong-an-ninh", "Huy chương Vì an ninh Tổ quốc", False),
    ("huy-chuong-chien-si-ve-vang", "Huy chương Chiến sĩ vẻ vang", True),
    ("huy-chuong-khang-chien", "Huy chương Kháng chiến", True),
)
_OTHERS = (("huan-chuong", "Huân chương"), ("huy-chuong", "Huy chương"))


def name_each(apps: Any, schema_editor: Any) -> None:
    kinds = apps.get_model("members", "AwardKind").objects
    # Before the unnamed ones, which stand at 10 and 20.
    for first, some in ((1, _ORDERS), (11, _MEDALS)):
        for order, (code, name, has_classes) in enumerate(some, first):
            kinds.get_or_create(
                code=code,
                defaults={
                    "name": name,
                    "authority": _GIVER,
                    "group": "reward",
                    "has_classes": has_classes,
                    "valid_from": _SINCE,
                    "order": order,
                    # A migration's model derives nothing by itself.
                    "search_text": fold(f"{name} {code}"),
                },
            )
    for code, name in _OTHERS:
        other = f"{name} khác"
        kinds.filter(code=code, name=name).update(name=other, search_text=fold(f"{other} {code}"))


def as_before(apps: Any, schema_editor: Any) -> None:
    kinds = apps.get_model("members", "AwardKind").objects
    codes = [code for code, *_ in (*_ORDERS, *_MEDALS)]
    kinds.filter(code__in=codes, awards__isnull=True).delete()
    for code, name in _OTHERS:
        kinds.filter(code=code, name=f"{name} khác").update(
            name=name, search_text=fold(f"{name} {code}")
        )


class Migration(migrations.Migration):
    dependencies = [("members", "0024_plain_names")]

    operations = [migrations.RunPython(name_each, as_before)]
