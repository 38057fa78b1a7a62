"""Text typed for an old font is asked about before any form of the desk stores it."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from news.models import Page, Post, Tag
from tests import factories as make
from tests.conftest import Cast


@pytest.fixture
def editor(cast: Cast) -> Client:
    return cast.client("editor")


def _fields(page: str) -> dict[str, str]:
    return {
        name: unescape(value)
        for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    }


def _new_post(client: Client, title: str, **more: str):
    data = {"title": title, "section": make.make_section().pk, "unit": "", **more}
    return client.post(reverse("news_desk:new"), data)


@pytest.mark.parametrize(
    ("typed", "today"),
    [
        ("§¹i héi §¶ng bé vµ H\xad¬ng", "Đại hội Đảng bộ và Hương"),
        ("Ñaïi hoäi Hoäi Cöïu Coâng an", "Đại hội Hội Cựu Công an"),
    ],
)
@pytest.mark.parametrize("answer", ["doi", "giu"])
def test_question_shows_both_and_sends_the_same_form_again(editor, typed, today, answer):
    asked = _new_post(editor, typed)
    page = asked.content.decode()
    assert asked.status_code == 200
    assert "Chữ này có vẻ gõ bằng phông cũ" in page
    assert typed in page
    assert today in page
    assert not Post.objects.filter(title__in=(typed, today)).exists()

    sent = editor.post(reverse("news_desk:new"), _fields(page) | {"chu-phong-cu": answer})
    assert sent.status_code == 302
    titles = list(Post.objects.order_by("-pk").values_list("title", flat=True)[:1])
    assert titles == [today if answer == "doi" else typed]


def test_answer_reaches_every_box_and_no_password(cast):
    client = cast.client("admin")
    data = {"name": "Héi cùu chiÕn binh", "slug": "", "password": "H¹nhphóc"}
    asked = client.post("/admin/news/tag/add/", data).content.decode()
    assert "H¹nhphóc" not in asked
    client.post("/admin/news/tag/add/", _fields(asked) | {"slug": "hoi", "chu-phong-cu": "doi"})
    assert Tag.objects.get().name == "Hội cựu chiến binh"


def test_page_with_html_is_read_without_its_tags(editor):
    url = reverse("news_desk:page_new")
    body = "<p><strong>§éc lËp</strong> - Tù do</p>"
    asked = editor.post(url, {"title": "Giới thiệu", "body": body, "state": "draft"})
    assert "Độc lập - Tự do<" in asked.content.decode()
    data = _fields(asked.content.decode()) | {"chu-phong-cu": "doi"}
    editor.post(url, data)
    assert Page.objects.get().body == "<p><strong>Độc lập</strong> - Tự do</p>"


def test_name_in_a_form_of_the_books_is_asked_about(cast):
    client = cast.client("officer_here")
    asked = client.post(reverse("book:member_new"), {"full_name": "NguyÔn V¨n H\xad¬ng"})
    assert "Nguyễn Văn Hương" in asked.content.decode()


def test_files_are_asked_for_again(cast):
    post = make.make_post(unit=None, state=Post.State.DRAFT)
    file = SimpleUploadedFile("quy-che.pdf", b"%PDF-1.4\n%%EOF")
    url = reverse("news_desk:attachment_add", args=[post.pk])
    page = cast.client("editor").post(url, {"title": "Quy chÕ ho¹t ®éng", "file": file})
    assert "Chọn lại tệp “quy-che.pdf”" in page.content.decode()
    assert 'enctype="multipart/form-data"' in page.content.decode()


@pytest.mark.parametrize("title", ["Đại hội ở Zürich", "Thư gửi José Peña", "Loïc"])
def test_right_text_is_stored_unasked(editor, title):
    assert _new_post(editor, title).status_code == 302


def test_visitors_and_the_signed_out_are_not_asked(client, db):
    answer = client.post(reverse("news_desk:new"), {"title": "§éc lËp"})
    assert answer.status_code == 401


def test_script_is_told_how_pieces_of_a_text_would_read(editor):
    url = reverse("old_fonts")
    by_script = {"Accept": "application/json"}
    answer = editor.post(url, {"text": ["§éc ", "lËp", "An"]}, headers=by_script).json()
    assert answer == {
        "found": {"font": ".VnTime, ABC (TCVN3)", "before": "§éc \nlËp", "after": "Độc \nlập"},
        "texts": ["Độc ", "lập", "An"],
    }
    right = editor.post(url, {"text": ["Độc lập"]}, headers=by_script)
    assert right.json() == {"found": None}
