"""Where the old blog's addresses lead after an import."""

import datetime as dt
from pathlib import Path

import pytest
from django.test import Client

from news.models import OldAddress, Page, Post
from tests import factories as make
from tests.conftest import Cast

from .running import post, run
from .samples import saved, takeout, whole_blog


@pytest.fixture
def blog(db: None, tmp_path: Path) -> None:
    make.make_section(name="Thi đua", slug="thi-dua")
    run(saved(tmp_path, takeout(*whole_blog()), "f.atom"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/2024/10/ky-ket-giao-uoc.html", "/tin-tuc/2024/10/ky-ket-giao-uoc/"),
        ("/2024/10/ky-ket-giao-uoc.html?m=1", "/tin-tuc/2024/10/ky-ket-giao-uoc/"),
        ("/2024/10/ky-ket-giao-uoc.html?showComment=1#c31", "/tin-tuc/2024/10/ky-ket-giao-uoc/"),
        ("/2024/09/tin-truoc.html", "/tin-tuc/2024/10/tin-truoc/"),
        ("/2011/10/blog-post_12.html", "/tin-tuc/2011/05/thang-lech/"),
        ("/p/gioi-thieu.html", "/gioi-thieu/"),
        ("/search/label/THI%20%C4%90UA", "/tin-tuc/chuyen-muc/thi-dua/"),
        ("/search/label/%E1%BA%A3nh", "/tin-tuc/?nhan=anh"),
        ("/search/label/%E1%BA%A3nh/", "/tin-tuc/?nhan=anh"),
        ("/search/label/%E1%BA%A3nh?updated-max=2024&max-results=20", "/tin-tuc/?nhan=anh"),
        ("/feeds/posts/default/-/%E1%BA%A3nh", "/tin-tuc/?nhan=anh"),
        ("/2024/10/", "/tin-tuc/2024/10/"),
        ("/2024/09/", "/tin-tuc/2024/10/"),  # its one post came out in October here
        ("/2024/", "/tin-tuc/"),
        ("/feeds/posts/default", "/tin-tuc/atom.xml"),
        ("/feeds/posts/default?alt=rss", "/tin-tuc/rss.xml"),
        ("/feeds/posts/summary", "/tin-tuc/atom.xml"),
        ("/atom.xml", "/tin-tuc/atom.xml"),
        ("/rss.xml", "/tin-tuc/rss.xml"),
        ("/search?q=giao+%C6%B0%E1%BB%9Bc", "/tim-kiem/?q=giao+%C6%B0%E1%BB%9Bc"),
        ("/search?updated-max=2024-10-11", "/tin-tuc/"),
        ("/?m=1", "/"),
    ],
)
def test_old_address_leads_to_the_new_one_for_good(blog: None, old: str, new: str) -> None:
    answer = Client().get(old)

    assert (answer.status_code, answer["Location"]) == (301, new)


@pytest.mark.parametrize(
    "old",
    [
        "/2024/10/khong-co.html",
        "/2024/13/ky-ket-giao-uoc.html",
        "/p/khong-co.html",
        "/search/label/khong-co",
        "/2012/01/da-vut.html",
        "/2009/01/",
        "/2009/",
        "/feeds/posts/default/-/khong-co",
        "/2024/10/ky-ket-giao-uoc.html/thua",
    ],
)
def test_unknown_address_is_none(blog: None, old: str) -> None:
    assert Client().get(old).status_code == 404


def test_an_address_follows_its_post_but_not_for_strangers(blog: None, cast: Cast) -> None:
    Post.objects.filter(pk=post(12).pk).update(state=Post.State.WITHDRAWN)
    Page.objects.update(state=Page.State.DRAFT)
    Post.objects.filter(pk=post(11).pk).update(slug="doi-ten")

    def answers(who: str) -> list[int]:
        paths = ("/2024/10/ky-ket-giao-uoc.html", "/2024/09/tin-truoc.html", "/p/gioi-thieu.html")
        return [cast.client(who).get(path).status_code for path in paths]

    assert {who: answers(who) for who in ("editor", "member_here", "nobody")} == {
        "editor": [301, 301, 301],
        "member_here": [301, 404, 404],
        "nobody": [301, 404, 404],
    }
    assert Client().get("/2024/10/ky-ket-giao-uoc.html")["Location"].endswith("/doi-ten/")


def test_chains_end_at_a_page(blog: None) -> None:
    for path in OldAddress.objects.values_list("path", flat=True):
        answer = Client().get(
            path if path.endswith(".html") or "label" in path else f"{path}/", follow=True
        )

        assert answer.status_code == 200, path
        assert len(answer.redirect_chain) == 1, path


def test_home_page_itself_is_no_redirect(db: None) -> None:
    assert Client().get("/").status_code == 200
    assert Client().get("/?m=5").status_code == 200


def test_first_import_keeps_an_address_that_two_blogs_had(blog: None, tmp_path: Path) -> None:
    before = OldAddress.objects.get(path="/2024/10/ky-ket-giao-uoc.html").post
    other = [old for old in whole_blog() if old.number == 11]
    data = takeout(*other).replace(b"blog-7001", b"blog-8002")

    report = run(saved(tmp_path, data, "khac.atom"))

    assert OldAddress.objects.get(path="/2024/10/ky-ket-giao-uoc.html").post == before
    assert report.of("address", "kept") == 1
    assert Post.objects.filter(title="Ký kết giao ước thi đua").count() == 2


def test_month_prefers_its_own_posts(blog: None) -> None:
    make.make_post(published_at=dt.datetime(2024, 9, 5, 5, tzinfo=dt.UTC))

    assert Client().get("/2024/09/")["Location"] == "/tin-tuc/2024/09/"
