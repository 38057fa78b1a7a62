"""RSS and Atom: whole articles, full addresses, nothing hidden."""

import re
import xml.etree.ElementTree as ET

import pytest
from django.urls import reverse

from news.models import Post
from tests import factories as make
from tests.news.conftest import make_attachment

FEEDS = ("news:rss", "news:atom")
ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


@pytest.fixture
def full(posts):
    post = posts["public"]
    post.body = '<p>Toàn văn <a href="/su-kien/">sự kiện</a></p>'
    post.save()
    for number in (1, 2):
        make.make_photo(post, caption=f"Chú thích {number}", order=number)
    make_attachment(post)
    return post


def read(reader, name):
    answer = reader.get(reverse(name))
    return answer, ET.fromstring(answer.content)  # noqa: S314 - our own


def whole(root, name):
    (item,) = root.iter("item" if name == "news:rss" else f"{ATOM}entry")
    return item, item.findtext(CONTENT if name == "news:rss" else f"{ATOM}content")


@pytest.mark.parametrize("name", FEEDS)
def test_feed_carries_the_whole_article_with_full_addresses(reader, full, name):
    answer, root = read(reader, name)
    item, content = whole(root, name)

    assert answer["Content-Type"].startswith("application/")
    for part in ("Một đoạn mở đầu ngắn.", "Toàn văn", "Chú thích 1", "Chú thích 2", "Ảnh: MD",
                 "MỸ DUNG", "Toàn văn giao ước"):  # fmt: skip
        assert part in content, part
    addresses = re.findall(r'(?:href|src)="([^"]+)"', content)
    assert len(addresses) == 4
    assert all(address.startswith("http://testserver/") for address in addresses)
    assert f"http://testserver{full.get_absolute_url()}" in ET.tostring(item, "unicode")


def test_rss_encloses_the_first_photograph(reader, full):
    _, root = read(reader, "news:rss")
    (enclosure,) = root.iter("enclosure")

    photo = full.photos.first()
    assert enclosure.get("url") == f"http://testserver{photo.picture.fallback_url}"
    assert enclosure.get("type") == "image/jpeg"
    assert int(enclosure.get("length")) == photo.picture.storage.size(photo.picture.fallback_name)


@pytest.mark.parametrize("name", FEEDS)
def test_feed_is_the_same_for_whoever_asks(cast, posts, reader, name):
    page = reader.get(reverse(name)).content

    assert page == cast.client("editor").get(reverse(name)).content
    assert b"internalword" not in page


@pytest.mark.parametrize("name", FEEDS)
def test_unchanged_feed_is_not_sent_again(posts, reader, name):
    first = reader.get(reverse(name))
    again = reader.get(reverse(name), headers={"if-none-match": first["ETag"]})
    posts["public"].withdraw()
    changed = reader.get(reverse(name), headers={"if-none-match": first["ETag"]})

    assert [first.status_code, again.status_code, changed.status_code] == [200, 304, 200]


@pytest.mark.parametrize("name", FEEDS)
def test_control_characters_break_no_feed(posts, reader, name):
    Post.objects.filter(pk=posts["public"].pk).update(
        title="Tít\x08 & <b>", lead="Sapo\x1f", author_signature="M\x0bD", body="<p>\x0c]]></p>"
    )
    answer, root = read(reader, name)

    assert answer.status_code == 200
    assert "Tít & <b>" in "".join(root.itertext())


@pytest.mark.parametrize("name", FEEDS)
def test_empty_feed_is_a_feed(db, reader, name):
    answer, _ = read(reader, name)

    assert answer.status_code == 200


@pytest.mark.parametrize("name", FEEDS)
@pytest.mark.parametrize("count", [1, 3])
def test_feed_asks_the_same_however_long(db, reader, django_assert_num_queries, name, count):
    for _ in range(count):
        post = make.make_post()
        make.make_photo(post)
        make_attachment(post)

    with django_assert_num_queries(5):  # the association, posts, photographs, files, tags
        reader.get(reverse(name))
