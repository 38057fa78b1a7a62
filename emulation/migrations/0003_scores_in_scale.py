import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("emulation", "0002_scores_off_the_scale"),
    ]

    operations = [
        migrations.AlterField(
            model_name="classification",
            name="score",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                help_text="Thang điểm 100, ví dụ 96,75.",
                max_digits=7,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(0, "Điểm phải từ 0 đến 100."),
                    django.core.validators.MaxValueValidator(100, "Điểm phải từ 0 đến 100."),
                ],
                verbose_name="điểm",
            ),
        ),
        migrations.AddConstraint(
            model_name="classification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("score__isnull", True), ("score__range", (0, 100)), _connector="OR"
                ),
                name="emulation_classification_score_in_scale",
                violation_error_message="Điểm phải từ 0 đến 100.",
            ),
        ),
        migrations.AddConstraint(
            model_name="targetresult",
            constraint=models.CheckConstraint(
                condition=models.Q(("value__gte", 0)),
                name="emulation_targetresult_not_below_nought",
                violation_error_message="Kết quả không thể âm.",
            ),
        ),
    ]
