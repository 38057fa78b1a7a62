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

from emulation.models import Compact
from events.models import Event
from members.models import Unit
from news.models import Attachment, Comment, CommentPolicy, Page, Post

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
POSTED = (302,) * 10
# Those who keep some unit's books; records of `here`; of `beside`, another branch of the district.
BOOKS = (200, 200, 403, 200, 200, 200, 403, 403, 403, 302)
OF_HERE = (200, 200, 404, 200, 200, 404, 404, 404, 404, 302)
DONE_HERE = (302, 302, 404, 302, 302, 404, 404, 404, 404, 302)
OF_BOTH = (200, 200, 404, 200, 200, 200, 404, 404, 404, 302)

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
    ("book:candidates", ""): ("get", BOOKS),
    ("book:candidate_new", ""): ("get", BOOKS),
    ("book:candidate_figures", ""): ("get", BOOKS),
    ("book:candidate", "here"): ("get", OF_HERE),
    ("book:candidate_edit", "here"): ("get", OF_HERE),
    ("book:applications", ""): ("get", BOOKS),
    ("book:application_new", ""): ("get", BOOKS),
    ("book:application", "here"): ("get", OF_HERE),
    ("book:application_edit", "here"): ("get", OF_HERE),
    ("book:application_move", "here"): ("get", OF_HERE),
    ("book:application_paper", "here"): ("get", OF_HERE),
    ("book:admission_paper", "here"): ("get", OF_HERE),
    ("book:application_scan", "here"): ("post", DONE_HERE),
    ("book:scan", "here"): ("get", OF_HERE),
    ("book:transfers", ""): ("get", BOOKS),
    ("book:transfer_new", ""): ("get", BOOKS),
    ("book:transfer", "beside"): ("get", OF_BOTH),  # from here to beside: both sides look on
    ("book:transfer", "elsewhere"): ("get", OF_HERE),
    ("book:transfer_paper", "beside"): ("get", OF_BOTH),
    # Accepting: the receiving branch, and who keeps both sides' books.
    ("book:transfer_move", "beside"): (
        "get",
        (200, 200, 404, 200, 404, 200, 404, 404, 404, 302),
    ),
    # Cancelling: the sending branch, and who keeps both.
    ("book:transfer_move", "cancel"): ("get", OF_HERE),
    ("book:transfer_undo", "elsewhere"): ("post", DONE_HERE),
    ("book:transfer_scan", "elsewhere"): ("post", DONE_HERE),
    ("book:departures", ""): ("get", BOOKS),
    ("book:departure_new", ""): ("get", BOOKS),
    ("book:departure", "here"): ("get", OF_HERE),
    ("book:departure_paper", "here"): ("get", OF_HERE),
    ("book:departure_undo", "here"): ("post", DONE_HERE),
    ("book:departure_courtesy", "here"): ("post", DONE_HERE),
    ("book:departure_scan", "here"): ("post", DONE_HERE),
    ("book:offices", ""): ("get", BOOKS),
    ("book:office_fill", "here"): ("get", OF_HERE),
    ("book:office_end", "here"): ("get", OF_HERE),
    ("book:handover", "here"): ("get", OF_HERE),
    ("book:accounts", ""): ("get", BOOKS),
    ("book:account_new", ""): ("get", BOOKS),
    ("book:account", "member"): ("get", OF_HERE),
    # The branch's secretary holds rights there: equals and those above, nobody else.
    ("book:account", "officer"): ("get", OF_HERE),
    # A member of the branch who is of the city's office: seen as a name, touched by the office only.
    ("book:account", "above"): ("get", OF_HERE),
    ("book:account_link", "member"): ("post", DONE_HERE),
    ("book:account_link", "above"): ("post", (302, 302, *[404] * 7, 302)),
    ("book:account_paper", "member"): ("get", DONE_HERE),  # shown once, to who asked for it
    ("book:account_active", "member"): ("post", DONE_HERE),
    ("book:account_active", "above"): ("post", (302, 302, *[404] * 7, 302)),
    ("members:set_password", ""): ("get", ALL),
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
    book: dict[tuple[str, str], Any]  # name of the address, which: its arguments


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
    return World(
        posts, attachments, events, compacts, cast.here, photo.picture.rendition_url(480),
        _book(cast),
    )  # fmt: skip


def _book(cast: Cast) -> dict[tuple[str, str], Any]:
    """One of everything in the members' books of `here`, by the addresses that lead to it."""
    candidate = make.make_candidate(cast.here, full_name="Lê Ứngviênxyz")
    application = make.make_application(cast.here, full_name="Trần Nộpđơnxyz", phone="0909 111 222")
    decision = make.make_decision(cast.district)
    joined = make.make_member(cast.here)
    admitted = make.make_application(
        cast.here,
        **make.reviewed(
            state="admitted", member=joined, membership=joined.memberships.get(), decision=decision,
            decided_on=dt.date(2026, 3, 20), committee_present=9, committee_for=9,
        ),
    )  # fmt: skip
    scan = application.scans.create(
        title="Đơn", file=ContentFile(b"%PDF-1.4 don", "don.pdf"), added_by=cast.admin
    )
    to_beside = make.make_transfer(cast.here, cast.beside)
    to_elsewhere = make.make_transfer(cast.here, cast.elsewhere)
    departure = make.make_departure(
        cast.here, kind="moved_away", destination="Hội tỉnh", decision=make.make_decision(cast.here)
    )
    office = make.make_officer(cast.here).member.appointments.get()
    handover = make.make_handover(cast.here)
    high = make.make_user(make.make_member(cast.here))
    position = make.make_position("city_office", Unit.Level.ASSOCIATION)
    high.member.appointments.create(unit=cast.city, position=position, valid_from=make.LONG_AGO)
    accounts = {"member": cast.member_here, "officer": cast.officer_here, "above": high}
    plain = make.make_user(make.make_member(cast.here))
    book: dict[tuple[str, str], Any] = {
        ("candidate", "here"): [candidate.pk],
        ("candidate_edit", "here"): [candidate.pk],
        ("application", "here"): [application.pk],
        ("application_edit", "here"): [application.pk],
        ("application_move", "here"): [application.pk, "chi-hoi-xet"],
        ("application_paper", "here"): [application.pk],
        ("admission_paper", "here"): [admitted.pk],
        ("application_scan", "here"): [application.pk],
        ("scan", "here"): [scan.pk],
        ("transfer", "beside"): [to_beside.pk],
        ("transfer", "elsewhere"): [to_elsewhere.pk],
        ("transfer_paper", "beside"): [to_beside.pk],
        ("transfer_move", "beside"): [to_beside.pk, "dong-y"],
        ("transfer_move", "cancel"): [to_elsewhere.pk, "huy"],
        ("transfer_undo", "elsewhere"): [to_elsewhere.pk],
        ("transfer_scan", "elsewhere"): [to_elsewhere.pk],
        ("office_fill", "here"): [cast.here.slug],
        ("office_end", "here"): [office.pk],
        ("handover", "here"): [handover.pk],
    }
    for name in ("", "_paper", "_undo", "_courtesy", "_scan"):
        book[f"departure{name}", "here"] = [departure.pk]
    for which, user in accounts.items():
        book["account", which] = [user.pk]
    for name in ("account_link", "account_paper", "account_active"):
        book[name, "member"] = [plain.pk]
        book[name, "above"] = [high.pk]
    return book


def _url(name: str, which: str, world: World) -> str:
    if name.startswith("book:") and which:
        return reverse(name, args=world.book[name.removeprefix("book:"), which])
    match name:
        case "members:set_password":
            return reverse(name, args=["MQ", "het-han"])
        case "news:detail":
            return world.posts[which].get_absolute_url()
        case "news:comment":
            month = world.posts[which].address_month
            return reverse(name, args=[month.year, f"{month.month:02d}", world.posts[which].slug])
        case "news:attachment":
            return world.attachments[which].get_absolute_url()
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
    "Ứngviênxyz": {"admin", "office", "officer_above", "officer_here"},
    "Nộpđơnxyz": {"admin", "office", "officer_above", "officer_here"},
    "0909 111 222": {"admin", "office", "officer_above", "officer_here"},
}  # fmt: skip

LISTS = ("home", "news:list", "news:rss", "news:atom", "sitemap", "events:list", "events:calendar",
         "emulation:index", "welfare:index", "members:units")  # fmt: skip


def _readable(cast: Cast, world: World, who: str) -> str:
    client = cast.client(who)
    urls = [reverse(name) for name in LISTS]
    urls += [
        _url(name, which, world)
        for name, which in MATRIX
        if which
        and name not in ("news:comment", "picture", "news:attachment")
        and MATRIX[name, which][0] == "get"
    ]
    urls += [reverse(name) for name, which in MATRIX if name.startswith("book:") and not which]  # fmt: skip
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
