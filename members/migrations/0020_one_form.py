"""Card numbers, sign-in names, apostrophes and telephones get their one form.

Two cards whose numbers were one but for spaces or small letters both stay: the one that was written
in the right form, else the older, keeps the number; the other's gets "-2" and is told here. Nobody
but the office can say which of the printed cards is right. So it is with sign-in names.
"""

import contextlib
import sys

from django.db import migrations

from kit.phones import grouped_phone, phone_numbers
from kit.text import bare_name, fold
from members.models.naming import normal_code

BATCH = 2000
# As kit.text, members.models.naming and User had them when this was written.
APOSTROPHES = str.maketrans(dict.fromkeys("’‘‛ʼʻʹʽʾ′´`＇", "'"))


def one_form(apps, schema_editor):
    Member = apps.get_model("members", "Member")
    told = _unite(Member, "code", normal_code, "Số thẻ")
    told += _unite(apps.get_model("members", "User"), "username", str.lower, "Tên đăng nhập")
    for line in told:
        sys.stderr.write(f"{line}\n")
    for name in ("Member", "Candidate", "Application"):
        _tidy(apps.get_model("members", name))
    users = apps.get_model("members", "User").objects
    for user in users.all():
        users.filter(pk=user.pk).update(search_text=fold(f"{user.username} {user.name}"))


def _unite(model, column, form, words):
    """Sets the column to its form. Of several rows that then agree, only one can have it."""
    rows = list(model.objects.order_by("pk").values_list("pk", column))
    rows.sort(key=lambda row: row[1] != form(row[1]))  # what is right already comes first
    taken, changes, told = set(), [], []
    most = model._meta.get_field(column).max_length
    for pk, value in rows:
        wanted = free = form(value)
        number = 1
        while free in taken:
            number += 1
            free = f"{wanted[: most - 4]}-{number}"
        taken.add(free)
        if free != value:
            # Whoever has to give way goes first.
            changes.insert(0 if free != wanted else len(changes), (pk, free))
        if free != wanted:
            told.append(f"{words} “{value}” trùng với “{wanted}” đã có: đổi thành “{free}”.")
    for pk, value in changes:
        model.objects.filter(pk=pk).update(**{column: value})
    return told


def _tidy(model):
    batch = []
    has_code = model.__name__ == "Member"
    for row in model.objects.all().iterator(chunk_size=BATCH):
        old = (row.full_name, row.phone, row.search_text)
        row.full_name = row.full_name.translate(APOSTROPHES)
        if row.phone:
            # What is no number stays as it was written; the form asks when the card is corrected.
            with contextlib.suppress(ValueError):
                row.phone = grouped_phone(row.phone)
        said, bare = fold(row.full_name), bare_name(row.full_name)
        names = said if said == bare else f"{said} {bare}"
        code = row.code if has_code else ""
        row.search_text = fold(" ".join([names, code, row.phone, *phone_numbers(row.phone)]))
        if (row.full_name, row.phone, row.search_text) != old:
            batch.append(row)
        if len(batch) == BATCH:
            model.objects.bulk_update(batch, ["full_name", "phone", "search_text"])
            batch = []
    model.objects.bulk_update(batch, ["full_name", "phone", "search_text"])


class Migration(migrations.Migration):
    dependencies = [("members", "0019_consent_in_a_provable_form")]

    operations = [migrations.RunPython(one_form, migrations.RunPython.noop, elidable=True)]
