from typing import Any

from django.db import migrations, models

ENTRIES = [
    ("founding", "hội viên sáng lập"),
    ("admitted", "kết nạp"),
    ("transferred", "chuyển sinh hoạt đến"),
    ("reassigned", "điều chuyển khi sắp xếp đơn vị"),
    ("readmitted", "kết nạp lại"),
    ("from_outside", "chuyển từ ngoài thành phố đến"),
]


def forget_outside(apps: Any, schema_editor: Any) -> None:
    """Before, whoever came with a letter was written down as transferred."""
    stays = apps.get_model("members", "Membership").objects.using(schema_editor.connection.alias)
    stays.filter(entered_by="from_outside").update(entered_by="transferred")


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0026_degrees_of_rights"),
    ]

    operations = [
        migrations.AddField(
            model_name="member",
            name="elsewhere_on",
            field=models.DateField(blank=True, null=True, verbose_name="vào Hội từ trước, ngày"),
        ),
        migrations.AddField(
            model_name="member",
            name="elsewhere",
            field=models.CharField(
                blank=True, default="", max_length=160, verbose_name="vào Hội từ trước, ở đâu"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="member",
            name="elsewhere_code",
            field=models.CharField(
                blank=True, default="", max_length=40, verbose_name="số thẻ ở nơi cũ"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="member",
            name="elsewhere_letter",
            field=models.CharField(
                blank=True, default="", max_length=60, verbose_name="giấy giới thiệu của nơi cũ"
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("elsewhere_on__isnull", False),
                        models.Q(("elsewhere", ""), _negated=True),
                    ),
                    models.Q(
                        ("elsewhere", ""),
                        ("elsewhere_code", ""),
                        ("elsewhere_letter", ""),
                        ("elsewhere_on__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="members_member_elsewhere_with_its_day",
                violation_error_message="Vào Hội từ trước thì phải ghi cả ngày và nơi vào Hội.",
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("elsewhere_on__isnull", True),
                    ("elsewhere_on__year__gte", models.F("birth_year") + models.Value(18)),
                    _connector="OR",
                ),
                name="members_member_elsewhere_of_age",
                violation_error_message="Ngày vào Hội từ trước phải sau khi đủ 18 tuổi.",
            ),
        ),
        migrations.RemoveConstraint(
            model_name="membership",
            name="members_membership_entered_by_known",
        ),
        migrations.AlterField(
            model_name="membership",
            name="entered_by",
            field=models.CharField(
                choices=ENTRIES, default="admitted", max_length=12, verbose_name="vào bằng"
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(("entered_by__in", [entry for entry, _ in ENTRIES])),
                name="members_membership_entered_by_known",
                violation_error_message="Giá trị này không có trong danh sách.",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("entered_by", "from_outside"), _negated=True),
                    models.Q(("decision_no", ""), _negated=True),
                    _connector="OR",
                ),
                name="members_membership_from_outside_with_letter",
                violation_error_message="Chuyển từ ngoài thành phố đến phải có số giấy giới thiệu.",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_outside),
    ]
