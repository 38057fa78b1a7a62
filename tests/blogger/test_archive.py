"""What is refused before anything is read, in one line and with exit code 1."""

import io
import os
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError

from blogger.archive import BackupError, open_backup
from blogger.feed import MAX_ENTRY, Entry, read_feed
from news.models import ImportRun

from .running import run
from .samples import FEED, Old, post_id, saved, takeout, zipped

GOOD = takeout(Old(1, "Một"))


def packed(*members: tuple[zipfile.ZipInfo | str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return data.getvalue()


def encrypted() -> bytes:
    """The flag in both places where a zip keeps it; the content doesn't matter."""
    data = bytearray(packed((FEED, GOOD)))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(signature) + offset
        data[at : at + 2] = struct.pack("<H", 1)
    return bytes(data)


def many_members() -> bytes:
    """A directory that says it has more members than we read."""
    data = bytearray(packed((FEED, GOOD)))
    at = data.index(b"PK\x05\x06") + 12
    data[at : at + 4] = struct.pack("<I", 200 * 1024**2)
    return bytes(data)


def declared_huge() -> bytes:
    """A member that says it unpacks to 3 GB."""
    data = bytearray(packed((FEED, GOOD)))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", 3 * 1024**3)
    return bytes(data)


BAD: dict[str, tuple[bytes, str]] = {
    "climbs": (packed((FEED, GOOD), ("../../etc/x.jpg", b"x")), "đường dẫn không an toàn"),
    "climbs-windows": (packed((FEED, GOOD), ("..\\..\\x.jpg", b"x")), "đường dẫn không an toàn"),
    "absolute": (packed((FEED, GOOD), ("/etc/passwd", b"x")), "đường dẫn không an toàn"),
    "drive": (packed((FEED, GOOD), ("C:\\x.jpg", b"x")), "đường dẫn không an toàn"),
    "nested": (packed((FEED, GOOD), ("Takeout/more.zip", b"PK")), "tệp nén khác bên trong"),
    "bomb": (packed((FEED, GOOD), ("a.jpg", b"\0" * 8_000_000)), "lớn bất thường"),
    "bomb-feed": (packed((FEED, b" " * 8_000_000)), "lớn bất thường"),
    "huge": (declared_huge(), "lớn bất thường"),
    "many": (many_members(), "quá nhiều tệp con"),
    "encrypted": (encrypted(), "đặt mật khẩu"),
    "cut": (zipped(GOOD)[:300], "bị hỏng"),
    "damaged": (zipped(GOOD).replace(b"\x00\x00feed", b"\x00\x00fead")[:-30], "bị hỏng"),
    "no-blog": (packed(("Takeout/Mail/all.mbox", b"x")), "không thấy tệp feed.atom"),
    "two-blogs": (
        packed(("B/Một/feed.atom", GOOD), ("B/Hai/feed.atom", GOOD)), "nhiều blog: “Hai”, “Một”",
    ),
    "empty": (b"", "trống"),
    "gzip": (b"\x1f\x8b\x08\x00", "chỉ nhận .zip"),
    "picture": (b"\xff\xd8\xff\xe0" + b"\0" * 100, "không phải là bản sao lưu"),
    "html": (b"<html><body>Sign in</body></html>", "không phải là bản sao lưu"),
    "rss": (b"<rss version='2.0'><channel/></rss>", "không phải là bản sao lưu"),
    "not-closed": (GOOD[:-20], "chưa trọn vẹn"),
    "doctype": (
        b"<!DOCTYPE feed [<!ENTITY a 'x'>]><feed xmlns='http://www.w3.org/2005/Atom'>&a;</feed>",
        "DOCTYPE",
    ),
    "laughs": (
        b"<!DOCTYPE f [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'><!ENTITY c '&b;&b;&b;'>]>"
        b"<feed xmlns='http://www.w3.org/2005/Atom'><title>&c;</title></feed>",
        "DOCTYPE",
    ),
    "outside": (
        b"<!DOCTYPE f [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
        b"<feed xmlns='http://www.w3.org/2005/Atom'><title>&x;</title></feed>",
        "DOCTYPE",
    ),
    "undeclared": (
        b"<feed xmlns='http://www.w3.org/2005/Atom'><title>&x;</title></feed>", "định dạng XML",
    ),
    "deep": (
        b"<feed xmlns='http://www.w3.org/2005/Atom'>" + b"<a>" * 200, "không phải là bản sao lưu",
    ),
    "encoding": (b"<?xml version='1.0' encoding='no-such'?><feed/>", "bảng mã lạ"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_backup_is_refused_in_one_line(db: None, tmp_path: Path, name: str) -> None:
    data, message = BAD[name]

    with pytest.raises(CommandError) as refusal:
        run(saved(tmp_path, data, "tai-ve.zip"))

    assert message in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert [run.state for run in ImportRun.objects.all()] == [ImportRun.State.FAILED]
    assert [path.name for path in tmp_path.iterdir()] == ["tai-ve.zip"]


def test_command_ends_with_one_line_and_code_one(db: None, tmp_path: Path) -> None:
    """As an operator sees it; only options are read, so the database doesn't matter."""
    answer = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "manage.py", "import_blogger", str(tmp_path / "khong-co.zip")],
        cwd=django_settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr == f"CommandError: Không có tệp “{tmp_path / 'khong-co.zip'}”.\n"


def test_folder_of_pictures_must_exist(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Không có thư mục"):
        run(saved(tmp_path, GOOD, "f.atom"), images=tmp_path / "khong-co")


def test_one_of_several_blogs_is_chosen_by_name(tmp_path: Path) -> None:
    data = packed(("B/Một/feed.atom", GOOD), ("B/Hai/feed.atom", takeout(Old(2))))

    with open_backup(saved(tmp_path, data), blog="Hai") as backup:
        ids = [entry.id for entry in read_feed(backup.feed()) if isinstance(entry, Entry)]

    assert ids == [post_id(2)]


def test_zip_with_a_classic_backup_is_taken(tmp_path: Path) -> None:
    with open_backup(saved(tmp_path, packed(("blog-11-10-2024.xml", GOOD)))) as backup:
        assert len(list(read_feed(backup.feed()))) == 1


def test_member_is_never_read_beyond_the_limit(tmp_path: Path) -> None:
    files = {"Albums/a.jpg": os.urandom(5000)}
    with open_backup(saved(tmp_path, zipped(GOOD, files))) as backup:
        assert len(backup.read("Albums/a.jpg", 1000)) == 1001
        assert backup.read("Albums/no.jpg", 1000) == b""


def test_an_entry_without_end_is_refused(tmp_path: Path) -> None:
    """A file may be endless; what is held in memory may not."""

    class Endless(io.RawIOBase):
        def __init__(self) -> None:
            self.given = 0

        def read(self, size: int = -1) -> bytes:
            head = b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><content>"
            self.given += size
            return head if self.given == size else b"x" * size

    stream = Endless()

    with pytest.raises(BackupError, match="dài bất thường"):
        list(read_feed(stream))  # type: ignore[arg-type]  # all that is used of it

    assert stream.given < MAX_ENTRY + 2 * 1024**2
