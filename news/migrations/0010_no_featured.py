from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("news", "0009_lead_from_featured"),
    ]

    operations = [
        migrations.RemoveField(model_name="post", name="is_featured"),
    ]
