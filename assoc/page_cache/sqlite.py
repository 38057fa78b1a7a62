"""Counting on SQLite: one writer at a time, so the number simply grows with each changed row."""

from collections.abc import Mapping
from typing import Any

from assoc.models import PageGeneration

_GROW = f"UPDATE {PageGeneration._meta.db_table} SET number = number + 1"  # noqa: S608 - a name of ours


def statements(watched: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Name and SQL of each trigger; SQLite keeps the SQL as it was written."""
    schema = {}
    for table, columns in watched.items():
        named = ", ".join(f'"{column}"' for column in columns)
        differs = " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in columns)
        for event, on in {
            "insert": "INSERT ON",
            "delete": "DELETE ON",
            "update": f"UPDATE OF {named} ON",
        }.items():
            name = f"page_cache_{table}_{event}"
            when = f" WHEN {differs}" if event == "update" else ""
            schema[name] = f'CREATE TRIGGER {name} AFTER {on} "{table}"{when} BEGIN {_GROW}; END'
    return schema


def is_installed(cursor: Any, watched: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether every trigger stands as we want it, word for word."""
    return _present(cursor) == statements(watched)


def install(cursor: Any, watched: Mapping[str, tuple[str, ...]]) -> None:
    for sql in statements(watched).values():
        cursor.execute(sql)


def uninstall(cursor: Any) -> None:
    """Django alters a table by making it anew, which a trigger that names it hinders."""
    for name in _present(cursor):
        cursor.execute(f"DROP TRIGGER {name}")


def _present(cursor: Any) -> dict[str, str]:
    cursor.execute(
        "SELECT name, sql FROM sqlite_master"
        " WHERE type = 'trigger' AND name LIKE 'page!_cache!_%' ESCAPE '!'"
    )
    return dict(cursor.fetchall())
