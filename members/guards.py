"""The database's own refusal of overlapping stretches of time (`Dated.no_overlap_by`).

Django has no constraint for it that works on both databases. PostgreSQL gets an exclusion
constraint over ranges, which needs no extension when keys are written as one-element ranges.
SQLite gets triggers; as its schema editor drops a table's triggers whenever it rebuilds the table,
they are put back after every migrate, Django's own hook for such things.
"""

from typing import Any

from django.apps import AppConfig
from django.db import connections

from .models import Dated

_SQLITE = """
CREATE TRIGGER {name}_{event_name} BEFORE {event} ON {table} WHEN {new_condition}
BEGIN
    SELECT RAISE(ABORT, '{name}') WHERE EXISTS (
        SELECT 1 FROM {table} AS o
        WHERE {same_keys} AND {old_condition} AND o.id IS NOT NEW.id
          AND (o.valid_to IS NULL OR o.valid_to > NEW.valid_from)
          AND (NEW.valid_to IS NULL OR o.valid_from < NEW.valid_to)
    );
END
"""


def install_guards(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Puts the guards of one app's dated models in place; doing it again changes nothing."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for model in sender.get_models():
            if issubclass(model, Dated) and model.no_overlap_by and model._meta.db_table in tables:
                for statement in _statements(model, connection.vendor):
                    cursor.execute(statement)


def _statements(model: type[Dated], vendor: str) -> list[str]:
    table = model._meta.db_table
    name = f"{table}_no_overlap"
    columns = [f"{field}_id" for field in model.no_overlap_by]
    column, value = model.no_overlap_where or ("1", "1")
    if vendor == "postgresql":
        keys = ", ".join(f"int8range({column}, {column}, '[]') WITH &&" for column in columns)
        condition = f"WHERE ({column} = '{value}')" if model.no_overlap_where else ""
        # One statement: there is no moment without the guard.
        return [
            f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}, ADD CONSTRAINT {name} "
            f"EXCLUDE USING gist ({keys}, daterange(valid_from, valid_to) WITH &&) {condition}"
        ]
    parts = {
        "name": name,
        "table": table,
        "same_keys": " AND ".join(f"o.{column} = NEW.{column}" for column in columns),
        "new_condition": f"NEW.{column} = '{value}'" if model.no_overlap_where else "1",
        "old_condition": f"o.{column} = '{value}'" if model.no_overlap_where else "1",
    }
    statements = []
    for event_name in ("insert", "update"):
        statements.append(f"DROP TRIGGER IF EXISTS {name}_{event_name}")
        statements.append(_SQLITE.format(event=event_name.upper(), event_name=event_name, **parts))
    return statements
