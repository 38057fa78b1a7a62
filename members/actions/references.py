"""Records that reference a record, in the layers above too; checked before it is deleted or moved."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db import models


def _kinds(record: models.Model) -> Iterator[tuple[Any, Any]]:
    """Every model with a foreign key to this record, with its rows that reference it."""
    for relation in type(record)._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel):
            model: Any = relation.related_model
            yield model, model._base_manager.filter(**{relation.field.name: record})


def rows_referencing(record: models.Model, mark: str) -> list[tuple[Any, str]]:
    """Rows that reference this record, of models with the attribute `mark`, with the column's name."""
    references: list[tuple[Any, str]] = []
    for relation in type(record)._meta.get_fields(include_hidden=True):
        model: Any = relation.related_model
        if isinstance(relation, models.ManyToOneRel) and getattr(model, mark, False):
            name = relation.field.name
            references += [(row, name) for row in model._base_manager.filter(**{name: record})]
    return references


def kinds_referencing(record: models.Model, *but: models.Model | None) -> list[str]:
    """Kinds of records that reference this one, except those in `but`."""
    kinds = []
    for model, references in _kinds(record):
        rows = references
        for excluded in but:
            if isinstance(excluded, model):
                rows = rows.exclude(pk=excluded.pk)
        if rows.exists():
            kinds.append(str(model._meta.verbose_name))
    return kinds


def earliest_dependent(*records: models.Model) -> tuple[dt.date, str] | None:
    """The earliest day of a record that depends on these, and its kind; None without any.

    Counts only models that name the column of that day in `holds_from`.
    """
    days = []
    for record in records:
        for model, references in _kinds(record):
            if column := getattr(model, "holds_from", ""):
                rows: Any = model._default_manager.filter(pk__in=references.order_by().values("pk"))
                if hasattr(rows, "standing"):  # what was undone or reversed no longer holds
                    rows = rows.standing()
                day = rows.aggregate(first=models.Min(column))["first"]
                days += [(day, str(model._meta.verbose_name))] if day else []
    return min(days, default=None)
