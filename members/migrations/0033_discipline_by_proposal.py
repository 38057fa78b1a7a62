import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0032_admission_rules_keep_terms"),
    ]

    operations = [
        migrations.AddField(
            model_name="discipline",
            name="proposal",
            field=models.OneToOneField(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="discipline",
                to="members.proposal",
                verbose_name="đề nghị",
            ),
        ),
    ]
