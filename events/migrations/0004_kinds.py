from django.core import validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0003_chuan_uy")]

    operations = [
        migrations.CreateModel(
            name="EventKind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.SlugField(
                        help_text="Đứng trong địa chỉ của danh sách; đặt một lần, không đổi. Ví dụ: ve-nguon.",
                        max_length=20,
                        unique=True,
                        verbose_name="mã",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="Viết thường, ví dụ: sinh hoạt chi hội.",
                        max_length=60,
                        unique=True,
                        verbose_name="tên",
                    ),
                ),
                (
                    "hours",
                    models.PositiveSmallIntegerField(
                        default=2,
                        help_text="Lịch dành ngần ấy giờ cho sự kiện chưa ghi giờ kết thúc.",
                        validators=[
                            validators.MinValueValidator(1),
                            validators.MaxValueValidator(12),
                        ],
                        verbose_name="thường kéo dài (giờ)",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="thứ tự")),
                (
                    "has_minutes",
                    models.BooleanField(
                        default=False,
                        help_text="Buổi đã qua mà chưa chốt biên bản thì được nhắc ở “Việc cần làm”.",
                        verbose_name="cần biên bản",
                    ),
                ),
                (
                    "is_offered",
                    models.BooleanField(
                        default=True,
                        help_text="Bỏ chọn thì sự kiện cũ vẫn giữ loại này, sự kiện mới không chọn được nữa.",
                        verbose_name="còn dùng cho sự kiện mới",
                    ),
                ),
            ],
            options={
                "verbose_name": "loại sự kiện",
                "verbose_name_plural": "loại sự kiện",
                "ordering": ["order", "name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("hours__gte", 1), ("hours__lte", 12)),
                        name="events_kind_hours_in_a_day",
                        violation_error_message="Số giờ từ 1 đến 12.",
                    )
                ],
            },
        ),
    ]
