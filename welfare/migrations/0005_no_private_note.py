from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("welfare", "0004_reasons_apart")]

    operations = [migrations.RemoveField(model_name="activity", name="private_note")]
