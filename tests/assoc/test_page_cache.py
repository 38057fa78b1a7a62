"""Kept pages: the same for every visitor, and never older than the last change, whoever made it."""

import datetime as dt
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from assoc.models import MenuEntry, PageGeneration, SiteProfile
from assoc.page_cache import generation, store
from assoc.page_cache.middleware import PageCacheMiddleware
from assoc.page_cache.sources import READ, READ_LATE
from assoc.page_cache.store import KeptPage, PageStore, Shelf
from emulation.models import Classification, Compact
from events.models import Event
from kit.dates import local_today
from kit.for_visitors import parameters_of
from members.models import Appointment, Membership
from news.actions import submit_comment
from news.models import Comment, CommentPolicy, Page, Post, PostReads
from tests import factories as make
from tests.test_permissions import make_world

pytestmark = pytest.mark.django_db(transaction=True)


def _process() -> Client:
    """A process of its own: its middleware has a store that no other knows."""
    return Client()


def _seen(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content.decode()


def _is_kept(client: Client, url: str, **headers: Any) -> bool:
    """Whether the page is answered without being made: one question to the database, the number's."""
    client.get(url, **headers)
    with CountedQueries() as asked:
        client.get(url, **headers)
    return asked.count == 1


class CountedQueries:
    """How many statements went to the database meanwhile."""

    count = 0

    def __enter__(self) -> "CountedQueries":
        self._wrapper = connection.execute_wrapper(self._counted)
        self._wrapper.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self._wrapper.__exit__(*error)

    def _counted(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        self.count += 1
        return execute(sql, params, many, context)


# --- What is kept, and for whom ---------------------------------------------------------------


def _public_views() -> dict[str, Any]:
    """Every view that allows its page to be kept, by its name."""

    def walk(patterns: list[Any], prefix: str = "") -> Any:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
                yield from walk(pattern.url_patterns, space)
            elif isinstance(pattern, URLPattern) and parameters_of(pattern.callback) is not None:
                yield f"{prefix}{pattern.name}", pattern.callback

    return dict(walk(get_resolver().url_patterns))


def _addresses(world: Any, cast: Any) -> dict[str, str]:
    """An address of each public view, in a filled association."""
    post, event = world.posts["public"], world.events["public"]
    page = Page.objects.create(
        title="Điều lệ", slug="dieu-le", body="<p>x</p>", state=Page.State.PUBLISHED
    )
    compact = Compact.objects.signed()[0]
    month = [post.address_month.year, f"{post.address_month:%m}"]
    section = post.section
    return {
        "home": "/",
        "robots": "/robots.txt",
        "sitemap": "/sitemap.xml",
        "sitemap_part": "/sitemap-posts.xml?p=1",
        "page": page.get_absolute_url(),
        "news:list": reverse("news:list") + "?page=1",
        "news:section": section.get_absolute_url(),
        "news:month": reverse("news:month", args=month),
        "news:detail": post.get_absolute_url(),
        "news:albums": reverse("news:albums"),
        "news:album": post.album_url,
        "news:subscribe": reverse("news:subscribe"),
        "news:rss": reverse("news:rss"),
        "news:atom": reverse("news:atom"),
        "emulation:index": reverse("emulation:index"),
        "emulation:cluster": compact.cluster.get_absolute_url(),
        "emulation:compact": compact.get_absolute_url(),
        "emulation:glance": f"{compact.get_absolute_url()}toan-canh/",
        "exemplars:list": reverse("exemplars:list"),
        "exemplars:detail": reverse(
            "exemplars:detail", args=world.book["exemplars:detail", "published"]
        ),
        "events:list": reverse("events:list"),
        "events:month_now": reverse("events:month_now"),
        "events:month": reverse("events:month", args=[2026, 4]),
        "events:calendar": reverse("events:calendar"),
        "events:detail": event.get_absolute_url(),
        "events:album": f"{event.get_absolute_url()}anh/",
        "welfare:index": reverse("welfare:index"),
        "members:units": reverse("members:units"),
        "members:unit": cast.here.get_absolute_url(),
    }


def test_every_public_page_is_kept_and_gives_no_cookie(cast, settings, tmp_path):
    """Each asks only tables whose changes are counted: else it would not be kept, and this fail."""
    settings.MEDIA_ROOT = tmp_path
    addresses = _addresses(make_world(cast), cast)
    assert sorted(addresses) == sorted(_public_views())
    visitor = _process()
    for name, url in addresses.items():
        first = visitor.get(url)
        assert first.status_code == 200, name
        assert _is_kept(visitor, url), name
        again = visitor.get(url)
        assert again.content == first.content, name
        assert not first.cookies, name
        assert again["Cache-Control"] == "no-cache", name
        assert "Cookie" not in again.get("Vary", ""), name
        assert "csrfmiddlewaretoken" not in again.content.decode(), name
        unchanged = visitor.get(url, HTTP_IF_NONE_MATCH=again["ETag"])
        assert (unchanged.status_code, unchanged.content) == (304, b""), name
        assert visitor.head(url).status_code == 200, name


def test_kept_pages_equal_those_made_anew(cast, settings, tmp_path):
    """What visitors get is byte for byte what they got without the cache."""
    settings.MEDIA_ROOT = tmp_path
    addresses = _addresses(make_world(cast), cast)
    with_cache = _process()
    made = {name: with_cache.get(url).content for name, url in addresses.items()}
    kept = {name: with_cache.get(url).content for name, url in addresses.items()}
    settings.KEPT_PAGES = False
    without = _process()
    fresh = {name: without.get(url).content for name, url in addresses.items()}
    # A calendar says in which second it was made.
    for pages in (made, kept, fresh):
        del pages["events:calendar"]
    assert made == kept == fresh


def test_who_is_somebody_gets_a_page_of_their_own(cast):
    """Signed in, with a session, with a message waiting, or with something to send."""
    post = make.make_post(title="Ngày hội")
    url = post.get_absolute_url()
    visitor, officer = _process(), cast.client("officer_here")
    officer.handler = visitor.handler
    public = _seen(visitor, url)
    own = officer.get(url)
    assert cast.officer_here.display_name in own.content.decode()
    assert own["Cache-Control"] == "private, no-store"
    assert _seen(visitor, url) == public
    visitor.cookies["messages"] = "x"
    assert not _is_kept(visitor, url)
    del visitor.cookies["messages"]
    assert _is_kept(visitor, url)
    visitor.cookies["sessionid"] = "gone"
    assert not _is_kept(visitor, url)


def test_size_of_letters_has_its_own_page(db):
    url = make.make_post().get_absolute_url()
    visitor = _process()
    assert 'data-size="2"' not in _seen(visitor, url)
    visitor.cookies["co-chu"] = "2"
    assert 'data-size="2"' in _seen(visitor, url)
    assert _is_kept(visitor, url)
    visitor.cookies["co-chu"] = "77"
    assert 'data-size="2"' not in _seen(visitor, url)


@pytest.mark.parametrize(
    "query",
    ["page=1&x=1", "x=1", "page=1&page=1", "page=", f"page={'9' * 80}", "cam-on=x", "page=1&nhan=a&", "fbclid=x"],
)  # fmt: skip
def test_wild_addresses_are_not_kept(db, query):
    make.make_post()
    visitor = _process()
    assert not _is_kept(visitor, f"{reverse('news:list')}?{query}")
    assert _is_kept(visitor, f"{reverse('news:list')}?page=1")


@pytest.mark.parametrize(
    "url", ["/dang-nhap/", "/tim-kiem/?q=x", "/tin-tuc/nhan-xet/", "/khong-co/", "/so/"]
)
def test_other_pages_are_made_each_time(db, url):  # fmt: skip
    visitor = _process()
    visitor.get(url)
    (pages,) = _stores(visitor)
    assert len(pages) == 0


def _stores(client: Client) -> list[PageStore]:
    """What lies in the client's own process."""
    client.get("/healthz")
    found: list[PageStore] = []
    handler: Any = client.handler
    layer: Any = handler._middleware_chain
    while layer is not None:
        inner = getattr(layer, "__wrapped__", layer)
        if isinstance(inner, PageCacheMiddleware):
            found.append(inner.store)
        layer = getattr(inner, "get_response", None)
    return found


def test_a_page_that_reads_what_is_not_counted_is_not_kept(cast, monkeypatch):
    """So that a table forgotten costs time and never a truth."""
    url = make.make_post().get_absolute_url()
    visitor = _process()
    assert _is_kept(visitor, url)
    monkeypatch.setattr(
        generation, "uncounted_in", lambda sql: {"news_post"} if "news_post" in sql else set()
    )
    make.make_post()
    assert not _is_kept(visitor, url)
    assert visitor.get(url).get("Cache-Control") is None


def test_a_page_within_an_open_transaction_is_not_kept(db):
    """What it shows may never come to be."""
    post = make.make_post(title="Trước")
    visitor = _process()
    with transaction.atomic():
        Post.objects.filter(pk=post.pk).update(title="Chưa chắc")
        assert "Chưa chắc" in _seen(visitor, post.get_absolute_url())
        transaction.set_rollback(True)
    assert "Chưa chắc" not in _seen(visitor, post.get_absolute_url())


def test_nothing_is_kept_while_the_triggers_stand_aside(db):
    url = make.make_post().get_absolute_url()
    visitor = _process()
    assert _is_kept(visitor, url)
    generation.stand_aside("default", plan=["a migration"])
    try:
        assert not _is_kept(visitor, url)
    finally:
        generation.set_up("default")
    assert _is_kept(visitor, url)
    assert generation.engine().is_installed(connection.cursor(), generation.watched())


# --- Honest on every process ------------------------------------------------------------------


def _new_comment(cast: Any) -> tuple[str, Callable[[], Any]]:
    post = make.make_post()
    policy = CommentPolicy.current()
    policy.visitors_wait = False
    policy.save()

    def send() -> Comment:
        return submit_comment(
            post=post, by=AnonymousUser(), name="Bác Tư", text="Ấm lòng quá", origin="a" * 64
        )

    return post.get_absolute_url(), send


def _rejected_comment(cast: Any) -> tuple[str, Callable[[], Any]]:
    comment = make.make_comment(make.make_post(), state=Comment.State.APPROVED)
    comments = Comment.objects.filter(pk=comment.pk)
    return comment.post.get_absolute_url(), lambda: comments.update(state=Comment.State.REJECTED)


def _edited(cast: Any) -> tuple[str, Callable[[], Any]]:
    post = make.make_post()
    return post.get_absolute_url(), lambda: Post.objects.filter(pk=post.pk).update(
        body="<p>Mới</p>"
    )


def _withdrawn(cast: Any) -> tuple[str, Callable[[], Any]]:
    post = make.make_post()
    rows = Post.objects.filter(pk=post.pk)
    return "/tin-tuc/", lambda: rows.update(state=Post.State.WITHDRAWN)


def _scheduled(cast: Any) -> tuple[str, Callable[[], Any]]:
    make.make_post(
        title="Đến giờ",
        state=Post.State.SCHEDULED,
        published_at=None,
        scheduled_for=timezone.now() - dt.timedelta(minutes=1),
    )
    return "/", lambda: call_command("run_jobs", verbosity=0)


def _tagged(cast: Any) -> tuple[str, Callable[[], Any]]:
    post = make.make_post()
    return post.get_absolute_url(), lambda: post.tags.create(name="Đền ơn", slug="den-on")


def _related_unit(cast: Any) -> tuple[str, Callable[[], Any]]:
    post = make.make_post()
    return cast.here.get_absolute_url(), lambda: post.units.add(cast.here)


def _renamed_unit(cast: Any) -> tuple[str, Callable[[], Any]]:
    def rename() -> None:
        cast.district.short_name = "Phường Mới"
        cast.district.save()

    return "/to-chuc/", rename


def _moved_member(cast: Any) -> tuple[str, Callable[[], Any]]:
    return cast.here.get_absolute_url(), lambda: make.make_member(cast.here)


def _ended_office(cast: Any) -> tuple[str, Callable[[], Any]]:
    rows = Appointment.objects.filter(unit=cast.here)
    return cast.here.get_absolute_url(), lambda: rows.update(valid_to=local_today())


def _left_branch(cast: Any) -> tuple[str, Callable[[], Any]]:
    make.make_member(cast.here)
    return "/to-chuc/", Membership.objects.filter(unit=cast.here).last().delete


def _cancelled_event(cast: Any) -> tuple[str, Callable[[], Any]]:
    event = make.make_event(cast.here)
    rows = Event.objects.filter(pk=event.pk)
    return event.get_absolute_url(), lambda: rows.update(place="Hội trường mới")


def _graded(cast: Any) -> tuple[str, Callable[[], Any]]:
    grade = make.make_classification(cast.here)
    return cast.here.get_absolute_url(), Classification.objects.filter(pk=grade.pk).delete


def _signed(cast: Any) -> tuple[str, Callable[[], Any]]:
    return "/thi-dua/", lambda: make.make_compact(make.make_cluster(cast.here, cast.beside))


def _new_facts(cast: Any) -> tuple[str, Callable[[], Any]]:
    def change() -> None:
        profile = SiteProfile.current()
        profile.pk, profile.phone = 1, "028 3838 0000"
        profile.save()

    return "/", change


def _new_menu(cast: Any) -> tuple[str, Callable[[], Any]]:
    SiteProfile.objects.get_or_create(pk=1)
    entry = MenuEntry(
        place=MenuEntry.Place.MAIN,
        kind=MenuEntry.Kind.ADDRESS,
        label="Tra cứu",
        address="/tim-kiem/",
    )
    return "/", entry.save


CHANGES = [
    _new_comment, _rejected_comment, _edited, _withdrawn, _scheduled, _tagged, _related_unit,
    _renamed_unit, _moved_member, _ended_office, _left_branch, _cancelled_event, _graded, _signed,
    _new_facts, _new_menu,
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.strip("_"))
def test_what_one_process_changes_all_show_at_once(cast, change):
    url, make_it = change(cast)
    one, other = _process(), _process()
    before = _seen(one, url)
    assert _seen(other, url) == before
    assert _is_kept(one, url)
    assert _is_kept(other, url)
    make_it()
    assert _seen(one, url) != before
    assert _seen(other, url) == _seen(one, url)


def test_a_new_day_is_a_new_page(time_machine, db):
    time_machine.move_to("2027-12-31 23:58+07:00")
    make.make_post()
    visitor = _process()
    before = _seen(visitor, "/")
    assert _is_kept(visitor, "/")
    time_machine.move_to("2028-01-01 00:00:01+07:00")
    after = _seen(visitor, "/")
    assert ("01/01/2028" in before, "01/01/2028" in after) == (False, True)


def test_what_time_alone_changes_shows_within_a_minute(db, monkeypatch):
    visitor = _process()
    _seen(visitor, "/")
    assert _is_kept(visitor, "/")
    later = time.monotonic() + store.SECONDS
    monkeypatch.setattr("assoc.page_cache.store.time.monotonic", lambda: later)
    with CountedQueries() as asked:
        visitor.get("/")
    assert asked.count > 1


def test_readings_sessions_and_history_change_no_number(cast):
    post = make.make_post()
    before = generation.current()
    visitor, officer = _process(), cast.client("officer_here")
    visitor.post(f"/tin-tuc/{post.pk}/doc/", HTTP_SEC_FETCH_SITE="same-origin")
    officer.get("/so/")
    member = cast.member_here.member
    rows = type(member).objects.filter(pk=member.pk)
    rows.update(phone="0900000001")
    assert generation.current() == before
    assert PostReads.objects.filter(post=post).exists()
    assert {"news.PostReads"} == READ_LATE
    rows.update(full_name="Lê Văn Khác")
    assert generation.current() != before


def test_every_counted_table_counts_in_each_way(cast, settings, tmp_path):
    """A row added, changed or gone, by SQL that no model hears of."""
    settings.MEDIA_ROOT = tmp_path
    make_world(cast)
    ways = {trigger for trigger, _ in _triggers()}
    assert {table for _, table in _triggers()} == set(generation.watched())
    assert len(ways) == (3 if connection.vendor == "sqlite" else 2)
    assert set(READ) >= {"news.Post", "news.Comment", "events.Event", "members.Unit"}


def _triggers() -> list[tuple[str, str]]:
    """Kind and table of each of ours that stands in the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name, tbl_name FROM sqlite_master"
                " WHERE type = 'trigger' AND name LIKE 'page!_cache!_%' ESCAPE '!'"
            )
            return [(name.rpartition("_")[2], table) for name, table in cursor.fetchall()]
        cursor.execute(
            "SELECT tgname, tgrelid::regclass::text FROM pg_trigger"
            " WHERE tgname IN ('page_cache_change', 'page_cache_update')"
        )
        return cursor.fetchall()


def test_a_rolled_back_change_is_no_change(cast):
    before = generation.current()
    with transaction.atomic():
        make.make_post()
        transaction.set_rollback(True)
    assert generation.current() == before
    with transaction.atomic():
        make.make_post()
        with transaction.atomic():
            make.make_post()
            transaction.set_rollback(True)
        assert connection.in_atomic_block
    assert generation.current() != before


def test_no_old_page_is_seen_after_a_commit(db):
    """Three write and three read as fast as they can: what is committed shows at once, everywhere."""
    posts = [make.make_post(title="0") for _ in range(3)]
    wrong: list[str] = []
    over = threading.Event()

    def write_and_read(post: Post) -> None:
        mine, other = _process(), _process()
        try:
            for number in range(1, 16):
                with transaction.atomic():
                    Post.objects.filter(pk=post.pk).update(title=f"Số {number} hết")
                for client in (mine, other):
                    if f"Số {number} hết" not in _seen(client, post.get_absolute_url()):
                        wrong.append(f"{post.pk}: {number}")
        finally:
            connection.close()

    def read() -> None:
        client = _process()
        try:
            while not over.is_set():
                for post in posts:
                    client.get(post.get_absolute_url())
        finally:
            connection.close()

    readers = [threading.Thread(target=read) for _ in range(2)]
    writers = [threading.Thread(target=write_and_read, args=[post]) for post in posts]
    for thread in (*readers, *writers):
        thread.start()
    for thread in writers:
        thread.join(60)
    over.set()
    for thread in readers:
        thread.join(20)
    assert wrong == []
    assert PageGeneration.objects.count() == 1


def test_two_long_transactions_do_not_wait_for_each_other(db):
    """The number's row is locked at commit alone; else the second would wait for the first."""
    if connection.vendor == "sqlite":
        pytest.skip("one writer at a time")
    first, second = make.make_post(), make.make_post()
    done = threading.Event()

    def other() -> None:
        try:
            with transaction.atomic():
                Post.objects.filter(pk=second.pk).update(title="Hai")
            done.set()
        finally:
            connection.close()

    with transaction.atomic():
        Post.objects.filter(pk=first.pk).update(title="Một")
        thread = threading.Thread(target=other)
        thread.start()
        assert done.wait(10)
    thread.join()


# --- The store --------------------------------------------------------------------------------


def _page(size: int = 10) -> KeptPage:
    return KeptPage((1,), time.monotonic(), b"x" * size, (), {})


def test_a_shelf_holds_so_much_and_no_more():
    shelf = Shelf(3, 100)
    for name in "abc":
        shelf.put(name, _page())
    shelf.get("a")
    shelf.put("d", _page())
    assert list(shelf.pages) == ["c", "a", "d"]
    shelf.put("e", _page(95))
    assert (list(shelf.pages), shelf.size) == (["e"], 95)
    shelf.put("e", _page(5))
    assert shelf.size == 5


def test_addresses_with_parameters_push_no_page_out():
    pages = PageStore()
    pages.put("front", _page(), has_query=False)
    for number in range(store.MOST_WITH_QUERY + 10):
        pages.put(number, _page(), has_query=True)
    assert pages.get("front", (1,), has_query=False) is not None
    assert len(pages) == store.MOST_WITH_QUERY + 1


def test_a_page_that_many_ask_for_is_made_once():
    pages = PageStore()
    made: list[int] = []
    waiting = threading.Barrier(5)

    def ask() -> None:
        waiting.wait()
        with pages.making("front", (1,)) as is_ours:
            if is_ours:
                time.sleep(0.1)
                made.append(1)
                pages.put("front", _page(), has_query=False)
            else:
                assert pages.get("front", (1,), has_query=False) is not None

    threads = [threading.Thread(target=ask) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]


def test_a_page_that_fails_keeps_nobody_waiting():
    pages = PageStore()
    with pytest.raises(ZeroDivisionError), pages.making("front", (1,)):
        raise ZeroDivisionError
    with pages.making("front", (1,)) as is_ours:
        assert is_ours
