"""Counting on PostgreSQL, where many write at once.

The number's row may be locked only at the very end of a transaction, else whoever writes a long one
holds up all others; and no reader may see the new number before what it counts. So a statement that changes
something only notes its transaction in a table, whose deferred trigger counts at commit. It does so in a
second round: the first round's triggers check foreign keys, which may wait for another transaction, and
whoever waits must not hold the number's row.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from assoc.models import PageGeneration

_TABLE = PageGeneration._meta.db_table
_NOTES = "page_cache_writers"

_FUNCTIONS = f"""
CREATE TABLE {_NOTES} (id bigint PRIMARY KEY, is_checked boolean NOT NULL DEFAULT false);
CREATE FUNCTION page_cache_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO {_NOTES} (id) VALUES (pg_current_xact_id()::text::bigint) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE FUNCTION page_cache_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.is_checked THEN
    UPDATE {_TABLE} SET number = number + 1;
    DELETE FROM {_NOTES} WHERE id = NEW.id;
  ELSE
    UPDATE {_NOTES} SET is_checked = true WHERE id = NEW.id;
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER page_cache_count AFTER INSERT OR UPDATE ON {_NOTES}
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION page_cache_count();
"""  # noqa: S608 - names of ours


def statements(watched: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The functions, and the SQL of each trigger by its name."""
    schema = {"": _FUNCTIONS}
    for table, columns in watched.items():
        named = ", ".join(f'"{column}"' for column in columns)
        for event, on in {
            "page_cache_change": "INSERT OR DELETE OR TRUNCATE",
            "page_cache_update": f"UPDATE OF {named}",
        }.items():
            schema[f"{event} {table}"] = (
                f'CREATE TRIGGER {event} AFTER {on} ON "{table}"'
                " FOR EACH STATEMENT EXECUTE FUNCTION page_cache_changed()"
            )
    return schema


def is_installed(cursor: Any, watched: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether everything stands as we want it: the fingerprint lies on the number's table as a comment."""
    cursor.execute("SELECT obj_description(%s::regclass, 'pg_class')", [_TABLE])
    (said,) = cursor.fetchone()
    cursor.execute(
        "SELECT count(*) FROM pg_trigger WHERE tgname IN ('page_cache_change', 'page_cache_update')"
    )
    (triggers,) = cursor.fetchone()
    return bool(said == _fingerprint(watched) and triggers == len(statements(watched)) - 1)


def install(cursor: Any, watched: Mapping[str, tuple[str, ...]]) -> None:
    for sql in statements(watched).values():
        cursor.execute(sql)
    cursor.execute(f"COMMENT ON TABLE {_TABLE} IS '{_fingerprint(watched)}'")


def uninstall(cursor: Any) -> None:
    """PostgreSQL won't change the type of a column that a trigger names."""
    cursor.execute("DROP FUNCTION IF EXISTS page_cache_changed() CASCADE")
    cursor.execute(f"DROP TABLE IF EXISTS {_NOTES}")
    cursor.execute("DROP FUNCTION IF EXISTS page_cache_count()")


def _fingerprint(watched: Mapping[str, tuple[str, ...]]) -> str:
    return hashlib.sha256(repr(statements(watched)).encode()).hexdigest()
