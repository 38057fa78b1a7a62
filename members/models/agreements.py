"""Rules between tables, which a CHECK cannot hold: said once as a condition on rows of one of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q


@dataclass(frozen=True)
class Side:
    """Another table that a rule reads: changing these columns there may break it as well."""

    model: str  # "members.Unit"
    lookup: str  # from a ruled row to `key` there: "unit", "membership__unit"
    columns: tuple[str, ...]
    key: str = "id"
    # Columns of the ruled row that rest on the other one alone: they are emptied when it is deleted.
    forgets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Agreement:
    """No row may be as `refused` says: forms tell so in words, the database refuses the rest.

    A row is looked at when it comes in or one of its `columns` changes, or those of a side. What
    stood before the rule did can therefore still be saved in its other columns.
    `members.guards` makes triggers of it; a model names its own in `agreements`.
    """

    name: str  # "within_unit", beginning with "agree_" and the table in the database
    refused: Q | Callable[[], Q]  # called when all models are known
    columns: tuple[str, ...]
    sides: tuple[Side, ...] = ()

    def broken(self, model: type[models.Model], **where: Any) -> models.QuerySet[Any]:
        """Rows of the model that do not keep to it."""
        refused = self.refused if isinstance(self.refused, Q) else self.refused()
        return model._base_manager.filter(refused, **where)


M = TypeVar("M", bound=type[models.Model])


NO_BRACKETS = "Tên không được có dấu < hoặc >."


def plain_names(*names: str) -> Callable[[M], M]:
    """Marks columns of a model that name a person, a unit, a post: no markup stands in a name.

    Pages escape whatever they print; this is the wall behind it. Forms of ours say it beside the
    box (`members.fields`), the admin above its form.
    """

    def add(model: M) -> M:
        options: Any = model._meta
        for name in names:
            has_brackets = Q(**{f"{name}__contains": "<"}) | Q(**{f"{name}__contains": ">"})
            options.constraints.append(
                models.CheckConstraint(
                    condition=~has_brackets,
                    name=f"{options.app_label}_{options.model_name}_{name}_plain",
                    violation_error_message=NO_BRACKETS,
                )
            )
        # Where migrations look for what a model's Meta says.
        options.original_attrs["constraints"] = options.constraints
        return model

    return add


def known_choices(*names: str) -> Callable[[M], M]:
    """Marks columns of a model of which the database, too, takes nothing but their choices.

    For those that give rights, tell of money or say where something stands: a word nobody knows
    would slip through every question that is asked of them.
    """

    def add(model: M) -> M:
        options: Any = model._meta
        for name in names:
            field: Any = options.get_field(name)
            known = [value for value, _ in field.choices if value not in ("", None)]
            options.constraints.append(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__in": [*known, ""] if field.blank else known}),
                    name=f"{options.app_label}_{options.model_name}_{name}_known",
                    violation_error_message="Giá trị này không có trong danh sách.",
                )
            )
        # Where migrations look for what a model's Meta says.
        options.original_attrs["constraints"] = options.constraints
        return model

    return add
