"""Lists, months and articles as readers get them, and what never shows in them."""

import datetime as dt
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Event
from news.actions import choose_lead_photo
from news.models import Comment, Post, Tag
from news.views.reading import POSTS_PER_PAGE
from tests import factories as make
from tests.news.conftest import HIDDEN, comment_url, make_attachment


def text(answer):
    return answer.content.decode()


# --- What nobody may read ---------------------------------------------------------------------


def _pages(posts):
    public = posts["public"]
    month = public.address_month
    return [
        reverse("news:list"),
        reverse("news:list") + "?nhan=giao-uoc",
        public.section.get_absolute_url(),
        reverse("news:month", args=[month.year, month.month]),
        public.get_absolute_url(),
        reverse("news:rss"),
        reverse("news:atom"),
        reverse("sitemap"),
    ]


def test_hidden_posts_show_nowhere_to_readers(posts, reader):
    for url in _pages(posts):
        page = text(reader.get(url))
        assert "tin-public" in page, url
        for kind in (*HIDDEN, "internal"):
            assert f"tin-{kind}" not in page, (url, kind)
            assert f"{kind}word" not in page, (url, kind)


def test_hidden_posts_show_nowhere_to_members(cast, posts):
    for url in _pages(posts):
        page = text(cast.client("member_here").get(url))
        for kind in HIDDEN:
            assert f"tin-{kind}" not in page, (url, kind)


def test_editors_lists_are_those_of_members(cast, posts):
    """An editor opens a draft by its address; the newspaper itself looks as readers see it."""
    page = text(cast.client("editor").get(reverse("news:list")))

    assert "internalword" in page
    assert "draftword" not in page


@pytest.mark.parametrize("kind", [*HIDDEN, "internal"])
def test_hidden_article_is_not_there(posts, reader, kind):
    post = posts[kind]

    assert reader.get(post.get_absolute_url()).status_code == 404
    assert reader.post(comment_url(post), {"name": "An", "text": "Chào"}).status_code == 404
    assert not Comment.objects.exists()


@pytest.mark.parametrize("kind", [*HIDDEN, "internal"])
def test_hidden_posts_are_not_counted(posts, reader, kind):
    Post.objects.exclude(pk=posts[kind].pk).delete()
    context = reader.get(reverse("news:list")).context
    assert (context["page"].paginator.count, context["years"], list(context["tags"])) == (0, [], [])
    assert [name for name, _, _ in context["tabs"]] == ["Tất cả"]
    month = posts[kind].address_month
    assert reader.get(reverse("news:month", args=[month.year, month.month])).status_code == 404


def test_article_names_no_draft_of_an_event_or_compact(reader, posts):
    post = posts["public"]
    post.event = make.make_event(title="Dự kiến kínxyz", state=Event.State.DRAFT)
    post.compact = make.make_compact(title="Dự thảo kínxyz", signed_on=None)
    post.save()

    assert "kínxyz" not in text(reader.get(post.get_absolute_url()))


@pytest.mark.parametrize(
    ("kind", "label"),
    [("draft", "Bản nháp"), ("withdrawn", "Bài đã gỡ"), ("scheduled", "Bài hẹn giờ")],
)
def test_editor_previews_a_hidden_post_under_a_ribbon(cast, posts, kind, label):
    page = text(cast.client("editor").get(posts[kind].get_absolute_url()))

    assert label in page
    assert '<meta name="robots" content="noindex">' in page
    assert "application/ld+json" not in page


# --- Lists ------------------------------------------------------------------------------------


def test_tag_narrows_and_paging_keeps_it(reader, db):
    tag = Tag.objects.create(name="giao ước", slug="giao-uoc")
    for _ in range(17):
        make.make_post().tags.add(tag)
    make.make_post(title="Không nhãn")

    page = reader.get(reverse("news:list"), {"nhan": "giao-uoc", "page": "2"})

    assert page.context["page"].paginator.count == 17
    assert [len(page.context["page"]), page.context["page"].number] == [2, 2]
    assert 'href="?nhan=giao-uoc&amp;page=1"' in text(page)
    assert "Không nhãn" not in text(page)


@pytest.mark.parametrize("number", ["0", "-1", "abc", "99999", "1e9", "½", ""])
def test_paging_beyond_the_end_shows_a_page(posts, reader, number):
    assert reader.get(reverse("news:list"), {"page": number}).status_code == 200
    assert reader.get(posts["public"].get_absolute_url(), {"page": number}).status_code == 200


def test_unknown_tag_offers_the_way_back(posts, reader):
    page = reader.get(reverse("news:list"), {"nhan": "khong-co"})

    assert (page.status_code, len(page.context["page"])) == (200, 0)
    assert "Không có bài nào mang nhãn này" in text(page)


def test_empty_newspaper_says_so(db, reader):
    assert "Chưa có bài nào" in text(reader.get(reverse("news:list")))


@pytest.mark.parametrize(
    "path", ["2026/13/", "2026/00/", "0026/01/", "9999/12/", "2026/1/", "2026/11/x/", "٢٠٢٦/١١/"]
)
def test_wrong_dates_in_the_address_are_not_found(posts, reader, path):
    assert reader.get(f"/tin-tuc/{path}").status_code == 404


@pytest.mark.moment("2026-11-24 09:00")
def test_archive_lists_months_with_their_counts(posts, cast):
    years = cast.client("member_here").get(reverse("news:list")).context["years"]

    assert [(entry["is_open"], [count for _, _, count in entry["months"]]) for entry in years] == [
        (True, [2])
    ]


# --- The article ------------------------------------------------------------------------------


@pytest.fixture
def full(posts):
    """The public post with two photographs, a file, an event and a comment."""
    post = posts["public"]
    for number in (1, 2):
        picture = make.picture_file(size=(640, 426))
        make.make_photo(post, picture=picture, caption=f"Chú thích {number}", order=number)
    choose_lead_photo(post=post)
    make_attachment(post)
    post.event = make.make_event(title="Lễ ký kết")
    post.save()
    make.make_comment(post)
    return post


def test_article_has_all_its_parts(reader, full):
    page = " ".join(text(reader.get(full.get_absolute_url())).split())

    for part in ("Tin riêng publicword", "Một đoạn mở đầu ngắn.", "Chú thích 1", "Ảnh: MD",
                 "Nội dung của bài.", "MỸ DUNG", "Toàn văn giao ước", "PDF, ", "Lễ ký kết",
                 "Hội thành phố", "giao ước", "Đăng nhận xét", "In trang"):  # fmt: skip
        assert part in page, part
    assert page.count("<h1") == 1


def test_first_photograph_comes_at_once_and_the_rest_when_reached(reader, full):
    page = " ".join(text(reader.get(full.get_absolute_url())).split())
    images = re.findall(r"<img[^>]*media/anh[^>]*>", page)

    assert len(images) == 2
    assert ['fetchpriority="high"' in image for image in images] == [True, False]
    assert ['loading="lazy"' in image for image in images] == [False, True]
    assert all('width="640" height="426"' in image and "srcset=" in image for image in images)


def test_article_has_machine_readable_facts(reader, full):
    full.title = 'Tít </script><script>alert("1")</script> & "dấu"'
    full.save()
    page = text(reader.get(full.get_absolute_url()))
    block = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    facts = json.loads(block[0])

    assert facts["@type"] == "NewsArticle"
    assert facts["headline"] == full.title
    assert facts["author"]["name"] == "MỸ DUNG"
    assert facts["url"] == f"http://testserver{full.get_absolute_url()}"
    assert len(facts["image"]) == 2
    assert "<script>alert" not in page
    for link in (f'<link rel="canonical" href="http://testserver{full.get_absolute_url()}">',
                 '<meta property="og:type" content="article">',
                 'type="application/rss+xml"', 'type="application/atom+xml"'):  # fmt: skip
        assert link in page


def test_canonical_address_has_no_query(reader, full):
    page = text(reader.get(full.get_absolute_url() + "?tra-loi=1&utm=x"))

    assert f'<link rel="canonical" href="http://testserver{full.get_absolute_url()}">' in page


def test_neighbours_are_the_nearest_the_reader_may_read(cast, reader, posts):
    older, newer = make.make_post(title="Cũ hơn"), make.make_post(title="Mới hơn")
    public = posts["public"]
    older.published_at = public.published_at - dt.timedelta(days=365)
    older.save()

    context = reader.get(public.get_absolute_url()).context
    assert (context["previous"], context["next"]) == (older, newer)
    context = cast.client("member_here").get(newer.get_absolute_url()).context
    # published an hour ago, a breath before the other
    assert context["previous"] in (posts["internal"], public)


def test_related_are_about_the_same_then_of_the_section(reader, posts):
    public = posts["public"]
    same_tag = make.make_post(section=make.make_section())
    same_tag.tags.set(public.tags.all())
    same_section = make.make_post(section=public.section)
    make.make_post(section=make.make_section(), title="Chẳng liên quan")

    related = reader.get(public.get_absolute_url()).context["related"]

    assert related == [same_tag, same_section]


def test_related_are_few(reader, posts):
    for _ in range(8):
        make.make_post(section=posts["public"].section)

    assert len(reader.get(posts["public"].get_absolute_url()).context["related"]) == 5


# --- Queries ----------------------------------------------------------------------------------

# Site facts; page and its count; sections, months, tags; most read.
LIST_QUERIES = 8
# Post; policy; comments: threads and their count, replies, all; photographs; related (same, of the
# section), previous, next; files, tags, units; site facts.
ARTICLE_QUERIES = 15


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_however_long(count, db, reader, django_assert_num_queries):
    for _ in range(count):
        post = make.make_post()
        make.make_photo(post)
        choose_lead_photo(post=post)
        make.make_comment(post)

    with django_assert_num_queries(LIST_QUERIES):
        reader.get(reverse("news:list"))


def test_last_page_of_a_long_list_reckons_for_its_own_posts_alone(db, reader):
    """What is skipped is skipped in an index: no count of comments for posts that nobody sees."""
    section = make.make_section()
    for _ in range(POSTS_PER_PAGE + 2):
        make.make_post(section=section)
    with CaptureQueriesContext(connection) as queries:
        page = reader.get(reverse("news:list"), {"page": 999})
    assert len(page.context["page"].object_list) == 2
    counting = [query["sql"] for query in queries if "comments_shown" in query["sql"]]
    assert len(counting) == 1
    assert "OFFSET" not in counting[0]


@pytest.mark.parametrize("count", [1, 100])
def test_article_asks_the_same_however_many_comments(
    count, posts, reader, django_assert_num_queries
):
    public = posts["public"]
    parent = None
    for number in range(count):
        comment = make.make_comment(public, parent=parent if number % 2 else None)
        parent = comment if parent is None or not number % 2 else parent

    with django_assert_num_queries(ARTICLE_QUERIES):
        reader.get(public.get_absolute_url())
