"""The front page."""

import datetime as dt
from typing import Any

from django.utils import timezone

from emulation.models import ClusterHead
from tests import factories as make
from tests.one_day import TODAY
from welfare.actions import publish_figures


def _ago(hours: float) -> dt.datetime:
    return timezone.now() - dt.timedelta(hours=hours)


def _text(client) -> str:
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def test_empty_front_page_is_dignified(client, db):
    text = _text(client)
    words = (
        "Chưa có bài nào được đăng", "Chưa có sự kiện nào sắp tới",
        "Các cụm thi đua, giao ước và kết quả xếp loại sẽ hiện ở đây.", "Chưa có quý nào được chốt số liệu",
    )  # fmt: skip
    assert [word for word in words if word not in text] == []


def test_lead_story_is_the_chosen_one_and_pins_come_first(client, db):
    make.make_post(title="Mới nhất", published_at=_ago(1))
    for order, title in ((2, "Ghim hai"), (1, "Ghim một")):
        make.make_pin(make.make_post(title=title, published_at=_ago(9)), order=order)
    lead = make.make_post(title="Tin chính", published_at=_ago(5))
    make.make_pin(lead, kind="lead")
    context = client.get("/").context
    assert context["lead"] == lead
    assert [post.title for post in context["seconds"]] == ["Ghim một", "Ghim hai"]
    assert [post.title for post in context["latest"]] == ["Mới nhất"]


def test_what_is_new_fills_the_places_under_the_lead_and_stands_once(client, db):
    posts = [make.make_post(title=f"Tin {n}", published_at=_ago(n)) for n in range(1, 6)]
    make.make_pin(make.make_post(title="Ghim", published_at=_ago(9)))
    context = client.get("/").context
    assert context["lead"] == posts[0]
    assert [post.title for post in context["seconds"]] == ["Ghim", "Tin 2"]
    assert [post.title for post in context["latest"]] == ["Tin 3", "Tin 4", "Tin 5"]


def test_choice_whose_end_has_come_counts_for_nothing(client, db):
    newest = make.make_post(title="Mới nhất", published_at=_ago(1))
    make.make_pin(make.make_post(published_at=_ago(5)), kind="lead", until=_ago(0.1))
    make.make_pin(make.make_post(published_at=_ago(5)), until=_ago(0.1))
    context = client.get("/").context
    assert (context["lead"], context["pinned"]) == (newest, [])
    assert len(context["seconds"]) == 2  # as news, not as choices


def test_lone_pin_leads(client, db):
    only = make.make_post()
    make.make_pin(only)
    context = client.get("/").context
    assert (context["lead"], context["pinned"], context["seconds"]) == (only, [], [])


def test_lead_story_is_the_newest_where_none_is_chosen(client, db):
    make.make_post(title="Cũ", published_at=_ago(5))
    newest = make.make_post(title="Mới", published_at=_ago(1))
    assert client.get("/").context["lead"] == newest


def test_front_page_shows_to_each_what_is_addressed_to_them(cast):
    posts: dict[str, dict[str, Any]] = {
        "Tin chung": {},
        "Tin nội bộ": {"audience": "internal"},
        "Tin nháp": {"state": "draft"},
        "Tin hẹn giờ": {"published_at": _ago(-5)},
        "Tin đã gỡ": {"state": "withdrawn"},
    }
    for title, fields in posts.items():
        make.make_pin(make.make_post(title=title, **fields))
    make.make_event(cast.here, title="Họp nháp", state="draft")
    words = ("Tin chung", "Tin nội bộ", "Tin nháp", "Tin hẹn giờ", "Tin đã gỡ", "Họp nháp")
    seen = {
        who: [word for word in words if word in _text(cast.client(who))]
        for who in ("nobody", "member_here", "editor")
    }
    assert seen == {
        "nobody": ["Tin chung"],
        "member_here": ["Tin chung", "Tin nội bộ"],
        "editor": ["Tin chung", "Tin nội bộ"],
    }


def test_front_page_shows_coming_events_with_the_lunar_day(client, db, time_machine):
    time_machine.move_to(dt.datetime(2024, 10, 9, 3, tzinfo=dt.UTC))
    make.make_event(title="Lễ ký kết", starts_at=dt.datetime(2024, 10, 11, 1, 30, tzinfo=dt.UTC))
    text = _text(client)
    assert [
        word for word in ("Lễ ký kết", "mùng 9 tháng 9 năm Giáp Thìn") if word not in text
    ] == []


def test_front_page_shows_emulation_at_a_glance(client, cast):
    cluster = make.make_cluster(cast.district, name="Cụm thi đua II")
    ClusterHead.objects.create(cluster=cluster, unit=cast.district, valid_from=make.LONG_AGO)
    make.make_compact(cluster, title="Giao ước năm 2024")
    make.make_compact(cluster, year=2027, title="Dự thảo năm 2027", signed_on=None)
    make.make_classification(cast.district, cluster=cluster, year=2024, score="93.5")
    make.make_classification(
        cast.district, cluster=cluster, year=2025, score="71.37", announced_on=None
    )
    text = _text(client)
    words = ("Cụm thi đua II", "cụm trưởng", "Giao ước năm 2024", "93,5 điểm")
    assert [word for word in words if word not in text] == []
    assert [word for word in ("Dự thảo năm 2027", "71,37") if word in text] == []


def test_front_page_tells_of_the_latest_year_that_is_published(client, cast):
    for year, money in ((2025, 700_000), (2026, 1_500_000)):
        make.make_activity(cast.here, happened_on=dt.date(year, 2, 3), people_count=8, amount=money)
        publish_figures(today=dt.date(year, 5, 1))
    context = client.get("/").context
    assert context["welfare_year"] == 2026
    assert context["welfare"] == [
        ("8", "lượt người được chăm lo"),
        ("1.500.000 đ", "tiền của các loại nêu riêng"),
    ]


def test_front_page_tells_nothing_of_a_quarter_that_is_not_published(client, cast):
    make.make_activity(cast.here, happened_on=TODAY, people_count=8)
    assert client.get("/").context["welfare"] == []


def test_front_page_costs_the_same_for_one_and_three(client, db, django_assert_num_queries):
    for size in (1, 2):
        for _ in range(size):
            unit = make.make_district()
            cluster = make.make_cluster(unit)
            ClusterHead.objects.create(cluster=cluster, unit=unit, valid_from=make.LONG_AGO)
            make.make_compact(cluster)
            make.make_classification(unit, cluster=cluster, score="90")
            make.make_event(unit)
            make.make_photo(make.make_post(section=make.make_section()))
            make.make_pin(make.make_post())
            make.make_activity(unit, happened_on=TODAY)
        with django_assert_num_queries(12):
            client.get("/")
