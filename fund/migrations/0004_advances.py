import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("fund", "0003_loans"),
        ("members", "0034_welfare_is_decided"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Advance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "amount",
                    models.PositiveBigIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1, "Số tiền phải lớn hơn 0."),
                            django.core.validators.MaxValueValidator(
                                1000000000000000, "Số tiền quá lớn."
                            ),
                        ],
                        verbose_name="số tiền tạm ứng",
                    ),
                ),
                ("given_on", models.DateField(verbose_name="ngày tạm ứng")),
                ("settle_by", models.DateField(verbose_name="hạn thanh toán")),
                ("purpose", models.CharField(max_length=200, verbose_name="tạm ứng để làm gì")),
                (
                    "box",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="advances",
                        to="fund.cashbox",
                        verbose_name="quỹ",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fund_advances",
                        to="members.member",
                        verbose_name="người nhận tạm ứng",
                    ),
                ),
            ],
            options={
                "verbose_name": "khoản tạm ứng",
                "verbose_name_plural": "khoản tạm ứng",
                "ordering": ["-given_on", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="transaction",
            name="advance",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="fund.advance",
                verbose_name="khoản tạm ứng",
            ),
        ),
        migrations.AddConstraint(
            model_name="transaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "journal"), _negated=True),
                    ("advance__isnull", False),
                    _connector="OR",
                ),
                name="fund_transaction_journal_of_advance",
                violation_error_message="Phiếu kế toán chỉ ghi khoản đã chi của tạm ứng.",
            ),
        ),
        migrations.AddConstraint(
            model_name="advance",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gte", 1), ("amount__lte", 1000000000000000)),
                name="fund_advance_amount_in_bounds",
                violation_error_message="Số tiền phải lớn hơn 0.",
            ),
        ),
        migrations.AddConstraint(
            model_name="advance",
            constraint=models.CheckConstraint(
                condition=models.Q(("purpose", ""), _negated=True),
                name="fund_advance_says_what_for",
                violation_error_message="Chưa ghi tạm ứng để làm gì.",
            ),
        ),
        migrations.AddConstraint(
            model_name="advance",
            constraint=models.CheckConstraint(
                condition=models.Q(("settle_by__gte", models.F("given_on"))),
                name="fund_advance_settled_after",
                violation_error_message="Hạn thanh toán không trước ngày tạm ứng.",
            ),
        ),
    ]
