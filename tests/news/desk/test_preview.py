"""A post before it is out: as readers will see it, for those who were given its link, for a while."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from news.models import PreviewLink
from tests import factories as make
from tests.news.conftest import make_attachment
from tests.news.desk.conftest import desk


@pytest.fixture
def link(cast, draft):
    return PreviewLink.objects.create(post=draft, made_by=cast.correspondent)


def shared(link):
    return f"/tin-tuc/xem-truoc/{link.token}/"


def test_preview_page_frames_the_readers_page_and_nothing_else_may(writer, draft):
    page = writer.get(desk("preview", draft))
    frame = writer.get(desk("preview_article", draft))
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"
    assert page.content.decode().count(f'<iframe src="{desk("preview_article", draft)}"') == 2
    assert "frame-ancestors 'self'" in frame["Content-Security-Policy"]
    assert frame["X-Frame-Options"] == "SAMEORIGIN"
    text = frame.content.decode()
    assert "<h1>Hội quận trồng cây</h1>" in text
    assert "Đăng nhập" in text  # as somebody sees it who is not signed in
    assert "Sổ công tác" not in text
    assert "frame-src" not in writer.get(desk("post", draft))["Content-Security-Policy"]


def test_link_is_made_listed_and_revoked(client, cast, writer, draft):
    page = writer.post(desk("share", draft), follow=True).content.decode()
    made = PreviewLink.objects.get()
    assert shared(made) in page
    assert client.get(shared(made)).status_code == 200
    writer.post(desk("revoke", draft, made.pk))
    assert client.get(shared(made)).status_code == 410
    assert shared(made) not in writer.get(desk("preview", draft)).content.decode()


def test_shared_page_says_what_it_is_and_is_kept_by_nobody(client, draft, link):
    make_attachment(draft)
    answer = client.get(shared(link))
    text = answer.content.decode()
    assert "Bản xem trước, chưa đăng" in text
    assert "(giờ Việt Nam)" in text
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == (
        "private, no-store", "noindex, nofollow",
    )  # fmt: skip
    assert '<meta name="robots" content="noindex">' in text
    assert "Toàn văn giao ước" in text
    assert "/tin-tuc/tep/" not in text
    assert "ld+json" not in text


def test_link_ends_after_a_week(client, link):
    with time_machine.travel(link.expires_at - dt.timedelta(minutes=1)):
        assert client.get(shared(link)).status_code == 200
    with time_machine.travel(link.expires_at + dt.timedelta(minutes=1)):
        gone = client.get(shared(link))
        assert gone.status_code == 410
        assert "không còn dùng được" in gone.content.decode()
    assert client.get("/tin-tuc/xem-truoc/khong-co-ma-nay/").status_code == 404


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"state": "published"}, 302),
        ({"state": "published", "audience": "internal"}, 410),
        ({"state": "withdrawn"}, 410),
        ({"state": "submitted"}, 200),
    ],
)
def test_link_leads_to_the_article_once_it_is_out(client, draft, link, fields, status):
    for name, value in ({"published_at": timezone.now()} | fields).items():
        setattr(draft, name, value)
    draft.save()
    answer = client.get(shared(link))
    assert answer.status_code == status
    assert ("Hội quận trồng cây" in answer.content.decode()) == (status == 200)


def test_post_that_is_out_gets_no_link(editor):
    post = make.make_post()
    editor.post(desk("share", post))
    assert not PreviewLink.objects.exists()


def test_preview_opens_no_side_door(client, draft, link):
    file = make_attachment(draft)
    client.get(shared(link))  # having looked changes nothing
    assert client.get(file.get_absolute_url()).status_code == 404
    assert client.get(draft.get_absolute_url()).status_code == 404
    for url in (
        "/",
        "/tin-tuc/",
        "/tin-tuc/rss.xml",
        "/sitemap-posts.xml",
        "/tim-kiem/?q=trong+cay",
    ):
        assert "Hội quận trồng cây" not in client.get(url).content.decode()
    assert "/tin-tuc/xem-truoc/" not in client.get("/sitemap-posts.xml").content.decode()
