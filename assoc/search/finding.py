"""From words to results: what is found, how much of it there is, and in what order.

Every question asked of the database is bounded, so that a word which stands in every post costs
no more than a rare one: hits are taken newest first along the key, so many and no more.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any, TypeAlias

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models.expressions import RawSQL
from django.utils.safestring import SafeString

from assoc.models import SearchEntry
from kit.text import contains_phrase, highlight, nfc, snippet

from .sources import SOURCES, Source
from .upkeep import engine
from .words import Question

if TYPE_CHECKING:
    from members.models.any_user import AnyUser

# Of each kind the newest so many hits are ranked; beyond them counting goes on year by year.
MOST_RANKED = 1000
MOST_COUNTED_A_YEAR = 100
MOST_PREFERRED = 300  # of the better classes, for hits older than the newest
MOST_COMPARED = 300  # texts that are looked through for words side by side
MOST_READ = 20_000  # characters in which a result's snippet is looked for

YEARS = SearchEntry.KIND_STEP // SearchEntry.YEAR_STEP  # cells of a kind

# Lines that end without a stop are headings and names: a dot parts them once they stand in a row.
_LINE_END = re.compile(r"(?<=[^\s.!?…:;,])\s*\n\s*(?=\S)")

# Best first: (whole words, in the title, with the very marks). The last one holds all that is found.
CLASSES = tuple(product((True, False), repeat=3))
IN_TEXT, APART = 2, 4  # places of whole words in the text; how many places lie before words apart


@dataclass(frozen=True)
class Amount:
    """A number of hits, exact unless there are more than anybody reads."""

    number: int = 0
    is_more: bool = False

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(self.number + other.number, self.is_more or other.is_more)


@dataclass(frozen=True)
class SearchResults:
    """What the user may see of what was asked for."""

    keys: list[int] = field(default_factory=list)  # of entries, best first
    cells: dict[tuple[int, int], Amount] = field(default_factory=dict)  # by kind and year

    def amount(self, kind: int | None = None, year: int | None = None) -> Amount:
        cells = (
            amount
            for (k, y), amount in self.cells.items()
            if kind in (None, k) and year in (None, y)
        )
        return sum(cells, Amount())

    @property
    def years(self) -> list[int]:
        """Newest first; 0 is no year (a record whose date could not be read)."""
        return sorted({year for _kind, year in self.cells if year}, reverse=True)


@dataclass(frozen=True)
class SearchHit:
    """One result, ready to show."""

    kind_label: str
    plain_title: str
    title: SafeString  # the same with the words asked for marked
    url: str
    day: dt.date | None  # of what happens at a time
    snippet: SafeString
    kind: SearchEntry.Kind
    note: str = ""  # what else the source tells of it


def search(
    typed: str, *, user: "AnyUser", kind: int | None = None, year: int | None = None
) -> SearchResults:
    """What the words find for this user, of that kind and year; counts are of every kind and year."""
    return search_in(SOURCES, typed, user=user, kind=kind, year=year)


def search_in(
    sources: Sequence[Source],
    typed: str,
    *,
    user: "AnyUser",
    kind: int | None = None,
    year: int | None = None,
) -> SearchResults:
    """`search` by other doors. Of each kind there is at most one source."""
    question = Question.of(typed)
    if not question:
        return SearchResults()
    inquiry = _Inquiry(question, user, sources)
    results = SearchResults(cells=inquiry.count())
    kinds = {k for k, _year in results.cells if kind in (None, k)}
    return replace(results, keys=inquiry.rank(kinds, year)) if kinds else results


def amount(typed: str, *, user: "AnyUser") -> Amount:
    """How much the words find for this user, without finding out what."""
    question = Question.of(typed)
    return sum(_Inquiry(question, user).count().values(), Amount()) if question else Amount()


def hits(
    keys: Iterable[int], typed: str, *, user: "AnyUser", sources: Sequence[Source] = SOURCES
) -> list[SearchHit]:
    """The results of one page, in that order. Their doors are passed once more."""
    entries = SearchEntry.objects.in_bulk(list(keys))
    by_kind = {source.kind: source for source in sources}
    pages: dict[tuple[int, int], Any] = {}
    for source in sources:
        wanted = [entry.object_id for entry in entries.values() if entry.kind == source.kind]
        if wanted:
            things = source.shown(source.door(user)).filter(pk__in=wanted)
            pages |= {(source.kind, thing.pk): thing for thing in things}
    return [
        _hit(entries[key], by_kind[SearchEntry.Kind(place[0])], pages[place], typed)
        for key in keys
        if key in entries and (place := (entries[key].kind, entries[key].object_id)) in pages
    ]


def _hit(entry: SearchEntry, source: Source, thing: Any, typed: str) -> SearchHit:
    title = source.named(thing) if source.named else nfc(entry.title) + source.beside(thing)
    return SearchHit(
        kind_label=source.kind.label,
        plain_title=title,
        title=highlight(title, typed),
        url=source.address(thing),
        day=_day(entry) if source.is_moment else None,
        snippet=snippet(_LINE_END.sub(" · ", nfc(entry.body[:MOST_READ])), typed),
        kind=source.kind,
        note=source.note(thing),
    )


def _day(entry: SearchEntry) -> dt.date | None:
    number = entry.pk % SearchEntry.KIND_STEP // SearchEntry.DAY_STEP
    try:
        return dt.date(number // 10_000, number // 100 % 100, number % 100)
    except ValueError:
        return None


# --- Questions to the database ----------------------------------------------------------------

Query: TypeAlias = tuple[str, list[Any]]


class _Inquiry:
    """One question of one user, as SQL."""

    def __init__(
        self, question: Question, user: "AnyUser", sources: Sequence[Source] = SOURCES
    ) -> None:
        self.engine = engine()
        self.question = question
        self.sources = sources
        self.doors = {source: self._door(source, user) for source in sources}

    def rank(self, kinds: Collection[int], year: int | None) -> list[int]:
        """Keys by class, the newest first within each."""
        places = self._places(kinds, year)
        best = {key: self._settled(min(matches)) for key, matches in places.items()}
        if self.question.phrases:
            best = {key: place for key, place in best.items() if key in self._in_quotes}
        for key, in_title in self._side_by_side(best).items():
            in_text = IN_TEXT if IN_TEXT in places[key] else IN_TEXT + 1
            best[key] = best[key] - APART if in_title else in_text
        return _in_order(best)

    def _settled(self, place: int) -> int:
        """Words apart until they are seen side by side; one word alone needs no such look."""
        is_sure = len(self.question.folded) == 1 and place < APART
        return place if is_sure else place + APART

    def _side_by_side(self, best: dict[int, int]) -> dict[int, bool]:
        """Hits in which the words stand as they were typed, whole and in a row: whether in the title.

        Neither index knows where in a text a word stands, so the texts of the best are read.
        """
        if len(self.question.folded) == 1:
            return {}
        keys = [key for key in _in_order(best) if best[key] < 2 * APART][:MOST_COMPARED]
        words = self.question.folded
        entries = SearchEntry.objects.filter(pk__in=keys).values_list("pk", "title", "body")
        return {
            key: is_in_title
            for key, title, body in entries
            if (is_in_title := contains_phrase(words, title)) or contains_phrase(words, body)
        }

    def _places(self, kinds: Collection[int], year: int | None) -> dict[int, set[int]]:
        """Of each key the classes that it is in."""
        sql: list[str] = []
        params: list[Any] = []
        for source, (place, (whole, in_title, exact)) in product(self.sources, enumerate(CLASSES)):
            if source.kind in kinds and (self.question.is_open or whole):
                is_last = not (in_title or exact) and whole != self.question.is_open
                most = MOST_RANKED if is_last else MOST_PREFERRED
                arm, values = self._matches(source, whole=whole, in_title=in_title, exact=exact)
                sql.append(f"SELECT {place} AS place, key FROM ({arm}) q{len(sql)}")
                params += [*values, *_stretch(source, year), most]
        places: dict[int, set[int]] = {}
        for place, key in _run(" UNION ALL ".join(sql), params):
            places.setdefault(key, set()).add(place)
        return places

    @cached_property
    def _in_quotes(self) -> set[int]:
        """Of each kind's newest hits those in which the words in quotes stand side by side."""
        sql: list[str] = []
        params: list[Any] = []
        for source in self.sources:
            arm, values = self._matches(source)
            sql.append(f"SELECT key FROM ({arm}) q{len(sql)}")
            params += [*values, *_stretch(source, None), MOST_RANKED]
        keys = [key for (key,) in _run(" UNION ALL ".join(sql), params)]
        entries = SearchEntry.objects.filter(pk__in=keys).values_list("pk", "title", "body")
        return {
            key
            for key, title, body in entries
            if all(contains_phrase(words, title, body) for words in self.question.phrases)
        }

    def _count_quoted(self) -> dict[tuple[int, int], Amount]:
        """Exact unless a kind has more hits than are looked through."""
        cells = Counter(divmod(key // SearchEntry.YEAR_STEP, YEARS) for key in self._in_quotes)
        return {cell: Amount(number) for cell, number in cells.items()}

    def count(self) -> dict[tuple[int, int], Amount]:
        """Hits by kind and year. One query, and one more for each kind with very many hits."""
        if self.question.phrases:
            return self._count_quoted()
        sql: list[str] = []
        params: list[Any] = []
        for source in self.sources:
            arm, values = self._matches(source)
            sql.append(f"SELECT key FROM ({arm}) q{len(sql)}")
            params += [*values, *_stretch(source, None), MOST_RANKED + 1]
        rows = _run(
            f"SELECT key / {SearchEntry.YEAR_STEP} AS cell, count(*)"
            f" FROM ({' UNION ALL '.join(sql)}) found GROUP BY cell",
            params,
        )
        cells = {divmod(cell, YEARS): Amount(number) for cell, number in rows}
        for source in self.sources:
            if (
                sum(n.number for (kind, _year), n in cells.items() if kind == source.kind)
                > MOST_RANKED
            ):
                cells |= self._count_years(source)
        return cells

    def _count_years(self, source: Source) -> dict[tuple[int, int], Amount]:
        """Each year of the kind by itself, as far as anybody wants to know."""
        year = SearchEntry.YEAR_STEP
        stretch = f"cell * {year} AND cell * {year} + {year - 1}"
        # Which of a year's hits are counted is all one: without an order both engines stop sooner.
        arm, values = self._matches(source, stretch, order="")
        first, last = _stretch(source, None)
        # The years there are, each by one step along the key, and the hits in each.
        rows = _run(
            f"""
            WITH RECURSIVE cells(cell) AS (
                SELECT max(id) / {year} FROM assoc_searchentry WHERE id BETWEEN %s AND %s
                UNION ALL
                SELECT (SELECT max(id) / {year} FROM assoc_searchentry
                    WHERE id >= %s AND id < cell * {year})
                FROM cells WHERE cell IS NOT NULL)
            SELECT cell, (SELECT count(*) FROM ({arm}) found) FROM cells WHERE cell IS NOT NULL
            """,
            [first, last, first, *values, MOST_COUNTED_A_YEAR + 1],
        )
        most = MOST_COUNTED_A_YEAR
        return {divmod(cell, YEARS): Amount(min(n, most), n > most) for cell, n in rows if n}

    def _matches(
        self,
        source: Source,
        between: str = "%s AND %s",
        *,
        whole: bool | None = None,
        in_title: bool = False,
        exact: bool = False,
        order: str = " ORDER BY key DESC",
    ) -> Query:
        """Keys of what the user may see, newest first. Yet to be given: the stretch, how many."""
        key = self.engine.KEY
        whole = not self.question.is_open if whole is None else whole
        matching, query = self.engine.matching(
            self.question, whole=whole, in_title=in_title, exact=exact
        )
        door, values = self.doors[source]
        return (
            f"SELECT {key} AS key FROM {matching} AND {door} AND {key} BETWEEN {between}"
            f"{order} LIMIT %s"
        ), [query, *values]

    def _door(self, source: Source, user: "AnyUser") -> Query:
        """The condition that the content of an entry stands behind an open door."""
        own_key = RawSQL(f"({self.engine.KEY} %% {SearchEntry.DAY_STEP})", ())
        contents = source.door(user).order_by().filter(pk=own_key).values("pk")
        try:
            sql, values = contents.query.sql_with_params()
        except EmptyResultSet:
            return "1 = 0", []
        return f"EXISTS ({sql})", list(values)


def _in_order(best: dict[int, int]) -> list[int]:
    return sorted(best, key=lambda key: (best[key], -(key % SearchEntry.KIND_STEP)))


def _stretch(source: Source, year: int | None) -> tuple[int, int]:
    """First and last key of the kind, or of its year."""
    first, step = source.kind * SearchEntry.KIND_STEP, SearchEntry.KIND_STEP
    if year is not None:
        first, step = first + year * SearchEntry.YEAR_STEP, SearchEntry.YEAR_STEP
    return first, first + step - 1


def _run(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())
