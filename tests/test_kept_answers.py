"""What a page that keeps what is typed says of another's saving, of oneself, of a record that
moved on: once, and true."""

import re
from typing import Any

import pytest

from desk.versions import ONESELF
from tests import factories as make
from tests.conftest import Cast
from tests.test_kept import LONG, ROOMS, Room, outrun


@pytest.fixture(params=ROOMS)
def room(request: pytest.FixtureRequest, cast: Cast) -> Room:
    return ROOMS[request.param](cast)


def plain(page: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", page).split())


def test_conflict_is_told_once_with_both_ways_on(room):
    page = outrun(room).page
    assert page.count('role="alert"') == 1
    assert page.count("Chưa lưu") == 1
    assert "cửa sổ khác để so" not in page
    assert "Có chỗ cần sửa" not in page
    assert re.findall('data-conflict="(.+?)"', page) == [version_of(room)]


def version_of(room: Room) -> str:
    room.record.refresh_from_db()
    record = room.record
    return record.version if hasattr(record, "version") else record.updated_at.isoformat()


def test_ones_own_other_window_is_no_other_person(room):
    window = room.open()
    room.open().save("Ở cửa sổ kia")
    answer = window.type("Ở cửa sổ này").json()
    assert answer["changed_by"] == ONESELF[0].upper() + ONESELF[1:]
    assert answer["stored"] == version_of(room)
    window.save("Ở cửa sổ này")
    told = plain(window.page).lower()
    assert f"{ONESELF} đã lưu" in told
    assert "người khác" not in told


def test_another_person_is_named(room):
    window = room.open()
    room.open(client=room.other).save("Của người kia")
    told = window.type("Của tôi").json()["changed_by"]
    assert told not in ("", "Người khác", ONESELF[0].upper() + ONESELF[1:])


def test_a_waiting_text_says_which_sending_it_holds(room):
    """The browser's own copy of the same sitting is not offered beside it."""
    window = room.open()
    window.type("Một.")
    window.type(LONG)
    row = room.open().waiting.shown
    page = room.open(query="?ban=dang-luu").page
    for shown in (room.open().page, page):
        assert f'data-waiting="{row.sitting}" data-turn="{row.turn}"' in shown


@pytest.mark.parametrize("kind", ["post", "report"])
@pytest.mark.parametrize("typed", [LONG, None])
def test_what_moved_on_says_whether_the_words_are_kept(cast, kind, typed):
    room = ROOMS[kind](cast)
    window = room.open()
    record = room.record
    sent = make.make_report(cast.beside, record.kind, state="sent") if kind == "report" else None
    facts: dict[str, Any] = (
        {"state": "sent", "figures": {}, "sent_at": sent.sent_at, "sent_by": sent.sent_by}
        if sent
        else {"state": "submitted"}
    )
    type(record).objects.filter(pk=record.pk).update(**facts)
    if typed:
        answer = window.type(typed).json()
    else:
        data = window.sent("") | {"quiet": "1"}
        answer = room.writer.post(
            room.autosave, data, headers={"Accept": "application/json"}
        ).json()
    assert (answer["moved_on"], answer["kept"]) == (True, bool(typed))
    assert ("được giữ lại" in answer["error"]) == bool(typed)
