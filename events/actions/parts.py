"""Rows that are typed together, one a line: those that say the same stay the same rows."""

from collections.abc import Iterable
from typing import Any

from django.db import models

from members.history import bulk_add, bulk_save


def replace_rows(
    rows: Any,
    owner_name: str,
    owner: models.Model,
    wanted: Iterable[Any],
    key_fields: tuple[str, ...],
) -> None:
    """Makes the owner's rows (a related manager) the wanted ones, in that order.

    `key_fields` names what a row says: one that says the same is kept, with what hangs on it.
    """
    kept: dict[Any, list[Any]] = {}
    for row in rows.all():
        kept.setdefault(tuple(getattr(row, name) for name in key_fields), []).append(row)
    unchanged: list[Any] = []
    new: list[Any] = []
    for order, row in enumerate(wanted, 1):
        same = kept.get(tuple(getattr(row, name) for name in key_fields))
        row = same.pop(0) if same else row
        setattr(row, owner_name, owner)
        row.order = order
        (new if row.pk is None else unchanged).append(row)
    for gone in [row for rest in kept.values() for row in rest]:
        gone.delete()
    for row in new:
        row.full_clean()
    bulk_save(unchanged, ["order"])
    bulk_add(rows.model, new)
