"""What can be found: the tables of each kind, which of their words count, and whose eyes they suit.

Everything about a kind stands here once. The engines turn it into triggers, `rebuild` into bulk
statements, and `search` asks its door who may see what.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from assoc.models import SearchEntry
from emulation.models import Compact
from events.models import Event
from exemplars.models import Exemplar
from members.models import Unit
from news.models import Page, Post

if TYPE_CHECKING:
    from members.models.any_user import AnyUser

Kind = SearchEntry.Kind


@dataclass(frozen=True)
class Dependent:
    """A table whose rows are part of another record's text (a clause is part of its compact)."""

    table: str
    columns: tuple[str, ...]
    owners: str  # SQL: keys of the records touched; {row} stands for NEW or OLD


@dataclass(frozen=True)
class Source:
    """One kind of thing to find. SQL is the part both databases share; `t` is the kind's table.

    `{list:SELECT …}` in `body` joins the rows of a one-column query, one a line.
    """

    kind: SearchEntry.Kind
    slug: str  # ?loai=
    model: type[Any]
    columns: tuple[str, ...]  # a change of these, and only of these, is indexed again
    title: str
    body: tuple[str, ...]
    day: str
    is_moment: bool  # `day` is a point in time, whose day is the one in Vietnam
    door: Callable[["AnyUser"], "QuerySet[Any]"]
    shown: Callable[["QuerySet[Any]"], "QuerySet[Any]"]  # what a result needs, and no long text
    dependents: tuple[Dependent, ...] = ()
    beside: Callable[[Any], str] = lambda thing: ""  # stands behind the title of a result
    named: Callable[[Any], str] | None = None  # the title of a result, where it is not `title`
    address: Callable[[Any], str] = lambda thing: str(thing.get_absolute_url())
    note: Callable[[Any], str] = lambda thing: ""  # what else a result tells

    @property
    def table(self) -> str:
        return str(self.model._meta.db_table)

    @property
    def name(self) -> str:
        return self.kind.name.lower()


SOURCES = (
    Source(
        kind=Kind.POST,
        slug="bai-viet",
        model=Post,
        columns=("title", "body_text", "author_signature", "published_at", "created_at"),
        title="t.title",
        body=("t.body_text", "t.author_signature"),
        day="coalesce(t.published_at, t.created_at)",
        is_moment=True,
        door=lambda user: Post.objects.addressed_to(user),
        shown=lambda posts: posts.only("slug", "address_month"),
    ),
    Source(
        kind=Kind.EVENT,
        slug="su-kien",
        model=Event,
        columns=("title", "place", "summary", "outcome", "starts_at"),
        title="t.title",
        body=("t.summary", "t.outcome", "t.place"),
        day="t.starts_at",
        is_moment=True,
        door=lambda user: Event.objects.addressed_to(user),
        shown=lambda events: events.only("title"),
    ),
    Source(
        kind=Kind.COMPACT,
        slug="giao-uoc",
        model=Compact,
        columns=("title", "preamble", "starts_on", "cluster_id"),
        title="t.title",
        body=(
            "(SELECT name FROM emulation_cluster WHERE id = t.cluster_id)",
            "t.preamble",
            '{list:SELECT title AS line FROM emulation_section WHERE compact_id = t.id ORDER BY "order", id}',
            "{list:SELECT c.text AS line FROM emulation_clause c"
            " JOIN emulation_section s ON s.id = c.section_id WHERE s.compact_id = t.id"
            ' ORDER BY s."order", s.id, c."order", c.id}',
        ),
        day="t.starts_on",
        is_moment=False,
        door=lambda user: Compact.objects.visible_to(user),
        shown=lambda compacts: compacts.select_related("cluster").only("year", "cluster__slug"),
        dependents=(
            Dependent(
                "emulation_cluster",
                ("name",),
                "SELECT id FROM emulation_compact WHERE cluster_id = {row}.id",
            ),
            Dependent(
                "emulation_section",
                ("title", "order", "compact_id"),
                "SELECT id FROM emulation_compact WHERE id = {row}.compact_id",
            ),
            Dependent(
                "emulation_clause",
                ("text", "order", "section_id"),
                "SELECT compact_id FROM emulation_section WHERE id = {row}.section_id",
            ),
        ),
    ),
    Source(
        kind=Kind.UNIT,
        slug="don-vi",
        model=Unit,
        columns=("name", "short_name", "code", "introduction", "address", "valid_from"),
        title="t.name",
        body=("t.introduction", "t.address", "t.short_name", "t.code"),
        day="t.valid_from",
        is_moment=False,
        door=lambda user: Unit.objects.all(),
        shown=lambda units: units.select_related("parent"),
        beside=lambda unit: unit.distinct_full_name.removeprefix(unit.name),
    ),
    Source(
        kind=Kind.PAGE,
        slug="trang",
        model=Page,
        columns=("title", "body_text", "created_at"),
        title="t.title",
        body=("t.body_text",),
        day="t.created_at",
        is_moment=True,
        door=lambda user: Page.objects.published(),
        shown=lambda pages: pages.only("slug"),
    ),
    Source(
        kind=Kind.EXEMPLAR,
        slug="dien-hinh",
        model=Exemplar,
        columns=("title", "lead", "story", "leader", "recognised_on"),
        title="t.title",
        body=("t.lead", "t.story", "t.leader"),
        day="t.recognised_on",
        is_moment=False,
        door=lambda user: Exemplar.objects.published(),
        shown=lambda exemplars: exemplars.only("title"),
        address=lambda exemplar: str(exemplar.public_url),
    ),
)
BY_KIND = {source.kind: source for source in SOURCES}
BY_SLUG = {source.slug: source for source in SOURCES}
