"""The search page."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from assoc.search import finding
from news.models import Post
from tests import factories as make
from tests.search.test_search import WILD, on

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    """The main part of the page, as read."""
    html = response.content.decode()
    main = re.search(r"<main.*?</main>", html, re.DOTALL)
    assert main is not None
    return " ".join(re.sub(r"<[^>]+>", " ", main[0]).split())


def titles_of(response) -> list[str]:
    found = re.findall(r"<h2><a href=[^>]*>(.*?)</a></h2>", response.content.decode())
    return [re.sub(r"</?mark>", "", title) for title in found]


def test_page_without_a_question_says_how_to_search(client):
    response = client.get("/tim-kiem/")
    assert response.status_code == 200
    assert "Gõ có dấu hay không dấu đều được" in text_of(response)
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_page_shows_what_was_found_with_the_words_marked(client):
    make.make_post(
        title="Lễ ký kết giao ước",
        lead="Sáng nay, sáu quận ký kết giao ước thi đua.",
        published_at=on(2024, 10, 11),
    )
    html = client.get("/tim-kiem/", {"q": "ky ket"}).content.decode()
    assert "<title>Tìm “ky ket” |" in html
    assert "Lễ <mark>ký</mark> <mark>kết</mark> giao ước</a>" in html
    assert "sáu quận <mark>ký</mark> <mark>kết</mark> giao ước thi đua." in html
    assert "Tìm thấy 1 kết quả cho “ky ket”." in html
    assert "Thứ Sáu, 11/10/2024" in html
    assert html.count("<h1") == 1


def test_page_offers_kinds_and_years_with_their_numbers(client):
    for year in (2023, 2024, 2024):
        make.make_post(title="Họp", published_at=on(year))
    make.make_event(title="Họp", starts_at=on(2024))
    seen = text_of(client.get("/tim-kiem/", {"q": "hop"}))
    assert "Tất cả (4) Bài viết (3) Sự kiện (1)" in seen
    assert "Mọi năm 2024 (3) 2023 (1)" in seen
    seen = text_of(client.get("/tim-kiem/", {"q": "hop", "loai": "su-kien"}))
    assert "Tất cả (4) Bài viết (3) Sự kiện (1)" in seen
    assert "Mọi năm 2024 (1)" in seen
    assert "Tìm thấy 1 kết quả" in seen
    seen = text_of(client.get("/tim-kiem/", {"q": "hop", "nam": "2024"}))
    assert "Tất cả (3) Bài viết (2) Sự kiện (1)" in seen
    assert "Tìm thấy 3 kết quả" in seen


def test_snippet_parts_what_stood_on_lines_of_its_own(client):
    make.make_event(title="Hội thao", summary="Mở đầu.\nBa môn", outcome="Vui", place="Quận 4")
    assert "Mở đầu. Ba môn · Vui · Quận 4" in text_of(client.get("/tim-kiem/", {"q": "hoi thao"}))


def test_filters_keep_the_question_and_forget_the_page(client):
    make.make_post(title="Họp")
    address = {"q": "hop", "loai": "bai-viet", "page": "3"}
    html = client.get("/tim-kiem/", address).content.decode()
    assert 'href="?q=hop&amp;loai=bai-viet"' in html
    assert '<input type="hidden" name="loai" value="bai-viet">' in html
    assert 'href="?q=hop"' in html


def test_drafts_are_neither_shown_nor_counted(client):
    make.make_post(title="Họp kín", state=Post.State.DRAFT)
    make.make_post(title="Họp nội bộ", audience=Post.Audience.INTERNAL)
    make.make_post(title="Họp mai", published_at=timezone.now() + dt.timedelta(days=1))
    make.make_post(title="Họp mở")
    response = client.get("/tim-kiem/", {"q": "hop"})
    assert titles_of(response) == ["Họp mở"]
    assert "Tất cả (1) Bài viết (1)" in text_of(response)


def test_a_member_finds_internal_posts(cast):
    make.make_post(title="Họp nội bộ", audience=Post.Audience.INTERNAL)
    response = cast.client("member_here").get("/tim-kiem/", {"q": "hop noi bo"})
    assert titles_of(response) == ["Họp nội bộ"]


def test_pages_hold_twenty(client):
    for n in range(21):
        make.make_post(title=f"Họp {n}", published_at=on(2024, 1, 1 + n))
    first = client.get("/tim-kiem/", {"q": "hop", "loai": "bai-viet"})
    assert titles_of(first) == [f"Họp {n}" for n in range(20, 0, -1)]
    assert "?q=hop&amp;loai=bai-viet&amp;page=2" in first.content.decode()
    for page in ("2", "999", "99999999999999999999"):
        assert titles_of(client.get("/tim-kiem/", {"q": "hop", "page": page})) == ["Họp 0"]


@pytest.mark.parametrize("page", ["abc", "", "1.5", "-1", "0", "½"])
def test_odd_pages_are_answered(client, page):
    make.make_post(title="Họp")
    response = client.get("/tim-kiem/", {"q": "hop", "page": page})
    assert titles_of(response) == ["Họp"]


@pytest.mark.parametrize(
    "odd", [{"loai": "khac"}, {"nam": "abc"}, {"nam": "20244"}, {"nam": "²⁰²⁴"}, {"nam": "-1"}]
)
def test_odd_filters_are_taken_for_none(client, odd):
    make.make_post(title="Họp")
    assert titles_of(client.get("/tim-kiem/", {"q": "hop"} | odd)) == ["Họp"]


@pytest.mark.parametrize("year", ["0000", "0001", "1999", "9999"])
def test_a_year_without_hits_leads_back_to_all(client, year):
    make.make_post(title="Họp")
    response = client.get("/tim-kiem/", {"q": "hop", "nam": year, "loai": "bai-viet"})
    assert titles_of(response) == []
    assert "Xem tất cả 1 kết quả" in text_of(response)
    assert '<a class="button is-secondary" href="?q=hop">' in response.content.decode()


def test_page_that_found_nothing_offers_fewer_words(client):
    make.make_post(title="Lễ ký kết giao ước")
    seen = text_of(client.get("/tim-kiem/", {"q": "ký kết hợp"}))
    assert "Không tìm thấy kết quả nào" in seen
    assert "Bớt một từ thì có kết quả ký kết (1 kết quả)" in seen


def test_page_that_found_nothing_has_nothing_to_offer(client):
    seen = text_of(client.get("/tim-kiem/", {"q": "zzzz"}))
    assert "Không tìm thấy kết quả nào" in seen
    assert "Bớt một từ" not in seen


def test_page_says_when_there_is_more_than_it_ranks(client, monkeypatch):
    monkeypatch.setattr(finding, "MOST_RANKED", 1)
    monkeypatch.setattr(finding, "MOST_COUNTED_A_YEAR", 1)
    for _ in range(2):
        make.make_post(title="Họp", published_at=on(2024))
    seen = text_of(client.get("/tim-kiem/", {"q": "hop"}))
    assert "Tất cả (hơn 1) Bài viết (hơn 1)" in seen
    assert "Tìm thấy hơn 1 kết quả cho “hop”. Trang này xếp những kết quả mới nhất" in seen


def test_what_was_typed_is_shown_as_text(client):
    html = client.get("/tim-kiem/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in html
    make.make_event(title="Họp <b>vui</b>")
    html = client.get("/tim-kiem/", {"q": "vui"}).content.decode()
    assert "Họp &lt;b&gt;<mark>vui</mark>&lt;/b&gt;" in html


@pytest.mark.parametrize("q", [q for name, q in WILD.items() if "surrogate" not in name])
def test_odd_questions_are_answered(q):
    make.make_event(title="Họp mặt")
    response = Client().get("/tim-kiem/", {"q": q})
    assert response.status_code == (400 if "\x00" in q else 200)


def test_bytes_that_are_no_text_are_answered(client):
    assert client.get("/tim-kiem/?q=%ff%fe%c3").status_code == 200
    assert client.get("/tim-kiem/?q=%ed%a0%80h%E1%BB%8Dp").status_code == 200


def test_page_asks_the_same_number_of_questions_for_one_and_three(
    client, django_assert_num_queries
):
    def make_one() -> None:
        make.make_post(title="Họp")
        make.make_event(title="Họp")
        make.make_compact(title="Họp")
        make.make_association(name="Họp", short_name="Họp")

    make_one()
    with django_assert_num_queries(8):
        client.get("/tim-kiem/", {"q": "hop"})
    make_one()
    make_one()
    with django_assert_num_queries(8):
        client.get("/tim-kiem/", {"q": "hop"})
