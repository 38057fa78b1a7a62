import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("fund", "0004_advances"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="VoucherScan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        max_length=200, upload_to="chung-tu/%Y/%m", verbose_name="tệp"
                    ),
                ),
                ("added_at", models.DateTimeField(auto_now_add=True, verbose_name="lúc")),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người đưa lên",
                    ),
                ),
                (
                    "voucher",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scans",
                        to="fund.transaction",
                        verbose_name="phiếu thu, chi",
                    ),
                ),
            ],
            options={
                "verbose_name": "bản chụp chứng từ",
                "verbose_name_plural": "bản chụp chứng từ",
                "ordering": ["pk"],
            },
        ),
    ]
