"""The number that grows with every change of anything that visitors read.

Triggers count, in the writer's own transaction: whatever writes, from whichever process or node, by
whichever road (a form, the admin, a command, SQL), is counted when it becomes visible, and not before.
"""

import re
import time
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, transaction
from django.db.models.signals import post_migrate, pre_migrate

from assoc.models import PageGeneration

from . import postgres, sqlite
from .sources import READ, READ_LATE

ENGINES = {"sqlite": sqlite, "postgresql": postgres}
_TABLE = PageGeneration._meta.db_table
_IDENTIFIER = re.compile(r"\w+")


def engine() -> Any:
    """The one for the database in use."""
    return ENGINES[connection.vendor]


def current() -> int | None:
    """The number now; None where pages can't be kept: the triggers stand aside, or somebody's own
    transaction is open, whose changes nobody else sees."""
    if connection.in_atomic_block:
        return None
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT number FROM {_TABLE}")  # noqa: S608 - a name of ours
            row = cursor.fetchone()
    except DatabaseError:  # not yet migrated, or gone: the page itself will tell
        return None
    return row[0] if row else None


def renew() -> None:
    """A number that was never used before: kept pages of every process are made anew.

    For whoever puts a database back as it once was, whose numbers begin again.
    """
    with transaction.atomic():
        PageGeneration.objects.update_or_create(pk=1, defaults={"number": time.time_ns() // 1000})


# --- What is counted --------------------------------------------------------------------------


def watched() -> dict[str, tuple[str, ...]]:
    """Every table that is counted, with the columns whose change counts."""
    return dict(_watched())


def _watched() -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, silent in READ.items():
        options = apps.get_model(name)._meta
        columns = tuple(
            field.column
            for field in options.concrete_fields
            if field.column and field.name not in silent
        )
        yield options.db_table, columns
        for relation in options.local_many_to_many:
            through = relation.remote_field.through
            if through is not None and through._meta.auto_created:
                yield (
                    through._meta.db_table,
                    tuple(field.column for field in through._meta.concrete_fields),
                )


@lru_cache(maxsize=1)
def _uncounted() -> frozenset[str]:
    tables = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
    }
    late = {apps.get_model(name)._meta.db_table for name in READ_LATE}
    return frozenset(tables - set(watched()) - late)


@lru_cache(maxsize=4096)
def uncounted_in(sql: str) -> frozenset[str]:
    """The tables that a statement names though their changes aren't counted."""
    return _uncounted() & frozenset(_IDENTIFIER.findall(sql))


# --- Upkeep -----------------------------------------------------------------------------------


def stand_aside(using: str, plan: list[Any] | None = None, **kwargs: Any) -> None:
    """Before tables change, which triggers would hinder. Nothing is kept until they stand again."""
    if using != DEFAULT_DB_ALIAS or not plan or _TABLE not in _present():
        return
    PageGeneration.objects.all().delete()
    with transaction.atomic(), connection.cursor() as cursor:
        engine().uninstall(cursor)


def set_up(using: str, **kwargs: Any) -> None:
    """After they have changed, or a test has emptied them: the triggers in place, a number that is new."""
    if using != DEFAULT_DB_ALIAS or not {_TABLE, *watched()} <= _present():
        return
    with transaction.atomic(), connection.cursor() as cursor:
        if not engine().is_installed(cursor, watched()):
            engine().uninstall(cursor)
            engine().install(cursor, watched())
    renew()


def _present() -> set[str]:
    return set(connection.introspection.table_names())


def connect(app: Any) -> None:
    """Hangs the two on the app's migrations."""
    pre_migrate.connect(stand_aside, sender=app, dispatch_uid="page_cache")
    post_migrate.connect(set_up, sender=app, dispatch_uid="page_cache")
