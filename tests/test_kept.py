"""Nothing typed is lost, on any page that keeps what is typed: posts, lasting pages, reports.

See docs/adr/0016. Each test plays one person or two with several windows, as the browser sends them.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from desk.actions.typed import contains_all
from news.models import Page, PageDraft
from reports.models import report_parts
from tests import factories as make
from tests.conftest import Cast
from tests.news.desk.conftest import typed as typed_post

LONG = "Sáng nay đoàn về thăm các gia đình chính sách của phường."


@dataclass
class Room:
    """One page that keeps what is typed, and the two people who write there."""

    record: Any
    writer: Client
    other: Client
    here: str
    autosave: str
    drop: str
    field: str  # of the text that is typed
    data: Callable[[], dict[str, Any]]  # what the untouched page would send
    stored: Callable[[], str]  # the field as it is stored

    def open(self, *, query: str = "", client: Client | None = None) -> "Window":
        return Window(self, client or self.writer, query)


class Window:
    """One opening of the page, with its form as the page gave it."""

    def __init__(self, room: Room, client: Client, query: str = "") -> None:
        self.room, self.client = room, client
        answer = client.get(room.here + query)
        assert answer.status_code == 200
        self.take(answer)

    def take(self, answer: Any) -> None:
        self.page = answer.content.decode()
        self.form = answer.context["form"]
        self.waiting = answer.context["waiting"]
        self.hidden = dict(
            re.findall(
                r'<input type="hidden"[^>]* name="(sitting|turn|taken|replacing)" value="([^"]*)"',
                self.page,
            )
        ) | dict(re.findall(r'<input type="hidden" name="(replacing)" value="([^"]*)"', self.page))
        self.hidden["version"] = self.form["version"].value() or ""
        self.turn = int(self.hidden["turn"])

    @property
    def text(self) -> str:
        """What is in the box."""
        return str(self.form[self.room.field].value())

    @property
    def beside(self) -> list[str]:
        return [one.content[self.room.field][0] for one in self.waiting.beside]

    def sent(self, words: str, turn: int | None = None) -> dict[str, Any]:
        self.turn += 1
        hidden = self.hidden | {"turn": self.turn if turn is None else turn}
        return self.room.data() | {self.room.field: words} | hidden

    def type(self, words: str, turn: int | None = None) -> Any:
        data = self.sent(words, turn)
        return self.client.post(self.room.autosave, data, headers={"Accept": "application/json"})

    def save(self, words: str, **more: Any) -> Any:
        answer = self.client.post(self.room.here, self.sent(words) | more)
        if answer.status_code in {200, 409} and answer.context:
            self.take(answer)
        return answer


def url(name: str, record: Any) -> str:
    return reverse(name, args=[record.pk])


def post_room(cast: Cast) -> Room:
    post = make.make_post(
        title="Hội quận trồng cây", unit=cast.district, state="draft", published_at=None,
        created_by=cast.correspondent, lead="Đang lưu.",
    )  # fmt: skip

    def stored() -> str:
        post.refresh_from_db()
        return post.lead

    return Room(
        post, cast.client("correspondent"), cast.client("editor"),
        here=url("news_desk:post", post), autosave=url("news_desk:autosave", post),
        drop=url("news_desk:drop_typed", post),
        field="lead", data=lambda: typed_post(post), stored=stored,
    )  # fmt: skip


def page_room(cast: Cast) -> Room:
    page = Page.objects.create(title="Điều lệ", slug="dieu-le", body="<p>Đang lưu.</p>")

    def stored() -> str:
        page.refresh_from_db()
        return page.body

    return Room(
        page, cast.client("editor"), cast.client("admin"),
        here=url("news_desk:page", page), autosave=url("news_desk:page_autosave", page),
        drop=url("news_desk:page_drop_typed", page),
        field="body", data=lambda: {"title": "Điều lệ", "slug": "dieu-le"}, stored=stored,
    )  # fmt: skip


def report_room(cast: Cast) -> Room:
    kind = make.make_report_kind(cast.city, headings="Một\nHai")
    report = make.make_report(
        cast.here, kind, body=report_parts(["Một", "Hai"], {"Một": "Đang lưu."})
    )

    def stored() -> str:
        report.refresh_from_db()
        return report.body[0]["text"]

    return Room(
        report, cast.client("officer_here"), cast.client("admin"),
        here=url("reports:edit", report), autosave=url("reports:autosave", report),
        drop=url("reports:drop_typed", report),
        field="part0", data=lambda: {"part1": ""}, stored=stored,
    )  # fmt: skip


ROOMS = {"post": post_room, "page": page_room, "report": report_room}


@pytest.fixture(params=ROOMS)
def room(request: pytest.FixtureRequest, cast: Cast) -> Room:
    return ROOMS[request.param](cast)


def words(text: str) -> str:
    """As it is stored, whichever kind of box it was typed into."""
    return re.sub("<[^>]+>", "", text)


# --- What was typed last is in the box ---------------------------------------------------------


def test_what_was_typed_last_is_in_the_box_with_a_line_and_a_way_to_the_stored(room):
    room.open().type(LONG)
    again = room.open()
    assert again.text == LONG
    assert "phần chữ chưa lưu từ" in again.page
    assert "?ban=dang-luu" in again.page
    stored = room.open(query="?ban=dang-luu")
    assert words(stored.text) == "Đang lưu."
    assert stored.beside == [LONG]
    assert room.open().text == LONG  # looking at the stored version decides nothing
    assert words(room.stored()) == "Đang lưu."
    assert words(room.open(client=room.other).text) == "Đang lưu."  # it is its writer's alone


def test_first_letter_typed_after_reopening_destroys_nothing(room):
    room.open().type(LONG)
    again = room.open()
    again.type("a")
    after = room.open()
    assert (after.text, after.beside) == ("a", [LONG])
    back = room.open(query=f"?ban={after.waiting.beside[0].pk}")
    assert (back.text, back.beside) == (LONG, ["a"])


def test_letters_typed_over_the_stored_version_destroy_nothing(room):
    room.open().type(LONG)
    room.open(query="?ban=dang-luu").type("Khác hẳn")
    after = room.open()
    assert (after.text, after.beside) == ("Khác hẳn", [LONG])


def test_typing_on_over_several_openings_is_one_text(room):
    for count in range(1, 5):
        room.open().type(" ".join([LONG] * count))
    after = room.open()
    assert (after.text, after.beside) == (" ".join([LONG] * 4), [])


def test_two_windows_never_write_over_each_other(room):
    one, other = room.open(), room.open()
    for count in range(1, 4):
        one.type("Một " * count)
        other.type("Hai " * count)
    one.type("Một " * 4)
    after = room.open()
    assert after.text.split() == ["Một"] * 4
    assert [text.split() for text in after.beside] == [["Hai"] * 3]


def test_second_device_goes_on_while_the_first_does_too(room):
    first = room.open()
    first.type(LONG)
    second = room.open()  # has it in the box
    second.type(f"{LONG} Trên máy hai.")
    first.type(f"{LONG} Trên máy một.")
    second.save(f"{LONG} Trên máy hai.")
    assert words(room.stored()) == f"{LONG} Trên máy hai."
    # Saved last, the stored is what one sees; what the first typed on waits.
    after = room.open()
    assert words(after.text) == f"{LONG} Trên máy hai."
    assert after.beside == [f"{LONG} Trên máy một."]


# --- Saving, and what comes too late -----------------------------------------------------------


@pytest.mark.parametrize("saved", [LONG, LONG.replace("Sáng", "Chiều"), "Viết lại từ đầu."])
def test_saving_what_was_in_the_box_leaves_nothing_to_take_back(room, saved):
    room.open().type(LONG)
    room.open().type(f"{LONG} Thêm.")
    last = room.open()
    last.type(saved)
    assert last.save(saved).status_code == 302
    after = room.open()
    assert (words(after.text), after.beside) == (saved, [])
    assert "phần chữ chưa lưu" not in after.page


def test_saving_another_text_sets_the_waiting_one_aside_and_keeps_it(room):
    room.open().type(LONG)
    stored = room.open(query="?ban=dang-luu")
    stored.save("Đang lưu. Sửa một chữ.")
    for _ in range(2):
        after = room.open()
        assert (words(after.text), after.beside) == ("Đang lưu. Sửa một chữ.", [LONG])
        assert "Có phần chữ chưa lưu" in after.page


def test_what_was_sent_before_and_arrives_after_changes_nothing(room):
    window = room.open()
    window.type("Một hai ba", turn=3)
    window.type("Một", turn=1)
    assert room.open().text == "Một hai ba"
    window.turn = 4
    window.save("Đã lưu xong.")
    window.type("Một hai ba bốn", turn=4)
    after = room.open()
    assert (words(after.text), after.beside) == ("Đã lưu xong.", [])
    # The same page, found again by the back button, is typed on in earnest.
    window.type("Viết tiếp ở trang cũ", turn=6)
    assert room.open().text == "Viết tiếp ở trang cũ"


def test_second_press_of_save_is_no_conflict(room):
    window = room.open()
    first = window.sent("Bấm hai lần")
    answers = [window.client.post(room.here, first) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert words(room.stored()) == "Bấm hai lần"
    assert room.open().waiting.beside == []


# --- Conflicts -----------------------------------------------------------------------------------


def outrun(room: Room) -> Window:
    """The page that tells that another saved meanwhile; one's own text is in its box."""
    mine = room.open()
    mine.type("Của tôi, viết dở")
    room.open(client=room.other).save("Của người kia")
    answer = mine.save(LONG)
    assert "khac-nhau" in answer.content.decode()
    assert words(room.stored()) == "Của người kia"
    assert mine.text == LONG
    return mine


def test_going_on_from_the_stored_version_keeps_ones_own_text(room):
    page = outrun(room)
    assert "?ban=dang-luu" in page.page
    stored = room.open(query="?ban=dang-luu")
    assert words(stored.text) == "Của người kia"
    stored.type("Của người kia, sửa")
    stored.save("Của người kia, sửa thêm")
    assert words(room.stored()) == "Của người kia, sửa thêm"
    after = room.open()
    assert LONG in after.beside
    assert room.open(query=f"?ban={after.waiting.beside[0].pk}").text == LONG


def test_putting_ones_own_in_place_keeps_the_others_text(room):
    page = outrun(room)
    replacing = {} if page.hidden.get("replacing") else {"replacing": page.room.record.version}
    page.save(LONG, **replacing)
    assert words(room.stored()) == LONG
    if hasattr(room.record, "versions"):
        assert room.record.versions.filter(lead="Của người kia").exists()
    else:
        after = room.open()
        assert [words(text) for text in after.beside] == ["Của người kia"]
        assert "trước khi bị bản của đồng chí thay" in after.page


def test_text_taken_back_over_a_newer_version_asks_before_it_is_saved(room):
    room.open().type(LONG)
    room.open(client=room.other).save("Của người kia")
    again = room.open()
    assert again.text == LONG
    assert "đã được lưu một lần nữa" in again.page
    again.save(LONG)
    assert words(room.stored()) == "Của người kia"
    assert (again.text, "khac-nhau" in again.page) == (LONG, True)


def test_closing_the_conflict_page_loses_nothing(room):
    outrun(room)
    assert room.open().text == LONG


# --- Comparing, throwing away, bounds ------------------------------------------------------------


def test_each_text_is_compared_and_thrown_away_on_its_own(room):
    room.open().type(LONG)
    room.open(query="?ban=dang-luu").type("Khác hẳn")
    last = room.open()
    [older] = last.waiting.beside
    label = last.form[room.field].label
    assert f", ở ô “{label}”: “{LONG[:30]}" in " ".join(last.page.split())
    shown = room.open(query=f"?ban=dang-luu&so-sanh={older.pk}")
    assert "<ins>" in shown.page
    assert shown.waiting.compared == older
    room.writer.post(room.drop, {"bo": older.pk})
    # Who throws one away chose what is stored; the other is offered still.
    after = room.open()
    assert (words(after.text), after.beside) == ("Đang lưu.", ["Khác hẳn"])


def test_throwing_away_what_is_in_the_box_ends_what_was_typed_on(room):
    room.open().type(LONG)
    window = room.open()
    window.type(f"{LONG} thêm")
    data = window.sent(f"{LONG} thêm nữa") | {"bo": window.waiting.shown.pk}
    assert window.client.post(room.drop, data).status_code == 302
    window.type(f"{LONG} thêm", turn=1)  # was on its way
    after = room.open()
    assert (words(after.text), after.beside) == ("Đang lưu.", [])


def test_nobody_throws_anothers_text_away(room):
    room.open().type(LONG)
    [text] = room.record.drafts.all()
    for asked in (text.pk, "", "0", "-1", "x", "9" * 30, "²"):
        room.other.post(room.drop, {"bo": asked})
    assert room.open().text == LONG


def test_too_many_are_refused_in_words_and_none_is_dropped(room, monkeypatch):
    monkeypatch.setattr("desk.actions.typed.MOST_WAITING", 3)
    for number in range(3):
        room.open(query="?ban=dang-luu").type(f"Bản {number}")
    refused = room.open(query="?ban=dang-luu").type("Bản nữa")
    assert (refused.status_code, "phần chữ chưa lưu" in refused.json()["error"]) == (409, True)
    waiting = {one.content[room.field][0]: one.pk for one in room.record.drafts.all()}
    assert sorted(waiting) == ["Bản 0", "Bản 1", "Bản 2"]
    room.writer.post(room.drop, {"bo": waiting["Bản 0"]})
    assert room.open(query="?ban=dang-luu").type("Bản nữa").status_code == 200


def test_what_stands_whole_in_a_later_text_makes_room_for_it(room, monkeypatch):
    monkeypatch.setattr("desk.actions.typed.MOST_WAITING", 2)
    for number in range(1, 6):
        assert room.open().type(" ".join([LONG] * number)).status_code == 200
    assert room.open().text == " ".join([LONG] * 5)


def test_page_that_names_no_sitting_writes_over_nothing(room):
    """As of a page that was open when the portal was renewed."""

    def send(words: str) -> Any:
        data = room.data() | {room.field: words, "version": ""}
        return room.writer.post(room.autosave, data, headers={"Accept": "application/json"})

    for said in ("Một", "Một hai", "Một hai ba"):
        assert send(said).status_code == 200
    send("a")
    after = room.open()
    assert (after.text, after.beside) == ("a", ["Một hai ba"])


@pytest.mark.parametrize(
    "hidden",
    [
        {"turn": "x"}, {"turn": "-1"}, {"turn": "9" * 30}, {"turn": "²"}, {"taken": "1-1-1"},
        {"taken": "9" * 90}, {"sitting": "\x00"}, {"sitting": "đ"}, {"sitting": "a" * 900},
        {"sitting": ""}, {"version": "\x00" * 99},
    ],
)  # fmt: skip
def test_wild_marks_lose_nothing(room, hidden):
    window = room.open()
    window.hidden |= hidden
    data = window.sent(f"{LONG}\x00") | hidden
    answer = room.writer.post(room.autosave, data, headers={"Accept": "application/json"})
    assert answer.status_code == 200
    assert room.open().text == LONG
    assert room.writer.post(room.here, data).status_code in {200, 302, 400, 409}


# --- Out of one's hands --------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["post", "report"])
@pytest.mark.parametrize("how", ["autosave", "here"])
def test_words_typed_while_another_moved_it_on_can_be_had_back(cast, kind, how):
    room = ROOMS[kind](cast)
    window = room.open()
    record = room.record
    if kind == "post":
        type(record).objects.filter(pk=record.pk).update(state="submitted")
        shown = room.here
    else:
        sent = make.make_report(cast.beside, record.kind, state="sent")
        type(record).objects.filter(pk=record.pk).update(
            state="sent", figures={}, sent_at=sent.sent_at, sent_by=sent.sent_by
        )
        shown = record.get_absolute_url()
    if how == "autosave":
        answer = window.type(LONG)
        assert (answer.status_code, answer.json()["kept"]) == (409, True)
        assert "được giữ lại" in answer.json()["error"]
    else:
        assert LONG in room.writer.post(room.here, window.sent(LONG)).content.decode()
    page = room.writer.get(shown)
    assert [one.content[room.field][0] for one in page.context["waiting"].beside] == [LONG]
    assert "Có phần chữ chưa lưu" in page.content.decode()
    pk = page.context["waiting"].beside[0].pk
    assert LONG in re.sub("<[^>]+>", "", room.writer.get(shown, {"so-sanh": pk}).content.decode())


# --- A page that was never saved -----------------------------------------------------------------


def test_new_page_that_was_never_saved_comes_back(cast):
    editor = cast.client("editor")
    new, autosave = reverse("news_desk:page_new"), reverse("news_desk:page_new_autosave")

    def open_new(query: str = "") -> tuple[Any, dict[str, Any]]:
        answer = editor.get(new + query)
        sitting = answer.context["waiting"].sitting
        return answer, {"sitting": sitting.token, "taken": sitting.taken, "slug": "", "version": ""}

    _, first = open_new()
    body = {"title": "Ban chấp hành", "body": f"<p>{LONG}</p>"}
    editor.post(autosave, first | body | {"turn": 1})
    again, second = open_new()
    assert again.context["form"]["body"].value() == f"<p>{LONG}</p>"
    assert escape("Ban chấp hành") in again.content.decode()
    empty, third = open_new("?ban=dang-luu")
    assert not empty.context["form"]["body"].value()
    editor.post(autosave, third | {"title": "Trang khác", "body": "<p>b</p>", "turn": 1})
    saved = editor.post(new, second | body | {"turn": 1})
    page = Page.objects.get(title="Ban chấp hành")
    assert saved.url == reverse("news_desk:page", args=[page.pk])
    last, _ = open_new()
    assert [one.content["title"] for one in last.context["waiting"].beside] == [["Trang khác"]]
    assert not last.context["form"]["title"].value()
    editor.post(
        reverse("news_desk:page_new_drop_typed"),
        {"bo": PageDraft.objects.get(content__title=["Trang khác"]).pk},
    )
    assert not PageDraft.objects.filter(typed_at__isnull=False).exists()


# --- Which text stands whole in another ----------------------------------------------------------


@pytest.mark.parametrize(
    ("newer", "older", "is_whole"),
    [
        ("một hai ba", "một ba", True),
        ("một hai ba", "ba một", False),
        ("một  hai\r\nba", "một hai ba", True),
        ("Một", "một", False),
        ("<p>một</p><p>hai</p>", "<p><b>một</b></p>", True),
        ("<p>a &lt; b</p>", "<p>a &lt; b</p>", True),
        ("<p>a</p>", "<p>a &lt;b&gt;</p>", False),
        ("chữ <trong ngoặc> này", "chữ <ngoài ngoặc> này", False),
        ("<p>a</p>", '<p>a</p><figure data-photo="1"></figure>', False),
        ('<p>a</p><figure data-photo="1"></figure>', '<figure data-photo="1"></figure>', True),
        ("", "", True),
    ],
)
def test_words_of_one_text_found_in_another(newer, older, is_whole):
    assert contains_all({"x": [newer]}, {"x": [older], "version": ["1"]}) is is_whole
    assert contains_all({}, {"x": [older]}) is (not older)
