"""What the database itself refuses, where Django has no constraint that works on both databases.

Overlapping stretches of time (`Dated.no_overlap_by`): PostgreSQL gets an exclusion constraint over
ranges, which needs no extension when keys are written as one-element ranges. SQLite gets triggers.

Rules between tables (`Agreement`): both get triggers, on the ruled table and on those it reads. The
condition is the ORM's own, asked of the one row that comes in.

SQLite's schema editor drops a table's triggers whenever it rebuilds the table, so guards are put
back after every migrate, Django's own hook for such things. Those that read another table are
taken away before it: SQLite renames no table while a trigger names one that is gone.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import AppConfig, apps
from django.db import connections, models
from django.db.models.expressions import RawSQL

from .models import Agreement, Dated

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
        agreed = {
            name: statement
            for model in sender.get_models()
            for agreement in getattr(model, "agreements", ())
            for name, statement in _triggers(model, agreement, using)
        }
        # On the way to an earlier state what is left would name columns that are gone.
        is_whole = all(model._meta.db_table in tables for model in sender.get_models())
        kept = agreed if is_whole else {}
        _drop_agreed(cursor, connection.vendor, f"agree_{sender.label}_", but=set(kept))
        for statement in kept.values():
            cursor.execute(statement)


def lift_guards(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """On SQLite, takes away one app's triggers that read other tables, for as long as it migrates."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            _drop_agreed(cursor, connection.vendor, f"agree_{sender.label}_", but=set())


def _statements(model: type[Dated], vendor: str) -> list[str]:
    table = model._meta.db_table
    name = f"{table}_no_overlap"
    fields: list[Any] = [model._meta.get_field(name) for name in model.no_overlap_by]
    columns = [field.column for field in fields]
    column, value = model.no_overlap_where or ("1", "1")
    if vendor == "postgresql":
        # Without an extension only ranges are excluded so: of a word, that of its hash.
        numbers = [
            field.column if field.is_relation else f"hashtextextended({field.column}, 0)"
            for field in fields
        ]
        keys = ", ".join(f"int8range({number}, {number}, '[]') WITH &&" for number in numbers)
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


# --- Rules between tables ---------------------------------------------------------------------

_SQLITE_AGREED = """
CREATE TRIGGER IF NOT EXISTS {name} AFTER {event} ON {table}
WHEN ({changed}) AND EXISTS ({broken})
BEGIN
    SELECT RAISE(ABORT, '{name}');
END
"""
# What the rule reads is locked first: else it could change in a transaction that is not yet over.
_POSTGRESQL_AGREED = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {changed} THEN
        {locks}
        IF EXISTS ({broken}) THEN
            RAISE EXCEPTION '{name}'
            USING ERRCODE = 'check_violation', CONSTRAINT = '{name}', TABLE = TG_TABLE_NAME;
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER {name} AFTER {event} ON {table}
FOR EACH ROW EXECUTE FUNCTION {name}();
"""

_SQLITE_FORGETS = """
CREATE TRIGGER IF NOT EXISTS {name} AFTER DELETE ON {there}
BEGIN
    UPDATE {table} SET {emptied} WHERE id IN ({broken});
END
"""
_POSTGRESQL_FORGETS = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE {table} SET {emptied} WHERE id IN ({broken});
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER {name} AFTER DELETE ON {there}
FOR EACH ROW EXECUTE FUNCTION {name}();
"""


def _triggers(
    model: type[models.Model], agreement: Agreement, using: str
) -> Iterator[tuple[str, str]]:
    """Names of triggers, with what makes each."""
    vendor = connections[using].vendor
    template = _POSTGRESQL_AGREED if vendor == "postgresql" else _SQLITE_AGREED
    forgets = _POSTGRESQL_FORGETS if vendor == "postgresql" else _SQLITE_FORGETS
    prefix = f"agree_{model._meta.db_table}_{agreement.name}"

    def broken(**where: str) -> str:
        key, row = next(iter(where.items()))
        rows = agreement.broken(model, **{key: RawSQL(row, ())}).order_by().values("pk")  # noqa: S611 - a column of the trigger's row
        return _sql_of(rows, using)

    def made(
        suffix: str, table: str, event: str, columns: tuple[str, ...], locks: str, **where: str
    ) -> tuple[str, str]:
        name = f"{prefix}_{suffix}"
        return name, template.format(
            name=name, table=table, event=event, locks=locks, broken=broken(**where),
            changed=_changed(columns, vendor) if event == "UPDATE" else "TRUE",
        )  # fmt: skip

    table = model._meta.db_table
    locks = " ".join(_locks(model, agreement))
    yield made("insert", table, "INSERT", (), locks, pk="NEW.id")
    yield made("update", table, "UPDATE", agreement.columns, locks, pk="NEW.id")
    for side in agreement.sides:
        other = apps.get_model(side.model)
        name, there = str(other._meta.model_name), other._meta.db_table
        where = {side.lookup: f"OLD.{side.key}"}
        yield made(name, there, "UPDATE", side.columns, "", **where)
        if side.forgets:
            gone = f"{prefix}_{name}_gone"
            yield gone, forgets.format(
                name=gone, there=there, table=table, broken=broken(**where),
                emptied=", ".join(_emptied(model, column) for column in side.forgets),
            )  # fmt: skip


def _emptied(model: type[models.Model], column: str) -> str:
    field: Any = model._meta.get_field(column)
    return f"{field.column} = {'NULL' if field.null else repr('')}"


def _changed(columns: tuple[str, ...], vendor: str) -> str:
    differs = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
    return " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in columns)


def _locks(model: type[models.Model], agreement: Agreement) -> Iterator[str]:
    """For PostgreSQL. Only rows one step away: whatever is further is reached through them."""
    for side in agreement.sides:
        if "__" not in side.lookup:
            table = apps.get_model(side.model)._meta.db_table
            column = model._meta.get_field(side.lookup).attname  # type: ignore[union-attr]  # a column
            yield f"PERFORM 1 FROM {table} WHERE {side.key} = NEW.{column} FOR SHARE;"


def _sql_of(rows: models.QuerySet[Any, Any], using: str) -> str:
    """The query with its values written out: a trigger takes no parameters."""
    sql, values = rows.query.get_compiler(using).as_sql()
    return str(sql % tuple(_written_out(value) for value in values))


def _written_out(value: object) -> str:
    if isinstance(value, int):
        return str(int(value))
    text = str(value).replace("'", "''")
    return f"'{text}'"


def _drop_agreed(cursor: Any, vendor: str, prefix: str, *, but: set[str]) -> None:
    """Removes triggers of rules that are no more, or all of them."""
    if vendor == "postgresql":
        cursor.execute(
            "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE starts_with(tgname, %s)",
            [prefix],
        )
        drop = "DROP FUNCTION {0}() CASCADE"  # the trigger goes with it
    else:
        cursor.execute(
            "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
            " AND substr(name, 1, length(%s)) = %s",
            [prefix, prefix],
        )
        drop = "DROP TRIGGER {0}"
    for name, table in cursor.fetchall():
        if name not in but:
            cursor.execute(drop.format(name, table))
