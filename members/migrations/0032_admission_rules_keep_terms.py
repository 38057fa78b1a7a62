from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0031_admission_by_decision_rules"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="admissionrule",
            name="backing_share",
        ),
        migrations.RemoveField(
            model_name="admissionrule",
            name="decision_share",
        ),
        migrations.RemoveField(
            model_name="admissionrule",
            name="is_decided_above",
        ),
    ]
