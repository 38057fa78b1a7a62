"""Rules between tables, which a CHECK can't express: a condition on rows of one of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q


@dataclass(frozen=True)
class ReferencedTable:
    """Another table that a rule reads: a change of these columns there may violate it too."""

    model: str  # "members.Unit"
    lookup: str  # from a row of the model to `key` there: "unit", "membership__unit"
    columns: tuple[str, ...]
    key: str = "id"
    # Columns of the model that depend on that row alone; they are emptied when it is deleted.
    clears: tuple[str, ...] = ()


@dataclass(frozen=True)
class HeldRows:
    """Rows that match `held` are never changed in these columns, nor deleted: what was signed.

    The condition may reach other tables: a clause is held once its compact is. `members.guards`
    makes triggers of it. SQLite lets rows be deleted, since there no other way leads to an empty
    table; the model refuses that by itself. `keeps_rows`: False for rows that may be deleted.
    """

    name: str
    held: Q
    columns: tuple[str, ...]
    keeps_rows: bool = True

    def holding(self, model: type[models.Model], **where: Any) -> models.QuerySet[Any]:
        """Rows of the model that are held."""
        return model._base_manager.filter(self.held, **where)


@dataclass(frozen=True)
class CrossTableRule:
    """No row may match `refused`. Forms give the message; the database raises an error.

    A row is checked when it is inserted and when one of its `columns` or of the referenced tables'
    columns changes. Older rows that violate the rule can still be saved in other columns.
    `members.guards` makes triggers of it; a model names its own in `cross_table_rules`.
    """

    name: str  # "within_unit", beginning with "agree_" and the table in the database
    refused: Q | Callable[[], Q]  # called when all models are known
    columns: tuple[str, ...]
    referenced: tuple[ReferencedTable, ...] = ()

    def violations(self, model: type[models.Model], **where: Any) -> models.QuerySet[Any]:
        """Rows of the model that violate the rule."""
        refused = self.refused if isinstance(self.refused, Q) else self.refused()
        return model._base_manager.filter(refused, **where)
