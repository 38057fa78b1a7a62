"""Signing in and out."""

import datetime as dt

import pytest
from django.test import Client

from members.models import User
from register.views.sign_in import DEMO_ACCOUNTS
from tests import factories as make

SIGN_IN = "/dang-nhap/"


@pytest.fixture
def user(db) -> User:
    return make.make_user(username="hoivien", password="đúng mật khẩu")


def _try(client: Client, password: str, **more):
    return client.post(SIGN_IN, {"username": "hoivien", "password": password} | more)


def test_right_password_leads_to_ones_own_page(client, user):
    response = _try(client, "đúng mật khẩu")
    assert (response.status_code, response["Location"]) == (302, "/toi/")
    assert client.get("/toi/").status_code == 200


@pytest.mark.parametrize(
    ("who", "landing"),
    [
        ("officer_here", "/so/"),
        ("correspondent", "/so/"),
        ("editor", "/so/"),
        ("admin", "/so/"),
        ("member_here", "/toi/"),
        ("former_officer", "/toi/"),
    ],
)
def test_officers_land_on_what_waits_for_them(client, cast, who, landing):
    username = getattr(cast, who).username
    asked = {"username": username, "password": "demo"}
    assert client.post(SIGN_IN, asked)["Location"] == landing
    assert client.get(SIGN_IN)["Location"] == landing  # signed in already
    assert Client().post(SIGN_IN, asked | {"next": "/to-chuc/"})["Location"] == "/to-chuc/"


@pytest.mark.parametrize(
    ("next_url", "expected"),
    [
        ("/to-chuc/", "/to-chuc/"),
        ("https://evil.example/", "/toi/"),
        ("//evil.example/", "/toi/"),
        ("javascript:alert(1)", "/toi/"),
    ],
)
def test_next_stays_on_this_site(client, user, next_url, expected):
    assert _try(client, "đúng mật khẩu", next=next_url)["Location"] == expected


@pytest.mark.parametrize(
    ("username", "password"),
    [("hoivien", "sai"), ("khongai", "đúng mật khẩu"), ("nghi", "đúng mật khẩu")],
)
def test_wrong_name_or_password_or_closed_account_say_the_same(client, user, username, password):
    make.make_user(username="nghi", password="đúng mật khẩu", is_active=False)
    response = client.post(SIGN_IN, {"username": username, "password": password})
    assert response.status_code == 200
    text = response.content.decode()
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng" in text
    assert f'value="{username}"' in text  # kept
    assert f'value="{password}"' not in text


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"username": "", "password": ""},
        {"username": "a" * 10_000, "password": "x"},
        {"username": "a\x00b", "password": "x"},
        {"username": "🙂", "password": "\x00"},
        {"username": "<script>alert(1)</script>", "password": "x"},
    ],
)
def test_wild_input_is_refused_in_words(client, db, data):
    response = client.post(SIGN_IN, data)
    assert response.status_code == 200
    assert "<script>alert(1)" not in response.content.decode()


def test_five_wrong_passwords_close_the_door_from_here_only(client, user):
    answers = [_try(client, "sai").status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    locked = _try(client, "đúng mật khẩu")
    assert locked.status_code == 429
    assert locked["Retry-After"] == "900"
    text = locked.content.decode()
    assert "Tạm dừng đăng nhập trong 15 phút" in text
    assert "hoivien" in text
    elsewhere = Client(REMOTE_ADDR="10.9.8.7")
    assert _try(elsewhere, "đúng mật khẩu").status_code == 302


def test_the_door_opens_again_after_a_quarter_of_an_hour(client, user, time_machine):
    time_machine.move_to(dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC))
    for _ in range(5):
        _try(client, "sai")
    time_machine.move_to(dt.datetime(2026, 11, 23, 8, 16, tzinfo=dt.UTC))
    assert _try(client, "đúng mật khẩu").status_code == 302


def test_demo_accounts_show_only_in_the_demo(client, db, settings):
    assert "thuky1" not in client.get(SIGN_IN).content.decode()
    settings.DEMO = True
    text = client.get(SIGN_IN).content.decode()
    assert [name for name, _ in DEMO_ACCOUNTS if f'value="{name}"' not in text] == []


def test_sign_out_asks_on_get_and_leaves_on_post(cast):
    client = cast.client("member_here")
    assert "Đăng xuất khỏi trang tin?" in client.get("/dang-xuat/").content.decode()
    assert client.get("/toi/").status_code == 200
    response = client.post("/dang-xuat/")
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get("/toi/").status_code == 302
    assert "Chưa đăng nhập" in client.get("/dang-xuat/").content.decode()


@pytest.mark.parametrize("next_url", ["/dang-nhap/", "/dang-nhap/?next=/dang-nhap/"])
def test_sign_in_never_leads_round_in_a_circle(cast, next_url):
    answer = cast.client("member_here").get("/dang-nhap/", {"next": next_url})
    assert (answer.status_code, answer["Location"]) == (302, "/toi/")
