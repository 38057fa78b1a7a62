import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """A row for each sitting; what waits today stays, as of a sitting without a name."""

    dependencies = [
        ("news", "0014_page_comments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            "PostDraft",
            {
                "ordering": ["-typed_at", "-pk"],
                "verbose_name": "phần bài chưa lưu",
                "verbose_name_plural": "phần bài chưa lưu",
            },
        ),
        migrations.RenameField("PostDraft", "saved_at", "typed_at"),
        migrations.RemoveConstraint("PostDraft", "news_postdraft_once"),
        migrations.AddField(
            "PostDraft",
            "sitting",
            models.CharField(blank=True, default="", max_length=40, verbose_name="lần mở"),
        ),
        migrations.AddField(
            "PostDraft", "turn", models.PositiveIntegerField(default=0, verbose_name="lần gửi")
        ),
        migrations.AddField(
            "PostDraft", "revision", models.PositiveIntegerField(default=0, verbose_name="lần ghi")
        ),
        migrations.AddField(
            "PostDraft",
            "taken",
            models.CharField(
                blank=True, default="", max_length=40, verbose_name="viết tiếp từ phần chữ"
            ),
        ),
        migrations.AddField(
            "PostDraft",
            "closed_at",
            models.DateTimeField(blank=True, null=True, verbose_name="lưu hoặc bỏ lúc"),
        ),
        migrations.AddField(
            "PostDraft", "is_aside", models.BooleanField(default=False, verbose_name="để riêng")
        ),
        migrations.AddField(
            "PostDraft",
            "note",
            models.CharField(blank=True, default="", max_length=200, verbose_name="ghi chú"),
        ),
        migrations.AddConstraint(
            "PostDraft",
            models.UniqueConstraint(
                fields=["post", "user", "sitting"], name="news_postdraft_sitting_once"
            ),
        ),
        migrations.CreateModel(
            name="PageDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sitting",
                    models.CharField(blank=True, default="", max_length=40, verbose_name="lần mở"),
                ),
                ("turn", models.PositiveIntegerField(default=0, verbose_name="lần gửi")),
                ("revision", models.PositiveIntegerField(default=0, verbose_name="lần ghi")),
                (
                    "taken",
                    models.CharField(
                        blank=True, default="", max_length=40, verbose_name="viết tiếp từ phần chữ"
                    ),
                ),
                ("content", models.JSONField(blank=True, default=dict, verbose_name="nội dung")),
                (
                    "base_version",
                    models.CharField(blank=True, max_length=40, verbose_name="viết tiếp từ bản"),
                ),
                (
                    "typed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="tự lưu lúc"),
                ),
                (
                    "closed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="lưu hoặc bỏ lúc"),
                ),
                ("is_aside", models.BooleanField(default=False, verbose_name="để riêng")),
                (
                    "note",
                    models.CharField(
                        blank=True, default="", max_length=200, verbose_name="ghi chú"
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to="news.page",
                        verbose_name="trang cố định",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người viết",
                    ),
                ),
            ],
            options={
                "verbose_name": "phần trang chưa lưu",
                "verbose_name_plural": "phần trang chưa lưu",
                "ordering": ["-typed_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["page", "user", "sitting"], name="news_pagedraft_sitting_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(page=None),
                        fields=["user", "sitting"],
                        name="news_pagedraft_new_sitting_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PostPresence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "seen_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="đang mở lúc"
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seen_by",
                        to="news.post",
                        verbose_name="bài viết",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người mở",
                    ),
                ),
            ],
            options={
                "verbose_name": "người đang mở bài",
                "verbose_name_plural": "người đang mở bài",
                "ordering": ["-seen_at"],
                "constraints": [
                    models.UniqueConstraint(fields=["post", "user"], name="news_postpresence_once")
                ],
            },
        ),
    ]
