"""Counting readings: what counts, what doesn't, and that nobody is in the count."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client

from kit.dates import local_today
from news.models import Post, PostReads, most_read
from tests import factories as make

SAME = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def post(db):
    return make.make_post(title="Bài đọc")


def report_reading(post, client=None, ip="10.0.0.1", **headers):
    client = client or Client(enforce_csrf_checks=True)
    address = f"/tin-tuc/{post.pk}/doc/"
    return client.post(address, headers=headers or SAME, REMOTE_ADDR=ip).status_code


def count(post):
    return sum(PostReads.objects.filter(post=post).values_list("count", flat=True))


@pytest.mark.moment("2026-11-25 09:00")
def test_each_place_counts_once_an_hour(post, time_machine):
    start = dt.datetime(2026, 11, 25, 3, tzinfo=dt.UTC)
    time_machine.move_to(start, tick=False)
    answers = [report_reading(post, ip=ip) for ip in ("10.0.0.1", "10.0.0.1", "10.0.0.2")]
    assert (answers, count(post)) == ([204] * 3, 2)
    time_machine.move_to(start + dt.timedelta(seconds=3601), tick=False)
    report_reading(post)
    other = make.make_post()
    report_reading(other)
    assert (count(post), count(other)) == (3, 1)


@pytest.mark.moment("2026-11-25 09:00")
def test_days_are_those_of_the_association(post, time_machine):
    time_machine.move_to(dt.datetime(2026, 11, 25, 16, 59, tzinfo=dt.UTC), tick=False)
    report_reading(post)
    time_machine.move_to(dt.datetime(2026, 11, 25, 17, 0, tzinfo=dt.UTC), tick=False)
    report_reading(post, ip="10.0.0.2")
    days = PostReads.objects.order_by("day").values_list("day", "count")
    assert list(days) == [(dt.date(2026, 11, 25), 1), (dt.date(2026, 11, 26), 1)]


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site", "origin": "http://testserver"},
        {"sec-fetch-site": "none"},
        {"origin": "https://else.example"},
        {"user-agent": "curl/8"},
    ],
)
def test_only_our_own_pages_count(post, headers):
    assert (report_reading(post, **headers), count(post)) == (204, 0)


def test_older_browsers_send_their_origin(post):
    assert (report_reading(post, origin="http://testserver"), count(post)) == (204, 1)


@pytest.mark.parametrize(
    ("who", "counted"), [("editor", 0), ("office", 0), ("admin", 0), ("member_here", 1)]
)
def test_editors_do_not_count(cast, who, counted):
    post = make.make_post()
    assert (report_reading(post, client=cast.client(who)), count(post)) == (204, counted)


def test_unreadable_posts_do_not_count(cast):
    draft = make.make_post(state="draft", published_at=None)
    internal = make.make_post(audience="internal")
    assert [
        report_reading(draft),
        report_reading(internal),
        report_reading(draft, client=cast.client("editor")),
    ] == [404] * 3
    assert report_reading(internal, client=cast.client("member_here")) == 204
    assert (count(draft), count(internal)) == (0, 1)
    assert Client().post("/tin-tuc/99999999999999999999/doc/", headers=SAME).status_code == 404


def test_reading_sets_no_cookie_and_stores_no_reader(post):
    client = Client()
    report_reading(post, client=client)
    assert dict(client.cookies) == {}
    assert [field.name for field in PostReads._meta.fields] == ["id", "post", "day", "count"]


def test_adding_is_lost_by_nobody_who_is_first_together(post):
    """Two that both found no row of the day: the second's insert fails and becomes an addition."""
    row = PostReads.objects.filter(post=post)
    original = type(row).update
    calls = []

    def late(self, **fields):
        calls.append(fields)
        if len(calls) == 1:  # the row appears right after it was looked for
            changed = original(self, **fields)
            PostReads.objects.create(post=post, day=local_today(), count=1)
            return changed
        return original(self, **fields)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(row), "update", late)
        PostReads.objects.add(post)
    assert count(post) == 2
    assert connection.in_atomic_block


def read(post, times, days_ago=0):
    day = local_today() - dt.timedelta(days=days_ago)
    PostReads.objects.create(post=post, day=day, count=times)


def test_most_read_are_those_of_seven_days(db):
    old, new, never = make.make_post(), make.make_post(), make.make_post()
    read(old, 50, days_ago=7)
    read(old, 2, days_ago=6)
    read(new, 2)
    read(new, 1, days_ago=1)
    most = most_read(Post.objects.published())
    assert [(post, post.readings) for post in most] == [(new, 3), (old, 2)]
    assert never not in most


@pytest.mark.parametrize("address", ["/", "/tin-tuc/"])
def test_most_read_shows_to_each_what_is_addressed_to_them(cast, address):
    for title, fields in {
        "Đọc chung": {},
        "Đọc nội bộ": {"audience": "internal"},
        "Đọc nháp": {"state": "draft"},
        "Đọc đã gỡ": {"state": "withdrawn"},
    }.items():
        read(make.make_post(title=title, **fields), 9)
    seen = {
        who: sorted(str(post) for post in cast.client(who).get(address).context["most_read"])
        for who in ("nobody", "member_here", "editor")
    }
    members = ["Đọc chung", "Đọc nội bộ"]
    assert seen == {"nobody": ["Đọc chung"], "member_here": members, "editor": members}


def test_most_read_names_five_and_no_empty_block(client, db):
    assert "Đọc nhiều" not in client.get("/").content.decode()
    for _ in range(6):
        read(make.make_post(), 1)
    assert len(client.get("/").context["most_read"]) == 5


def test_article_counts_readers_but_not_editors(cast):
    post = make.make_post()
    reports = {
        who: f'data-read="/tin-tuc/{post.pk}/doc/"'
        in cast.client(who).get(post.get_absolute_url()).content.decode()
        for who in ("nobody", "member_here", "editor")
    }
    assert reports == {"nobody": True, "member_here": True, "editor": False}


def test_article_is_cached_as_before(client, post):
    assert not client.get(post.get_absolute_url()).has_header("Cache-Control")


# --- The desk ---------------------------------------------------------------------------------


def test_desk_shows_thirty_days_with_every_figure(cast):
    post = make.make_post(title="Bài ba mươi ngày")
    read(post, 4)
    read(post, 3, days_ago=29)
    read(post, 100, days_ago=30)
    context = cast.client("editor").get("/so/luot-doc/").context
    assert (context["total"], len(context["by_day"]["rows"])) == (7, 30)
    assert [context["by_day"]["rows"][i][1] for i in (0, -1)] == [3, 4]
    assert [(row.title, row.readings) for row in context["table"].page] == [("Bài ba mươi ngày", 7)]


@pytest.mark.parametrize("size", [1, 3])
def test_desk_costs_the_same(cast, size, django_assert_num_queries):
    for _ in range(size):
        read(make.make_post(), 1)
    client = cast.client("editor")
    client.get("/so/luot-doc/")
    # Session, user, rights; days, posts, site facts.
    with django_assert_num_queries(6):
        client.get("/so/luot-doc/")


def test_desk_without_readings_says_so(cast):
    page = cast.client("editor").get("/so/luot-doc/").content.decode()
    assert "Chưa đếm được lượt đọc nào" in page
