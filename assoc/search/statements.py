"""The SQL that reads contents into entries, as far as both databases share it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assoc.models import SearchEntry

from .sources import SOURCES, Dependent, Source


@dataclass(frozen=True)
class Dialect:
    """Where the databases differ; `{}` is the expression or query it is about."""

    day: str  # a date as the number 20241011
    moment: str  # a point in time as the number of its day in Vietnam
    lines: str  # the rows of a query's column `line`, one a line
    on_conflict: str = ""


def refreshing(source: Source, which: str, dialect: Dialect) -> tuple[str, str]:
    """Two statements that read anew those records of the source whose key is `which` (`IN (…)`)."""
    day = (dialect.moment if source.is_moment else dialect.day).format(source.day)
    key = (
        f"{source.kind * SearchEntry.KIND_STEP} + coalesce({day}, 0) * {SearchEntry.DAY_STEP}"
        f" + t.id % {SearchEntry.DAY_STEP}"
    )
    parts = (
        re.sub(r"^\{list:(.*)\}$", lambda query: dialect.lines.format(query[1]), part)
        for part in source.body
    )
    body = " || '\n' || ".join(f"coalesce({part}, '')" for part in parts)
    return (
        f"DELETE FROM assoc_searchentry WHERE kind = {source.kind:d} AND object_id {which}",
        "INSERT INTO assoc_searchentry (id, kind, object_id, title, body)"
        f" SELECT {key}, {source.kind:d}, t.id, {source.title}, {body}"
        f" FROM {source.table} t WHERE t.id {which}{dialect.on_conflict}",
    )


def tables_of(source: Source) -> Iterator[Dependent]:
    """Every table whose change is a change of the source's text: its own first."""
    yield Dependent(source.table, source.columns, "SELECT {row}.id")
    yield from source.dependents


def tables() -> set[str]:
    """Everything that must exist before search can be set up."""
    return {SearchEntry._meta.db_table} | {
        part.table for source in SOURCES for part in tables_of(source)
    }


def changed(part: Dependent, differs: str) -> tuple[str, str]:
    """The columns of an UPDATE OF, and the condition that one of them really changed."""
    columns = ", ".join(f'"{column}"' for column in part.columns)
    return columns, " OR ".join(f'OLD."{c}" {differs} NEW."{c}"' for c in part.columns)
