"""The engine on SQLite: FTS5 tables, one for each of the four questions.

They are contentless: the text lies once, in `SearchEntry`, and nothing can read folded text back.
`detail=none` leaves out where in a text a word stands, which nobody asks and which would double
them. Titles have tables of their own: to filter by column, FTS5 walks all texts with the words.
Prefixes have lists of their own, as people type on; syllables are seven letters at the most.
"""

import unicodedata

from django.db import connection, transaction

from .sources import SOURCES, Dependent, Source
from .statements import Dialect, changed, refreshing, tables_of
from .words import Question

KEY = "f.rowid"
DIALECT = Dialect(
    day="CAST(strftime('%Y%m%d', {}) AS INTEGER)",
    # Vietnam has kept +7 for half a century and knows no summer time.
    moment="CAST(strftime('%Y%m%d', {}, '+7 hours') AS INTEGER)",
    lines="(SELECT group_concat(line, '\n') FROM ({}))",
)
# By (in the title, with the very marks).
_TABLES = {
    (True, True): "search_title_exact",
    (True, False): "search_title_folded",
    (False, True): "search_exact",
    (False, False): "search_folded",
}
_D = "đĐðÐɖƉ"  # it leaves these whole; see also `kit.text.fold`


def matching(question: Question, *, whole: bool, in_title: bool, exact: bool) -> tuple[str, str]:
    """FROM and WHERE of what is found, and their parameter. The words can't hold a quote."""
    words = question.exact if exact else question.folded
    match = " AND ".join([*map(_word, words[:-1]), _word(words[-1], "" if whole else " *")])
    table = _TABLES[in_title, exact]
    return f"{table} f WHERE {table} MATCH %s", match


def _word(word: str, star: str = "") -> str:
    """Text from a Mac may be stored decomposed: folding unites the forms, exactness asks for both.

    FTS5 knows the marks of Latin letters; at others it would part the word, which is an error.
    """
    forms = {word: None}
    decomposed = unicodedata.normalize("NFD", word)
    if all(c <= "\u0331" or not unicodedata.combining(c) for c in decomposed):
        forms[decomposed] = None
    return "(" + " OR ".join(f'"{form}"{star}' for form in forms) + ")"


# --- Schema -----------------------------------------------------------------------------------


def is_installed() -> bool:
    """Whether every table and trigger stands as we want it, word for word."""
    present = _present()
    return all(present.get(name) == sql for name, sql in _schema().items())


def install() -> None:
    """Makes everything anew, the index empty."""
    uninstall()
    with transaction.atomic(), connection.cursor() as cursor:
        for table in _TABLES.values():
            cursor.execute(f"DROP TABLE IF EXISTS {table}")
        cursor.execute("DELETE FROM assoc_searchentry")
        for sql in _schema().values():
            cursor.execute(sql)


def uninstall() -> None:
    """Takes the triggers off, which migrations can't do with; searching goes on.

    Django alters a table by making it anew. SQLite refuses while a trigger elsewhere names the
    table, and drops the table's own triggers without a word.
    """
    with connection.cursor() as cursor:
        for name, sql in _present().items():
            if sql.startswith("CREATE TRIGGER"):
                cursor.execute(f"DROP TRIGGER {name}")


def lock() -> None:
    """Nothing to do: transactions are IMMEDIATE, so there is one writer."""


def _present() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE name LIKE 'search!_%' ESCAPE '!'")
        return {name: sql or "" for name, sql in cursor.fetchall()}


def _schema() -> dict[str, str]:
    """Name and SQL of each object; SQLite keeps the SQL as it was written."""
    schema = {
        table: f"CREATE VIRTUAL TABLE {table} USING fts5(words, content='', detail=none,"
        f" prefix='1 2 3 4 5 6', tokenize='unicode61 remove_diacritics {0 if exact else 2}')"
        for (_in_title, exact), table in _TABLES.items()
    }
    for event, rows in {"insert": ["NEW"], "delete": ["OLD"], "update": ["OLD", "NEW"]}.items():
        actions = " ".join(_index(row, *how) for row in rows for how in _TABLES)
        schema |= _trigger(f"search_entry_{event}", event, "assoc_searchentry", "", actions)
    for source in SOURCES:
        for part in tables_of(source):
            schema |= _triggers(source, part)
    return schema


def _index(row: str, in_title: bool, exact: bool) -> str:
    """Puts the entry's words into the index, or takes out the very same ones."""
    table = _TABLES[in_title, exact]
    text = f"{row}.title" if in_title else f"{row}.title || ' ' || {row}.body"
    indexed = text if exact else _without_d(text)
    if row == "OLD":
        return f"INSERT INTO {table}({table}, rowid, words) VALUES ('delete', OLD.id, {indexed});"
    return f"INSERT INTO {table}(rowid, words) VALUES (NEW.id, {indexed});"


def _without_d(text: str) -> str:
    for letter in _D:
        text = f"replace({text}, '{letter}', 'd')"
    return text


def _triggers(source: Source, part: Dependent) -> dict[str, str]:
    """The three that keep the source in step with one of its tables."""
    columns, condition = changed(part, "IS NOT")
    old, new = (part.owners.format(row=row) for row in ("OLD", "NEW"))
    schema: dict[str, str] = {}
    for event, when, owners in [
        ("INSERT", "", new),
        ("DELETE", "", old),
        (f"UPDATE OF {columns}", f"WHEN {condition}", f"{old} UNION {new}"),
    ]:
        name = f"search_{source.name}_{part.table}_{event.partition(' ')[0].lower()}"
        actions = "; ".join(refreshing(source, f"IN ({owners})", DIALECT))
        schema |= _trigger(name, event, part.table, when, f"{actions};")
    return schema


def _trigger(name: str, event: str, table: str, when: str, actions: str) -> dict[str, str]:
    return {name: f"CREATE TRIGGER {name} AFTER {event} ON {table} {when} BEGIN {actions} END"}
