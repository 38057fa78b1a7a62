"""Shorter ways to the same: what every test would otherwise do again, done once.

Nothing here stands in for the portal's own code; see tests/conftest.py for where it is used.
"""

import hashlib
from collections.abc import Callable
from functools import cache
from weakref import WeakKeyDictionary

from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, transaction

from assoc.search import upkeep
from kit.pictures import Picture

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
            cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
        elif tables:
            for table in tables:
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
    if not upkeep.engine().is_installed():
        emit_post_migrate_signal(verbosity=0, interactive=False, db="default")


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
