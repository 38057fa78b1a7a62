"""The engine on PostgreSQL: one column of lexemes with a GIN index, and no extension.

A word goes in under four names, so that one index answers all four questions: `ky` without marks,
`~ky` the same in the title, `=ký` as it is spelt, `^ký` as spelt in the title. PostgreSQL's own
parser of texts is left out: it takes 11/10/2024 for a path and depends on the server's locale.
"""

import hashlib

from django.db import connection, transaction

from .sources import SOURCES, Dependent, Source
from .statements import Dialect, changed, refreshing, tables_of
from .words import LETTERS, MAX_WORD, Question

KEY = "f.id"
DIALECT = Dialect(
    day="to_char({}, 'YYYYMMDD')::bigint",
    moment="to_char(({}) AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYYMMDD')::bigint",
    lines="(SELECT string_agg(line, '\n') FROM ({}) lines)",
    # Two transactions that change parts of one compact: the later one has waited at the DELETE
    # and reads what the earlier one wrote, but its DELETE did not see the earlier one's entry.
    on_conflict=" ON CONFLICT (kind, object_id) DO UPDATE"
    " SET id = excluded.id, title = excluded.title, body = excluded.body",
)
_MARKS = {(False, False): "", (True, False): "~", (False, True): "=", (True, True): "^"}
# PostgreSQL holds at most 1 MB of words for one text; this much of it, two ways, stays below.
_MOST_TEXT = 150_000


def matching(question: Question, *, whole: bool, in_title: bool, exact: bool) -> tuple[str, str]:
    """FROM and WHERE of what is found, and their parameter. The words can't hold a quote."""
    mark = _MARKS[in_title, exact]
    query = " & ".join(f"'{mark}{word}'" for word in (question.exact if exact else question.folded))
    return "assoc_searchentry f WHERE f.lexemes @@ %s::tsquery", query if whole else f"{query}:*"


# --- Schema -----------------------------------------------------------------------------------

_LEXEMES = rf"""
CREATE OR REPLACE FUNCTION search_words(text text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT array(SELECT DISTINCT left(word, {MAX_WORD})
    FROM string_to_table(regexp_replace(text, '[^{LETTERS}]+', ' ', 'g'), ' ') word
    WHERE word <> '')
$$;
-- Decomposed and in lower case, whatever the server's locale: marks apart, letters are ASCII.
CREATE OR REPLACE FUNCTION search_plain(text text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT translate(lower(normalize(left(text, {_MOST_TEXT}), NFKD) COLLATE "C"), 'ĐðÐɖƉ', 'đđđđđ')
$$;
CREATE OR REPLACE FUNCTION search_folded(plain text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT search_words(translate(regexp_replace(plain, '[\u0300-\u036f\u00ad\u200b-\u200d\u2060]', '', 'g'), 'đ', 'd'))
$$;
CREATE OR REPLACE FUNCTION search_exact(plain text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT search_words(normalize(plain, NFC))
$$;
CREATE OR REPLACE FUNCTION search_lexemes(title text, body text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT array_to_tsvector(array(
    SELECT unnest(search_folded(search_plain(title || ' ' || body)))
    UNION SELECT '~' || unnest(search_folded(search_plain(title)))
    UNION SELECT '=' || unnest(search_exact(search_plain(title || ' ' || body)))
    UNION SELECT '^' || unnest(search_exact(search_plain(title)))))
$$;
ALTER TABLE assoc_searchentry ADD COLUMN lexemes tsvector
  GENERATED ALWAYS AS (search_lexemes(title, body)) STORED;
ALTER TABLE assoc_searchentry ALTER COLUMN lexemes SET STATISTICS 1000;
CREATE INDEX search_lexemes ON assoc_searchentry USING gin (lexemes);
"""


def is_installed() -> bool:
    """Whether everything stands as we want it: the fingerprint lies on the column as a comment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT col_description(attrelid, attnum) FROM pg_attribute"
            " WHERE attrelid = 'assoc_searchentry'::regclass AND attname = 'lexemes'"
        )
        row = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'search!_%' ESCAPE '!'")
        triggers = cursor.fetchone()[0]
    return row == (_fingerprint(),) and triggers == _schema().count("CREATE TRIGGER")


def install() -> None:
    """Makes everything anew, the index empty."""
    uninstall()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM assoc_searchentry")
        cursor.execute("ALTER TABLE assoc_searchentry DROP COLUMN IF EXISTS lexemes")
        cursor.execute(_schema())
        cursor.execute(f"COMMENT ON COLUMN assoc_searchentry.lexemes IS '{_fingerprint()}'")


def uninstall() -> None:
    """Takes the triggers off, which migrations can't do with; searching goes on.

    PostgreSQL won't change the type of a column that a trigger names.
    """
    with connection.cursor() as cursor:
        for source in SOURCES:
            for part in tables_of(source):
                cursor.execute(f"DROP FUNCTION IF EXISTS {_name(source, part)}() CASCADE")


def lock() -> None:
    """Until the transaction ends, whoever saves content waits before touching its entry."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE assoc_searchentry IN SHARE ROW EXCLUSIVE MODE")


def _fingerprint() -> str:
    return hashlib.sha256(_schema().encode()).hexdigest()


def _schema() -> str:
    triggers = [_triggers(source, part) for source in SOURCES for part in tables_of(source)]
    return "\n".join([_LEXEMES, *triggers])


def _name(source: Source, part: Dependent) -> str:
    return f"search_{source.name}_{part.table}"


def _triggers(source: Source, part: Dependent) -> str:
    """A function, and the three triggers by which it keeps the source in step with the table.

    A session plans the function's statements once, often while the tables are nearly empty, as when
    a whole archive is imported. One record at a time and no plain scans: then the plan that fits the
    first row also fits the hundred-thousandth.
    """
    name = _name(source, part)
    columns, condition = changed(part, "IS DISTINCT FROM")
    owner_refresh = ";\n    ".join(refreshing(source, "= owner", DIALECT))
    every = ";\n    ".join(refreshing(source, "IS NOT NULL", DIALECT))
    old, new = (part.owners.format(row=row) for row in ("OLD", "NEW"))
    return f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE owners bigint[] := '{{}}'; owner bigint;
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    {every};
    RETURN NULL;
  END IF;
  IF TG_OP <> 'INSERT' THEN owners := owners || array({old})::bigint[]; END IF;
  IF TG_OP <> 'DELETE' THEN owners := owners || array({new})::bigint[]; END IF;
  FOR owner IN SELECT DISTINCT unnest(owners) LOOP
    {owner_refresh};
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER {name} AFTER INSERT OR DELETE ON {part.table} FOR EACH ROW EXECUTE FUNCTION {name}();
CREATE TRIGGER {name}_update AFTER UPDATE OF {columns} ON {part.table} FOR EACH ROW
  WHEN ({condition}) EXECUTE FUNCTION {name}();
CREATE TRIGGER {name}_truncate AFTER TRUNCATE ON {part.table} EXECUTE FUNCTION {name}();
"""
