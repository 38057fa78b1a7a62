"""Reading entries: both dialects to the letter, whatever the prefixes, and never the whole file."""

import datetime as dt
import gc
import io
import tracemalloc

import pytest

from blogger.feed import Entry, Kind, moment, plain_path, read_feed

from .samples import BLOG, Old, classic, comment, post_id, takeout, takeout_entry


def entries(data: bytes) -> list[Entry]:
    return [item for item in read_feed(io.BytesIO(data)) if isinstance(item, Entry)]


POST = Old(5, "Tít & <b>", "<p>Chữ</p>", labels=["Thi đua", "ảnh"], path="/2011/10/a.html")


def test_takeout_entry_is_read_whole() -> None:
    (entry,) = entries(takeout(POST))

    assert (entry.id, entry.kind, entry.title, entry.content) == (
        post_id(5), Kind.POST, "Tít & <b>", "<p>Chữ</p>",
    )  # fmt: skip
    assert (entry.author, entry.labels, entry.path) == (
        "Mỹ Dung", ["Thi đua", "ảnh"], "/2011/10/a.html",
    )  # fmt: skip
    assert entry.published == dt.datetime(2024, 10, 11, 3, tzinfo=dt.UTC)


def test_classic_entry_says_the_same() -> None:
    (one,), (other,) = entries(takeout(POST)), entries(classic(POST))

    same = ("id", "kind", "title", "content", "author", "labels", "path", "published", "updated")
    assert [getattr(one, name) for name in same] == [getattr(other, name) for name in same]
    assert other.address == "https://cuucongan.blogspot.com/2011/10/a.html"


def test_settings_and_template_are_no_entries() -> None:
    assert entries(classic()) == []


@pytest.mark.parametrize("write", [takeout, classic])
def test_reply_names_its_post_and_its_comment(write: object) -> None:
    (entry,) = entries(write(comment(9, 5, "Đáp", reply_to=8)))  # type: ignore[operator]  # both are functions

    assert (entry.kind, entry.post_id, entry.reply_to) == (Kind.COMMENT, post_id(5), post_id(8))


def test_prefixes_do_not_matter() -> None:
    data = (
        "<a:feed xmlns:a='http://www.w3.org/2005/Atom' xmlns:z='http://schemas.google.com/blogger/2018'>"
        f"<a:entry><a:id>{post_id(1)}</a:id><z:type>PAGE</z:type><a:title>Trang</a:title>"
        "<type>POST</type></a:entry></a:feed>"
    )

    assert [(e.kind, e.title) for e in entries(data.encode())] == [(Kind.PAGE, "Trang")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_are_read(encoding: str) -> None:
    text = takeout(Old(1, "Tiếng Việt")).decode().replace("encoding='utf-8'", "")

    assert [entry.title for entry in entries(text.encode(encoding))] == ["Tiếng Việt"]


@pytest.mark.parametrize(
    ("fields", "marks"),
    [
        ({"status": "LIVE"}, set()),
        ({"status": "DRAFT"}, {"is_draft"}),
        ({"status": "SOFT_TRASHED"}, {"is_removed"}),
        ({"is_trashed": True}, {"is_removed"}),
        ({"status": "SPAM_COMMENT", "kind": "comment"}, {"is_spam"}),
        ({"status": "PENDING_COMMENT", "kind": "comment"}, {"is_waiting"}),
        ({"status": "SOMETHING_NEW", "kind": "comment"}, {"is_waiting"}),
    ],
)
def test_states_are_distinguished(fields: dict[str, object], marks: set[str]) -> None:
    (entry,) = entries(takeout(Old(1, "x", **fields)))  # type: ignore[arg-type]  # of the parameters

    names = ("is_draft", "is_spam", "is_removed", "is_waiting")
    assert {name for name in names if getattr(entry, name)} == marks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-10-11T03:00:00Z", (2024, 10, 11, 3, 0)),
        ("2024-10-11T10:00:00.001+07:00", (2024, 10, 11, 3, 0)),
        ("2024-10-10T20:00:00.1234567-07:00", (2024, 10, 11, 3, 0)),
        ("2024-10-11T03:00:00", (2024, 10, 11, 3, 0)),
        ("", None),
        ("hôm qua", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-12:00", None),
    ],
)
def test_moments_are_read_in_utc(text: str, expected: tuple[int, ...] | None) -> None:
    result = moment(text)

    assert (
        result and (result.year, result.month, result.day, result.hour, result.minute)
    ) == expected


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/2024/10/a.html", "/2024/10/a.html"),
        ("https://x.blogspot.com/p/gi%E1%BB%9Bi.html?m=1#c1", "/p/giới.html"),
        ("https://x.blogspot.com/", ""),
        ("", ""),
        ("http://[bad", ""),
        ("/a%00b.html", ""),
    ],
)
def test_paths_are_plain(address: str, path: str) -> None:
    assert plain_path(address) == path


def test_reading_holds_one_entry_at_a_time() -> None:
    """Thirty megabytes pass through; had the whole file been parsed, they would lie in memory."""
    entry_text = takeout_entry(Old(1, "Tít", "<p>chữ</p>" * 1000, path="/2024/10/a.html")).encode()
    head, end = takeout().split(b"</feed>")[0], b"</feed>"

    class Feed(io.RawIOBase):
        """Made while it is read, so that it takes no room itself."""

        def __init__(self) -> None:
            self.pieces = iter([head, *(entry_text for _ in range(1500)), end])

        def read(self, size: int = -1) -> bytes:
            return next(self.pieces, b"")

    gc.collect()
    tracemalloc.start()
    try:
        count = len([item.id for item in read_feed(Feed()) if isinstance(item, Entry)])  # type: ignore[arg-type]  # all that is used of it
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert count == 1500
    assert len(entry_text) * 1500 > 25_000_000
    assert peak < 2_000_000


def test_labels_keep_their_order_once() -> None:
    (entry,) = entries(takeout(Old(1, "x", labels=["b", "a", " b "])))

    assert entry.labels == ["b", "a"]
    assert BLOG in takeout().decode()
