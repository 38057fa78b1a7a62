"""What rests on a record, in the floors above too: asked before it is taken back or moved."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db import models


def _kinds(record: models.Model) -> Iterator[tuple[Any, Any]]:
    """Every model that can point at this one, with its rows that do."""
    for relation in type(record)._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel):
            model: Any = relation.related_model
            yield model, model._base_manager.filter(**{relation.field.name: record})


def rows_naming(record: models.Model, mark: str) -> list[tuple[Any, str]]:
    """Rows that point at this one, of the models that bear the mark, with the column that does."""
    found: list[tuple[Any, str]] = []
    for relation in type(record)._meta.get_fields(include_hidden=True):
        model: Any = relation.related_model
        if isinstance(relation, models.ManyToOneRel) and getattr(model, mark, False):
            name = relation.field.name
            found += [(row, name) for row in model._base_manager.filter(**{name: record})]
    return found


def pointing_at(record: models.Model, *but: models.Model | None) -> list[str]:
    """Kinds of records that hang on this one, save those told."""
    kinds = []
    for model, found in _kinds(record):
        rows = found
        for one in but:
            if isinstance(one, model):
                rows = rows.exclude(pk=one.pk)
        if rows.exists():
            kinds.append(str(model._meta.verbose_name))
    return kinds


def first_resting_on(*records: models.Model) -> tuple[dt.date, str] | None:
    """The earliest day, and the kind, of what holds only once these records do.

    A model says by `stands_from` which of its columns is that day; of the others none counts.
    """
    days = []
    for record in records:
        for model, found in _kinds(record):
            if column := getattr(model, "stands_from", ""):
                rows: Any = model._default_manager.filter(pk__in=found.order_by().values("pk"))
                if hasattr(rows, "standing"):  # what was undone or reversed no longer holds
                    rows = rows.standing()
                day = rows.aggregate(first=models.Min(column))["first"]
                days += [(day, str(model._meta.verbose_name))] if day else []
    return min(days, default=None)
