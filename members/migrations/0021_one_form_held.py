import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0020_one_form"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("code", django.db.models.functions.text.Upper("code")),
                    models.Q(("code__contains", " "), _negated=True),
                ),
                name="members_member_code_in_its_form",
                violation_error_message="Số thẻ viết chữ hoa, không có khoảng trắng.",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("username", django.db.models.functions.text.Lower("username"))),
                name="members_user_username_in_small_letters",
                violation_error_message="Tên đăng nhập viết chữ thường.",
            ),
        ),
    ]
