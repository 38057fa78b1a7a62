"""A clock that once ran thirty days ahead brakes nobody once it is right again."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client

from news.actions.comments import TooManyComments, submit_comment
from news.actions.writing import start_post
from news.models import CommentPolicy, Post, PostPresence, Subscriber
from tests import factories as make

from .conftest import Cast

NOW = dt.datetime(2026, 11, 24, 5, tzinfo=dt.UTC)
AHEAD = NOW + dt.timedelta(days=30)
HERE = "10.0.0.1"


@pytest.fixture
def clock(db):
    with time_machine.travel(AHEAD, tick=False) as clock:
        yield clock


def _sign_in(password: str) -> int:
    """Each time in a new browser, whose name axes keeps by its own count."""
    data = {"username": "ngay_mai", "password": password}
    return Client(REMOTE_ADDR=HERE).post("/dang-nhap/", data).status_code


def test_wrong_passwords_of_a_day_to_come_lock_nobody(clock):
    make.make_user(username="ngay_mai", password="demo")
    assert [_sign_in("sai") for _ in range(5)] == [200, 200, 200, 200, 429]
    assert _sign_in("demo") == 429

    clock.move_to(NOW)
    assert [_sign_in("sai") for _ in range(2)] == [200, 200]  # counted from one again
    assert _sign_in("demo") == 302


def test_lock_of_today_stays_where_clocks_differ_a_little(clock):
    make.make_user(username="ngay_mai", password="demo")
    for _ in range(5):
        _sign_in("sai")

    clock.move_to(AHEAD - dt.timedelta(minutes=4))
    assert _sign_in("demo") == 429


def test_comments_of_a_day_to_come_brake_nobody(clock, cast: Cast):
    CommentPolicy.objects.create(pk=1, per_ten_minutes=1)
    said: dict[str, Any] = {
        "post": make.make_post(),
        "by": cast.member_here,
        "name": "A",
        "origin": "x",
    }
    submit_comment(**said, text="Một")
    with pytest.raises(TooManyComments):
        submit_comment(**said, text="Hai")

    clock.move_to(NOW)
    assert submit_comment(**said, text="Ba").text == "Ba"


def test_letter_of_a_day_to_come_holds_none_back(clock, client):
    asked = {"email": "an@thu.example", "rhythm": "weekly", "agrees": "on"}
    client.post("/tin-tuc/nhan-tin/", asked)
    clock.move_to(NOW)
    client.post("/tin-tuc/nhan-tin/", asked)

    assert len(mail.outbox) == 2
    assert Subscriber.objects.get().letter_at == NOW


def test_who_was_there_on_a_day_to_come_has_nothing_open_now(clock, cast: Cast):
    seen = PostPresence.objects.create(post=make.make_post(), user=cast.officer_here)
    assert list(PostPresence.objects.present()) == [seen]

    clock.move_to(NOW)
    assert list(PostPresence.objects.present()) == []


def test_draft_begun_on_a_day_to_come_is_not_taken_for_a_second_press(clock, cast: Cast):
    begun: dict[str, Any] = {
        "title": "Tin một",
        "section": make.make_section(),
        "unit": None,
        "by": cast.editor,
    }
    first = start_post(**begun)
    assert start_post(**begun) == first

    clock.move_to(NOW)
    assert start_post(**begun) != first
    assert Post.objects.count() == 2
