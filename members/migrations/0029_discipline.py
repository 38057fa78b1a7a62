import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0028_ranks_and_who_is_elected"),
    ]

    operations = [
        migrations.CreateModel(
            name="Discipline",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="từ ngày")),
                (
                    "valid_to",
                    models.DateField(
                        blank=True,
                        help_text="Ngày đầu tiên không còn hiệu lực. Để trống nếu vẫn còn.",
                        null=True,
                        verbose_name="đến ngày",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("reprimand", "khiển trách"), ("warning", "cảnh cáo")],
                        max_length=10,
                        verbose_name="hình thức",
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="lý do")),
                (
                    "authority",
                    models.CharField(blank=True, max_length=120, verbose_name="cấp quyết định"),
                ),
                ("decision_no", models.CharField(max_length=60, verbose_name="số quyết định")),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="ghi lúc")),
                (
                    "token",
                    models.CharField(
                        editable=False, max_length=64, unique=True, verbose_name="mã gửi"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ghi",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disciplines",
                        to="members.member",
                        verbose_name="hội viên",
                    ),
                ),
            ],
            options={
                "verbose_name": "kỷ luật",
                "verbose_name_plural": "kỷ luật",
                "ordering": ["-valid_from", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gt", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="members_discipline_dates_in_order",
                        violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision_no", ""), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                        ),
                        name="members_discipline_with_paper_and_reason",
                        violation_error_message="Kỷ luật phải có số quyết định và lý do.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["reprimand", "warning"])),
                        name="members_discipline_kind_known",
                        violation_error_message="Giá trị này không có trong danh sách.",
                    ),
                ],
            },
        ),
    ]
