"""The usual kinds of awards, as a beginning: the office changes them in the admin."""

import datetime as dt
from typing import Any

from django.db import migrations

from kit.text import fold

# Since when each may be given is published nowhere in one place: wide, so that old papers fit.
_STATE = dt.date(1945, 9, 2)
_OURS = dt.date(2023, 12, 12)  # the association's founding
_KINDS = (
    ("huan-chuong", "Huân chương", "Chủ tịch nước", _STATE),
    ("huy-chuong", "Huy chương", "Chủ tịch nước", _STATE),
    ("bang-khen-chinh-phu", "Bằng khen của Thủ tướng Chính phủ", "Thủ tướng Chính phủ", _STATE),
    ("bang-khen-bo", "Bằng khen của Bộ Công an", "Bộ trưởng Bộ Công an", _STATE),
    ("bang-khen-thanh-pho", "Bằng khen của Ủy ban nhân dân Thành phố", "Chủ tịch Ủy ban nhân dân Thành phố", _STATE),
    ("bang-khen-trung-uong-hoi", "Bằng khen của Trung ương Hội", "Trung ương Hội Cựu Công an nhân dân Việt Nam", _OURS),
    ("ky-niem-chuong-antq", "Kỷ niệm chương Bảo vệ an ninh Tổ quốc", "Bộ trưởng Bộ Công an", _STATE),
    ("ky-niem-chuong-hoi", "Kỷ niệm chương của Hội", "Trung ương Hội Cựu Công an nhân dân Việt Nam", _OURS),
    ("chien-si-thi-dua", "Chiến sĩ thi đua cơ sở", "", _STATE),
    ("giay-khen-cong-an", "Giấy khen của Giám đốc Công an Thành phố", "Giám đốc Công an Thành phố", _STATE),
    ("giay-khen-phuong-xa", "Giấy khen của Ủy ban nhân dân phường, xã", "Chủ tịch Ủy ban nhân dân phường, xã", _STATE),
    ("giay-khen-hoi", "Giấy khen của Hội thành phố", "Ban Thường vụ Hội thành phố", _OURS),
    ("hoi-vien-tieu-bieu", "Hội viên tiêu biểu", "", _OURS),
)  # fmt: skip


def add_kinds(apps: Any, schema_editor: Any) -> None:
    kinds = apps.get_model("members", "AwardKind").objects
    for order, (code, name, authority, since) in enumerate(_KINDS, 1):
        kinds.get_or_create(
            code=code,
            defaults={
                "name": name,
                "authority": authority,
                "valid_from": since,
                "order": order * 10,
                # A migration's model derives nothing by itself.
                "search_text": fold(f"{name} {code}"),
            },
        )


def drop_unused(apps: Any, schema_editor: Any) -> None:
    codes = [code for code, *_ in _KINDS]
    apps.get_model("members", "AwardKind").objects.filter(
        code__in=codes, awards__isnull=True
    ).delete()


class Migration(migrations.Migration):
    dependencies = [("members", "0008_awards")]

    operations = [migrations.RunPython(add_kinds, drop_unused)]
