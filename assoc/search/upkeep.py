"""Keeping the index whole: set up after migrations, made anew when asked."""

from collections.abc import Callable
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.models import Max
from django.db.models.signals import post_migrate, pre_migrate

from assoc.models import SearchEntry

from . import postgres, sqlite
from .sources import SOURCES, Source
from .statements import refreshing, tables

ENGINES = {"sqlite": sqlite, "postgresql": postgres}
AT_ONCE = 500  # records a transaction: whoever saves meanwhile waits no longer than for these


def engine() -> Any:
    """The one for the database in use."""
    return ENGINES[connection.vendor]


def rebuild(progress: Callable[[Source, int, int], None] | None = None) -> int:
    """Reads all content anew, while people search and save. How many entries there are then.

    `progress` hears of each source: keys done, of how many.
    """
    for source in SOURCES:
        last = _last_key(source)
        for first in range(0, last + 1, AT_ONCE):
            until = min(first + AT_ONCE - 1, last)
            _refresh(source, f"BETWEEN {first} AND {until}")
            if progress:
                progress(source, until, last)
    return SearchEntry.objects.count()


def _last_key(source: Source) -> int:
    """Of the contents and of the entries, which may outlive them."""
    entries = SearchEntry.objects.filter(kind=source.kind)
    return max(
        source.model._base_manager.aggregate(last=Max("pk"))["last"] or 0,
        entries.aggregate(last=Max("object_id"))["last"] or 0,
    )


def _refresh(source: Source, which: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        engine().lock()
        for statement in refreshing(source, which, engine().DIALECT):
            cursor.execute(statement)


def is_complete() -> bool:
    """Whether there are as many entries as contents; the triggers see to it that they agree."""
    contents = sum(source.model._base_manager.count() for source in SOURCES)
    return contents == SearchEntry.objects.count()


def stand_aside(using: str, plan: list[Any] | None = None, **kwargs: Any) -> None:
    """Before tables change: see each engine's `uninstall`."""
    if using == DEFAULT_DB_ALIAS and plan:
        engine().uninstall()


def set_up(using: str, **kwargs: Any) -> None:
    """After they have changed, or a test has emptied them: everything in place, and nothing lost.

    Django's own hook is used since a migration can't: the next one on any of the tables would
    silently drop what it made.
    """
    if using != DEFAULT_DB_ALIAS or not tables() <= set(connection.introspection.table_names()):
        return
    if not engine().is_installed():
        engine().install()
    if not is_complete():
        rebuild()


def connect(app: Any) -> None:
    """Hangs the two on the app's migrations."""
    pre_migrate.connect(stand_aside, sender=app, dispatch_uid="search")
    post_migrate.connect(set_up, sender=app, dispatch_uid="search")
