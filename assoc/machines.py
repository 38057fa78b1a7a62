"""What machines ask for: health, rules for robots, the sitemap, photographs."""

import re
import secrets
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import index as sitemap_index_view
from django.contrib.sitemaps.views import sitemap as sitemap_view
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.http import etag

from emulation.models import Cluster, Compact
from events.models import Event
from exemplars.models import Exemplar
from kit.for_visitors import same_for_visitors
from members.models import Unit
from news.models import Page, Post, Section, albums

# --- Health -----------------------------------------------------------------------------------


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether it can serve pages: 200, or 503 with the names of what fails and nothing more."""
    answers = {name: _passes(check) for name, check in CHECKS.items()}
    results = {name: "ok" if passes else "failed" for name, passes in answers.items()}
    return JsonResponse(results, status=200 if all(answers.values()) else 503)


def _passes(check: Callable[[], bool]) -> bool:
    # Whatever a broken machine throws, the answer is "failed"; the words might hold a password.
    try:
        return check()
    except Exception:
        return False


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _cache_keeps() -> bool:
    token = secrets.token_hex(8)
    cache.set("readyz", token, 10)
    # Another node may have written in between: what matters is that something was kept.
    return cache.get("readyz") is not None


def _migrations_are_applied() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database_answers,
    "cache": _cache_keeps,
    "migrations": _migrations_are_applied,
}

# --- Robots, sitemap --------------------------------------------------------------------------


@same_for_visitors()
@login_not_required
def robots(request: HttpRequest) -> HttpResponse:
    closed = [reverse(name) for name in ("admin:index", "search", "members:me", "login")]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    lines += ["", f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


# A file may hold 50,000 addresses (sitemaps.org); that many would take a worker seven seconds.
MOST_ADDRESSES = 5_000


class _PageMap(Sitemap):
    """The pages that are always there."""

    def items(self) -> list[str]:
        return [
            "home",
            "news:list",
            "news:albums",
            "news:subscribe",
            "events:list",
            "emulation:index",
            "exemplars:list",
            "welfare:index",
            "members:units",
        ]

    def location(self, item: str) -> str:
        return reverse(item)


class _ObjectMap(Sitemap):
    """Objects with an address of their own, as a visitor may see them; `changed` says when."""

    limit = MOST_ADDRESSES

    def __init__(self, rows: Callable[[], QuerySet[Any]], changed: str = "") -> None:
        self.rows, self.changed = rows, changed

    def items(self) -> QuerySet[Any]:
        return self.rows()

    @cached_property
    def paginator(self) -> Paginator:
        """One for all that is asked, so that the rows are counted once."""
        return Paginator(self.rows(), self.limit)

    def lastmod(self, item: Any) -> Any:
        return getattr(item, self.changed) if self.changed else None

    def get_latest_lastmod(self) -> Any:
        """Asked of the database: Django would read every object for it."""
        if not self.changed:
            return None
        return self.rows().order_by().aggregate(last=Max(self.changed))["last"]


class _AlbumMap(_ObjectMap):
    """The pages of photographs of public posts."""

    def __init__(self) -> None:
        rows = Post.objects.addressed_to(AnonymousUser()).newest_first()
        super().__init__(
            lambda: albums(rows).only("address_month", "slug", "updated_at"), "updated_at"
        )

    def location(self, item: Any) -> str:
        return str(item.album_url)


class _ExemplarMap(_ObjectMap):
    """The pages of exemplars that everybody reads."""

    def __init__(self) -> None:
        super().__init__(
            lambda: Exemplar.objects.published().only("title", "updated_at"), "updated_at"
        )

    def location(self, item: Any) -> str:
        return str(item.public_url)


# Made anew for each request, since each remembers what it last answered.
MAPS: dict[str, Any] = {
    "pages": _PageMap,
    "posts": partial(
        _ObjectMap,
        lambda: (
            Post.objects.addressed_to(AnonymousUser())
            .newest_first()
            .only("address_month", "slug", "updated_at")
        ),
        "updated_at",
    ),
    "albums": _AlbumMap,
    "lasting": partial(
        _ObjectMap, lambda: Page.objects.published().only("slug", "updated_at"), "updated_at"
    ),
    "sections": partial(_ObjectMap, Section.objects.all),
    "events": partial(
        _ObjectMap,
        lambda: Event.objects.announced().only("title", "updated_at").order_by("-starts_at", "-pk"),
        "updated_at",
    ),
    "units": partial(_ObjectMap, lambda: Unit.objects.only("slug").in_tree_order()),
    "exemplars": _ExemplarMap,
    "clusters": partial(_ObjectMap, Cluster.objects.all),
    "compacts": partial(
        _ObjectMap, lambda: Compact.objects.signed().select_related("cluster"), "signed_on"
    ),
}


@same_for_visitors()
@login_not_required
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public address; where they are too many for one file, a list of the parts."""
    maps: dict[str, Any] = {section: make() for section, make in MAPS.items()}
    if sum(sitemap.paginator.count for sitemap in maps.values()) > MOST_ADDRESSES:
        return sitemap_index_view(request, maps, sitemap_url_name="sitemap_part")
    return sitemap_view(request, maps)


@same_for_visitors("p")
@login_not_required
def sitemap_part(request: HttpRequest, section: str) -> HttpResponse:
    """The addresses of one kind; `?p=2` where even these are too many for one file."""
    return sitemap_view(request, MAPS, section)


# --- Photographs ------------------------------------------------------------------------------

# Just the names that PictureFile gives: nothing else in storage can be asked for.
_PICTURE = re.compile(r"[0-9a-f]{32}/(?:full|\d{1,5})\.(?:webp|jpg)")
_TYPES = {"webp": "image/webp", "jpg": "image/jpeg"}


def _tag(request: HttpRequest, name: str) -> str:
    return f'"{name}"'


@login_not_required
@etag(_tag)  # answers "unchanged" before a file is opened
def picture(request: HttpRequest, name: str) -> HttpResponse | FileResponse:
    """One file of a photograph. Its name changes with its content, so it may be kept for ever."""
    if not _PICTURE.fullmatch(name):
        raise Http404
    stored = f"anh/{name}"
    try:
        default_storage.path(stored)
    except NotImplementedError:  # storage elsewhere has addresses of its own
        return redirect(default_storage.url(stored))
    try:
        file = default_storage.open(stored)
    except OSError as error:
        raise Http404 from error
    # Pictures are compressed already; packing them again would only cost time.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    answer = FileResponse(file, content_type=_TYPES[name.rpartition(".")[2]])
    answer["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer
