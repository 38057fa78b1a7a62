import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import events.models.files
import members.models.attached

WHO = "chỉ xem trong đơn vị"
WHO_HELP = "Bỏ chọn thì ai xem được sự kiện cũng xem được."


class Migration(migrations.Migration):
    dependencies = [("events", "0007_attendance_and_minutes")]

    operations = [
        migrations.AlterField(
            model_name="eventphoto",
            name="picture",
            field=events.models.files.EventPictureField(
                max_length=200, upload_to="su-kien", verbose_name="ảnh"
            ),
        ),
        migrations.AddField(
            model_name="eventphoto",
            name="is_internal",
            field=models.BooleanField(default=True, help_text=WHO_HELP, verbose_name=WHO),
        ),
        migrations.AddField(
            model_name="eventphoto",
            name="digest",
            field=models.CharField(
                blank=True, default="", editable=False, max_length=64, verbose_name="dấu của tệp"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="eventphoto",
            name="updated_at",
            field=models.DateTimeField(
                auto_now=True, default=django.utils.timezone.now, verbose_name="sửa lúc"
            ),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="EventDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "is_internal",
                    models.BooleanField(default=True, help_text=WHO_HELP, verbose_name=WHO),
                ),
                (
                    "digest",
                    models.CharField(
                        blank=True, editable=False, max_length=64, verbose_name="dấu của tệp"
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="sửa lúc")),
                (
                    "file",
                    members.models.attached.DocumentField(
                        max_length=200, upload_to="tep-su-kien/%Y/%m", verbose_name="tệp"
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="Ví dụ: Kế hoạch hội thao. Để trống: hiện tên tệp.",
                        max_length=160,
                        verbose_name="tên tệp hiện ra",
                    ),
                ),
                (
                    "size",
                    models.PositiveBigIntegerField(
                        default=0, editable=False, verbose_name="dung lượng (byte)"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="events.event",
                        verbose_name="sự kiện",
                    ),
                ),
            ],
            options={
                "verbose_name": "tài liệu sự kiện",
                "verbose_name_plural": "tài liệu sự kiện",
                "ordering": ["pk"],
            },
        ),
    ]
