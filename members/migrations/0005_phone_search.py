"""Cards are found by their number's bare figures, whatever its spacing."""

from django.db import migrations

from kit.phones import phone_digits
from kit.text import fold

BATCH = 2000


def derive(apps, schema_editor):
    Member = apps.get_model("members", "Member")
    batch = []
    for member in Member.objects.exclude(phone="").only("pk", "full_name", "code", "phone"):
        digits = phone_digits(member.phone)
        member.search_text = fold(f"{member.full_name} {member.code} {member.phone} {digits}")
        batch.append(member)
        if len(batch) == BATCH:
            Member.objects.bulk_update(batch, ["search_text"])
            batch = []
    Member.objects.bulk_update(batch, ["search_text"])


class Migration(migrations.Migration):
    dependencies = [("members", "0004_member_book")]

    operations = [migrations.RunPython(derive, migrations.RunPython.noop, elidable=True)]
