from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "0007_typed_by_field")]

    operations = [migrations.RemoveField("ReportDraft", "texts")]
