from django.db import migrations, models


class Migration(migrations.Migration):
    """A row for each sitting; what waits today stays, as of a sitting without a name."""

    dependencies = [("reports", "0005_data_and_due_days")]

    operations = [
        migrations.AlterModelOptions(
            "ReportDraft",
            {
                "ordering": ["-typed_at", "-pk"],
                "verbose_name": "phần báo cáo chưa lưu",
                "verbose_name_plural": "phần báo cáo chưa lưu",
            },
        ),
        migrations.RemoveConstraint("ReportDraft", "reports_reportdraft_once"),
        migrations.AlterField(
            "ReportDraft",
            "typed_at",
            models.DateTimeField(blank=True, null=True, verbose_name="tự lưu lúc"),
        ),
        migrations.AddField(
            "ReportDraft",
            "content",
            models.JSONField(blank=True, default=dict, verbose_name="nội dung"),
        ),
        migrations.AddField(
            "ReportDraft",
            "sitting",
            models.CharField(blank=True, default="", max_length=40, verbose_name="lần mở"),
        ),
        migrations.AddField(
            "ReportDraft", "turn", models.PositiveIntegerField(default=0, verbose_name="lần gửi")
        ),
        migrations.AddField(
            "ReportDraft",
            "revision",
            models.PositiveIntegerField(default=0, verbose_name="lần ghi"),
        ),
        migrations.AddField(
            "ReportDraft",
            "taken",
            models.CharField(
                blank=True, default="", max_length=40, verbose_name="viết tiếp từ phần chữ"
            ),
        ),
        migrations.AddField(
            "ReportDraft",
            "closed_at",
            models.DateTimeField(blank=True, null=True, verbose_name="lưu hoặc bỏ lúc"),
        ),
        migrations.AddField(
            "ReportDraft", "is_aside", models.BooleanField(default=False, verbose_name="để riêng")
        ),
        migrations.AddField(
            "ReportDraft",
            "note",
            models.CharField(blank=True, default="", max_length=200, verbose_name="ghi chú"),
        ),
        migrations.AddConstraint(
            "ReportDraft",
            models.UniqueConstraint(
                fields=["report", "user", "sitting"], name="reports_reportdraft_sitting_once"
            ),
        ),
    ]
