import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("news", "0007_blogger"),
    ]

    operations = [
        migrations.CreateModel(
            name="FrontPin",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("lead", "tin chính"), ("pin", "tin ghim")],
                        default="pin",
                        max_length=4,
                        verbose_name="chỗ đứng",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="thứ tự")),
                (
                    "until",
                    models.DateTimeField(
                        blank=True,
                        help_text="Để trống: đến khi có người bỏ ra.",
                        null=True,
                        verbose_name="đến lúc",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="chọn lúc")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="sửa lúc")),
                (
                    "post",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="front_pin",
                        to="news.post",
                        verbose_name="bài viết",
                    ),
                ),
            ],
            options={
                "verbose_name": "tin trên trang chủ",
                "verbose_name_plural": "tin trên trang chủ",
                "ordering": ["kind", "order", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "lead")),
                        fields=("kind",),
                        name="news_frontpin_one_lead",
                        violation_error_message="Trang chủ chỉ có một tin chính.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OldSection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(max_length=80, unique=True, verbose_name="đường dẫn cũ"),
                ),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="old_slugs",
                        to="news.section",
                        verbose_name="nay là chuyên mục",
                    ),
                ),
            ],
            options={
                "verbose_name": "đường dẫn cũ của chuyên mục",
                "verbose_name_plural": "đường dẫn cũ của chuyên mục",
                "ordering": ["slug"],
            },
        ),
        migrations.AddField(
            model_name="section",
            name="updated_at",
            field=models.DateTimeField(
                auto_now=True, default=django.utils.timezone.now, verbose_name="sửa lúc"
            ),
            preserve_default=False,
        ),
    ]
