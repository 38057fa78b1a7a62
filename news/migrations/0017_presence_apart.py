from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("news", "0016_only_typed_texts")]

    operations = [migrations.RemoveField("PostDraft", "seen_at")]
