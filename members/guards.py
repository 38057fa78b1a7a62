"""Constraints of the database for which Django has none that works on both databases.

Overlapping periods (`Dated.no_overlap_by`): PostgreSQL gets an exclusion constraint over
ranges, which needs no extension when keys are written as one-element ranges. SQLite gets triggers.

Rules between tables (`CrossTableRule`): both get triggers, on the model's table and on those
it reads. The condition is the ORM's, evaluated for the one row.

Rows that are never changed (`frozen`, names of columns): both get a trigger that refuses an UPDATE of
one of them. PostgreSQL also refuses to DELETE such a row; SQLite does not, since there no other way
leads to an empty table (TRUNCATE is recognised), so on it the model's own `delete` alone refuses.

Rows that are held once a condition is met (`HeldRows`, names of columns): both get triggers that
ask it of the row as it stands before an UPDATE or, on PostgreSQL, a DELETE.

SQLite's schema editor drops a table's triggers whenever it rebuilds the table, so guards are put
back after every migrate, Django's own hook for such things. Those that read another table are
removed before it: SQLite renames no table while a trigger names one that is gone.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import AppConfig, apps
from django.db import connections, models
from django.db.models.expressions import RawSQL

from .models import CrossTableRule, Dated, HeldRows

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
            for rule in getattr(model, "cross_table_rules", ())
            for name, statement in _triggers(model, rule, using)
        }
        # On the way to an earlier state what is left would name columns that are gone.
        is_whole = all(model._meta.db_table in tables for model in sender.get_models())
        kept = agreed if is_whole else {}
        _drop_agreed(cursor, connection.vendor, f"agree_{sender.label}_", but=set(kept))
        for statement in kept.values():
            cursor.execute(statement)
        frozen = {
            name: statement
            for model in sender.get_models()
            if hasattr(model, "frozen") and is_whole
            for name, statement in _frozen(model, connection.vendor)
        }
        _drop_agreed(cursor, connection.vendor, f"frozen_{sender.label}_", but=set(frozen))
        for statement in frozen.values():
            cursor.execute(statement)
        held = {
            name: statement
            for model in sender.get_models()
            for rule in getattr(model, "held_rows", ())
            if is_whole
            for name, statement in _held(model, rule, using)
        }
        _drop_agreed(cursor, connection.vendor, f"held_{sender.label}_", but=set(held))
        for statement in held.values():
            cursor.execute(statement)


def lift_guards(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """On SQLite, takes away one app's triggers that read other tables, for as long as it migrates."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for prefix in ("agree", "frozen", "held"):
                _drop_agreed(cursor, connection.vendor, f"{prefix}_{sender.label}_", but=set())


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


# --- Rows that are never changed --------------------------------------------------------------

_SQLITE_FROZEN = """
CREATE TRIGGER IF NOT EXISTS {name} BEFORE UPDATE ON {table} WHEN {changed}
BEGIN
    SELECT RAISE(ABORT, '{name}');
END
"""
_POSTGRESQL_FROZEN = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR {changed} THEN
        RAISE EXCEPTION '{name}'
        USING ERRCODE = 'check_violation', CONSTRAINT = '{name}', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER {name} BEFORE UPDATE{or_delete} ON {table}
FOR EACH ROW EXECUTE FUNCTION {name}();
"""


def _frozen(model: Any, vendor: str) -> Iterator[tuple[str, str]]:
    """`keeps_rows`: its rows can't be deleted either, where the database tells that apart."""
    table = model._meta.db_table
    name = f"frozen_{table}"
    template = _POSTGRESQL_FROZEN if vendor == "postgresql" else _SQLITE_FROZEN
    or_delete = " OR DELETE" if getattr(model, "keeps_rows", False) else ""
    yield (
        name,
        template.format(
            name=name, table=table, changed=_changed(model.frozen, vendor), or_delete=or_delete
        ),
    )


# --- Rows that are held once a condition is met -----------------------------------------------

_SQLITE_HELD = """
CREATE TRIGGER IF NOT EXISTS {name} BEFORE {event} ON {table}
WHEN ({changed}) AND EXISTS ({held})
BEGIN
    SELECT RAISE(ABORT, '{name}');
END
"""
_POSTGRESQL_HELD = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF ({changed}) AND EXISTS ({held}) THEN
        RAISE EXCEPTION '{name}'
        USING ERRCODE = 'check_violation', CONSTRAINT = '{name}', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN {row};
END $$;
CREATE OR REPLACE TRIGGER {name} BEFORE {event} ON {table}
FOR EACH ROW EXECUTE FUNCTION {name}();
"""


def _held(model: type[models.Model], rule: HeldRows, using: str) -> Iterator[tuple[str, str]]:
    """Names of triggers, with what makes each."""
    vendor = connections[using].vendor
    table = model._meta.db_table
    rows = rule.holding(model, pk=RawSQL("OLD.id", ()))
    held = _sql_of(rows.order_by().values("pk"), using)
    template = _POSTGRESQL_HELD if vendor == "postgresql" else _SQLITE_HELD
    events = [("UPDATE", _changed(rule.columns, vendor), "NEW")]
    if rule.keeps_rows and vendor == "postgresql":
        events.append(("DELETE", "TRUE", "OLD"))
    for event, changed, row in events:
        name = f"held_{table}_{rule.name}_{event.lower()}"
        yield (
            name,
            template.format(
                name=name, event=event, table=table, changed=changed, held=held, row=row
            ),
        )


# --- Rules between tables ---------------------------------------------------------------------

_SQLITE_AGREED = """
CREATE TRIGGER IF NOT EXISTS {name} AFTER {event} ON {table}
WHEN ({changed}) AND EXISTS ({violations})
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
        IF EXISTS ({violations}) THEN
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
    UPDATE {table} SET {emptied} WHERE id IN ({violations});
END
"""
_POSTGRESQL_FORGETS = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE {table} SET {emptied} WHERE id IN ({violations});
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER {name} AFTER DELETE ON {there}
FOR EACH ROW EXECUTE FUNCTION {name}();
"""


def _triggers(
    model: type[models.Model], rule: CrossTableRule, using: str
) -> Iterator[tuple[str, str]]:
    """Names of triggers, with what makes each."""
    vendor = connections[using].vendor
    template = _POSTGRESQL_AGREED if vendor == "postgresql" else _SQLITE_AGREED
    clears = _POSTGRESQL_FORGETS if vendor == "postgresql" else _SQLITE_FORGETS
    prefix = f"agree_{model._meta.db_table}_{rule.name}"

    def violations(**where: str) -> str:
        key, row = next(iter(where.items()))
        rows = rule.violations(model, **{key: RawSQL(row, ())}).order_by().values("pk")  # noqa: S611 - a column of the trigger's row
        return _sql_of(rows, using)

    def trigger(
        suffix: str, table: str, event: str, columns: tuple[str, ...], locks: str, **where: str
    ) -> tuple[str, str]:
        name = f"{prefix}_{suffix}"
        return name, template.format(
            name=name, table=table, event=event, locks=locks, violations=violations(**where),
            changed=_changed(columns, vendor) if event == "UPDATE" else "TRUE",
        )  # fmt: skip

    table = model._meta.db_table
    locks = " ".join(_locks(model, rule))
    yield trigger("insert", table, "INSERT", (), locks, pk="NEW.id")
    yield trigger("update", table, "UPDATE", rule.columns, locks, pk="NEW.id")
    for table_read in rule.referenced:
        other = apps.get_model(table_read.model)
        name, there = str(other._meta.model_name), other._meta.db_table
        where = {table_read.lookup: f"OLD.{table_read.key}"}
        yield trigger(name, there, "UPDATE", table_read.columns, "", **where)
        if table_read.clears:
            gone = f"{prefix}_{name}_gone"
            yield gone, clears.format(
                name=gone, there=there, table=table, violations=violations(**where),
                emptied=", ".join(_emptied(model, column) for column in table_read.clears),
            )  # fmt: skip


def _emptied(model: type[models.Model], column: str) -> str:
    field: Any = model._meta.get_field(column)
    return f"{field.column} = {'NULL' if field.null else repr('')}"


def _changed(columns: tuple[str, ...], vendor: str) -> str:
    differs = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
    # Quoted, for a column may be called as a word of SQL: "order".
    return " OR ".join(f'OLD."{column}" {differs} NEW."{column}"' for column in columns)


def _locks(model: type[models.Model], rule: CrossTableRule) -> Iterator[str]:
    """For PostgreSQL. Only rows one step away: whatever is further is reached through them."""
    for table_read in rule.referenced:
        if "__" not in table_read.lookup:
            table = apps.get_model(table_read.model)._meta.db_table
            column = model._meta.get_field(table_read.lookup).attname  # type: ignore[union-attr]  # a column
            yield f"PERFORM 1 FROM {table} WHERE {table_read.key} = NEW.{column} FOR SHARE;"


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
