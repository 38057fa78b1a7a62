import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("fund", "0002_counts_and_closings"),
        ("members", "0034_welfare_is_decided"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Loan",
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
                        verbose_name="số tiền vay",
                    ),
                ),
                ("lent_on", models.DateField(verbose_name="ngày cho vay")),
                ("purpose", models.CharField(max_length=200, verbose_name="mục đích vay")),
                (
                    "decision_no",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="số quyết định hoặc biên bản"
                    ),
                ),
                (
                    "decided_on",
                    models.DateField(blank=True, null=True, verbose_name="ngày quyết định"),
                ),
                (
                    "box",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="loans",
                        to="fund.cashbox",
                        verbose_name="quỹ",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fund_loans",
                        to="members.member",
                        verbose_name="người vay",
                    ),
                ),
            ],
            options={
                "verbose_name": "khoản cho vay",
                "verbose_name_plural": "khoản cho vay",
                "ordering": ["-lent_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Instalment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due_on", models.DateField(verbose_name="hạn trả")),
                ("amount", models.PositiveBigIntegerField(verbose_name="số tiền")),
                (
                    "loan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instalments",
                        to="fund.loan",
                        verbose_name="khoản cho vay",
                    ),
                ),
            ],
            options={
                "verbose_name": "kỳ trả nợ",
                "verbose_name_plural": "kỳ trả nợ",
                "ordering": ["due_on"],
            },
        ),
        migrations.AddField(
            model_name="transaction",
            name="loan",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="fund.loan",
                verbose_name="khoản cho vay",
            ),
        ),
        migrations.AddConstraint(
            model_name="transaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("loan__isnull", True), ("kind__in", ["receipt", "payment"]), _connector="OR"
                ),
                name="fund_transaction_loan_moves_cash",
                violation_error_message="Cho vay và trả nợ đều qua quỹ.",
            ),
        ),
        migrations.AddConstraint(
            model_name="loan",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gte", 1), ("amount__lte", 1000000000000000)),
                name="fund_loan_amount_in_bounds",
                violation_error_message="Số tiền phải lớn hơn 0.",
            ),
        ),
        migrations.AddConstraint(
            model_name="loan",
            constraint=models.CheckConstraint(
                condition=models.Q(("purpose", ""), _negated=True),
                name="fund_loan_says_what_for",
                violation_error_message="Chưa ghi mục đích vay.",
            ),
        ),
        migrations.AddConstraint(
            model_name="loan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_on__isnull", True), ("decision_no", "")),
                    models.Q(
                        models.Q(("decision_no", ""), _negated=True), ("decided_on__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="fund_loan_decision_has_both",
                violation_error_message="Quyết định phải có cả số và ngày.",
            ),
        ),
        migrations.AddConstraint(
            model_name="loan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_on__isnull", True),
                    ("decided_on__lte", models.F("lent_on")),
                    _connector="OR",
                ),
                name="fund_loan_decided_before",
                violation_error_message="Quyết định phải có trước ngày cho vay.",
            ),
        ),
        migrations.AddConstraint(
            model_name="instalment",
            constraint=models.UniqueConstraint(
                fields=("loan", "due_on"),
                name="fund_instalment_day_once",
                violation_error_message="Mỗi ngày chỉ có một kỳ trả.",
            ),
        ),
        migrations.AddConstraint(
            model_name="instalment",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gte", 1), ("amount__lte", 1000000000000000)),
                name="fund_instalment_amount_in_bounds",
                violation_error_message="Số tiền phải lớn hơn 0.",
            ),
        ),
    ]
