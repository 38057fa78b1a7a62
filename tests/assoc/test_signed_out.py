"""A form sent after the sign-in ended comes back with all that was typed, wherever it was sent."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from reports.models import report_parts
from tests import factories as make


@pytest.fixture
def url(db):
    return reverse("news_desk:post", args=[make.make_post().pk])


def test_words_are_kept_and_files_asked_for_again(client, url):
    sent = {"lead": "Chữ vừa gõ xong", "slug": "ma", "body": "<p>Đoạn một</p><p>Đoạn hai</p>",
            "password": "rat-bi-mat", "tep": SimpleUploadedFile("a.pdf", b"x")}  # fmt: skip
    answer = client.post(url, sent)
    text = answer.content.decode()
    assert answer.status_code == 401
    assert "Chữ vừa gõ xong</textarea>" in text
    assert "Đoạn một\nĐoạn hai</textarea>" in text  # read without its tags
    assert 'name="body" value="&lt;p&gt;Đoạn một&lt;/p&gt;' in text  # sent with them
    assert 'name="slug" value="ma"' in text
    assert f'action="{url}"' in text
    assert "phải chọn lại" in text
    assert "rat-bi-mat" not in text
    assert 'target="_blank"' in text


@pytest.mark.parametrize(
    ("address", "sent", "told"),
    [
        ("post", {"title": "Lễ ký kết", "lead": "Đoàn về", "body": "<p>Một câu</p>", "section": "1"},
         {"title": "Tít", "lead": "Sapo", "body": "Nội dung"}),
        ("/admin/news/tag/add/", {"name": "Nhãn vừa gõ"}, {"name": "Nhãn"}),
        ("report", {"part0": "Một buổi", "part1": "Có hai", "version": "2026"},
         {"part0": "Đã nhập ở ô thứ 1", "part1": "Đã nhập ở ô thứ 2"}),
        # What no form of the room knows is told by its place.
        ("post", {"la_lam": "Chữ lạ"}, {"la_lam": "Đã nhập ở ô thứ 1"}),
    ],
)  # fmt: skip
def test_boxes_are_called_as_in_their_form(client, url, address, sent, told):
    """Labels are the forms' own; nothing of a record is told to who is not signed in."""
    if address == "report":
        report = make.make_report(make.make_branch(), body=report_parts(["Mật", "Kín"], {}))
        address = reverse("reports:edit", args=[report.pk])
    page = client.post(url if address == "post" else address, sent).content.decode()
    labels = re.findall(r'<label for="giu-\d+">(.+?)</label>', page)
    assert labels == list(told.values())
    assert "Mật" not in page


def test_script_is_told_in_its_own_way(client, url):
    answer = client.post(url, {"lead": "x"}, headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert answer.json() == {"error": "Phiên làm việc đã hết. Xin đăng nhập lại."}


def test_page_that_is_only_opened_still_leads_to_the_sign_in(client, url):
    assert client.get(url).url == f"{reverse('login')}?next={url}"


def test_admin_keeps_words_too(client, url):
    answer = client.post("/admin/news/tag/add/", {"name": "Nhãn vừa gõ"})
    assert answer.status_code == 401
    assert "Nhãn vừa gõ" in answer.content.decode()


def test_strangers_form_is_not_offered_for_sending_again(url):
    answer = Client().post(
        url, {"lead": "chữ của người lạ"}, headers={"Origin": "https://else.example"}
    )
    assert answer.status_code == 401
    assert "chữ của người lạ" not in answer.content.decode()
