from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0009_photos_with_consent")]

    operations = [
        migrations.AddConstraint(
            model_name="eventphoto",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_internal", True), ("people_agreed", True), _connector="OR"),
                name="events_photo_public_agreed",
                violation_error_message="Ảnh cho mọi người xem cần những người trong ảnh đồng ý: chọn “đồng ý cho đăng”, hoặc để ảnh chỉ xem trong đơn vị.",
            ),
        ),
        migrations.AddConstraint(
            model_name="eventphoto",
            constraint=models.UniqueConstraint(
                condition=models.Q(("digest", ""), _negated=True),
                fields=("event", "digest"),
                name="events_photo_once_in_event",
                violation_error_message="Sự kiện đã có ảnh này.",
            ),
        ),
        migrations.AddConstraint(
            model_name="eventdocument",
            constraint=models.UniqueConstraint(
                condition=models.Q(("digest", ""), _negated=True),
                fields=("event", "digest"),
                name="events_document_once_in_event",
                violation_error_message="Sự kiện đã có tệp này.",
            ),
        ),
    ]
