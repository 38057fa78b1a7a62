from typing import Any

from django.db import migrations, models

RANKS = [
    (10, "Đại tướng"),
    (20, "Thượng tướng"),
    (30, "Trung tướng"),
    (40, "Thiếu tướng"),
    (50, "Đại tá"),
    (60, "Thượng tá"),
    (70, "Trung tá"),
    (80, "Thiếu tá"),
    (90, "Đại úy"),
    (100, "Thượng úy"),
    (110, "Trung úy"),
    (120, "Thiếu úy"),
    (125, "Chuẩn úy"),
    (130, "Thượng sĩ"),
    (140, "Trung sĩ"),
    (150, "Hạ sĩ"),
    (160, "Binh nhất"),
    (170, "Binh nhì"),
]
PEOPLE = ("member", "candidate", "application")


def _rank(model: str) -> Any:
    return migrations.AlterField(
        model_name=model,
        name="rank",
        field=models.PositiveSmallIntegerField(
            blank=True, choices=RANKS, null=True, verbose_name="cấp bậc hàm"
        ),
    )


def _retired(model: str) -> Any:
    return migrations.AlterField(
        model_name=model,
        name="retired_on",
        field=models.DateField(
            blank=True, null=True, verbose_name="ngày nghỉ hưu, xuất ngũ hoặc thôi việc"
        ),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0027_seniority_from_elsewhere"),
    ]

    operations = [
        *[_rank(model) for model in PEOPLE],
        *[_retired(model) for model in PEOPLE],
        migrations.AlterField(
            model_name="member",
            name="retired_year",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="năm nghỉ hưu, xuất ngũ hoặc thôi việc"
            ),
        ),
        migrations.AddField(
            model_name="admissionrule",
            name="elects_honorary",
            field=models.BooleanField(default=False, verbose_name="hội viên danh dự được bầu"),
        ),
        migrations.AddField(
            model_name="admissionrule",
            name="elects_associates",
            field=models.BooleanField(default=True, verbose_name="hội viên liên kết được bầu"),
        ),
    ]
