"""Pages for when something is refused or breaks."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client, RequestFactory

from assoc import errors

PATHS = ["/", "/tin-tuc/", "/su-kien/", "/thi-dua/", "/nghia-tinh/", "/to-chuc/", "/dang-nhap/"]


def _request():
    return RequestFactory().get("/x/")


@pytest.mark.parametrize(
    ("view", "exception", "status"),
    [
        (errors.bad_request, SuspiciousOperation(), 400),
        (errors.forbidden, PermissionDenied(), 403),
        (errors.not_found, Exception(), 404),
    ],
)
def test_refusals_have_a_page_with_a_way_back(db, view, exception, status):
    response = view(_request(), exception)
    assert response.status_code == status
    text = response.content.decode()
    assert text.count("<h1") == 1
    assert 'href="/"' in text


def test_unknown_address_is_answered_in_vietnamese(client, db):
    response = client.get("/khong-co-trang-nay/")
    assert response.status_code == 404
    assert "Không tìm thấy trang này" in response.content.decode()


def test_broken_page_asks_nothing_of_the_database():
    # No database fixture: a query would fail this test.
    response = errors.server_error(_request())
    assert response.status_code == 500
    assert "Trang đang gặp trục trặc" in response.content.decode()


def test_expired_form_keeps_what_was_typed_but_no_password(db):
    client = Client(enforce_csrf_checks=True)
    response = client.post("/dang-nhap/", {"username": "hoivien", "password": "rat-bi-mat"})
    assert response.status_code == 403
    text = response.content.decode()
    assert 'value="hoivien"' in text
    assert "rat-bi-mat" not in text


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "query",
    ["q=%00", "page=%00", "ngay=%00", "nam=%00", "page=abc", "page=99999999999999999999", "%FF=%FF", "x" * 4000],
)  # fmt: skip
def test_wild_questions_never_break_a_page(client, db, path, query):
    assert client.get(f"{path}?{query}").status_code in (200, 400, 404)


@pytest.mark.parametrize(
    "path",
    [
        "/tin-tuc/9999/13/", "/tin-tuc/0000/00/", "/tin-tuc/2024/02/x/", "/thi-dua/x/0/",
        "/su-kien/x/", "/to-chuc/%00/", "/%E0%A4%A/", "/media/anh/%00",
    ],
)  # fmt: skip
def test_wild_addresses_never_break_the_site(client, db, path):
    assert client.get(path).status_code in (400, 404)


@pytest.mark.parametrize("path", ["/", "/?a=%00", "/healthz", "/khong-co/"])
def test_unknown_host_is_refused_in_words(client, db, path):
    response = client.get(path, headers={"Host": "else.example"})
    assert response.status_code == 400
    if path != "/healthz":
        assert "không hợp lệ" in response.content.decode()


@pytest.mark.parametrize(
    ("headers", "is_kept"),
    [
        ({}, True),
        ({"Origin": "http://testserver"}, True),
        ({"Origin": "https://else.example"}, False),
        ({"Origin": "null"}, False),
        ({"Referer": "https://else.example/testserver"}, False),
        ({"Referer": "http://testserver/dang-nhap/"}, True),
    ],
)
def test_a_strangers_form_is_not_offered_for_sending_again(db, headers, is_kept):
    """With a fresh token under it, one press of the button would do the stranger's bidding."""
    client = Client(enforce_csrf_checks=True)
    response = client.post("/dang-nhap/", {"username": "do-nguoi-la-viet"}, headers=headers)
    assert response.status_code == 403
    assert ("do-nguoi-la-viet" in response.content.decode()) is is_kept
