"""Shorter ways to the same: what every test would otherwise do again, done once.

Nothing here stands in for the portal's own code; see tests/conftest.py for where it is used.
"""

import datetime as dt
import hashlib
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

import time_machine
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, models, transaction
from django.db.models.sql import InsertQuery
from django.utils import timezone

from assoc.page_cache import generation
from assoc.search import upkeep
from kit.dates import local_today
from kit.pictures import Picture

T = TypeVar("T")
# The same in every test, and costly to write again.
NEVER_EMPTIED = {"django_migrations", "django_content_type", "auth_permission"}


@cache
def _tables() -> tuple[str, ...]:
    return tuple(sorted(set(connection.introspection.django_table_names()) - NEVER_EMPTIED))


def empty_tables() -> None:
    """Takes away every row that a test outside a transaction left.

    Django's own flush empties every table there is, and puts every content type, permission and
    trigger back, a quarter of a second each time.
    """
    filled = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table})"  # noqa: S608 - our own names
        for table in _tables()
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(filled)
        tables = [table for (table,) in cursor.fetchall()]
        if connection.vendor == "postgresql" and tables:
            _empty_postgres(cursor, tables)
        elif tables:
            for table in tables:
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
    generation.renew()  # which went too; nothing is kept without it
    if not upkeep.engine().is_installed():
        emit_post_migrate_signal(verbosity=0, interactive=False, db="default")


_emptied = count(1)
_SWEPT = 40  # times: what was deleted stays in a table's file until then, and is read over


def _empty_postgres(cursor: Any, tables: list[str]) -> None:
    """Few rows are deleted at once; TRUNCATE makes new files for half of all tables and indexes.

    Triggers and foreign keys rest meanwhile, which asks for a superuser: see tests/snapshot.py.
    """
    cursor.execute("SHOW is_superuser")
    if cursor.fetchone() == ("on",) and next(_emptied) % _SWEPT:
        deletes = "; ".join(f"DELETE FROM {table}" for table in tables)  # noqa: S608 - our own names
        cursor.execute(f"SET LOCAL session_replication_role = replica; {deletes}")
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    else:
        cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")


def remembering(encode: Callable[..., bytes]) -> Callable[..., bytes]:
    """`Picture.encode`, reckoned once for the same pixels: factories make thousands alike."""
    digests: WeakKeyDictionary[Picture, bytes] = WeakKeyDictionary()
    made: dict[tuple[bytes, int, str], bytes] = {}

    def remembered(self: Picture, width: int, format: str = "webp") -> bytes:
        if self not in digests:
            pixels = hashlib.sha256(repr(self.image.size).encode())
            pixels.update(self.image.tobytes())
            digests[self] = pixels.digest()
        key = (digests[self], width, format)
        if key not in made:
            made[key] = encode(self, width, format)
        return made[key]

    return remembered


@dataclass
class _Memory:
    since: dt.datetime  # when the rows were made
    objects: bytes
    rows: list[tuple[str, Any]]  # statements with their values


class Remembered(Generic[T]):
    """What `make` puts into an empty database, put there again in a statement a table.

    The rows are those that the portal's own code made, guards and triggers act upon them again, and
    nobody's changes outlive a test. Made anew on another day, before the hour of the rows (which then
    serve from that hour on), outside a transaction, or where the tables hold anything.
    """

    def __init__(self, make: Callable[[], T], *tables: type[models.Model]) -> None:
        """`tables` are all that `make` writes to, in the order in which rows may be written."""
        self._make = make
        self._tables = tables
        self._memories: dict[dt.date, _Memory] = {}

    def __call__(self) -> T:
        if not connection.in_atomic_block or self._holds_rows():
            return self._make()
        day, now = local_today(), timezone.now()
        memory = self._memories.get(day)
        if memory is None or now < memory.since:
            # Within one second of the clock: many tests begin at the very same moment.
            since = now.replace(microsecond=0)
            with time_machine.travel(since, tick=False):
                made = self._make()
            rows = [statement for table in self._tables for statement in _as_statements(table)]
            self._memories[day] = _Memory(since, pickle.dumps(made), rows)
            return made
        with connection.cursor() as cursor:
            for sql, values in memory.rows:
                cursor.execute(sql, values)
        made_before: T = pickle.loads(memory.objects)  # noqa: S301 - dumped above
        return made_before

    def _holds_rows(self) -> bool:
        arms = (
            f"EXISTS (SELECT 1 FROM {table._meta.db_table})"  # noqa: S608 - our own names
            for table in self._tables
        )
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {' OR '.join(arms)}")
            return bool(cursor.fetchone()[0])


def _as_statements(table: type[models.Model]) -> list[tuple[str, Any]]:
    """All rows of a table as they stand, as Django would insert them."""
    query = InsertQuery(table)
    rows = list(table._base_manager.order_by("pk"))
    query.insert_values(table._meta.concrete_fields, rows, raw=True)
    return query.get_compiler(connection=connection).as_sql() if rows else []
