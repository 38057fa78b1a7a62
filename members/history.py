"""The middleware that knows who acts, and writes of many rows at once that are still recorded."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.db import models, transaction
from django.http import HttpRequest, HttpResponse

from .actor import acting_as
from .models.derived import DerivedTextField
from .models.history import TRACKED, Change, change_for, changed_values, label_of, values_of


class ActorMiddleware:
    """Whatever a request changes is recorded in its user's name. Costs no query by itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with acting_as(request=request):
            return self.get_response(request)


@transaction.atomic
def bulk_change(rows: models.QuerySet[Any], **values: Any) -> int:
    """`rows.update(**values)` of a tracked model, recorded row by row; says how many really changed.

    Four queries whatever the number. What a column is derived from can't be changed so: the
    derived one would stay behind.
    """
    model = rows.model
    tracking = TRACKED[label_of(model)]
    fields = [field for field in tracking.fields if {field.name, field.attname} & set(values)]
    for derived in model._meta.concrete_fields:
        if isinstance(derived, DerivedTextField) and set(derived.sources) & set(values):
            raise ValueError(f"{derived.name} is derived from what would change: save row by row.")
    records = list(rows.all())  # never what it had read before
    before = {record.pk: values_of(record, fields) for record in records}
    model._base_manager.filter(pk__in=list(before)).update(**values)
    changes = []
    for record in model._base_manager.filter(pk__in=list(before)):
        if diff := changed_values(tracking, fields, before[record.pk], values_of(record, fields)):
            changes.append(change_for(record, Change.Action.CHANGED, diff))
    Change.objects.bulk_create(changes, batch_size=500)
    return len(changes)


@transaction.atomic
def repoint(old: models.Model, new: models.Model) -> Counter[type[models.Model]]:
    """Whatever points at the one points at the other, recorded where its model is tracked.

    Asked of the models themselves, so that a table of a higher floor is not forgotten: its rows
    would go with the old record. Says how many of each.
    """
    moved: Counter[type[models.Model]] = Counter()
    for relation in type(old)._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel):
            continue
        model, name = relation.related_model, relation.field.name
        rows = model._base_manager.filter(**{name: old})
        is_tracked = label_of(model) in TRACKED
        moved[model] += (
            bulk_change(rows, **{name: new}) if is_tracked else rows.update(**{name: new})
        )
    return moved


@transaction.atomic
def bulk_add(model: type[models.Model], records: Iterable[Any]) -> list[Any]:
    """`bulk_create` of a tracked model, each row recorded as written anew."""
    made = model._default_manager.bulk_create(list(records), batch_size=500)
    if TRACKED[label_of(model)].records_creation:
        Change.objects.bulk_create(
            [change_for(record, Change.Action.CREATED) for record in made], batch_size=500
        )
    return made


@transaction.atomic
def bulk_save(records: Iterable[Any], fields: Iterable[str]) -> int:
    """`bulk_update` of a tracked model, recorded row by row; says how many really changed."""
    records, names = list(records), list(fields)
    if not records:
        return 0
    model = type(records[0])
    tracking = TRACKED[label_of(model)]
    changed_fields = [
        field for field in tracking.fields if {field.name, field.attname} & set(names)
    ]
    old = {
        row.pk: values_of(row, changed_fields)
        for row in model._base_manager.filter(pk__in=[record.pk for record in records])
    }
    model._default_manager.bulk_update(records, names, batch_size=500)
    changes = []
    for record in records:
        if diff := changed_values(
            tracking, changed_fields, old[record.pk], values_of(record, changed_fields)
        ):
            changes.append(change_for(record, Change.Action.CHANGED, diff))
    Change.objects.bulk_create(changes, batch_size=500)
    return len(changes)
