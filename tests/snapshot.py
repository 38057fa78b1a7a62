"""A filled database as it was, given back after each test that really commits."""

import sqlite3
from typing import Any

from django.db import connection

from assoc.page_cache import generation


class Snapshot:
    """The whole database at one moment; `restore` puts it back within milliseconds.

    For tests that must not run within a transaction, since what locks rows outside of one fails
    only there. SQLite copies its pages. PostgreSQL compares each table with a copy in a schema of
    its own and refills those that differ, triggers and foreign keys at rest: that asks for a
    superuser, which the throwaway server of scripts/with_postgres.sh gives.
    """

    _taken = 0

    def __init__(self) -> None:
        connection.ensure_connection()
        if connection.vendor == "sqlite":
            self._pages = sqlite3.connect(":memory:", check_same_thread=False)
            connection.connection.backup(self._pages)
            return
        Snapshot._taken += 1
        self._schema = f"snapshot_{Snapshot._taken}"
        self._columns = _stored_columns()
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA {self._schema}")
            for table in self._columns:
                cursor.execute(f'CREATE TABLE {self._schema}."{table}" AS TABLE public."{table}"')

    def restore(self) -> None:
        self._put_back()
        generation.renew()  # the old number stood for other pages

    def _put_back(self) -> None:
        if connection.vendor == "sqlite":
            self._pages.backup(connection.connection)
            return
        changed = self._changed()
        with connection.cursor() as cursor:
            if not changed:
                return
            cursor.execute("SET session_replication_role = replica")
            for table in changed:
                names = ", ".join(f'"{name}"' for name in self._columns[table])
                cursor.execute(f'DELETE FROM public."{table}"')
                cursor.execute(
                    f'INSERT INTO public."{table}" ({names}) OVERRIDING SYSTEM VALUE'
                    f' SELECT {names} FROM {self._schema}."{table}"'
                )
            cursor.execute("SET session_replication_role = DEFAULT")

    def drop(self) -> None:
        if connection.vendor == "sqlite":
            self._pages.close()
            return
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA {self._schema} CASCADE")

    def _changed(self) -> list[str]:
        def content(schema: str, table: str) -> str:
            rows = f'(SELECT row.*::text AS line FROM {schema}."{table}" row) q'
            return f"(SELECT md5(string_agg(line, '|' ORDER BY line)) FROM {rows})"

        arms = (
            f"SELECT '{table}' WHERE {content('public', table)}"
            f" IS DISTINCT FROM {content(self._schema, table)}"
            for table in self._columns
        )
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(arms))
            return [table for (table,) in cursor.fetchall()]


def _stored_columns() -> dict[str, list[str]]:
    """Of each table the columns that are written, not computed."""
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " JOIN information_schema.tables USING (table_schema, table_name)"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
            " AND is_generated = 'NEVER' ORDER BY table_name, ordinal_position"
        )
        rows: list[Any] = cursor.fetchall()
    for table, column in rows:
        found.setdefault(table, []).append(column)
    return found
