"""The security policy on one screen: every address × everybody, and what nobody may read.

An address without a row fails the suite, so a new page can't be forgotten.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from assoc.models import MenuEntry, SiteProfile
from emulation.models import Compact
from events.models import Event
from members.models import Unit
from news.models import (
    Attachment,
    Comment,
    CommentPolicy,
    FrontPin,
    Page,
    Post,
    PostReads,
    Subscriber,
)

from . import factories as make
from .conftest import Cast

WHO = (
    "admin", "office", "editor", "officer_above", "officer_here", "officer_beside", "correspondent",
    "former_officer", "member_here", "nobody",
)  # fmt: skip
ALL = (200,) * 10
SIGNED_IN = (200,) * 9 + (302,)
#             admin office editor above here beside corr. former member nobody
EDITORS = (200, 200, 200, 404, 404, 404, 404, 404, 404, 404)  # drafts of the newspaper
BOOKS_HERE = (200, 200, 404, 200, 200, 404, 404, 404, 404, 404)  # drafts of the branch `here`
DESK = (200,) * 7 + (403, 403, 302)  # the officers' workspace
NEWS_DESK = (200,) * 3 + (403,) * 6 + (302,)  # the newsroom's own pages of the workspace
POSTED = (302,) * 10
NEWS_POSTED = (302,) * 3 + (403,) * 6 + (302,)

# name, which object: method, answer for each of WHO
MATRIX: dict[tuple[str, str], tuple[str, tuple[int, ...]]] = {
    ("home", ""): ("get", ALL),
    ("search", ""): ("get", ALL),
    ("reading", ""): ("post", POSTED),
    ("styleguide", ""): ("get", ALL),
    ("login", ""): ("get", (302,) * 9 + (200,)),
    ("logout", ""): ("post", POSTED),
    ("healthz", ""): ("get", ALL),
    ("readyz", ""): ("get", ALL),
    ("robots", ""): ("get", ALL),
    ("sitemap", ""): ("get", ALL),
    ("sitemap_part", ""): ("get", ALL),
    ("picture", "photo"): ("get", ALL),
    ("members:me", ""): ("get", SIGNED_IN),
    ("members:password", ""): ("get", SIGNED_IN),
    ("members:units", ""): ("get", ALL),
    ("members:unit", "here"): ("get", ALL),
    ("news:list", ""): ("get", ALL),
    ("news:section", "section"): ("get", ALL),
    ("news:month", "month"): ("get", ALL),
    ("news:rss", ""): ("get", ALL),
    ("news:atom", ""): ("get", ALL),
    ("news:detail", "public"): ("get", ALL),
    ("news:detail", "internal"): ("get", (200,) * 9 + (404,)),
    ("news:detail", "draft"): ("get", EDITORS),
    ("news:detail", "withdrawn"): ("get", EDITORS),
    ("news:detail", "future"): ("get", EDITORS),
    ("news:attachment", "public"): ("get", ALL),
    ("news:attachment", "internal"): ("get", (200,) * 9 + (404,)),
    ("news:attachment", "draft"): ("get", EDITORS),
    ("news:comment", "public"): ("post", POSTED),
    ("news:comment", "internal"): ("post", (302,) * 9 + (404,)),
    ("news:comment", "draft"): ("post", (404,) * 10),
    ("news:comment_status", ""): ("get", ALL),
    ("news:albums", ""): ("get", ALL),
    ("news:album", "public"): ("get", ALL),
    ("news:album", "internal"): ("get", (200,) * 9 + (404,)),
    ("news:album", "draft"): ("get", EDITORS),
    ("news:read", "public"): ("post", (204,) * 10),
    ("news:read", "internal"): ("post", (204,) * 9 + (404,)),
    ("news:read", "draft"): ("post", (404,) * 10),
    ("news:subscribe", ""): ("get", ALL),
    ("news:subscribe", "asked"): ("post", POSTED),
    ("news:confirm_subscription", "pending"): ("get", ALL),
    ("news:subscription", "own"): ("get", ALL),
    ("news:one_click_stop", "own"): ("post", ALL),
    ("events:list", ""): ("get", ALL),
    ("events:calendar", ""): ("get", ALL),
    ("events:detail", "public"): ("get", ALL),
    ("events:detail", "draft"): ("get", BOOKS_HERE),
    ("emulation:index", ""): ("get", ALL),
    ("emulation:cluster", "cluster"): ("get", ALL),
    ("emulation:compact", "signed"): ("get", ALL),
    ("emulation:compact", "draft"): ("get", (200, 200, 404, 200, 404, 404, 404, 404, 404, 404)),
    ("welfare:index", ""): ("get", ALL),
    ("page", "public"): ("get", ALL),
    ("page", "draft"): ("get", EDITORS),
    ("desk", ""): ("get", DESK),
    ("news_desk:posts", ""): ("get", DESK),
    ("news_desk:readers", ""): ("get", NEWS_DESK),
    ("news_desk:erase_reader", "own"): ("get", NEWS_DESK),
    ("news_desk:test_letter", ""): ("post", (302,) * 3 + (403,) * 6 + (302,)),
    ("news_desk:reads", ""): ("get", NEWS_DESK),
    ("news_desk:front", ""): ("get", NEWS_DESK),
    ("news_desk:front_choose", "public"): ("post", NEWS_POSTED),
    ("news_desk:front_choose", "draft"): ("post", (404,) * 3 + (403,) * 6 + (302,)),
    ("news_desk:front_change", "pin"): ("post", NEWS_POSTED),
    ("news_desk:sections", ""): ("get", NEWS_DESK),
    ("news_desk:section_new", ""): ("get", NEWS_DESK),
    ("news_desk:section", "section"): ("get", NEWS_DESK),
    ("news_desk:section_move", "section"): ("post", NEWS_POSTED),
    ("news_desk:section_merge", "section"): ("get", NEWS_DESK),
    ("news_desk:section_delete", "section"): ("get", NEWS_DESK),
    ("news_desk:pages", ""): ("get", NEWS_DESK),
    ("news_desk:page_new", ""): ("get", NEWS_DESK),
    ("news_desk:page", "page"): ("get", NEWS_DESK),
    ("news_desk:page_publish", "page"): ("post", NEWS_POSTED),
    ("news_desk:page_delete", "page"): ("get", NEWS_DESK),
    ("site_menus", ""): ("get", NEWS_DESK),
    ("site_entry_new", "place"): ("get", NEWS_DESK),
    ("site_menu_reset", "place"): ("get", NEWS_DESK),
    ("site_entry", "entry"): ("get", NEWS_DESK),
    ("site_entry_change", "entry"): ("post", NEWS_POSTED),
    ("site_facts", ""): ("get", NEWS_DESK),
}
# Django's own admin: who gets past its door is in tests/admin/.
ELSEWHERE = {"admin"}


@dataclass
class World:
    """One of everything that could leak, each with a word nobody else has."""

    posts: dict[str, Post]
    attachments: dict[str, Attachment]
    events: dict[str, Event]
    compacts: dict[str, Compact]
    here: Unit
    picture: str
    readers: dict[str, Subscriber]
    pin: FrontPin
    entry: MenuEntry


@pytest.fixture
def world(cast: Cast) -> World:
    now = timezone.now()
    section = make.make_section(name="Thi đua", slug="thi-dua")
    states: dict[str, dict[str, Any]] = {
        "public": {"title": "Bài viết congkhaiabc"},
        "internal": {"title": "Tin noiboxyz", "audience": Post.Audience.INTERNAL},
        "draft": {"title": "Nháp banthaoxyz", "state": Post.State.DRAFT, "published_at": None},
        "withdrawn": {"title": "Gỡ dagoxyz", "state": Post.State.WITHDRAWN},
        "future": {
            "title": "Hẹn mairadangxyz",
            "state": Post.State.SCHEDULED,
            "scheduled_for": now + dt.timedelta(days=2),
            "published_at": None,
        },
    }
    posts = {
        name: make.make_post(
            section=section, slug=name, lead=f"Sapo {fields['title']}", body=f"<p>{fields['title']}</p>"
        , **fields)
        for name, fields in states.items()
    }  # fmt: skip
    attachments = {}
    for name, post in posts.items():
        attachments[name] = Attachment(post=post, title=f"Tệp {post.title}")
        attachments[name].file.save(f"{name}.pdf", ContentFile(b"%PDF-1.4\n%%EOF\n"))
        post.units.add(cast.here)
    photo = make.make_photo(posts["public"])
    for _ in range(3):
        for name in ("public", "internal", "draft"):
            make.make_photo(posts[name], caption=f"Ảnh {posts[name].title}")
    for post in posts.values():
        PostReads.objects.add(post)
    readers = {
        "own": make.make_subscriber(email="riengtuxyz@thu.example"),
        "pending": make.make_subscriber(state=Subscriber.State.PENDING, confirmed_at=None),
    }
    make.make_comment(posts["public"], text="Ý kiến dangchoxyz", state=Comment.State.HELD)
    make.make_comment(posts["public"], text="Ý kiến tuchoixyz", state=Comment.State.REJECTED)
    events = {
        "public": make.make_event(cast.here, title="Họp mặt truyền thống"),
        "draft": make.make_event(cast.here, title="Dự kiến sukienxyz", state=Event.State.DRAFT),
    }
    Page.objects.create(title="Giới thiệu", slug="public", state=Page.State.PUBLISHED)
    Page.objects.create(title="Trang nhaptrangxyz", slug="draft")
    cluster = make.make_cluster(cast.district)
    compacts = {
        "signed": make.make_compact(cluster, year=2024),
        "draft": make.make_compact(cluster, year=2027, title="Dự thảo giaouocxyz", signed_on=None),
    }
    make.make_classification(
        cast.district, year=2026, cluster=cluster, score="71.37", announced_on=None
    )
    private = make.make_welfare_kind(name="Bệnh hiểm nghèo", is_private=True)
    make.make_activity(
        cast.here,
        kind=private,
        member=cast.member_here.member,
        family="Gia đình thuongyeuxyz",
        story="Câu chuyện chuadongyxyz",
        private_note="Bệnh benhlyxyz",
    )
    make.make_member(
        cast.here, full_name="Phạm Riêngtư", phone="0909 000 123", address="Số 7 duongxyz"
    )
    SiteProfile.objects.create(pk=1)
    entry = MenuEntry.objects.create(place="footer", label="Lịch", kind="room", room="events:list")
    return World(
        posts,
        attachments,
        events,
        compacts,
        cast.here,
        photo.picture.rendition_url(480),
        readers,
        make.make_pin(posts["public"]),
        entry,
    )


def _url(name: str, which: str, world: World) -> str:
    match name:
        case "news:detail":
            return world.posts[which].get_absolute_url()
        case "news:comment":
            month = world.posts[which].address_month
            return reverse(name, args=[month.year, f"{month.month:02d}", world.posts[which].slug])
        case "news:attachment":
            return world.attachments[which].get_absolute_url()
        case "news:album":
            return world.posts[which].album_url
        case "news:read":
            return reverse(name, args=[world.posts[which].pk])
        case "news:confirm_subscription":
            return world.readers[which].confirm_url
        case "news:subscription":
            return world.readers[which].get_absolute_url()
        case "news:one_click_stop":
            return world.readers[which].one_click_url
        case "news_desk:erase_reader":
            return reverse(name, args=[world.readers[which].pk])
        case "news_desk:front_choose":
            return reverse(name, args=[world.posts[which].pk])
        case "news_desk:front_change":
            return reverse(name, args=[world.pin.pk])
        case "site_entry" | "site_entry_change":
            return reverse(name, args=[world.entry.pk])
        case "site_entry_new" | "site_menu_reset":
            return reverse(name, args=["main"])
        case _ if which == "page":
            return reverse(name, args=[Page.objects.get(slug="draft").pk])
        case _ if which == "section" and name != "news:section":
            return reverse(name, args=[world.posts["public"].section_id])
        case "news:section":
            return reverse(name, args=["thi-dua"])
        case "news:month":
            month = world.posts["public"].address_month
            return reverse(name, args=[month.year, f"{month.month:02d}"])
        case "events:detail":
            return world.events[which].get_absolute_url()
        case "emulation:cluster":
            return world.compacts["signed"].cluster.get_absolute_url()
        case "emulation:compact":
            return world.compacts[which].get_absolute_url()
        case "page":
            return reverse(name, args=[which])
        case "members:unit":
            return world.here.get_absolute_url()
        case "picture":
            return world.picture
        case "sitemap_part":
            return reverse(name, args=["posts"])
        case _:
            return reverse(name)


def _data(name: str, who: str) -> dict[str, str]:
    if name == "news:comment":
        text = f"Bài viết rất hay và bổ ích, {who} cám ơn ban biên tập."
        return {"name": "Bạn đọc", "text": text, "token": f"dau-{who}-0123456789"}
    if name in ("news:subscribe", "news_desk:test_letter"):
        return {"email": f"{who}@thu.example", "rhythm": "weekly", "agrees": "on"}
    return {}


def _answers(cast: Cast, world: World, rows: list[tuple[str, str]]) -> dict[Any, dict[str, int]]:
    table: dict[Any, dict[str, int]] = {}
    for name, which in rows:
        method, _ = MATRIX[name, which]
        url = _url(name, which, world)
        table[name, which] = {}
        for who in WHO:
            answer = getattr(cast.client(who), method)(url, _data(name, who))
            for close in answer._resource_closers:  # close() would also close the database
                close()
            table[name, which][who] = answer.status_code
    return table


def _expected(rows: list[tuple[str, str]]) -> dict[Any, dict[str, int]]:
    return {row: dict(zip(WHO, MATRIX[row][1], strict=True)) for row in rows}


def test_pages_answer_everybody_as_the_matrix_says(cast: Cast, world: World) -> None:
    rows = [row for row, (method, _) in MATRIX.items() if method == "get"]

    assert _answers(cast, world, rows) == _expected(rows)


@pytest.mark.parametrize(
    "row", [row for row, (method, _) in MATRIX.items() if method == "post"], ids=" ".join
)
def test_changes_answer_everybody_as_the_matrix_says(
    cast: Cast, world: World, row: tuple[str, str]
) -> None:
    CommentPolicy.objects.create(pk=1, per_ten_minutes=100)  # ten comments from one address

    assert _answers(cast, world, [row]) == _expected([row])


def _names(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            namespace = entry.namespace
            if namespace in ELSEWHERE:
                continue
            yield from _names(entry, f"{prefix}{namespace}:" if namespace else prefix)
        elif isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}"


def test_every_address_has_a_row() -> None:
    assert {name for name, _ in MATRIX} == set(_names())


# --- What must not be read, wherever it might show --------------------------------------------

# word: who may read it somewhere (everybody else: nowhere)
SECRETS = {
    "noiboxyz": {"admin", "office", "editor", "officer_above", "officer_here", "officer_beside",
                 "correspondent", "former_officer", "member_here"},
    "banthaoxyz": {"admin", "office", "editor"},
    "dagoxyz": {"admin", "office", "editor"},
    "nhaptrangxyz": {"admin", "office", "editor"},
    "mairadangxyz": {"admin", "office", "editor"},
    "sukienxyz": {"admin", "office", "officer_above", "officer_here"},
    "giaouocxyz": {"admin", "office", "officer_above"},
    "71,37": {"admin", "office", "officer_above"},
    "dangchoxyz": set(),
    "tuchoixyz": set(),
    "thuongyeuxyz": set(),
    "chuadongyxyz": set(),
    "benhlyxyz": set(),
    "Riêngtư": set(),
    "0909 000 123": set(),
    "duongxyz": set(),
    "riengtuxyz": set(),
}  # fmt: skip

LISTS = ("home", "news:list", "news:albums", "news:rss", "news:atom", "sitemap", "events:list",
         "events:calendar", "emulation:index", "welfare:index", "members:units",
         "news_desk:readers", "news_desk:reads", "news_desk:front", "site_menus", "site_facts")  # fmt: skip


def _readable(cast: Cast, world: World, who: str) -> str:
    client = cast.client(who)
    urls = [reverse(name) for name in LISTS]
    urls += [_url(name, which, world) for name, which in MATRIX if which and name not in
             ("news:comment", "picture", "news:attachment", "news:one_click_stop")]  # fmt: skip
    urls += [f"{reverse('search')}?q={word}" for word in SECRETS]
    texts = []
    for url in urls:
        answer = client.get(url)
        if answer.status_code == 200:
            # The search page repeats the question; what it found is what counts.
            body = b"".join(answer) if answer.streaming else answer.content
            text = body.decode()
            texts.append(_results_only(text) if url.startswith(reverse("search")) else text)
    return "\n".join(texts)


def _results_only(page: str) -> str:
    """The list of results; "" when there is none."""
    start = page.find('id="ket-qua"')
    return "" if start < 0 else page[start : page.find("</ol>", start)]


def test_nobody_reads_what_is_not_for_them(cast: Cast, world: World) -> None:
    read = {}
    for who in WHO:
        text = _readable(cast, world, who)
        assert "congkhaiabc" in text  # the sweep does read something
        read[who] = {word for word in SECRETS if word in text}

    assert read == {
        who: {word for word, readers in SECRETS.items() if who in readers} for who in WHO
    }
