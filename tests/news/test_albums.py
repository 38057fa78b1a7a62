"""Photographs on pages of their own, and films."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from news.actions import choose_lead_photo
from news.models import video_at
from tests import factories as make

ALBUMS = "/tin-tuc/anh/"


def album_post(photos=3, **fields):
    post = make.make_post(**fields)
    for number in range(1, photos + 1):
        make.make_photo(post, caption=f"Chú thích {number}", order=number, credit="MD")
    choose_lead_photo(post=post)
    return post


def text(answer):
    return answer.content.decode()


def test_album_begins_with_three_photographs(client, db):
    two, three = album_post(2, title="Hai ảnh"), album_post(3, title="Ba ảnh")
    page = client.get(ALBUMS).context["page"]
    assert [(post, post.photo_count) for post in page] == [(three, 3)]
    assert [client.get(post.album_url).status_code for post in (two, three)] == [404, 200]
    links = [post.album_url in text(client.get(post.get_absolute_url())) for post in (two, three)]
    assert links == [False, True]


def test_albums_show_to_each_what_is_addressed_to_them(cast):
    posts = {
        "chung": album_post(title="Ảnh chung"),
        "noi-bo": album_post(title="Ảnh nội bộ", audience="internal"),
        "nhap": album_post(title="Ảnh nháp", state="draft"),
        "go": album_post(title="Ảnh đã gỡ", state="withdrawn"),
    }
    listed, opened = {}, {}
    for who in ("nobody", "member_here", "editor"):
        client = cast.client(who)
        listed[who] = {p.title for p in client.get(ALBUMS).context["page"]}
        opened[who] = [client.get(post.album_url).status_code for post in posts.values()]
    members = {"Ảnh chung", "Ảnh nội bộ"}
    assert listed == {"nobody": {"Ảnh chung"}, "member_here": members, "editor": members}
    assert opened == {
        "nobody": [200, 404, 404, 404],
        "member_here": [200, 200, 404, 404],
        "editor": [200] * 4,
    }


def test_each_photograph_has_its_number_caption_and_neighbours(client, db):
    page = text(client.get(album_post(3).album_url))
    places = [part.partition("</li>")[0] for part in page.split('<li id="anh-')[1:]]
    assert [re.findall(r'href="#(anh-\d)" rel="(\w+)"', place) for place in places] == [
        [("anh-2", "next")],
        [("anh-1", "prev"), ("anh-3", "next")],
        [("anh-2", "prev")],
    ]
    for number, place in enumerate(places, 1):
        assert f"Chú thích {number}" in place
        assert f"Ảnh {number} trong 3" in place
        assert "Ảnh: MD" in place
        assert ('loading="lazy"' in place) is (number > 1)


def test_internal_album_is_not_for_search_engines(cast):
    client = cast.client("member_here")
    noindex = [
        'content="noindex"' in text(client.get(album_post(audience=audience).album_url))
        for audience in ("public", "internal")
    ]
    assert noindex == [False, True]


def test_empty_list_says_what_will_come(client, db):
    assert "Chưa có tập ảnh nào" in text(client.get(ALBUMS))


def test_list_has_pages(client, db):
    for _ in range(13):
        album_post()
    first, second = (client.get(ALBUMS, {"page": number}).context["page"] for number in (1, 2))
    assert (len(first), len(second)) == (12, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same(client, db, count, django_assert_num_queries):
    for _ in range(count):
        album_post()
    with django_assert_num_queries(3):  # page, its count, site facts
        client.get(ALBUMS)


@pytest.mark.parametrize("count", [3, 6])
def test_album_costs_the_same(client, db, count, django_assert_num_queries):
    post = album_post(count)
    with django_assert_num_queries(3):  # post, photographs, site facts
        client.get(post.album_url)


def test_public_albums_are_in_the_sitemap(client, db):
    shown, hidden = album_post(), album_post(audience="internal")
    sitemap = text(client.get(reverse("sitemap")))
    assert [post.album_url in sitemap for post in (shown, hidden)] == [True, False]


# --- Films ------------------------------------------------------------------------------------

ELSEWHERE = "https://phim.example/le-ky-ket.mp4"


def test_film_elsewhere_is_a_plain_link(client, db):
    page = text(client.get(make.make_post(video_url=ELSEWHERE).get_absolute_url()))
    assert "Xem video (tệp mp4, mở ở trang khác)" in page
    assert (f'href="{ELSEWHERE}"' in page, "<video" in page) == (True, False)


@pytest.mark.parametrize("at_home", [True, False], ids=["our own host", "our media's host"])
def test_film_at_home_is_played_in_place(client, db, settings, at_home):
    settings.MEDIA_ORIGINS = [] if at_home else ["https://phim.example"]
    url = "https://testserver/media/a.mp4" if at_home else ELSEWHERE
    post = make.make_post(video_url=url)
    photo = make.make_photo(post)
    page = text(client.get(post.get_absolute_url()))
    (player,) = re.findall(r"<video[^>]*>", page)
    assert 'controls preload="none" playsinline' in player
    assert f'poster="{photo.picture.fallback_url}"' in player
    assert f'<source src="{url}" type="video/mp4">' in page


def test_policy_lets_films_come_from_home_alone(client, db):
    assert "media-src 'self';" in client.get("/")["Content-Security-Policy"] + ";"


@pytest.mark.parametrize(
    ("url", "played"),
    [
        ("https://portal.example/a.webm", True),
        ("https://portal.example.evil.example/a.webm", False),
        ("https://portal.example@evil.example/a.webm", False),
        ("https://s3.example/a.mov", True),
        ("https://s3.example:8443/a.mov", False),
    ],
)
def test_only_known_places_are_played(settings, url, played):
    settings.MEDIA_ORIGINS = ["https://s3.example"]
    assert video_at(url, "portal.example").is_played_here is played


@pytest.mark.parametrize(
    ("url", "is_good"),
    [
        (ELSEWHERE, True),
        ("https://a.example/x.MOV?tai=1", True),
        ("https://a.example/xem?v=1", False),
        ("http://a.example/x.mp4", False),
        ("https://a.example/x.mp4.html", False),
        ("javascript:alert(1)//x.mp4", False),
    ],
)
def test_film_must_be_a_file_over_https(db, url, is_good):
    post = make.make_post()
    post.video_url = url
    if is_good:
        post.full_clean()
    else:
        with pytest.raises(ValidationError) as refused:
            post.full_clean()
        assert list(refused.value.message_dict) == ["video_url"]


@pytest.mark.parametrize("name", ["news:rss", "news:atom"])
def test_feeds_link_to_the_film(client, db, name):
    make.make_post(video_url=ELSEWHERE)
    assert f'&lt;a href="{ELSEWHERE}"&gt;Xem video (tệp mp4)' in text(client.get(reverse(name)))
